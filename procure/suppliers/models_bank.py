"""Bank accounts of suppliers: proposed by the owner, checked by two people, then used."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base, entity_id, status_column
from procure.db.secrets import Encrypted
from procure.kernel.labels import N_, Labelled


class BankAccountStatus(Labelled):
    """How far a bank account has been checked."""

    PROPOSED = "proposed", N_("Proposed"), "info"
    CHECKED = "checked", N_("Checked by one person"), "info"
    ACTIVE = "active", N_("In use"), "success"
    REPLACED = "replaced", N_("Replaced")
    REFUSED = "refused", N_("Refused"), "danger"


class BankAccount(Base):
    """A bank account to which a supplier wants to be paid."""

    __tablename__ = "supplier_bank_accounts"
    __table_args__ = (
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
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    bank_code: Mapped[str]
    account: Mapped[str] = mapped_column(Encrypted)
    holder: Mapped[str] = mapped_column(Encrypted)
    status: Mapped[BankAccountStatus] = mapped_column(
        status_column(BankAccountStatus), default=BankAccountStatus.PROPOSED
    )
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    first_checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    first_checked_at: Mapped[datetime | None]
    second_checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    second_checked_at: Mapped[datetime | None]
    usable_from: Mapped[datetime | None]
    book_upload_id: Mapped[UUID | None] = mapped_column(ForeignKey("uploads.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
