"""What a supplier sees of decisions about it, and its right of reply."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.kernel.errors import DomainError
from procure.suppliers import queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.forms.selling import ReplyForm
from procure.suppliers.policy import SUPPLIER_POLICY, seller
from procure.web.access import does, reads
from procure.web.work import current_work

bp = Blueprint("supplier_sanctions", __name__, url_prefix="/supplier/sanctions")


@bp.get("")
@reads(seller)
def index() -> ResponseReturnValue:
    """Show a supplier the decisions about it."""
    work = current_work()
    supplier = queries.my_supplier(work)
    return render_template(
        "suppliers/sanctions.html",
        supplier=supplier,
        sanctions=queries.sanctions_of(work, supplier.id),
    )


@bp.route("/<uuid:sanction_id>/reply", methods=["GET", "POST"])
@does(Do.REPLY)
def reply(sanction_id: UUID) -> ResponseReturnValue:
    """Answer a decision, once."""
    work, form = current_work(), ReplyForm()
    if form.validate_on_submit():
        try:
            service.reply(work, sanction_id, form.reply.data or "")
        except DomainError as error:
            if error.field is None:
                raise
            form.show(error)
        else:
            flash(_("Your answer stands beside the decision."), "success")
            return redirect(url_for(".index"))
    sanction = queries.my_sanction(work, sanction_id)
    SUPPLIER_POLICY.require(work.actor, Do.REPLY, sanction)
    page = render_template("suppliers/reply.html", sanction=sanction, form=form)
    return page, 422 if form.errors else 200
