"""The deeds of those who decide on a request: each one function, one transaction."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, column, update, values
from sqlalchemy.orm.attributes import set_committed_value

from procure.audit.service import advance
from procure.budgets import service as budgets
from procure.db.work import Work
from procure.kernel.marks import check_seen
from procure.kernel.regulation import Regulation
from procure.purchase_requests import queries, rules
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.events import (
    PurchaseRequestApproved,
    PurchaseRequestCancelled,
    PurchaseRequestEndorsed,
    PurchaseRequestSentBack,
)
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.rules import Surroundings
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from procure.regulations import queries as regulations

_HELD: Final = (S.SUBMITTED, S.ENDORSED, S.APPROVED, S.SOURCING)


def endorse(
    work: Work,
    purchase_request_id: UUID,
    own_prices: Sequence[int] = (),
    *,
    seen: str | None = None,
) -> PurchaseRequest:
    """Pass a large request on to the budget authority, with the own estimate (HPS) if given.

    Takes and raises what `approve` does.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        laws = _decide(work, purchase_request, Do.ENDORSE, own_prices, seen)
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
    work: Work,
    purchase_request_id: UUID,
    own_prices: Sequence[int] = (),
    *,
    seen: str | None = None,
) -> PurchaseRequest:
    """Agree that it is bought, with the own estimate (HPS): rupiah per unit, line by line.

    Args:
        work: who acts, and when.
        purchase_request_id: the request.
        own_prices: in the order of the lines; without them those given at endorsement stand.
        seen: the mark of the request that the page showed.

    Raises NotPermitted, WrongStatus, StalePage, OwnEstimateMissing, OwnPriceMissing,
    OwnEstimateTooHigh or RuleForbids.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        laws = _decide(work, purchase_request, Do.APPROVE, own_prices, seen)
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
    work: Work,
    purchase_request: PurchaseRequest,
    action: Do,
    own_prices: Sequence[int],
    seen: str | None,
) -> Mapping[str, Regulation]:
    """Set the own estimate before the move, because an approved request is frozen.

    Permission and status are therefore asked here already.
    """
    PURCHASE_REQUEST_POLICY.require(work.actor, action, purchase_request)
    purchase_request.workflow.find(purchase_request.status, action)
    check_seen(seen, purchase_request.mark)
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


def send_back(
    work: Work, purchase_request_id: UUID, reason: str, *, seen: str | None = None
) -> PurchaseRequest:
    """Return a request to its author with a reason; the reserved money is free again.

    Raises StalePage when the page showed (`seen`) another state of the request.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        mark = purchase_request.mark
        purchase_request.own_estimate = None
        for line in purchase_request.lines:
            line.own_price = None
        advance(work, purchase_request, Do.SEND_BACK, reason=reason)
        check_seen(seen, mark)
        purchase_request.endorsed_by_id = None
        purchase_request.version += 1
        budgets.release(work, purchase_request.budget_line_id, purchase_request.id)
        work.announce(PurchaseRequestSentBack(purchase_request.id, reason))
    return purchase_request


def cancel(
    work: Work, purchase_request_id: UUID, reason: str, *, seen: str | None = None
) -> PurchaseRequest:
    """End a purchase before an order, with a reason; reserved money is free again.

    While suppliers are being asked, the rooms that ask them hear of it in the same transaction
    and end the asking, or refuse. Raises StalePage when the page showed (`seen`) another state.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        held, mark = purchase_request.status in _HELD, purchase_request.mark
        advance(work, purchase_request, Do.CANCEL, reason=reason)
        check_seen(seen, mark)
        if held:
            budgets.release(work, purchase_request.budget_line_id, purchase_request.id)
        work.announce(PurchaseRequestCancelled(purchase_request.id, reason))
    return purchase_request
