"""The doors to requests for quotation: asking, talking, opening, comparing, choosing."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.clock import local
from procure.kernel.errors import DomainError, StalePage
from procure.kernel.policy import holds
from procure.kernel.regulation import Finding
from procure.purchase_requests import queries as purchases
from procure.purchase_requests.models import PurchaseRequest
from procure.regulations.queries import in_force
from procure.sourcing import queries, service
from procure.sourcing.actions import RfqAction as Do
from procure.sourcing.forms import AnswerForm, AwardForm, ExtendForm, PublishForm, QuestionForm
from procure.sourcing.models import Rfq
from procure.sourcing.policy import RFQ_POLICY, reader
from procure.sourcing.rules import saying
from procure.sourcing.rules.inviting import Laws, proposed_deadline
from procure.sourcing.service import clearing
from procure.sourcing.service.choosing import AWARD_LAWS
from procure.sourcing.service.inviting import LAWS
from procure.sourcing.workflow import RfqStatus
from procure.suppliers.rules.standing import notes
from procure.web.access import does, reads
from procure.web.errors import fill
from procure.web.forms import SeenForm, SeenReasonForm
from procure.web.paths import wanted_page
from procure.web.work import current_work

bp = Blueprint("rfqs", __name__)

PROPOSED = 5
"""Suppliers of the fair draw that are ticked beforehand."""

VALUE_LAWS = ("procurement-ceiling", "direct-purchase-ceiling", "price-sources", "invitations")


def shown(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings with their facts filled in, as the component shows them."""
    return [
        {
            "severity": str(one.severity),
            "sentence": fill(one.sentence, one.facts),
            "remedy": fill(one.remedy, one.facts),
            "article": one.article,
        }
        for one in findings
    ]


@bp.get("/rfqs")
@reads(reader)
def index() -> ResponseReturnValue:
    """List requests for quotation: those of the agency, or those a supplier is invited to."""
    work = current_work()
    page = queries.newest_first(work, wanted_page())
    answered = queries.answered(work, page.items) if work.actor.is_supplier else set()
    return render_template("rfqs/index.html", page=page, answered=answered)


@bp.get("/purchases/<uuid:purchase_request_id>/source")
@reads(holds(Role.PROCUREMENT_OFFICER))
def choose(purchase_request_id: UUID) -> ResponseReturnValue:
    """Let the officer choose between direct purchase and asking for quotes."""
    work = current_work()
    purchase = purchases.get(work, purchase_request_id)
    laws = in_force(work, VALUE_LAWS)
    found = saying.about_value(purchase.total, laws)
    blocked = {one.law.code for one in found if one.blocks}
    return render_template(
        "rfqs/choose.html",
        purchase_request=purchase,
        sourcing=queries.of_purchase(work, purchase.id),
        findings=shown(found),
        laws=saying.list_of(laws.values()),
        may_buy=not blocked,
        may_invite="procurement-ceiling" not in blocked,
    )


@bp.route("/purchases/<uuid:purchase_request_id>/invite", methods=["GET", "POST"])
@does(Do.PUBLISH)
def publish(purchase_request_id: UUID) -> ResponseReturnValue:
    """Invite suppliers to quote."""
    work, form = current_work(), PublishForm()
    RFQ_POLICY.require(work.actor, Do.PUBLISH)
    laws = in_force(work, LAWS)
    purchase = purchases.get(work, purchase_request_id, lock=form.is_submitted())
    matches = _offer_suppliers(work, form, purchase)
    form.offer_hours(laws.get("closing-hours"), work.zone)
    if form.validate_on_submit():
        try:
            new = form.to_new_rfq(work.zone)
            rfq = service.publish(work, purchase_request_id, new, seen=form.mark)
        except DomainError as error:
            form.show(error)
        else:
            flash(_("%(number)s is open for quotes.", number=rfq.number), "success")
            return redirect(url_for(".show", rfq_id=rfq.id))
    if form.is_submitted():
        purchase = purchases.get(work, purchase_request_id)
        matches = _offer_suppliers(work, form, purchase)
    else:
        form.propose(proposed_deadline(local(work.now, work.zone), laws))
        form.supplier_ids.data = [str(match.supplier.id) for match in matches[:PROPOSED]]
    form.over(purchase.mark)
    page = render_template(
        "rfqs/publish.html",
        form=form,
        purchase_request=purchase,
        matches=matches,
        warnings=_warnings(work, purchase, matches, laws),
        laws=saying.list_of(laws.values()),
    )
    return page, form.status


def _warnings(
    work: Work, purchase: PurchaseRequest, matches: Iterable[queries.Match], laws: Laws
) -> dict[UUID, list[str]]:
    """Say beside each supplier what stops nobody but should be seen before it is invited."""
    ids = [match.supplier.id for match in matches]
    found = clearing.standings(work, purchase, ids, laws)
    return {key: [_(note.label) for note in notes(one, laws)] for key, one in found.items()}


def _offer_suppliers(
    work: Work, form: PublishForm, purchase: PurchaseRequest
) -> list[queries.Match]:
    matches = queries.matching_suppliers(work, purchase)
    form.offer((match.supplier.id, match.supplier.name) for match in matches)
    return matches


@bp.get("/rfqs/<uuid:rfq_id>")
@reads(reader)
def show(rfq_id: UUID) -> ResponseReturnValue:
    """Show one request: to its agency, or to an invited supplier."""
    work = current_work()
    return _for_supplier(work, rfq_id) if work.actor.is_supplier else _for_agency(work, rfq_id)


def _for_supplier(work: Work, rfq_id: UUID) -> ResponseReturnValue:
    if queries.invitation(work, rfq_id).seen_at is None:
        service.see(work, rfq_id)
    rfq = queries.get(work, rfq_id, with_all=True)
    is_open = rfq.is_open_at(work.now)
    is_over = rfq.opened_at is not None
    return render_template(
        "rfqs/show.html",
        rfq=rfq,
        is_open=is_open,
        receipt=queries.my_quote(work, rfq_id),
        award=queries.outcome(work, rfq) if is_over else None,
        receipts=queries.published_receipts(work, rfq) if is_over else [],
        form=QuestionForm() if is_open else None,
    )


def _for_agency(work: Work, rfq_id: UUID) -> ResponseReturnValue:
    rfq = queries.get(work, rfq_id, with_all=True)
    is_open = rfq.is_open_at(work.now)
    return render_template(
        "rfqs/show.html",
        rfq=rfq,
        is_open=is_open,
        hidden_moves=("open", "award") if is_open else ("extend", "award"),
        form=AnswerForm() if is_open and _may(work, Do.ANSWER, rfq) else None,
    )


def _may(work: Work, action: Do, rfq: Rfq) -> bool:
    return rfq.policy.allows(work.actor, action, rfq)


@bp.route("/rfqs/<uuid:rfq_id>/extend", methods=["GET", "POST"])
@does(Do.EXTEND)
def extend(rfq_id: UUID) -> ResponseReturnValue:
    """Give suppliers longer, with a reason."""
    work, form = current_work(), ExtendForm()
    form.offer_hours(in_force(work, LAWS).get("closing-hours"), work.zone)

    def do() -> Rfq:
        until, reason = form.to_moment(work.zone), form.reason.data or ""
        return service.extend(work, rfq_id, until, reason, seen=form.mark)

    return _with_page(rfq_id, Do.EXTEND, form, do, _("The new deadline was sent to all suppliers."))


@bp.post("/rfqs/<uuid:rfq_id>/open")
@does(Do.OPEN)
def open(rfq_id: UUID) -> ResponseReturnValue:
    """Ask the keeper to unseal the quotes."""
    service.open(current_work(), rfq_id)
    flash(_("The quotes are being unsealed. This takes a few seconds."), "success")
    return redirect(url_for(".show", rfq_id=rfq_id))


@bp.get("/rfqs/<uuid:rfq_id>/compare")
@reads(reader)
def compare(rfq_id: UUID) -> ResponseReturnValue:
    """Show the opened quotes side by side."""
    return _comparison("rfqs/compare.html", rfq_id, AwardForm())


@bp.route("/rfqs/<uuid:rfq_id>/award", methods=["GET", "POST"])
@does(Do.AWARD)
def award(rfq_id: UUID) -> ResponseReturnValue:
    """Choose a supplier, with a reason."""
    work, form = current_work(), AwardForm()
    rfq = queries.get(work, rfq_id, lock=form.is_submitted())
    RFQ_POLICY.require(work.actor, Do.AWARD, rfq)
    if form.is_submitted():
        rfq = queries.opened(work, rfq_id, lock=True)
        compared = queries.comparison(work, rfq, in_force(work, AWARD_LAWS))
        _offer_columns(form, compared)
        if form.validate():
            try:
                chosen, reason = UUID(form.quote_id.data), form.reason.data or ""
                made = service.award(work, rfq_id, chosen, reason, seen=form.mark)
            except DomainError as error:
                form.show(error)
            else:
                flash(
                    _("%(number)s waits for the commitment officer.", number=made.number), "success"
                )
                return redirect(
                    url_for("desk.purchase", purchase_request_id=made.purchase_request_id)
                )
    return _comparison("rfqs/award.html", rfq_id, form)


def _offer_columns(form: AwardForm, compared: queries.Comparison) -> None:
    form.offer((c.quote.id, c.quote.supplier.name) for c in compared.columns)


def _comparison(template: str, rfq_id: UUID, form: AwardForm) -> ResponseReturnValue:
    work = current_work()
    rfq = queries.opened(work, rfq_id)
    laws: Laws = in_force(work, AWARD_LAWS)
    compared = queries.comparison(work, rfq, laws)
    _offer_columns(form, compared)
    first = next((c.quote for c in compared.columns if c.ranked.is_lowest), None)
    if not form.is_submitted() and first is not None:
        form.quote_id.data = str(first.id)
    form.over(compared.mark)
    page = render_template(
        template,
        rfq=rfq,
        compared=compared,
        form=form,
        award_action=Do.AWARD,
        findings=shown(saying.about_quotes([c.ranked for c in compared.columns], laws)),
        laws=saying.list_of(laws.values()),
    )
    return page, form.status


@bp.route("/rfqs/<uuid:rfq_id>/fail", methods=["GET", "POST"])
@does(Do.FAIL)
def fail(rfq_id: UUID) -> ResponseReturnValue:
    """Close without an award, with a reason."""
    told = _("The request is closed without an award. You can choose again how to buy.")
    return _end(rfq_id, Do.FAIL, service.fail, told)


@bp.route("/rfqs/<uuid:rfq_id>/cancel", methods=["GET", "POST"])
@does(Do.CANCEL)
def cancel(rfq_id: UUID) -> ResponseReturnValue:
    """Take the request back, with a reason."""
    told = _("The request is cancelled. You can choose again how to buy.")
    return _end(rfq_id, Do.CANCEL, service.cancel, told)


def _end(rfq_id: UUID, action: Do, deed: Callable[..., Rfq], told: str) -> ResponseReturnValue:
    form = SeenReasonForm()

    def do() -> Rfq:
        return deed(current_work(), rfq_id, form.reason.data or "", seen=form.mark)

    return _with_page(rfq_id, action, form, do, told)


def _with_page(
    rfq_id: UUID, action: Do, form: SeenForm, do: Callable[[], Rfq], told: str
) -> ResponseReturnValue:
    """Show the page of a deed that needs a reason, or do the deed."""
    work, verb = current_work(), action.split(".")[1]
    if form.validate_on_submit():
        try:
            rfq = do()
        except DomainError as error:
            if error.field is None and not isinstance(error, StalePage):
                raise
            form.show(error)
        else:
            flash(told, "success")
            if rfq.status is RfqStatus.PUBLISHED:
                return redirect(url_for(".show", rfq_id=rfq_id))
            return redirect(url_for("desk.purchase", purchase_request_id=rfq.purchase_request_id))
    rfq = queries.get(work, rfq_id)
    rfq.policy.require(work.actor, action, rfq)
    rfq.workflow.find(rfq.status, action)
    if isinstance(form, ExtendForm) and not form.is_submitted():
        form.propose(local(rfq.closes_at, work.zone))
    form.over(rfq.mark)
    return render_template(f"rfqs/{verb}.html", rfq=rfq, form=form), form.status


@bp.route("/rfqs/<uuid:rfq_id>/questions", methods=["GET", "POST"])
@does(Do.ASK)
def ask(rfq_id: UUID) -> ResponseReturnValue:
    """Ask something as an invited supplier."""
    work, form = current_work(), QuestionForm()
    if form.validate_on_submit():
        try:
            service.ask(work, rfq_id, form.text.data or "")
        except DomainError as error:
            form.show(error)
        else:
            flash(_("Your question was sent. The answer goes to all invited suppliers."), "success")
            return redirect(url_for(".show", rfq_id=rfq_id))
    rfq = queries.get(work, rfq_id)
    rfq.policy.require(work.actor, Do.ASK, rfq)
    return render_template("rfqs/ask.html", rfq=rfq, form=form), 422 if form.errors else 200


@bp.route("/rfqs/<uuid:rfq_id>/questions/<uuid:question_id>/answer", methods=["GET", "POST"])
@does(Do.ANSWER)
def answer(rfq_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Answer a question for everybody."""
    work, form = current_work(), AnswerForm()
    if form.validate_on_submit():
        try:
            service.answer(work, rfq_id, question_id, form.answer.data or "")
        except DomainError as error:
            form.show(error)
        else:
            flash(_("The answer went to all invited suppliers."), "success")
            return redirect(url_for(".show", rfq_id=rfq_id))
    rfq = queries.get(work, rfq_id)
    rfq.policy.require(work.actor, Do.ANSWER, rfq)
    asked = queries.question(work, rfq, question_id)
    page = render_template("rfqs/answer.html", rfq=rfq, question=asked, form=form)
    return page, 422 if form.errors else 200
