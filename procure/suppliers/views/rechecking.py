"""The numbers of suppliers in full, and what accepted ones changed: to read, and to decide on."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.suppliers import queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.kinds import ChangedField, EntityType
from procure.suppliers.views.deciding import ABOUT, asked_on_a_page
from procure.suppliers.views.door import bp
from procure.web.access import does
from procure.web.forms import ReasonForm
from procure.web.work import counted, current_work

NUMBERS = (ChangedField.NIB, ChangedField.NPWP, ChangedField.NIK, ChangedField.NITKU)


def changed_rows(work: Work, case: queries.Case) -> list[dict[str, Any]]:
    """Say what stood there when an officer last looked, and what stands there now."""
    codes = [one.before or "" for one in case.changes if one.field is ChangedField.DISTRICT]
    places = queries.territory_names(work, codes) if codes else {}
    rows = []
    for one in case.changes:
        kept: Any = case.identity if one.field in NUMBERS else case.supplier
        now = getattr(kept, one.field, None)
        if one.field is ChangedField.DISTRICT:
            now = case.supplier.district_name
        before = places.get(one.before or "", one.before)
        rows.append(
            {
                "label": _(one.field.label),
                "before": _said(one.field, before),
                "now": _said(one.field, now),
                "returned_at": one.returned_at,
            }
        )
    return rows


def numbers_before(work: Work, supplier_id: UUID) -> list[tuple[str, str]]:
    """Return the numbers that stood there before a change, in full, for whoever may read them."""
    changes = queries.changes_of(work, supplier_id)
    return [(_(one.field.label), one.before or "-") for one in changes if one.field in NUMBERS]


def _said(field: ChangedField, value: str | None) -> str:
    if not value:
        return "-"
    if field in NUMBERS:
        return f"•••• {value[-4:]}"
    return _(EntityType(value).label) if field is ChangedField.ENTITY_TYPE else value


@bp.post(f"{ABOUT}/inspect")
@does(Do.INSPECT)
@counted
def inspect(supplier_id: UUID) -> ResponseReturnValue:
    """Show the numbers in full; that they were shown is recorded first."""
    work = current_work()
    identity = service.inspect(work, supplier_id)
    supplier = queries.supplier(work, supplier_id)
    before = numbers_before(work, supplier_id)
    page = render_template(
        "registry/inspect.html", supplier=supplier, identity=identity, before=before
    )
    return page, 200, {"Cache-Control": "no-store"}


@bp.post(f"{ABOUT}/accept-change")
@does(Do.ACCEPT_CHANGE)
def accept_change(supplier_id: UUID) -> ResponseReturnValue:
    """Say that what a supplier changed is good."""
    supplier = service.accept_change(current_work(), supplier_id, request.form.get("seen", ""))
    flash(_("What %(name)s changed is accepted.", name=supplier.name), "success")
    return redirect(url_for("registry.show", supplier_id=supplier_id))


@bp.route(f"{ABOUT}/return-change", methods=["GET", "POST"])
@does(Do.RETURN_CHANGE)
def return_change(supplier_id: UUID) -> ResponseReturnValue:
    """Ask for a change to be corrected, with a reason."""
    form = ReasonForm()

    def deed(work: Work) -> object:
        return service.return_change(work, supplier_id, form.reason.data or "")

    done = _("The supplier was asked to correct it.")
    return asked_on_a_page(supplier_id, Do.RETURN_CHANGE, form, deed, done)
