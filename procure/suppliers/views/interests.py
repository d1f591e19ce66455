"""Ties to suppliers that officials declare."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.kernel.errors import DomainError
from procure.suppliers import queries, service
from procure.suppliers.actions import InterestAction as Do
from procure.suppliers.forms.vetting import InterestForm
from procure.suppliers.policy import INTEREST_POLICY, official
from procure.web.access import does, reads
from procure.web.work import current_work

bp = Blueprint("interests", __name__, url_prefix="/interests")


@bp.get("")
@reads(official)
def index() -> ResponseReturnValue:
    """Show an official what they declared."""
    return render_template("interests/index.html", interests=queries.declared_by_me(current_work()))


@bp.route("/declare", methods=["GET", "POST"])
@does(Do.DECLARE)
def declare() -> ResponseReturnValue:
    """Declare a tie to a supplier."""
    work, form = current_work(), InterestForm()
    INTEREST_POLICY.require(work.actor, Do.DECLARE)
    form.offer(queries.names_of_suppliers(work))
    if form.validate_on_submit():
        try:
            service.declare(work, form.to_new_interest())
        except DomainError as error:
            if error.field is None:
                raise
            form.show(error)
        else:
            flash(_("Declared. Others decide where this supplier takes part."), "success")
            return redirect(url_for(".index"))
    page = render_template("interests/declare.html", form=form)
    return page, 422 if form.errors else 200


@bp.post("/<uuid:interest_id>/end")
@does(Do.END)
def end(interest_id: UUID) -> ResponseReturnValue:
    """Say that a tie ends today."""
    service.end(current_work(), interest_id)
    flash(_("The interest ends today."), "success")
    return redirect(url_for(".index"))
