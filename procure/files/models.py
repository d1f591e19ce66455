"""What is stored; the bytes themselves lie in the storage, named by their hash."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base, created_at


class StoredFile(Base):
    """A stored document and the SHA-256 of its bytes."""

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    media_type: Mapped[str]
    size: Mapped[int]
    created_at: Mapped[created_at]
