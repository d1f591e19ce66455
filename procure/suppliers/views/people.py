"""Doors for coaches who help, and for owners who let others act for them."""

from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.kernel.errors import DomainError
from procure.suppliers import queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.forms.joining import BeginForm, InviteForm
from procure.suppliers.policy import SUPPLIER_POLICY, coach, own_business
from procure.suppliers.registry_models import LinkPurpose
from procure.suppliers.views.door import bp, origin, secret
from procure.web.access import does, reads
from procure.web.work import current_work


@bp.route("/suppliers/begin", methods=["GET", "POST"])
@does(Do.BEGIN)
@reads(coach)
def begin() -> ResponseReturnValue:
    """Begin a registration for an owner, as their coach."""
    work, form = current_work(), BeginForm()
    if form.validate_on_submit():
        try:
            new = form.to_new_owner(cast("UUID", work.actor.region_id))
            made = service.begin(work, new, origin(), secret())
        except DomainError as error:
            form.show(error)
        else:
            flash(_("Begun. The owner gets a link to confirm by."), "success")
            return redirect(url_for(".registration", supplier_id=made.id))
    body = render_template("suppliers/begin.html", form=form)
    return body, 422 if form.is_submitted() else 200


@bp.get("/suppliers/helped")
@reads(coach)
def helped() -> ResponseReturnValue:
    """List the registrations that this coach helps with."""
    return render_template("suppliers/helped.html", suppliers=queries.helped(current_work()))


@bp.post("/suppliers/<uuid:supplier_id>/link")
@does(Do.SEND_LINK)
@reads(coach)
def send_link(supplier_id: UUID) -> ResponseReturnValue:
    """Send the owner a new link; the one before ends."""
    service.send_link(current_work(), supplier_id, origin(), secret())
    flash(_("A new link is on its way; the one before does not work any more."), "success")
    return redirect(url_for(".registration", supplier_id=supplier_id))


@bp.post("/suppliers/<uuid:supplier_id>/end-help")
@does(Do.END_HELP)
@reads(own_business)
def end_help(supplier_id: UUID) -> ResponseReturnValue:
    """End the help of a coach at once, as the owner."""
    service.end_help(current_work(), supplier_id)
    flash(_("Ended. Only you see this registration now; what was filled in stays."), "success")
    return redirect(url_for(".registration", supplier_id=supplier_id))


@bp.get("/supplier/operators")
@reads(own_business)
def operators() -> ResponseReturnValue:
    """List who acts for the business, and who is invited to."""
    work = current_work()
    supplier = queries.mine(work)
    return render_template(
        "suppliers/operators.html",
        supplier=supplier,
        operators=queries.operators(work, supplier.id),
        links=queries.waiting_links(work, supplier.id, LinkPurpose.OPERATOR),
        may_invite=SUPPLIER_POLICY.allows(work.actor, Do.INVITE, supplier),
    )


@bp.route("/suppliers/<uuid:supplier_id>/invite", methods=["GET", "POST"])
@does(Do.INVITE)
@reads(own_business)
def invite(supplier_id: UUID) -> ResponseReturnValue:
    """Invite somebody to act for the business."""
    work, form = current_work(), InviteForm()
    supplier = queries.get(work, supplier_id)
    SUPPLIER_POLICY.require(work.actor, Do.INVITE, supplier)
    if form.validate_on_submit():
        who = (form.name.data or "", form.email.data or "")
        try:
            service.invite(work, supplier_id, who, origin(), secret())
        except DomainError as error:
            form.show(error)
        else:
            flash(_("A letter with a link is on its way."), "success")
            return redirect(url_for(".operators"))
    body = render_template("suppliers/invite.html", form=form, supplier=supplier)
    return body, 422 if form.is_submitted() else 200


@bp.post("/suppliers/<uuid:supplier_id>/operators/<uuid:appointment_id>/dismiss")
@does(Do.DISMISS)
@reads(own_business)
def dismiss(supplier_id: UUID, appointment_id: UUID) -> ResponseReturnValue:
    """End an operator's access at once."""
    service.dismiss(current_work(), supplier_id, appointment_id)
    flash(_("Ended. That person cannot act for you any more."), "success")
    return redirect(url_for(".operators"))
