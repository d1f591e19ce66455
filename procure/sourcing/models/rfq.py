"""The request for quotation, its invitations and its public questions."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from procure.accounts.models import Agency, Person
from procure.db.base import Base, entity_id, rupiah, status_column
from procure.kernel.marks import mark_of
from procure.kernel.policy import Policy
from procure.kernel.workflow import Workflow
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing.models.quote import Quote
from procure.sourcing.policy import RFQ_POLICY
from procure.sourcing.workflow import RFQ_WORKFLOW, RfqStatus
from procure.suppliers.models import Supplier


class Rfq(Base):
    """An invitation to quote; title, value and deadline are public."""

    __tablename__ = "rfqs"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        CheckConstraint("closes_at > published_at", name="closes_after_publication"),
        CheckConstraint("opened_at IS NULL OR opened_at >= closes_at", name="opened_after_closing"),
        Index(
            "uq_rfqs_one_open_per_purchase",
            "purchase_request_id",
            unique=True,
            postgresql_where=text("status NOT IN ('failed', 'cancelled')"),
        ),
        Index("ix_rfqs_region_id_status_closes_at", "region_id", "status", "closes_at"),
        Index("ix_rfqs_agency_id_status", "agency_id", "status"),
    )
    workflow: ClassVar[Workflow[RfqStatus]] = RFQ_WORKFLOW
    policy: ClassVar[Policy] = RFQ_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    purchase_request_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_requests.id"))
    number: Mapped[str]
    title: Mapped[str]
    status: Mapped[RfqStatus] = mapped_column(status_column(RfqStatus), default=RfqStatus.PUBLISHED)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    own_estimate: Mapped[rupiah]
    published_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    sealing_key: Mapped[bytes] = mapped_column(LargeBinary)
    quotes_root: Mapped[bytes | None] = mapped_column(LargeBinary)
    catalogue_found: Mapped[bool] = mapped_column(default=False)
    catalogue_note: Mapped[str] = mapped_column(Text, default="")
    few_invited_reason: Mapped[str] = mapped_column(Text, default="")

    purchase_request: Mapped[PurchaseRequest] = relationship()
    agency: Mapped[Agency] = relationship()
    officer: Mapped[Person] = relationship()
    invitations: Mapped[list["Invitation"]] = relationship(order_by="Invitation.invited_at")
    questions: Mapped[list["Question"]] = relationship(order_by="Question.asked_at")

    @property
    def case_id(self) -> UUID:
        """Belongs to the purchase."""
        return self.purchase_request_id

    @property
    def mark(self) -> str:
        """Differs as soon as the request moves on or closes at another moment."""
        return mark_of(self.status, self.closes_at)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether suppliers may still quote at this moment."""
        return self.status is RfqStatus.PUBLISHED and moment < self.closes_at

    @property
    def requester_id(self) -> UUID:
        """Who raised the purchase."""
        return self.purchase_request.requester_id

    @property
    def endorsed_by_id(self) -> UUID | None:
        """Who endorsed the purchase."""
        return self.purchase_request.endorsed_by_id

    @property
    def approved_by_id(self) -> UUID | None:
        """Who approved the purchase."""
        return self.purchase_request.approved_by_id


class Invitation(Base):
    """One supplier asked to quote, and why this one."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("rfq_id", "supplier_id"),)

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    rfq_id: Mapped[UUID] = mapped_column(ForeignKey("rfqs.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    invited_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]

    supplier: Mapped[Supplier] = relationship()
    quote: Mapped[Quote | None] = relationship(
        primaryjoin=lambda: and_(
            Invitation.rfq_id == foreign(Quote.rfq_id),
            Invitation.supplier_id == foreign(Quote.supplier_id),
        ),
        viewonly=True,
    )


class Question(Base):
    """A question about the request; the answer goes to all, the asker stays hidden."""

    __tablename__ = "questions"

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    rfq_id: Mapped[UUID] = mapped_column(ForeignKey("rfqs.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
