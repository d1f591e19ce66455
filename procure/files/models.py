"""What is stored; the bytes themselves lie in the storage, named by their hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, created_at, entity_id, status_column
from procure.files.purposes import Purpose, Scan

__all__ = [
    "Purpose",
    "Rendition",
    "Scan",
    "StoredFile",
    "Upload",
    "UploadPart",
    "UploadRefusal",
]


class StoredFile(Base):
    """A stored document and the SHA-256 of its bytes."""

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    media_type: Mapped[str]
    size: Mapped[int]
    created_at: Mapped[created_at]


class Upload(Base):
    """One file that a person sent us, checked and made harmless, and where it belongs."""

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("NOT is_public OR purpose = 'photo'", name="only_photos_are_public"),
        CheckConstraint("width > 0 AND height > 0", name="pixels_positive"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("suppliers.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(status_column(Purpose, "purpose_known"))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    scan: Mapped[Scan] = mapped_column(status_column(Scan, "scan_known"))
    width: Mapped[int | None]
    height: Mapped[int | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[created_at]

    file: Mapped[StoredFile] = relationship()

    @property
    def case_id(self) -> UUID:
        """An upload stands in the chain of its supplier, else of the person who sent it."""
        return self.supplier_id or self.person_id


class UploadPart(Base):
    """A piece of a file that is still being sent, so that a broken line costs one piece only."""

    __tablename__ = "upload_parts"
    __table_args__ = (
        CheckConstraint("octet_length(body) BETWEEN 1 AND 262144", name="piece_bounded"),
        CheckConstraint("number BETWEEN 0 AND 4095", name="number_bounded"),
        Index("ix_upload_parts_person_id", "person_id"),
        Index("ix_upload_parts_created_at", "created_at"),
    )

    upload_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[created_at]


class UploadRefusal(Base):
    """That a file of somebody was refused; kept for as long as it counts towards their pace."""

    __tablename__ = "upload_refusals"
    __table_args__ = (Index("ix_upload_refusals_person_id_created_at", "person_id", "created_at"),)

    id: Mapped[entity_id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class Rendition(Base):
    """A photo in one width and one format, ready to be sent to a browser."""

    __tablename__ = "renditions"
    __table_args__ = (CheckConstraint("width > 0", name="width_positive"),)

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("uploads.id"), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
