"""The purchase request and its lines."""

from datetime import date, datetime, time
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from procure.accounts.models import Agency, Person, Unit
from procure.budgets.models import BudgetHold, BudgetLine
from procure.catalogue.models import Category
from procure.db.base import Base, created_at, entity_id, rupiah, status_column
from procure.kernel.clock import ZONES
from procure.kernel.marks import mark_of
from procure.kernel.policy import Policy
from procure.kernel.workflow import Workflow
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.rules import Need, NeedLine
from procure.purchase_requests.workflow import PURCHASE_REQUEST_WORKFLOW, PurchaseRequestStatus


class PurchaseRequest(Base):
    """What a unit needs, and the budget line that would pay for it."""

    __tablename__ = "purchase_requests"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        CheckConstraint("head_count IS NULL OR head_count > 0", name="head_count_positive"),
        CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> requester_id", name="nobody_approves_own"
        ),
        CheckConstraint(
            "endorsed_by_id IS NULL OR endorsed_by_id <> requester_id", name="nobody_endorses_own"
        ),
        CheckConstraint(
            "officer_id IS NULL OR officer_id <> approved_by_id", name="officer_is_not_approver"
        ),
        Index("ix_purchase_requests_agency_id_status", "agency_id", "status"),
        Index("ix_purchase_requests_unit_id_created_at", "unit_id", "created_at"),
        Index("ix_purchase_requests_requester_id", "requester_id"),
        Index("ix_purchase_requests_region_id_created_at", "region_id", "created_at"),
    )
    workflow: ClassVar[Workflow[PurchaseRequestStatus]] = PURCHASE_REQUEST_WORKFLOW
    policy: ClassVar[Policy] = PURCHASE_REQUEST_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    number: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[PurchaseRequestStatus] = mapped_column(
        status_column(PurchaseRequestStatus), default=PurchaseRequestStatus.DRAFT
    )
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    endorsed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    budget_line_id: Mapped[UUID] = mapped_column(ForeignKey("budget_lines.id"), index=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    purpose: Mapped[str]
    needed_on: Mapped[date]
    window_from: Mapped[time]
    window_until: Mapped[time]
    delivery_address: Mapped[str] = mapped_column(Text)
    delivery_contact: Mapped[str]
    delivery_regency_code: Mapped[str]
    event_name: Mapped[str] = mapped_column(default="")
    event_from: Mapped[time | None]
    event_until: Mapped[time | None]
    head_count: Mapped[int | None]
    has_guests: Mapped[bool] = mapped_column(default=False)
    splitting_reason: Mapped[str] = mapped_column(Text, default="")
    estimate: Mapped[rupiah] = mapped_column(default=0)
    own_estimate: Mapped[rupiah | None]
    needs_budget_authority: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[created_at]
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]

    lines: Mapped[list["PurchaseRequestLine"]] = relationship(
        back_populates="purchase_request",
        cascade="all, delete-orphan",
        order_by="PurchaseRequestLine.position",
    )
    budget_line: Mapped[BudgetLine] = relationship()
    category: Mapped[Category] = relationship()
    agency: Mapped[Agency] = relationship()
    unit: Mapped[Unit] = relationship()
    requester: Mapped[Person] = relationship(foreign_keys=[requester_id])
    hold: Mapped[BudgetHold | None] = relationship(
        primaryjoin=lambda: PurchaseRequest.id == foreign(BudgetHold.purchase_id), viewonly=True
    )

    @property
    def case_id(self) -> UUID:
        """The purchase request is the head of its case."""
        return self.id

    @property
    def mark(self) -> str:
        """Differs as soon as the request or its status does."""
        return mark_of(self.version, self.status)

    @property
    def total(self) -> int:
        """Rupiah that the purchase may cost: own estimate (HPS) once set, the estimate before."""
        return self.estimate if self.own_estimate is None else self.own_estimate

    def needed_at(self, zone: str) -> datetime:
        """Return when delivery begins, in the region's zone (WIB, WITA or WIT)."""
        return datetime.combine(self.needed_on, self.window_from, ZONES[zone])

    def as_need(self) -> Need:
        """Return the value that rules are handed."""
        return Need(
            lines=tuple(line.as_need() for line in self.lines),
            category_code=self.category_code,
            needed_on=self.needed_on,
            event_from=self.event_from,
            event_until=self.event_until,
            head_count=self.head_count,
            has_guests=self.has_guests,
            splitting_reason=self.splitting_reason,
        )


class PurchaseRequestLine(Base):
    """One thing that is needed."""

    __tablename__ = "purchase_request_lines"
    __table_args__ = (
        UniqueConstraint("purchase_request_id", "position", deferrable=True, initially="DEFERRED"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("own_price IS NULL OR own_price > 0", name="own_price_positive"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    purchase_request_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_requests.id"))
    position: Mapped[int]
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    name: Mapped[str]
    specification: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[int]
    unit: Mapped[str]
    price: Mapped[rupiah]
    own_price: Mapped[rupiah | None]
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"))

    purchase_request: Mapped[PurchaseRequest] = relationship(back_populates="lines")
    category: Mapped[Category] = relationship()

    @property
    def mark(self) -> str:
        """Differs as soon as what is asked for in this line does, wherever the line stands."""
        return mark_of(self.name, self.specification, self.quantity, self.unit, self.price)

    @property
    def amount(self) -> int:
        """Estimated rupiah of the line."""
        return self.quantity * self.price

    @property
    def own_amount(self) -> int:
        """Rupiah by the own estimate (HPS), or the requester's estimate before it is set."""
        return self.quantity * (self.price if self.own_price is None else self.own_price)

    def as_need(self) -> NeedLine:
        """Return the value that rules are handed; the own price (HPS) once it is set."""
        price = self.price if self.own_price is None else self.own_price
        return NeedLine(self.name, self.unit, self.quantity, price, self.category_code)
