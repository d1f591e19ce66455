"""Budget lines with a guarded balance, and the append-only ledger that moves it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base, entity_id, rupiah, status_column
from procure.kernel.labels import N_, Labelled


class BudgetLine(Base):
    """A ceiling (pagu) of one unit for one sub-activity and account, in one budget year."""

    __tablename__ = "budget_lines"
    __table_args__ = (
        CheckConstraint("reserved >= 0 AND committed >= 0", name="balance_not_negative"),
        CheckConstraint("reserved + committed <= ceiling", name="never_overspent"),
        Index("ix_budget_lines_unit_id_year", "unit_id", "year"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    activity_code: Mapped[str]
    activity_name: Mapped[str]
    account_code: Mapped[str]
    account_name: Mapped[str]
    fund_source: Mapped[str]
    dpa_number: Mapped[str]
    plan_code: Mapped[str]
    ceiling: Mapped[rupiah]
    reserved: Mapped[rupiah] = mapped_column(default=0)
    committed: Mapped[rupiah] = mapped_column(default=0)

    @property
    def left(self) -> int:
        """Rupiah that nobody has reserved or committed."""
        return self.ceiling - self.reserved - self.committed


class LedgerKind(Labelled):
    """What happened to money of a budget line."""

    RESERVE = "reserve", N_("Reserved")
    COMMIT = "commit", N_("Committed")
    RELEASE = "release", N_("Released")


class BudgetEntry(Base):
    """One movement of money; written by the database alone, never changed."""

    __tablename__ = "budget_entries"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    budget_line_id: Mapped[UUID] = mapped_column(ForeignKey("budget_lines.id"), index=True)
    purchase_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[LedgerKind] = mapped_column(status_column(LedgerKind, "kind_known"))
    amount: Mapped[rupiah]
    actor_id: Mapped[UUID]
    at: Mapped[datetime]


class BudgetHold(Base):
    """What one purchase holds of its budget line now: the sum of its ledger entries."""

    __tablename__ = "budget_holds"
    __table_args__ = (CheckConstraint("reserved >= 0 AND committed >= 0", name="not_negative"),)

    purchase_id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    budget_line_id: Mapped[UUID] = mapped_column(ForeignKey("budget_lines.id"))
    reserved: Mapped[rupiah]
    committed: Mapped[rupiah]
