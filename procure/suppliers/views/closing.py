"""The door by which an officer closes the account of a business, because its owner asked."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.kernel.errors import DomainError
from procure.suppliers import queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.rules import closing as rules
from procure.suppliers.views.door import bp
from procure.web.access import does
from procure.web.errors import say_error
from procure.web.forms import ReasonForm
from procure.web.work import current_work


@bp.route("/suppliers/<uuid:supplier_id>/close", methods=["GET", "POST"])
@does(Do.CLOSE)
def close(supplier_id: UUID) -> ResponseReturnValue:
    """Say what closing does and what is still in its way; then close."""
    work, form = current_work(), ReasonForm()
    if form.validate_on_submit():
        try:
            supplier = service.close(work, supplier_id, form.reason.data or "")
        except (rules.OrdersOpen, rules.QuotationsOpen) as error:
            form.show(error)
        else:
            flash(_("The account of %(name)s is closed.", name=supplier.name), "success")
            return redirect(url_for(".requests"))
    supplier = queries.get(work, supplier_id)
    supplier.policy.require(work.actor, Do.CLOSE, supplier)
    supplier.workflow.find(supplier.status, Do.CLOSE)
    asked = queries.closing_of(work, supplier.id)
    page = render_template(
        "suppliers/close.html",
        form=form,
        supplier=supplier,
        asked=asked,
        hindrance=_hindrance(queries.open_business(work, supplier.id)),
    )
    return page, form.status


def _hindrance(found: list[rules.OpenBusiness]) -> str:
    """Say what must be over first; nothing if the account can be closed now."""
    try:
        rules.check_may_close(True, found)
    except DomainError as error:
        return say_error(error)
    return ""
