"""Deciding on a request: endorse, approve, send back, cancel."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.kernel.errors import DomainError, StalePage
from procure.purchase_requests import queries, service
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.forms import DecisionForm
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.rules import CODES, Surroundings, check
from procure.purchase_requests.views import sheet
from procure.purchase_requests.views.door import bp, purchase_page
from procure.regulations.queries import in_force
from procure.web.access import does
from procure.web.errors import status_of
from procure.web.forms import SeenReasonForm
from procure.web.work import current_work

REFUSED = 422


@bp.route("/<uuid:purchase_request_id>/endorse", methods=["GET", "POST"])
@does(Do.ENDORSE)
def endorse(purchase_request_id: UUID) -> ResponseReturnValue:
    """Show a large request with the own estimate to fill in; pass it to the budget authority."""
    return _decide(purchase_request_id, Do.ENDORSE)


@bp.route("/<uuid:purchase_request_id>/approve", methods=["GET", "POST"])
@does(Do.APPROVE)
def approve(purchase_request_id: UUID) -> ResponseReturnValue:
    """Show a request with the own estimate; agree that it is bought."""
    return _decide(purchase_request_id, Do.APPROVE)


def _decide(purchase_request_id: UUID, action: Do) -> ResponseReturnValue:
    work = current_work()
    verb = action.split(".")[1]
    purchase_request = _to_decide(work, purchase_request_id, action)
    if request.method == "POST" and request.form.get("act") != verb:
        return redirect(url_for(f".{verb}", purchase_request_id=purchase_request_id))
    if request.method == "GET":
        return _decision_page(work, _own_prices(purchase_request, {}), purchase_request, verb), 200
    form = DecisionForm()
    refusal = _do(work, form, purchase_request_id, action)
    if refusal is not None or form.errors:
        purchase_request = queries.get(work, purchase_request_id)
        if isinstance(refusal, StalePage):
            form = _own_prices(purchase_request, form.by_line())
        elif refusal is not None and status_of(refusal) != REFUSED:
            raise refusal
        if refusal is not None:
            form.show(refusal)
        return _decision_page(work, form, purchase_request, verb), form.status
    number = purchase_request.number
    if action is Do.ENDORSE:
        flash(_("%(number)s went on to the budget authority.", number=number), "success")
    else:
        flash(_("%(number)s is approved.", number=number), "success")
    return redirect(purchase_page(purchase_request_id))


def _do(
    work: Work, form: DecisionForm, purchase_request_id: UUID, action: Do
) -> DomainError | None:
    if not form.validate():
        return None
    deed = service.endorse if action is Do.ENDORSE else service.approve
    try:
        deed(work, purchase_request_id, form.to_own_prices(), seen=form.mark)
    except DomainError as error:
        return error
    return None


def _to_decide(work: Work, purchase_request_id: UUID, action: Do) -> PurchaseRequest:
    purchase_request = queries.get(work, purchase_request_id, lock=request.method == "POST")
    PURCHASE_REQUEST_POLICY.require(work.actor, action, purchase_request)
    purchase_request.workflow.find(purchase_request.status, action)
    return purchase_request


def _own_prices(purchase_request: PurchaseRequest, typed: Mapping[str, int]) -> DecisionForm:
    """Return the form, filled with the requester's prices until the officer writes others.

    What was typed over an older state follows its line, and only where that line is the same.
    """
    lines = [
        {"line": line.mark, "price": typed.get(line.mark, line.own_price or line.price)}
        for line in purchase_request.lines
    ]
    return DecisionForm(None, data={"lines": lines})


def _decision_page(
    work: Work, form: DecisionForm, purchase_request: PurchaseRequest, verb: str
) -> str:
    form.over(purchase_request.mark)
    form.fill_up([line.mark for line in purchase_request.lines])
    need = purchase_request.as_need()
    line = purchase_request.budget_line
    laws = in_force(work, CODES)
    law = laws.get("splitting")
    around = Surroundings(
        today=work.today,
        laws=laws,
        kinds=queries.kinds_of(queries.categories(work)),
        standards=queries.standards(work, sorted({one.category_code for one in need.lines})),
        recent=queries.recent_alike(work, line.id, need, law, purchase_request.id) if law else (),
    )
    findings = check(need, around)
    return render_template(
        f"purchase_requests/{verb}.html",
        form=form,
        purchase_request=purchase_request,
        verb=verb,
        send_back=Do.SEND_BACK,
        stands=purchase_request.endorsed_by_id is not None
        and purchase_request.own_estimate is not None,
        recent=around.recent,
        notes=sheet.line_notes(need, around, findings),
        findings=sheet.told(one for one in findings if not (one.field or "").startswith("lines-")),
    )


@bp.route("/<uuid:purchase_request_id>/send-back", methods=["GET", "POST"])
@does(Do.SEND_BACK)
def send_back(purchase_request_id: UUID) -> ResponseReturnValue:
    """Ask for the reason, then return the request to its author."""
    return _with_reason(purchase_request_id, Do.SEND_BACK)


@bp.route("/<uuid:purchase_request_id>/cancel", methods=["GET", "POST"])
@does(Do.CANCEL)
def cancel(purchase_request_id: UUID) -> ResponseReturnValue:
    """Ask for the reason, then end the purchase."""
    return _with_reason(purchase_request_id, Do.CANCEL)


def _with_reason(purchase_request_id: UUID, action: Do) -> ResponseReturnValue:
    work, form = current_work(), SeenReasonForm()
    verb = action.split(".")[1]
    purchase_request = _to_decide(work, purchase_request_id, action)
    number, done = purchase_request.number, False
    if form.validate_on_submit():
        try:
            getattr(service, verb)(work, purchase_request_id, form.reason.data, seen=form.mark)
            done = True
        except DomainError as error:
            if status_of(error) != REFUSED and not isinstance(error, StalePage):
                raise
            form.show(error)
    if not done:
        form.over(purchase_request.mark)
        page = f"purchase_requests/{verb}.html"
        return render_template(page, form=form, purchase_request=purchase_request), form.status
    if action is Do.CANCEL:
        flash(_("%(number)s is cancelled.", number=number), "success")
    else:
        flash(_("%(number)s went back to its author.", number=number), "success")
    return redirect(purchase_page(purchase_request_id))
