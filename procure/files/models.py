"""What is stored; the bytes themselves lie in the storage, named by their hash."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, created_at, entity_id, status_column
from procure.kernel.labels import N_, Labelled


class StoredFile(Base):
    """A stored document and the SHA-256 of its bytes."""

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    media_type: Mapped[str]
    size: Mapped[int]
    created_at: Mapped[created_at]


class Purpose(Labelled):
    """What an uploaded file is for; it decides who may open it and what is accepted."""

    IDENTITY = "identity", N_("Identity document")
    CERTIFICATE = "certificate", N_("Certificate or licence")
    BANK_BOOK = "bank_book", N_("Page of the bank book")
    EVIDENCE = "evidence", N_("Evidence for a decision")
    PHOTO = "photo", N_("Photo of a listing")
    SHEET = "sheet", N_("Spreadsheet to import")


class Scan(Labelled):
    """What the virus scanner said; a file in which it found something is never stored."""

    CLEAN = "clean", N_("Scanned, nothing found"), "success"
    NOT_SCANNED = "not_scanned", N_("Not scanned: no scanner is set up here"), "warning"


class Upload(Base):
    """One file that a person sent us, checked and made harmless, and where it belongs."""

    __tablename__ = "uploads"

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

    upload_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[created_at]


class Rendition(Base):
    """A photo in one width and one format, ready to be sent to a browser."""

    __tablename__ = "renditions"

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("uploads.id"), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
