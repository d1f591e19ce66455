"""Quotes: sealed until the deadline, readable only after the opening act."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, entity_id, rupiah
from procure.suppliers.models import Supplier


class SealingKey(Base):
    """A key pair made by the keeper ahead of time; the private half is wrapped for the keeper."""

    __tablename__ = "sealing_keys"

    public_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    wrapped_private_key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    rfq_id: Mapped[UUID | None] = mapped_column(unique=True)


class SealedQuote(Base):
    """What a supplier submitted: ciphertext, its hash, and the receipt. Never changed."""

    __tablename__ = "sealed_quotes"
    __table_args__ = (
        UniqueConstraint("rfq_id", "quote_hash"),
        UniqueConstraint("rfq_id", "supplier_id", "round"),
        Index("ix_sealed_quotes_supplier_id", "supplier_id"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    rfq_id: Mapped[UUID] = mapped_column(ForeignKey("rfqs.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    submitted_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    round: Mapped[int]
    is_withdrawal: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    quote_hash: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]

    @property
    def case_id(self) -> UUID:
        """Stands in the chain of its request; the purchase shows it after the opening."""
        return self.rfq_id


class Quote(Base):
    """An opened quote; written by the keeper alone."""

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("rfq_id", "supplier_id"),
        CheckConstraint("total >= 0", name="total_not_negative"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    rfq_id: Mapped[UUID] = mapped_column(ForeignKey("rfqs.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), index=True)
    total: Mapped[rupiah]
    delivery_cost: Mapped[rupiah]
    is_complete: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime]
    opened_at: Mapped[datetime]

    supplier: Mapped[Supplier] = relationship()
    lines: Mapped[list["QuoteLine"]] = relationship(order_by="QuoteLine.position")


class QuoteLine(Base):
    """A unit price (rupiah, tax included) for one requested line; none when not offered."""

    __tablename__ = "quote_lines"

    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quotes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    purchase_request_line_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_request_lines.id"))
    unit_price: Mapped[rupiah | None]
