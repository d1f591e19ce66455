"""The audit trail: append-only, one hash chain per purchase (or per person, for accounts)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Index, LargeBinary, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base, entity_id


class AuditEntry(Base):
    """One deed. The database fills in who, when, the position and the hash; nobody can edit it."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("chain", "position"),
        Index("ix_audit_entries_region_at", "region_id", "at"),
        Index("ix_audit_entries_subject", "subject_id"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID | None]
    chain: Mapped[UUID]
    position: Mapped[int]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[str] = mapped_column(Text, default="{}")
    laws: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    actor_id: Mapped[UUID]
    actor_name: Mapped[str]
    actor_roles: Mapped[str]
    at: Mapped[datetime]
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """The last link of each chain; moved by the database alone."""

    __tablename__ = "audit_heads"

    chain: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID | None]
    length: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
