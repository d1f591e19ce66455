"""The region's price standards (SSH), year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import contains_eager

from procure.catalogue.models import Category, PriceStandard
from procure.catalogue.rules.standards import NewStandard, Term
from procure.db.work import Work
from procure.kernel.errors import NotFound

PAGE_SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class StandardPage:
    """Price standards of one year, and the id after which the next page begins."""

    rows: Sequence[PriceStandard]
    after: UUID | None


def get(work: Work, standard_id: UUID, *, lock: bool = False) -> PriceStandard:
    """Return a price standard of the actor's region. Raises NotFound."""
    wanted = (
        select(PriceStandard)
        .join(PriceStandard.category)
        .options(contains_eager(PriceStandard.category))
        .where(PriceStandard.id == standard_id, PriceStandard.region_id == work.actor.region_id)
    )
    if lock:
        wanted = wanted.with_for_update(of=PriceStandard)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def of_year(work: Work, year: int, *, text: str = "", after: UUID | None = None) -> StandardPage:
    """Return what holds or held on some day of a year, in the order of the tree."""
    place = (PriceStandard.category_code, PriceStandard.item, PriceStandard.id)
    wanted = (
        select(PriceStandard)
        .join(PriceStandard.category)
        .options(contains_eager(PriceStandard.category))
        .where(
            PriceStandard.region_id == work.actor.region_id,
            PriceStandard.valid_from <= date(year, 12, 31),
            or_(PriceStandard.valid_until.is_(None), PriceStandard.valid_until >= date(year, 1, 1)),
        )
        .order_by(*place)
        .limit(PAGE_SIZE + 1)
    )
    if text:
        wanted = wanted.where(
            or_(
                *(
                    column.icontains(text, autoescape=True)
                    for column in (
                        PriceStandard.item,
                        PriceStandard.key,
                        PriceStandard.category_code,
                        Category.name,
                    )
                )
            )
        )
    if after is not None:
        last = select(*place).where(PriceStandard.id == after).subquery()
        wanted = wanted.where(tuple_(*place) > select(*last.c).scalar_subquery())
    found = work.session.scalars(wanted).all()
    shown = found[:PAGE_SIZE]
    return StandardPage(shown, shown[-1].id if len(found) > PAGE_SIZE else None)


def years(work: Work) -> list[int]:
    """Return the years in which the region has price standards, this one and the next too."""
    first = work.session.scalar(
        select(func.min(PriceStandard.valid_from)).where(
            PriceStandard.region_id == work.actor.region_id
        )
    )
    this = work.today.year
    return list(range(this + 1, min(first.year if first else this, this) - 1, -1))


def terms_of(work: Work, wanted: NewStandard, apart_from: UUID | None = None) -> list[Term]:
    """Return when the same thing has a price, for one officer after the other."""
    # Two pages that give the same thing a price at one instant go one after the other.
    key = func.hashtextextended(f"price standards:{work.actor.region_id}", 0)
    work.session.execute(select(func.pg_advisory_xact_lock(key)))
    same = select(PriceStandard.valid_from, PriceStandard.valid_until).where(
        PriceStandard.region_id == work.actor.region_id,
        PriceStandard.category_code == wanted.category_code,
        func.lower(PriceStandard.item) == wanted.item.lower(),
        func.lower(PriceStandard.unit) == wanted.unit.lower(),
    )
    if apart_from is not None:
        same = same.where(PriceStandard.id != apart_from)
    return [Term(*row) for row in work.session.execute(same)]


def leaves(work: Work) -> Sequence[Category]:
    """Return the categories that something can be in, in the order of the tree."""
    wanted = select(Category).where(Category.parent_code.is_not(None)).order_by(Category.code)
    return work.session.scalars(wanted).all()
