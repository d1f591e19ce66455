"""Where a purchase stands, who has the ball, and until when; pure, from the statuses alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from procure.kernel.actors import Actor, Role
from procure.kernel.labels import N_
from procure.orders.workflow import PurchaseOrderStatus as Order
from procure.purchase_requests.workflow import PurchaseRequestStatus as Request
from procure.sourcing.workflow import RfqStatus as Rfq

STAGES: Final = (
    N_("Request"),
    N_("Approval"),
    N_("Sourcing"),
    N_("Signature"),
    N_("Supplier's answer"),
    N_("Delivery"),
)
"""The stages of a purchase, in order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The statuses and deadlines of one purchase that decide whose turn it is."""

    request: Request
    requester_id: UUID
    needs_budget_authority: bool = False
    rfq: Rfq | None = None
    closes_at: datetime | None = None
    order: Order | None = None
    respond_by: datetime | None = None
    deliver_by: datetime | None = None
    due: datetime | None = None
    """Until when the step of an official is to be done, by the dated rules of the region."""
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Ball:
    """Who must do what, and until when.

    The holder is a role, or a supplier by name; `person_id` narrows a role to one person.
    """

    deed: str
    role: Role | None = None
    name: str = ""
    person_id: UUID | None = None
    until: datetime | None = None

    def is_with(self, actor: Actor) -> bool:
        """Whether this person holds the ball."""
        if self.role is None or self.role not in actor.roles:
            return False
        return self.person_id in (None, actor.user_id)


def ball(standing: Standing, now: datetime) -> Ball | None:
    """Tell who has the ball; none when the purchase was cancelled."""
    holder = _HOLDERS.get(standing.request)
    return holder(standing, now) if holder else None


def _with_requester(standing: Standing, _now: datetime) -> Ball:
    deed = N_("finish the request and submit it")
    return Ball(deed, Role.REQUESTER, person_id=standing.requester_id, until=standing.due)


def _with_approver(standing: Standing, _now: datetime) -> Ball:
    deed = N_("approve the request, or send it back")
    if standing.needs_budget_authority:
        deed = N_("endorse the request, or send it back")
    return Ball(deed, Role.COMMITMENT_OFFICER, until=standing.due)


def _with_budget_authority(standing: Standing, _now: datetime) -> Ball:
    deed = N_("approve the request, or send it back")
    return Ball(deed, Role.BUDGET_AUTHORITY, until=standing.due)


def _with_officer(standing: Standing, _now: datetime) -> Ball:
    return Ball(N_("choose how to buy"), Role.PROCUREMENT_OFFICER, until=standing.due)


def _in_sourcing(standing: Standing, now: datetime) -> Ball:
    if standing.order is Order.PREPARED:
        deed = N_("sign the order, or send the award back")
        return Ball(deed, Role.COMMITMENT_OFFICER, until=standing.due)
    if standing.rfq is Rfq.PUBLISHED and standing.closes_at is not None:
        if now < standing.closes_at:
            name = N_("The invited suppliers")
            return Ball(N_("send their sealed quotes"), name=name, until=standing.closes_at)
        return Ball(N_("open the quotes"), Role.PROCUREMENT_OFFICER, until=standing.due)
    if standing.rfq is Rfq.OPENING:
        return Ball(N_("unseal the quotes, within a minute"), Role.SYSTEM)
    if standing.rfq is Rfq.OPENED:
        deed = N_("compare the quotes and choose a supplier")
        return Ball(deed, Role.PROCUREMENT_OFFICER, until=standing.due)
    return _with_officer(standing, now)


def _in_order(standing: Standing, _now: datetime) -> Ball:
    if standing.order is Order.EXPIRED:
        deed = N_("open the order again, or ask the commitment officer to cancel it")
        return Ball(deed, Role.PROCUREMENT_OFFICER, until=standing.due)
    if standing.order is Order.ACCEPTED:
        deed = N_("deliver what was ordered")
        return Ball(deed, name=standing.supplier, until=standing.deliver_by)
    deed = N_("accept or decline the order")
    return Ball(deed, name=standing.supplier, until=standing.respond_by)


_HOLDERS: Final[Mapping[Request, Callable[[Standing, datetime], Ball]]] = {
    Request.DRAFT: _with_requester,
    Request.SUBMITTED: _with_approver,
    Request.ENDORSED: _with_budget_authority,
    Request.APPROVED: _with_officer,
    Request.SOURCING: _in_sourcing,
    Request.ORDERED: _in_order,
}


def stage(standing: Standing) -> int | None:
    """Tell at which of the stages the purchase is, counted from 0; none when cancelled."""
    if standing.request is Request.SOURCING:
        return 3 if standing.order is Order.PREPARED else 2
    if standing.request is Request.ORDERED:
        return 5 if standing.order is Order.ACCEPTED else 4
    return _STAGE.get(standing.request)


_STAGE: Final = {
    Request.DRAFT: 0,
    Request.SUBMITTED: 1,
    Request.ENDORSED: 1,
    Request.APPROVED: 2,
}
