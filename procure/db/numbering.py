"""Gap-free document numbers, one counter per agency, kind and year."""

from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Integer, func, select
from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base
from procure.db.work import Work


class Counter(Base):
    """The last number given; only the database function `next_number` moves it."""

    __tablename__ = "counters"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(agency_id: UUID, kind: str, year: int) -> ColumnElement[int]:
    """Return a column that takes the next number, for a statement that asks for more."""
    return func.next_number(agency_id, kind, year, type_=Integer)


def take(work: Work, agency_id: UUID, kind: str, year: int) -> int:
    """Take the next number; it is given back if the deed does not happen, so no gap is left."""
    number: int | None = work.session.scalar(select(next_number(agency_id, kind, year)))
    if number is None:
        raise LookupError(kind)
    return number
