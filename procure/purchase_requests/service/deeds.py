"""The deeds on purchase requests: each one function, one transaction."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, column, update, values
from sqlalchemy.orm.attributes import set_committed_value

from procure.accounts.models import Unit
from procure.audit.service import advance, record
from procure.budgets import service as budgets
from procure.db.numbering import take
from procure.db.work import Work
from procure.kernel.errors import NotPermitted, StalePage, WrongStatus
from procure.kernel.regulation import Regulation
from procure.purchase_requests import queries, rules
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.events import (
    PurchaseRequestApproved,
    PurchaseRequestCancelled,
    PurchaseRequestEndorsed,
    PurchaseRequestSentBack,
    PurchaseRequestSubmitted,
)
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.queries import BudgetChoice, CategoryChoice
from procure.purchase_requests.rules import NewPurchaseRequest, Surroundings
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from procure.regulations import queries as regulations

KIND: Final = "purchase_request"
_HELD: Final = (S.SUBMITTED, S.ENDORSED, S.APPROVED, S.SOURCING)


def draft(work: Work, wanted: NewPurchaseRequest) -> PurchaseRequest:
    """Write down what a unit needs; nothing is reserved and nobody is asked yet.

    Raises NotPermitted, or a refusal of `rules.check_shape`, BudgetLineUnknown, CategoryUnknown,
    OutsideBudgetYear.
    """
    with work.transaction():
        PURCHASE_REQUEST_POLICY.require(work.actor, Do.DRAFT)
        unit = _own_unit(work)
        _check(work, wanted, unit.id)
        number = take(work, unit.agency_id, KIND, work.today.year)
        purchase_request = PurchaseRequest(
            region_id=unit.region_id,
            agency_id=unit.agency_id,
            unit_id=unit.id,
            number=f"PP-{work.today.year}-{number:04d}",
            requester_id=work.actor.user_id,
            status=S.DRAFT,
            version=1,
        )
        _write(purchase_request, wanted)
        work.session.add(purchase_request)
        work.session.flush()
        queries.held(work, purchase_request)
        record(work, Do.DRAFT, purchase_request, facts={"number": purchase_request.number})
    return purchase_request


def _own_unit(work: Work) -> Unit:
    unit = work.session.get(Unit, work.actor.unit_id) if work.actor.unit_id else None
    if unit is None or unit.agency_id != work.actor.agency_id:
        raise NotPermitted(who=PURCHASE_REQUEST_POLICY.table[Do.DRAFT])
    return unit


def revise(
    work: Work,
    purchase_request_id: UUID,
    wanted: NewPurchaseRequest,
    *,
    version: int,
    page: int = 0,
) -> PurchaseRequest:
    """Save a draft on request.

    Args:
        work: who acts, and when.
        purchase_request_id: the draft.
        wanted: its new content.
        version: the version that the page showed.
        page: the number under which the same page may have kept the draft in the meantime.

    Raises StalePage when the draft was changed elsewhere, and what `draft` raises.
    """
    with work.transaction():
        purchase_request = _draft_to_change(work, purchase_request_id)
        if purchase_request.version not in {version, page}:
            raise StalePage
        _check(work, wanted, purchase_request.unit_id)
        _write(purchase_request, wanted)
        purchase_request.version += 1
    return purchase_request


def keep(
    work: Work, purchase_request_id: UUID, wanted: NewPurchaseRequest, *, version: int, page: int
) -> bool:
    """Save a draft by itself while it is typed; say whether that was possible.

    The draft takes the page's number as its version, so that the page's own later save is not
    taken for somebody else's. A draft that was changed elsewhere is left alone.
    """
    with work.transaction():
        purchase_request = _draft_to_change(work, purchase_request_id)
        if purchase_request.version not in {version, page}:
            return False
        _check(work, wanted, purchase_request.unit_id)
        _write(purchase_request, wanted)
        purchase_request.version = page
    return True


def _draft_to_change(work: Work, purchase_request_id: UUID) -> PurchaseRequest:
    purchase_request = queries.get(work, purchase_request_id, lock=True)
    PURCHASE_REQUEST_POLICY.require(work.actor, Do.REVISE, purchase_request)
    if purchase_request.status is not S.DRAFT:
        raise WrongStatus(status=purchase_request.status)
    return purchase_request


def _check(work: Work, wanted: NewPurchaseRequest, unit_id: UUID) -> None:
    rules.check_shape(wanted)
    lines = {line.id: line for line in queries.budget_lines(work, unit_id)}
    line = lines.get(wanted.budget_line_id)
    if line is None:
        raise rules.BudgetLineUnknown
    if line.year != wanted.needed_on.year:
        raise rules.OutsideBudgetYear(year=str(line.year))
    known = {one.code for one in queries.categories(work)}
    if not {wanted.category_code, *(one.category_code for one in wanted.lines)} <= known:
        raise rules.CategoryUnknown


def _write(purchase_request: PurchaseRequest, wanted: NewPurchaseRequest) -> None:
    for name in (
        *("budget_line_id", "category_code", "purpose", "needed_on", "window_from"),
        *("window_until", "delivery_address", "delivery_contact", "delivery_regency_code"),
        *("event_name", "event_from", "event_until", "head_count", "has_guests"),
        *("splitting_reason", "estimate"),
    ):
        setattr(purchase_request, name, getattr(wanted, name))
    _write_lines(purchase_request, wanted)


def _write_lines(purchase_request: PurchaseRequest, wanted: NewPurchaseRequest) -> None:
    lines = purchase_request.lines
    del lines[len(wanted.lines) :]
    for position, one in enumerate(wanted.lines, start=1):
        if position > len(lines):
            lines.append(
                PurchaseRequestLine(region_id=purchase_request.region_id, position=position)
            )
        line = lines[position - 1]
        line.own_price = None
        for name in (
            *("category_code", "name", "specification", "quantity", "unit", "price"),
            "listing_id",
        ):
            setattr(line, name, getattr(one, name))


def submit(work: Work, purchase_request_id: UUID) -> PurchaseRequest:
    """Ask for approval: freeze the request and set the money aside.

    Raises FieldMissing, NeededInThePast, RuleForbids, SplittingReasonMissing or BudgetExceeded.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        around = _around(work, purchase_request)
        purchase_request.estimate = sum(line.amount for line in purchase_request.lines)
        purchase_request.needs_budget_authority = rules.needs_budget_authority(
            purchase_request.estimate, around.laws
        )
        advance(
            work,
            purchase_request,
            Do.SUBMIT,
            facts=_facts_of(purchase_request),
            laws=rules.applied(purchase_request.as_need(), around),
        )
        _check_ready(purchase_request, around)
        purchase_request.submitted_at = work.now
        budgets.reserve(
            work, purchase_request.budget_line_id, purchase_request.id, purchase_request.estimate
        )
        work.announce(PurchaseRequestSubmitted(purchase_request.id))
    return purchase_request


def _around(work: Work, purchase_request: PurchaseRequest) -> Surroundings:
    choices: list[CategoryChoice] = queries.categories(work)
    line: BudgetChoice | None = next(
        (
            one
            for one in queries.budget_lines(work, purchase_request.unit_id)
            if one.id == purchase_request.budget_line_id
        ),
        None,
    )
    return queries.surroundings(
        work, purchase_request.as_need(), line, choices, apart_from=purchase_request.id
    )


def _facts_of(purchase_request: PurchaseRequest) -> Mapping[str, object]:
    facts: dict[str, object] = {
        "estimate": purchase_request.estimate,
        "line_count": len(purchase_request.lines),
        "needed_on": purchase_request.needed_on,
    }
    if purchase_request.splitting_reason:
        facts["splitting_reason"] = purchase_request.splitting_reason
    return facts


def _check_ready(purchase_request: PurchaseRequest, around: Surroundings) -> None:
    need = purchase_request.as_need()
    if not need.lines:
        raise rules.NothingRequested
    open_fields = rules.gaps(purchase_request, is_meal=around.is_meal(need))
    if open_fields:
        raise rules.FieldMissing(field=open_fields[0])
    rules.check_may_submit(need, around, rules.check(need, around))


def endorse(
    work: Work, purchase_request_id: UUID, own_prices: Sequence[int] = ()
) -> PurchaseRequest:
    """Pass a large request on to the budget authority, with the own estimate (HPS) if given.

    Raises what `approve` raises.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        laws = _decide(work, purchase_request, Do.ENDORSE, own_prices)
        advance(
            work,
            purchase_request,
            Do.ENDORSE,
            facts={"own_estimate": purchase_request.own_estimate},
            laws=laws.values(),
        )
        purchase_request.endorsed_by_id = work.actor.user_id
        work.announce(PurchaseRequestEndorsed(purchase_request.id))
    return purchase_request


def approve(
    work: Work, purchase_request_id: UUID, own_prices: Sequence[int] = ()
) -> PurchaseRequest:
    """Agree that it is bought, with the own estimate (HPS): rupiah per unit, line by line.

    Without prices those given at endorsement stand. Raises NotPermitted, WrongStatus,
    OwnEstimateMissing, OwnPriceMissing, OwnEstimateTooHigh or RuleForbids.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        laws = _decide(work, purchase_request, Do.APPROVE, own_prices)
        advance(
            work,
            purchase_request,
            Do.APPROVE,
            facts={
                "estimate": purchase_request.estimate,
                "own_estimate": purchase_request.own_estimate,
            },
            laws=laws.values(),
        )
        purchase_request.approved_by_id = work.actor.user_id
        purchase_request.approved_at = work.now
        work.announce(PurchaseRequestApproved(purchase_request.id))
    return purchase_request


def _decide(
    work: Work, purchase_request: PurchaseRequest, action: Do, own_prices: Sequence[int]
) -> Mapping[str, Regulation]:
    """Set the own estimate before the move, because an approved request is frozen.

    Permission and status are therefore asked here already.
    """
    PURCHASE_REQUEST_POLICY.require(work.actor, action, purchase_request)
    purchase_request.workflow.find(purchase_request.status, action)
    lines = purchase_request.lines
    given = [line.own_price for line in lines if line.own_price is not None]
    prices = own_prices or given
    laws = regulations.in_force(work, rules.DECISION_CODES)
    rules.check_own_prices(
        [line.quantity for line in lines], prices, reserved=purchase_request.estimate, laws=laws
    )
    if not prices:
        return laws
    _write_own_prices(work, lines, prices)
    _check_standards(work, purchase_request, laws)
    purchase_request.own_estimate = rules.own_total([line.quantity for line in lines], prices)
    return laws


def _write_own_prices(
    work: Work, lines: Sequence[PurchaseRequestLine], prices: Sequence[int]
) -> None:
    """Write the own price of every line, with one statement however many lines there are."""
    priced = list(zip(lines, prices, strict=True))
    given = values(column("id", Uuid), column("price", BigInteger), name="given").data(
        [(line.id, price) for line, price in priced]
    )
    work.session.execute(
        update(PurchaseRequestLine)
        .where(PurchaseRequestLine.id == given.c.id)
        .values(own_price=given.c.price)
        .execution_options(synchronize_session=False)
    )
    for line, price in priced:
        set_committed_value(line, "own_price", price)


def _check_standards(
    work: Work, purchase_request: PurchaseRequest, laws: Mapping[str, Regulation]
) -> None:
    need = purchase_request.as_need()
    around = Surroundings(
        today=work.today,
        laws=laws,
        kinds=queries.kinds_of(queries.categories(work)),
        standards=queries.standards(work, sorted({line.category_code for line in need.lines})),
    )
    rules.forbid(rules.check_prices(need, around))


def send_back(work: Work, purchase_request_id: UUID, reason: str) -> PurchaseRequest:
    """Return a request to its author with a reason; the reserved money is free again."""
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        purchase_request.own_estimate = None
        for line in purchase_request.lines:
            line.own_price = None
        advance(work, purchase_request, Do.SEND_BACK, reason=reason)
        purchase_request.endorsed_by_id = None
        purchase_request.version += 1
        budgets.release(work, purchase_request.budget_line_id, purchase_request.id)
        work.announce(PurchaseRequestSentBack(purchase_request.id, reason))
    return purchase_request


def cancel(work: Work, purchase_request_id: UUID, reason: str) -> PurchaseRequest:
    """End a purchase before an order, with a reason; reserved money is free again.

    While suppliers are being asked, the rooms that ask them hear of it in the same transaction
    and end the asking, or refuse.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        held = purchase_request.status in _HELD
        advance(work, purchase_request, Do.CANCEL, reason=reason)
        if held:
            budgets.release(work, purchase_request.budget_line_id, purchase_request.id)
        work.announce(PurchaseRequestCancelled(purchase_request.id, reason))
    return purchase_request
