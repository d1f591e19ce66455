"""Fingerprints of what identifies a supplier: equal numbers give equal digests, nothing more."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base, status_column
from procure.suppliers.kinds import MarkKind


class Fingerprint(Base):
    """A keyed digest of one number of a supplier, so that likenesses show without the number."""

    __tablename__ = "supplier_fingerprints"
    __table_args__ = (Index("ix_supplier_fingerprints_alike", "region_id", "kind", "digest"),)

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), primary_key=True)
    kind: Mapped[MarkKind] = mapped_column(status_column(MarkKind, "kind_known"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
