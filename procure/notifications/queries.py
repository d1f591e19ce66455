"""A person's own messages, and what messages about a purchase need to say."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from procure.accounts.models import Agency
from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.notifications.models import Message
from procure.orders.models import PurchaseOrder
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing.models import Award, Invitation, Quote, QuoteLine, Rfq
from procure.suppliers.models import Supplier

MOST_SHOWN = 50
MOST_COUNTED = 100


def inbox(work: Work) -> Sequence[Message]:
    """Return the person's latest messages, newest first."""
    wanted = (
        select(Message)
        .where(Message.person_id == work.actor.user_id)
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(MOST_SHOWN)
    )
    return work.session.scalars(wanted).all()


def get(work: Work, message_id: UUID) -> Message:
    """Return one of the person's own messages. Raises NotFound."""
    wanted = select(Message).where(
        Message.id == message_id, Message.person_id == work.actor.user_id
    )
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def unread_count(work: Work) -> int:
    """Return how many messages wait to be read; counting stops at a hundred."""
    unread = (
        select(Message.id)
        .where(Message.person_id == work.actor.user_id, Message.read_at.is_(None))
        .limit(MOST_COUNTED)
        .subquery()
    )
    return work.session.scalar(select(func.count()).select_from(unread)) or 0


class Asked(NamedTuple):
    """What is public of a request for quotation, and who runs it."""

    id: UUID
    number: str
    title: str
    closes_at: datetime
    agency: str
    officer_id: UUID


def asked(work: Work, rfq_id: UUID) -> Asked:
    """Return what messages say about a request for quotation."""
    wanted = (
        select(Rfq.id, Rfq.number, Rfq.title, Rfq.closes_at, Agency.name, Rfq.officer_id)
        .join(Agency, Rfq.agency_id == Agency.id)
        .where(Rfq.id == rfq_id)
    )
    return Asked(*work.session.execute(wanted).one())


def invited(work: Work, rfq_id: UUID) -> Sequence[UUID]:
    """Return the suppliers that were asked to quote."""
    wanted = select(Invitation.supplier_id).where(Invitation.rfq_id == rfq_id)
    return work.session.scalars(wanted).all()


def quoted(work: Work, rfq_id: UUID) -> Sequence[UUID]:
    """Return the suppliers whose quotes were opened."""
    return work.session.scalars(select(Quote.supplier_id).where(Quote.rfq_id == rfq_id)).all()


class Ordered(NamedTuple):
    """What messages say about an order, and who had a hand in it."""

    id: UUID
    number: str | None
    total: int
    respond_by: datetime | None
    agency_id: UUID
    agency: str
    supplier_id: UUID
    supplier: str
    purchase_request_id: UUID
    purpose: str
    requester_id: UUID
    award_officer_id: UUID
    issued_by_id: UUID | None
    rfq_id: UUID | None
    is_lowest: bool
    reason: str

    @property
    def staff(self) -> list[UUID]:
        """Who raised the purchase, who chose the supplier, and who signed."""
        return [p for p in (self.requester_id, self.award_officer_id, self.issued_by_id) if p]


def ordered(work: Work, order_id: UUID) -> Ordered:
    """Return what messages say about an order."""
    wanted = (
        select(
            PurchaseOrder.id,
            PurchaseOrder.number,
            PurchaseOrder.total,
            PurchaseOrder.respond_by,
            PurchaseOrder.agency_id,
            Agency.name,
            PurchaseOrder.supplier_id,
            Supplier.name,
            PurchaseOrder.purchase_request_id,
            PurchaseRequest.purpose,
            PurchaseOrder.requester_id,
            PurchaseOrder.award_officer_id,
            PurchaseOrder.issued_by_id,
            Award.rfq_id,
            Award.is_lowest,
            Award.reason,
        )
        .join(Agency, PurchaseOrder.agency_id == Agency.id)
        .join(Supplier, PurchaseOrder.supplier_id == Supplier.id)
        .join(PurchaseRequest, PurchaseOrder.purchase_request_id == PurchaseRequest.id)
        .join(Award, PurchaseOrder.award_id == Award.id)
        .where(PurchaseOrder.id == order_id)
    )
    return Ordered._make(work.session.execute(wanted).one())


class Losing(NamedTuple):
    """An opened quote that was not chosen."""

    supplier_id: UUID
    price: int
    is_complete: bool
    lines: int
    missing: int


def losing(work: Work, order: Ordered) -> list[Losing]:
    """Return the quotes that were not chosen; none for a direct purchase."""
    if order.rfq_id is None:
        return []
    wanted = (
        select(
            Quote.supplier_id,
            Quote.total,
            Quote.is_complete,
            func.count(QuoteLine.position),
            func.count(QuoteLine.position).filter(QuoteLine.unit_price.is_(None)),
        )
        .outerjoin(QuoteLine, QuoteLine.quote_id == Quote.id)
        .where(Quote.rfq_id == order.rfq_id, Quote.supplier_id != order.supplier_id)
        .group_by(Quote.id)
    )
    return [Losing(*row) for row in work.session.execute(wanted)]
