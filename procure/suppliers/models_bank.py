"""Where money for a supplier goes: each account with who proposed it and the two who checked it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, entity_id, status_column
from procure.db.secrets import Encrypted
from procure.kernel.policy import Policy
from procure.kernel.workflow import Workflow
from procure.suppliers.models import Supplier
from procure.suppliers.policy import BANK_ACCOUNT_POLICY
from procure.suppliers.workflow import BANK_ACCOUNT_WORKFLOW, BankAccountStatus

__all__ = ["BankAccount", "BankAccountStatus"]


class BankAccount(Base):
    """One bank account of a supplier; at most one is in use, and at most one waits for checks."""

    __tablename__ = "supplier_bank_accounts"
    __table_args__ = (
        CheckConstraint("first_checked_by_id <> proposed_by_id", name="first_is_another"),
        CheckConstraint("second_checked_by_id <> proposed_by_id", name="second_is_no_proposer"),
        CheckConstraint(
            "first_checked_by_id IS NULL OR first_checked_by_id <> second_checked_by_id",
            name="two_people_check",
        ),
        Index("ix_supplier_bank_accounts_supplier_id_status", "supplier_id", "status"),
        Index(
            "uq_supplier_bank_accounts_one_active",
            "supplier_id",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
        Index(
            "uq_supplier_bank_accounts_waiting",
            "supplier_id",
            unique=True,
            postgresql_where=text("status IN ('proposed', 'checked')"),
        ),
    )
    workflow: ClassVar[Workflow[BankAccountStatus]] = BANK_ACCOUNT_WORKFLOW
    policy: ClassVar[Policy] = BANK_ACCOUNT_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    bank_code: Mapped[str]
    account: Mapped[str] = mapped_column(Encrypted)
    holder: Mapped[str] = mapped_column(Encrypted)
    status: Mapped[BankAccountStatus] = mapped_column(
        status_column(BankAccountStatus), default=BankAccountStatus.PROPOSED
    )
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    first_checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    first_checked_at: Mapped[datetime | None]
    second_checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    second_checked_at: Mapped[datetime | None]
    usable_from: Mapped[datetime | None]
    book_upload_id: Mapped[UUID | None] = mapped_column(ForeignKey("uploads.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    supplier: Mapped[Supplier] = relationship()

    @property
    def case_id(self) -> UUID:
        """An account stands in the chain of its supplier."""
        return self.supplier_id
