"""Browsing: words and filters in; a page of listings, counted filters and the next page out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Uuid,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import contains_eager

from procure.catalogue.models import Listing
from procure.catalogue.queries.shelf import in_sight_of, matching, search_words
from procure.db.work import Work
from procure.kernel.labels import N_, Labelled
from procure.suppliers.models import Scale, Supplier

PAGE_SIZE: Final = 24
BANDS: Final = (0, 10_000, 50_000, 250_000, 1_000_000)
"""Where price bands begin, in rupiah."""


class Order(Labelled):
    """In which order listings are shown."""

    FITTING = "fitting", N_("Best match")
    CHEAPEST = "cheapest", N_("Cheapest first")
    DEAREST = "dearest", N_("Dearest first")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; empty fields do not limit."""

    text: str = ""
    category: str = ""
    regency: str = ""
    scale: str = ""
    band: int | None = None
    order: Order = Order.FITTING
    after: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of listings, and where the next begins (empty when there is none)."""

    listings: Sequence[Listing]
    next: str


@dataclass(frozen=True, slots=True)
class Browsing:
    """A page of listings with how many there are, in all and behind each filter."""

    found: Found
    count: int = 0
    categories: Mapping[str, int] = field(default_factory=dict)
    regencies: Mapping[tuple[str, str], int] = field(default_factory=dict)
    scales: Mapping[Scale, int] = field(default_factory=dict)
    bands: Mapping[int, int] = field(default_factory=dict)


def browse(work: Work, wish: Wish) -> Browsing:
    """Return the listings that fit; two statements, however many listings there are."""
    return replace(_counted(work, wish), found=find(work, wish))


def _fits(work: Work, wish: Wish) -> list[ColumnElement[bool]]:
    conditions = list(in_sight_of(work.actor))
    if wish.text.strip():
        conditions.append(matching(wish.text))
    if wish.category:
        conditions.append(Listing.category_code.startswith(wish.category, autoescape=True))
    if wish.regency:
        conditions.append(Supplier.regency_code == wish.regency)
    if wish.scale:
        conditions.append(Supplier.scale == wish.scale)
    if wish.band is not None:
        conditions.append(_band() == wish.band)
    return conditions


def _band() -> ColumnElement[int]:
    """Return the lowest price of the band in which a listing lies."""
    return case(
        *((Listing.price >= start, literal(start)) for start in reversed(BANDS)), else_=literal(0)
    )


def _keys(wish: Wish) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return the two whole numbers by which listings are ordered, greatest first."""
    sold = cast(Listing.sold_count, BigInteger)
    if wish.order is Order.CHEAPEST:
        return -Listing.price, sold
    if wish.order is Order.DEAREST:
        return cast(Listing.price, BigInteger), sold
    if not wish.text.strip():
        return sold, cast(literal(0), BigInteger)
    return cast(func.ts_rank(Listing.search, search_words(wish.text)) * 1000, BigInteger), sold


def find(work: Work, wish: Wish) -> Found:
    """Return one page of the listings that fit, without counting them."""
    first, second = _keys(wish)
    wanted: Any = (
        select(Listing, first.label("first"), second.label("second"))
        .join(Listing.supplier)
        .options(contains_eager(Listing.supplier))
        .where(*_fits(work, wish))
        .order_by(first.desc(), second.desc(), Listing.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if mark := _read_mark(wish.after):
        last = tuple_(
            literal(mark[0], BigInteger), literal(mark[1], BigInteger), literal(mark[2], Uuid)
        )
        wanted = wanted.where(tuple_(first, second, Listing.id) < last)
    rows: Sequence[Any] = work.session.execute(wanted).all()
    shown = rows[:PAGE_SIZE]
    more = f"{shown[-1][1]}_{shown[-1][2]}_{shown[-1][0].id}" if len(rows) > PAGE_SIZE else ""
    return Found([row[0] for row in shown], more)


def _read_mark(text: str) -> tuple[int, int, UUID] | None:
    """Return where the last page ended; a mark that somebody made up begins at the start."""
    try:
        first, second, listing_id = text.split("_")
        return int(first), int(second), UUID(listing_id)
    except ValueError:
        return None


def _counted(work: Work, wish: Wish) -> Browsing:
    band = _band()
    sets = func.grouping_sets(
        tuple_(Listing.category_code),
        tuple_(Supplier.regency_code, Supplier.regency_name),
        tuple_(Supplier.scale),
        tuple_(band),
    )
    wanted = (
        select(
            Listing.category_code,
            Supplier.regency_code,
            Supplier.regency_name,
            Supplier.scale,
            band.label("band"),
            func.count(),
        )
        .join(Listing.supplier)
        .where(*_fits(work, wish))
        .group_by(sets)
    )
    counted = Browsing(Found((), ""), 0, {}, {}, {}, {})
    for row in work.session.execute(wanted):
        _note(counted, row)
    return replace(counted, count=sum(counted.categories.values()))


def _note(counted: Browsing, row: Any) -> None:
    category, regency, regency_name, scale, band, count = row
    for key, counts in (
        (category, counted.categories),
        ((regency, regency_name) if regency else None, counted.regencies),
        (scale, counted.scales),
        (band, counted.bands),
    ):
        if key is not None:
            counts[key] = count  # type: ignore[index]
