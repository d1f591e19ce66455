"""Deeds that were done once must not be done twice."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base, created_at


class DoneDeed(Base):
    """A form that was sent, by its idempotency key, and where its answer led."""

    __tablename__ = "done_deeds"

    key: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    path: Mapped[str]
    location: Mapped[str | None]
    at: Mapped[created_at]
