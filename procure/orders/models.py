"""The purchase order, and the taxes expected when it is paid."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Agency, Person
from procure.db.base import Base, created_at, entity_id, rupiah, status_column
from procure.kernel.marks import mark_of
from procure.kernel.policy import Policy
from procure.kernel.workflow import Workflow
from procure.orders.policy import PURCHASE_ORDER_POLICY
from procure.orders.rules import ContractForm
from procure.orders.workflow import PURCHASE_ORDER_WORKFLOW, PurchaseOrderStatus
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing.models import Award
from procure.suppliers.models import Supplier


class PurchaseOrder(Base):
    """An order to one supplier; numbered and frozen as a PDF when the officer signs."""

    __tablename__ = "purchase_orders"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        CheckConstraint(
            "(status IN ('prepared', 'sent_back')) = (pdf_sha256 IS NULL)", name="issued_has_pdf"
        ),
        CheckConstraint(
            "issued_by_id IS NULL OR issued_by_id <> award_officer_id", name="two_people_decide"
        ),
        Index(
            "uq_purchase_orders_one_live_per_purchase",
            "purchase_request_id",
            unique=True,
            postgresql_where=text("status IN ('prepared', 'issued', 'accepted', 'expired')"),
        ),
        Index("ix_purchase_orders_supplier_id_status", "supplier_id", "status"),
        Index("ix_purchase_orders_agency_id_status", "agency_id", "status"),
        Index(
            "ix_purchase_orders_region_id_issued_at_short_code",
            *("region_id", "issued_at", "short_code"),
        ),
    )
    workflow: ClassVar[Workflow[PurchaseOrderStatus]] = PURCHASE_ORDER_WORKFLOW
    policy: ClassVar[Policy] = PURCHASE_ORDER_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    purchase_request_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_requests.id"))
    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"), unique=True)
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    status: Mapped[PurchaseOrderStatus] = mapped_column(
        status_column(PurchaseOrderStatus), default=PurchaseOrderStatus.PREPARED
    )
    number: Mapped[str | None]
    title: Mapped[str]
    contract_form: Mapped[ContractForm] = mapped_column(status_column(ContractForm, "form_known"))
    is_practice: Mapped[bool]
    total: Mapped[rupiah]
    net_to_supplier: Mapped[rupiah]
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    award_officer_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    issued_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[created_at]
    issued_at: Mapped[datetime | None]
    respond_by: Mapped[datetime | None]
    responded_at: Mapped[datetime | None]
    reminded_percent: Mapped[int] = mapped_column(default=0)
    short_code: Mapped[str] = mapped_column(unique=True)
    pdf_sha256: Mapped[str | None]
    laws: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    end_reason: Mapped[str] = mapped_column(Text, default="")

    purchase_request: Mapped[PurchaseRequest] = relationship()
    award: Mapped[Award] = relationship()
    supplier: Mapped[Supplier] = relationship()
    agency: Mapped[Agency] = relationship()
    issued_by: Mapped[Person | None] = relationship(foreign_keys=[issued_by_id])
    taxes: Mapped[list["OrderTax"]] = relationship(order_by="OrderTax.position")

    @property
    def case_id(self) -> UUID:
        """Belongs to the purchase."""
        return self.purchase_request_id

    @property
    def mark(self) -> str:
        """Differs as soon as the order moves on or may be answered until another moment."""
        return mark_of(self.status, self.respond_by)


class OrderTax(Base):
    """A tax line as expected on the order; computed anew on the payment date."""

    __tablename__ = "order_taxes"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    kind: Mapped[str]
    base: Mapped[rupiah]
    rate: Mapped[str]
    amount: Mapped[rupiah]
    article: Mapped[str]
    collector: Mapped[str]
