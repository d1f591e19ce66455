"""What officers keep of a supplier: which papers are asked, remarks, sanctions, checks, ties."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Person
from procure.db.base import Base, entity_id, status_column
from procure.kernel.policy import Policy
from procure.suppliers.kinds import (
    BlacklistResult,
    DocumentKind,
    EntityType,
    InterestKind,
    Need,
    ReviewItem,
    SanctionKind,
    Verdict,
)
from procure.suppliers.models import Supplier
from procure.suppliers.policy import INTEREST_POLICY


class DocumentRequirement(Base):
    """Which paper is asked, of which legal form and for what is sold; a region's row goes first."""

    __tablename__ = "document_requirements"
    __table_args__ = (
        CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"
        ),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    entity_type: Mapped[EntityType | None] = mapped_column(
        status_column(EntityType, "entity_known")
    )
    category_group: Mapped[str] = mapped_column(default="")
    kind: Mapped[DocumentKind] = mapped_column(status_column(DocumentKind, "kind_known"))
    need: Mapped[Need] = mapped_column(status_column(Need, "need_known"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    article: Mapped[str] = mapped_column(default="")


class SupplierRemark(Base):
    """What the officer asked to be corrected in one part of a registration."""

    __tablename__ = "supplier_remarks"
    __table_args__ = (Index("ix_supplier_remarks_supplier_id", "supplier_id"),)

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    item: Mapped[ReviewItem] = mapped_column(status_column(ReviewItem, "item_known"))
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    is_open: Mapped[bool] = mapped_column(default=True)


class ExpiryNotice(Base):
    """That people were told so many days ahead that a paper ends; once each."""

    __tablename__ = "expiry_notices"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("supplier_documents.id"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]


class Sanction(Base):
    """A suspension or debarment: its decision, reason and term, and what the supplier answered."""

    __tablename__ = "supplier_sanctions"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("decision_date <= starts_on", name="decided_before_start"),
        Index("ix_supplier_sanctions_supplier_id", "supplier_id"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    kind: Mapped[SanctionKind] = mapped_column(status_column(SanctionKind, "kind_known"))
    decision_number: Mapped[str]
    decision_date: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    replied_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")

    supplier: Mapped[Supplier] = relationship()

    @property
    def case_id(self) -> UUID:
        """A sanction stands in the chain of its supplier."""
        return self.supplier_id


class BlacklistCheck(Base):
    """That an officer looked a supplier up in the national blacklist (INAPROC), with the result."""

    __tablename__ = "blacklist_checks"
    __table_args__ = (
        Index("ix_blacklist_checks_supplier_id_checked_on", "supplier_id", "checked_on"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    checked_on: Mapped[date]
    checked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime]
    result: Mapped[BlacklistResult] = mapped_column(status_column(BlacklistResult, "result_known"))
    note: Mapped[str] = mapped_column(Text, default="")
    evidence_upload_id: Mapped[UUID | None] = mapped_column(ForeignKey("uploads.id"))

    checked_by: Mapped[Person] = relationship()


class ClusterDecision(Base):
    """What an officer decided about two suppliers that look alike; the smaller id stands first."""

    __tablename__ = "cluster_decisions"
    __table_args__ = (
        CheckConstraint("supplier_id < other_id", name="in_order"),
        Index("ix_cluster_decisions_supplier_id_other_id", "supplier_id", "other_id"),
        Index("ix_cluster_decisions_other_id", "other_id"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    verdict: Mapped[Verdict] = mapped_column(status_column(Verdict, "verdict_known"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]


class Interest(Base):
    """That an official has to do with a supplier, and may not decide where it takes part."""

    __tablename__ = "interests"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index("ix_interests_person_id", "person_id"),
        Index("ix_interests_supplier_id", "supplier_id"),
    )
    policy: ClassVar[Policy] = INTEREST_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    kind: Mapped[InterestKind] = mapped_column(status_column(InterestKind, "kind_known"))
    text: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    declared_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    supplier: Mapped[Supplier] = relationship()

    @property
    def case_id(self) -> UUID:
        """A declaration stands in the chain of the official who made it."""
        return self.person_id
