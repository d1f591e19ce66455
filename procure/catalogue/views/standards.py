"""Price standards (SSH), as the registry officer keeps them year by year."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.catalogue.actions import PriceStandardAction as Do
from procure.catalogue.forms.offer import as_id
from procure.catalogue.forms.standards import EndForm, StandardForm
from procure.catalogue.policy import PRICE_STANDARD_POLICY
from procure.catalogue.queries import standards
from procure.catalogue.service import standards as service
from procure.catalogue.views.door import named
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.errors import DomainError
from procure.kernel.policy import holds
from procure.web.access import does, reads
from procure.web.errors import status_of
from procure.web.forms import Form
from procure.web.work import current_work

bp = Blueprint("price_standards", __name__, url_prefix="/price-standards")

REFUSED = 422
HIDDEN = frozenset({403, 404})


@bp.get("")
@reads(holds(Role.REGISTRY_OFFICER))
def index() -> ResponseReturnValue:
    """List the price standards of a year, this one unless another is asked for."""
    work = current_work()
    years, asked = standards.years(work), request.args.get("year", "")
    year = next((one for one in years if str(one) == asked), work.today.year)
    text = request.args.get("q", "").replace("\0", "").strip()[:100]
    page = standards.of_year(work, year, text=text, after=as_id(request.args.get("after")))
    return render_template(
        "price_standards/index.html",
        page=page,
        years=years,
        year=year,
        text=text,
        today=work.today,
        named=named,
    )


@bp.route("/new", methods=["GET", "POST"])
@does(Do.ADD)
def add() -> ResponseReturnValue:
    """Add a price standard."""
    work = current_work()
    PRICE_STANDARD_POLICY.require(work.actor, Do.ADD)
    form = _form(work, {"valid_from": work.today})
    if _done(form, lambda: service.add(work, form.to_standard())):
        flash(_("“%(name)s” is saved.", name=form.item.data), "success")
        return redirect(url_for(".index"))
    page = render_template("price_standards/add.html", form=form)
    return (page, REFUSED) if request.method == "POST" else page


@bp.route("/<uuid:standard_id>", methods=["GET", "POST"])
@does(Do.CHANGE)
def change(standard_id: UUID) -> ResponseReturnValue:
    """Change a price standard that does not hold yet; of one that holds, its key."""
    work = current_work()
    PRICE_STANDARD_POLICY.require(work.actor, Do.CHANGE)
    standard = standards.get(work, standard_id)
    form = _form(work, asdict(service.says(standard)))
    del form.category_code
    wanted = partial(form.to_standard, standard.category_code)
    if _done(form, lambda: service.change(work, standard_id, wanted())):
        flash(_("“%(name)s” is saved.", name=form.item.data), "success")
        return redirect(url_for(".index"))
    page = render_template(
        "price_standards/change.html", form=form, standard=standard, today=work.today, named=named
    )
    return (page, REFUSED) if request.method == "POST" else page


@bp.route("/<uuid:standard_id>/end", methods=["GET", "POST"])
@does(Do.END)
def end(standard_id: UUID) -> ResponseReturnValue:
    """Give a price standard its last day."""
    work = current_work()
    PRICE_STANDARD_POLICY.require(work.actor, Do.END)
    standard = standards.get(work, standard_id)
    sent = request.method == "POST"
    form = EndForm() if sent else EndForm(None, data={"valid_until": work.today})
    if _done(form, lambda: service.end(work, standard_id, form.data["valid_until"])):
        flash(_("The price standard has its last day now."), "success")
        return redirect(url_for(".index"))
    page = render_template("price_standards/end.html", form=form, standard=standard, named=named)
    return (page, REFUSED) if sent else page


def _form(work: Work, stored: dict[str, object]) -> StandardForm:
    form = StandardForm() if request.method == "POST" else StandardForm(None, data=stored)
    form.offer((one.code, f"{one.code} {named(one)}") for one in standards.leaves(work))
    return form


def _done(form: Form, do: Callable[[], object]) -> bool:
    """Whether a sound form was sent and the deed is done; a refusal stands at its field."""
    if request.method != "POST" or not form.validate():
        return False
    try:
        do()
    except DomainError as error:
        if status_of(error) in HIDDEN:
            raise
        form.show(error)
        return False
    return True
