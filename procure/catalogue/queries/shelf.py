"""Categories, listings and price standards of the region in which the asker is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    cast,
    false,
    func,
    select,
    true,
)
from sqlalchemy.orm import contains_eager, selectinload

from procure.catalogue.models import Category, Favourite, Listing, SupplyKind
from procure.catalogue.queries.wishes import MOST_COUNTED
from procure.catalogue.queries.words import query_of, synonyms
from procure.catalogue.rules.offers import SERVED
from procure.catalogue.rules.searching import ask, words_of
from procure.catalogue.search_models import SearchDoc
from procure.db.work import Work
from procure.kernel.actors import Actor
from procure.kernel.errors import NotFound
from procure.kernel.keeping import Kept
from procure.suppliers.models import Supplier, SupplierStatus

MOST_CHOICES = 30
OFTEN_SOLD = 500


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the category tree with its kinds, and how many live listings it has."""

    category: Category
    leaves: Sequence[Category]
    count: int = 0


def in_sight_of(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Live listings of active suppliers of the region, also for strangers."""
    return (
        Listing.region_id == actor.region_id,
        Listing.is_live.is_(True),
        Supplier.status == SupplierStatus.ACTIVE,
    )


def matching(work: Work, text: str) -> ColumnElement[bool]:
    """Listings that speak of these words, or begin with them, or whose seller is called so."""
    asked = ask(words_of(text), synonyms(work))
    if not asked:
        return false()
    return Listing.id.in_(
        select(SearchDoc.listing_id).where(
            SearchDoc.region_id == work.actor.region_id,
            SearchDoc.all_words.op("@@")(query_of(asked)),
        )
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A category in plain values."""

    code: str
    parent_code: str | None
    name: str
    name_en: str
    supply_kind: SupplyKind


_KEPT: Final = Kept()


def tree(work: Work) -> Sequence[Kind]:
    """Return all categories by code, in plain values; a process keeps them for a minute."""
    return _KEPT.get(work.actor.region_id, work.now, lambda: _tree(work))


def _tree(work: Work) -> list[Kind]:
    names = (Category.code, Category.parent_code, Category.name, Category.name_en)
    wanted = select(*names, Category.supply_kind).order_by(Category.code)
    return [Kind(*row) for row in work.session.execute(wanted)]


def served(work: Work) -> frozenset[str]:
    """Return the categories of cooked food, whose prices bear no PPN; from what `tree` keeps."""
    return frozenset(one.code for one in tree(work) if one.supply_kind in SERVED)


def categories(work: Work) -> list[Group]:
    """Return the tree of categories with live listings counted per group."""
    rows = work.session.scalars(select(Category).order_by(Category.code)).all()
    counts = _counts(work)
    return [
        Group(
            top,
            [leaf for leaf in rows if leaf.parent_code == top.code],
            sum(count for code, count in counts.items() if code.split(".")[0] == top.code),
        )
        for top in rows
        if top.parent_code is None
    ]


def _counts(work: Work) -> Mapping[str, int]:
    """Count live listings by category, each up to the most that we count."""
    capped = (
        select(SearchDoc.listing_id)
        .where(
            SearchDoc.region_id == work.actor.region_id,
            SearchDoc.category_code == Category.code,
        )
        .limit(MOST_COUNTED)
        .correlate(Category)
        .lateral()
    )
    wanted = (
        select(Category.code, func.count())
        .join_from(Category, capped, true())
        .group_by(Category.code)
    )
    return dict(work.session.execute(wanted).all())


@cache
def _one() -> Select[Listing]:
    return (
        select(Listing)
        .join(Listing.supplier)
        .join(Listing.category)
        .options(contains_eager(Listing.supplier), contains_eager(Listing.category))
        .where(
            Listing.id == bindparam("id"),
            Listing.region_id == bindparam("here"),
            Listing.is_live.is_(True),
            Supplier.status == SupplierStatus.ACTIVE,
        )
    )


def get(work: Work, listing_id: UUID) -> Listing:
    """Return one live listing with its seller. Raises NotFound."""
    found = work.session.scalar(_one(), {"id": listing_id, "here": work.actor.region_id})
    if found is None:
        raise NotFound
    return found


def seller(work: Work, slug: str) -> Supplier:
    """Return an active supplier of the region with what it sells where. Raises NotFound."""
    wanted = (
        select(Supplier)
        .where(
            Supplier.slug == slug,
            Supplier.region_id == work.actor.region_id,
            Supplier.status == SupplierStatus.ACTIVE,
        )
        .options(selectinload(Supplier.categories), selectinload(Supplier.areas))
    )
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def listings_for(
    work: Work, category_codes: Collection[str] = (), text: str = ""
) -> Sequence[Listing]:
    """Return at most 30 live listings of some categories and with some words.

    The agency's favourites come first, then the cheapest.
    """
    kept = select(Favourite.listing_id).where(Favourite.agency_id == work.actor.agency_id)
    first = (Listing.id.in_(kept).desc(),) if work.actor.agency_id else ()
    wanted = _listings(work).order_by(*first, Listing.price, Listing.id).limit(MOST_CHOICES)
    if category_codes:
        wanted = wanted.where(Listing.category_code.in_(category_codes))
    if text.strip():
        wanted = wanted.where(matching(work, text))
    return work.session.scalars(wanted).all()


def offers_of(
    work: Work, supplier_id: UUID, category_codes: Collection[str] = ()
) -> Sequence[Listing]:
    """Return what one supplier offers, in some categories or in all."""
    wanted = (
        _listings(work)
        .where(Listing.supplier_id == supplier_id)
        .order_by(Listing.category_code, Listing.price)
    )
    if category_codes:
        wanted = wanted.where(Listing.category_code.in_(category_codes))
    return work.session.scalars(wanted).all()


def most_sold(work: Work, limit: int) -> Sequence[Listing]:
    """Return the listings for which most rupiah were paid, at most two of one seller's.

    Only the few hundred that were ordered most often are looked at.
    """
    often = (
        select(SearchDoc)
        .where(SearchDoc.region_id == work.actor.region_id)
        .order_by(SearchDoc.sold.desc(), SearchDoc.listing_id.desc())
        .limit(OFTEN_SOLD)
        .subquery()
    )
    worth = cast(often.c.sold, BigInteger) * often.c.price
    place = func.row_number().over(
        partition_by=often.c.supplier_id, order_by=(worth.desc(), often.c.listing_id)
    )
    ranked = select(
        often.c.listing_id.label("id"), worth.label("worth"), place.label("place")
    ).subquery()
    wanted = (
        _listings(work)
        .join(ranked, ranked.c.id == Listing.id)
        .where(ranked.c.place <= 2)  # noqa: PLR2004 - the front page belongs to many
        .order_by(ranked.c.worth.desc(), Listing.id)
        .limit(limit)
    )
    return work.session.scalars(wanted).all()


def most_sold_of(
    region: BindParameter[UUID], category_codes: BindParameter[str], each: BindParameter[int]
) -> Subquery:
    """Return the ids (`listing_id`) of what sells best in each of some categories of a region."""
    best = (
        select(SearchDoc.listing_id)
        .where(
            SearchDoc.region_id == region,
            SearchDoc.category_code == Category.code,
        )
        .order_by(SearchDoc.sold.desc(), SearchDoc.listing_id.desc())
        .limit(each)
        .correlate(Category)
        .lateral()
    )
    return (
        select(best.c.listing_id)
        .join_from(Category, best, true())
        .where(Category.code.in_(category_codes))
        .subquery()
    )


def _listings(work: Work) -> Select[Listing]:
    return (
        select(Listing)
        .join(Listing.supplier)
        .options(contains_eager(Listing.supplier))
        .where(*in_sight_of(work.actor))
    )
