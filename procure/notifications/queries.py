"""A person's own messages, and what messages about a purchase need to say."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, func, select
from sqlalchemy.orm import joinedload

from procure.accounts.models import Person
from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.notifications.models import Message
from procure.orders.models import PurchaseOrder
from procure.sourcing.models import Invitation, Quote, QuoteLine, Rfq

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


def unread_count() -> ColumnElement[int]:
    """Return how many messages wait for a `Person`, as a column; counting stops at a hundred.

    The database counts for us: whoever arrives has no context yet, and so no messages in sight.
    """
    return func.sec.unread(Person.id, MOST_COUNTED, type_=Integer)


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
    rfq = work.session.get_one(Rfq, rfq_id, options=[joinedload(Rfq.agency)])
    return Asked(rfq.id, rfq.number, rfq.title, rfq.closes_at, rfq.agency.name, rfq.officer_id)


def invited(rfq_id: UUID) -> Select[UUID]:
    """The suppliers that were asked to quote."""
    return select(Invitation.supplier_id).where(Invitation.rfq_id == rfq_id)


def quoted(rfq_id: UUID) -> Select[UUID]:
    """The suppliers whose quotes were opened."""
    return select(Quote.supplier_id).where(Quote.rfq_id == rfq_id)


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
    order = work.session.get_one(
        PurchaseOrder,
        order_id,
        options=[
            joinedload(PurchaseOrder.agency),
            joinedload(PurchaseOrder.supplier),
            joinedload(PurchaseOrder.purchase_request),
            joinedload(PurchaseOrder.award),
        ],
    )
    return Ordered(
        id=order.id,
        number=order.number,
        total=order.total,
        respond_by=order.respond_by,
        agency_id=order.agency_id,
        agency=order.agency.name,
        supplier_id=order.supplier_id,
        supplier=order.supplier.name,
        purchase_request_id=order.purchase_request_id,
        purpose=order.purchase_request.purpose,
        requester_id=order.requester_id,
        award_officer_id=order.award_officer_id,
        issued_by_id=order.issued_by_id,
        rfq_id=order.award.rfq_id,
        is_lowest=order.award.is_lowest,
        reason=order.award.reason,
    )


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
