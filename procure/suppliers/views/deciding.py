"""What officers decide about a supplier, each deed behind its own door."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.files.models import Purpose
from procure.kernel.errors import DomainError, NotFound
from procure.suppliers import queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.forms.vetting import AskAgainForm, JudgeForm, LookForm, SanctionForm
from procure.suppliers.kinds import ReviewItem, Verdict
from procure.suppliers.models import Supplier
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.views.door import bp
from procure.suppliers.views.uploads import chosen_uploads
from procure.suppliers.workflow import SUPPLIER_WORKFLOW
from procure.web.access import does
from procure.web.forms import Form, ReasonForm
from procure.web.work import counted, current_work

ABOUT = "/suppliers/<uuid:supplier_id>"


def _case(supplier_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("registry.show", supplier_id=supplier_id))


@bp.post(f"{ABOUT}/accept")
@does(Do.ACCEPT)
def accept(supplier_id: UUID) -> ResponseReturnValue:
    """Let a supplier sell."""
    try:
        supplier = service.accept(current_work(), supplier_id)
    except service.PapersMissing as error:
        return _refused(supplier_id, error)
    flash(_("%(name)s is accepted and may sell now.", name=supplier.name), "success")
    return _case(supplier_id)


def _refused(supplier_id: UUID, error: DomainError) -> ResponseReturnValue:
    """Show the refusal on a page that leads back to the case."""
    form = Form()
    form.show(error)
    supplier = queries.supplier(current_work(), supplier_id)
    page = render_template("registry/refused.html", supplier=supplier, form=form)
    return page, 422


def _to_be_done(work: Work, supplier_id: UUID, action: Do) -> Supplier:
    """Return the supplier if this person may do this to it now; else refuse before asking."""
    supplier = queries.supplier(work, supplier_id)
    SUPPLIER_POLICY.require(work.actor, action, supplier)
    if action in SUPPLIER_WORKFLOW.actions:
        SUPPLIER_WORKFLOW.find(supplier.status, action)
    return supplier


def _asked(
    supplier_id: UUID,
    action: Do,
    form: Form,
    deed: Callable[[Work], object],
    done: str,
    **more: Any,
) -> ResponseReturnValue:
    """Ask on a page of its own, then do the deed; what was typed stays when it is refused."""
    work = current_work()
    if form.validate_on_submit():
        try:
            deed(work)
        except DomainError as error:
            if error.field is None:
                raise
            form.show(error)
        else:
            flash(done, "success")
            return _case(supplier_id)
    supplier = _to_be_done(work, supplier_id, action)
    verb = action.split(".")[1]
    page = render_template(
        f"registry/{verb}.html", supplier=supplier, form=form, action=action, **more
    )
    return page, 422 if form.errors else 200


@bp.route(f"{ABOUT}/ask-again", methods=["GET", "POST"])
@does(Do.ASK_AGAIN)
def ask_again(supplier_id: UUID) -> ResponseReturnValue:
    """Send the registration back, with what is wrong in each part."""
    form = AskAgainForm()

    def deed(work: Work) -> object:
        return service.ask_again(work, supplier_id, form.reason.data or "", form.to_remarks())

    done = _("The supplier was asked to correct it.")
    return _asked(supplier_id, Do.ASK_AGAIN, form, deed, done, items=list(ReviewItem))


@bp.route(f"{ABOUT}/refuse", methods=["GET", "POST"])
@does(Do.REFUSE)
def refuse(supplier_id: UUID) -> ResponseReturnValue:
    """Refuse the registration, with a reason."""
    form = ReasonForm()

    def deed(work: Work) -> object:
        return service.refuse(work, supplier_id, form.reason.data or "")

    return _asked(supplier_id, Do.REFUSE, form, deed, _("The registration was refused."))


@bp.route(f"{ABOUT}/suspend", methods=["GET", "POST"])
@does(Do.SUSPEND)
def suspend(supplier_id: UUID) -> ResponseReturnValue:
    """Suspend the supplier by decision."""
    form = SanctionForm()

    def deed(work: Work) -> object:
        return service.suspend(work, supplier_id, form.to_new_sanction())

    return _asked(supplier_id, Do.SUSPEND, form, deed, _("The supplier is suspended."))


@bp.route(f"{ABOUT}/debar", methods=["GET", "POST"])
@does(Do.DEBAR)
def debar(supplier_id: UUID) -> ResponseReturnValue:
    """Debar the supplier by decision."""
    form = SanctionForm()

    def deed(work: Work) -> object:
        return service.debar(work, supplier_id, form.to_new_sanction())

    return _asked(supplier_id, Do.DEBAR, form, deed, _("The supplier is debarred."))


@bp.route(f"{ABOUT}/reinstate", methods=["GET", "POST"])
@does(Do.REINSTATE)
def reinstate(supplier_id: UUID) -> ResponseReturnValue:
    """End a sanction before its time, with a reason."""
    form = ReasonForm()

    def deed(work: Work) -> object:
        return service.reinstate(work, supplier_id, form.reason.data or "")

    return _asked(supplier_id, Do.REINSTATE, form, deed, _("The supplier is active again."))


@bp.route(f"{ABOUT}/check-blacklist", methods=["GET", "POST"])
@does(Do.CHECK_BLACKLIST)
def check_blacklist(supplier_id: UUID) -> ResponseReturnValue:
    """Record a look into the national blacklist."""
    work, form = current_work(), LookForm()
    form.offer()
    form.propose(work.today)

    def deed(work: Work) -> object:
        return service.check_blacklist(work, supplier_id, form.to_new_look())

    uploads = chosen_uploads(work, form.evidence_upload_id.data, Purpose.EVIDENCE)
    done = _("The look into the blacklist is recorded.")
    return _asked(supplier_id, Do.CHECK_BLACKLIST, form, deed, done, uploads=uploads)


@bp.route(f"{ABOUT}/judge", methods=["GET", "POST"])
@does(Do.JUDGE)
def judge(supplier_id: UUID) -> ResponseReturnValue:
    """Decide what the supplier is to another that looks like it."""
    work, form = current_work(), JudgeForm()
    form.offer()
    other = _neighbour(work, supplier_id)

    def deed(work: Work) -> object:
        verdict = Verdict(form.verdict.data)
        return service.judge(work, supplier_id, other.supplier.id, verdict, form.reason.data or "")

    done = _("Your decision is kept and shown to whoever invites both.")
    return _asked(supplier_id, Do.JUDGE, form, deed, done, other=other)


def _neighbour(work: Work, supplier_id: UUID) -> queries.Neighbour:
    """Return the other supplier that the address names. Raises NotFound."""
    _to_be_done(work, supplier_id, Do.JUDGE)
    named = request.args.get("other", "")
    for one in queries.cluster_of(work, supplier_id):
        if str(one.supplier.id) == named:
            return one
    raise NotFound


@bp.post(f"{ABOUT}/inspect")
@does(Do.INSPECT)
@counted
def inspect(supplier_id: UUID) -> ResponseReturnValue:
    """Show the numbers in full; that they were shown is recorded first."""
    work = current_work()
    identity = service.inspect(work, supplier_id)
    supplier = queries.supplier(work, supplier_id)
    page = render_template("registry/inspect.html", supplier=supplier, identity=identity)
    return page, 200, {"Cache-Control": "no-store"}
