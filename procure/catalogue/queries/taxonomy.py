"""The tree of categories with what each asks and which price standards measure it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from procure.catalogue.models import Category, CategoryAttribute, Listing, PriceStandard
from procure.db.work import Work
from procure.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Branch:
    """One category with how much hangs on it."""

    category: Category
    question_count: int
    listing_count: int
    standard_count: int


def branches(work: Work) -> Sequence[Branch]:
    """Return every category in the order of the tree, counted for the region."""
    here = work.actor.region_id
    asked = (
        select(func.count())
        .where(CategoryAttribute.category_code == Category.code)
        .scalar_subquery()
    )
    listed = (
        select(func.count())
        .where(Listing.category_code == Category.code, Listing.region_id == here, Listing.is_live)
        .scalar_subquery()
    )
    measured = (
        select(func.count())
        .where(PriceStandard.category_code == Category.code, PriceStandard.region_id == here)
        .scalar_subquery()
    )
    rows = work.session.execute(select(Category, asked, listed, measured).order_by(Category.code))
    return [Branch(*row) for row in rows]


def get(work: Work, code: str, *, lock: bool = False) -> Category:
    """Return one category. Raises NotFound."""
    wanted = select(Category).where(Category.code == code)
    found = work.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound
    return found


def groups(work: Work) -> Sequence[Category]:
    """Return the groups of the tree."""
    wanted = select(Category).where(Category.parent_code.is_(None)).order_by(Category.code)
    return work.session.scalars(wanted).all()


def next_code(work: Work, group: str) -> str:
    """Return the code that a new kind in a group gets: the next number after the greatest."""
    last = work.session.scalar(select(func.max(Category.code)).where(Category.parent_code == group))
    number = int(last.rpartition(".")[2]) if last else 0
    return f"{group}.{number + 1:02d}"


def questions(work: Work, code: str) -> Sequence[CategoryAttribute]:
    """Return what a category asks, in its order."""
    wanted = (
        select(CategoryAttribute)
        .where(CategoryAttribute.category_code == code)
        .order_by(CategoryAttribute.position)
    )
    return work.session.scalars(wanted).all()


def standards(work: Work, code: str) -> Sequence[PriceStandard]:
    """Return the region's price standards for a category that hold today."""
    wanted = (
        select(PriceStandard)
        .where(
            PriceStandard.category_code == code,
            PriceStandard.region_id == work.actor.region_id,
            or_(PriceStandard.valid_until.is_(None), PriceStandard.valid_until >= work.today),
        )
        .order_by(PriceStandard.item)
    )
    return work.session.scalars(wanted).all()
