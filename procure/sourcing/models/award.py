"""The award: who was chosen, at which prices, compared with what, and why."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Person
from procure.db.base import Base, entity_id, rupiah, status_column
from procure.kernel.labels import N_, Labelled
from procure.kernel.policy import Policy
from procure.kernel.workflow import Workflow
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.sourcing.models.rfq import Rfq
from procure.sourcing.policy import AWARD_POLICY
from procure.sourcing.workflow import AWARD_WORKFLOW, AwardStatus
from procure.suppliers.models import Supplier


class Method(Labelled):
    """How the supplier was found (both are Pengadaan Langsung)."""

    DIRECT = "direct", N_("Direct purchase")
    QUOTATION = "quotation", N_("Request for quotation")


class Award(Base):
    """A supplier chosen for one purchase."""

    __tablename__ = "awards"
    __table_args__ = (
        CheckConstraint("total > 0", name="total_positive"),
        Index(
            "uq_awards_one_live_per_purchase",
            "purchase_request_id",
            unique=True,
            postgresql_where=text("status IN ('proposed', 'signed')"),
        ),
        Index("ix_awards_supplier_id", "supplier_id"),
    )
    workflow: ClassVar[Workflow[AwardStatus]] = AWARD_WORKFLOW
    policy: ClassVar[Policy] = AWARD_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    purchase_request_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_requests.id"))
    rfq_id: Mapped[UUID | None] = mapped_column(ForeignKey("rfqs.id"))
    quote_id: Mapped[UUID | None] = mapped_column(ForeignKey("quotes.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    method: Mapped[Method] = mapped_column(status_column(Method, "method_known"))
    status: Mapped[AwardStatus] = mapped_column(
        status_column(AwardStatus), default=AwardStatus.PROPOSED
    )
    number: Mapped[str]
    total: Mapped[rupiah]
    delivery_cost: Mapped[rupiah] = mapped_column(default=0)
    is_lowest: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    awarded_at: Mapped[datetime]

    purchase_request: Mapped[PurchaseRequest] = relationship()
    rfq: Mapped[Rfq | None] = relationship()
    supplier: Mapped[Supplier] = relationship()
    officer: Mapped[Person] = relationship()
    lines: Mapped[list["AwardLine"]] = relationship(order_by="AwardLine.position")
    price_sources: Mapped[list["PriceSource"]] = relationship(order_by="PriceSource.position")

    @property
    def case_id(self) -> UUID:
        """Belongs to the purchase."""
        return self.purchase_request_id


class AwardLine(Base):
    """The awarded unit price (rupiah, tax included) of one requested line."""

    __tablename__ = "award_lines"
    __table_args__ = (CheckConstraint("unit_price > 0", name="price_positive"),)

    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    purchase_request_line_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_request_lines.id"))
    unit_price: Mapped[rupiah]

    line: Mapped[PurchaseRequestLine] = relationship()


class PriceSource(Base):
    """A place where the officer looked up what the same purchase would cost."""

    __tablename__ = "price_sources"
    __table_args__ = (CheckConstraint("total > 0", name="total_positive"),)

    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    source: Mapped[str]
    evidence: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[rupiah]
