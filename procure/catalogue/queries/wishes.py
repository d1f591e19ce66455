"""What somebody looks for, and which rows of the search table fit it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, String, case, func, literal, or_, select

from procure.catalogue.models import CapacityUse
from procure.catalogue.queries.words import query_of
from procure.catalogue.rules.searching import Asked
from procure.catalogue.search_models import SearchDoc
from procure.db.work import Work
from procure.kernel.labels import N_, Labelled

PAGE_SIZE: Final = 24
MOST_COUNTED: Final = 1_000
"""Hits beyond this are not counted: "1.000+" costs the same however many there are."""
BANDS: Final = (0, 10_000, 50_000, 250_000, 1_000_000)
"""Where price bands begin, in rupiah."""


class Order(Labelled):
    """In which order listings are shown."""

    FITTING = "fitting", N_("Best match")
    CHEAPEST = "cheapest", N_("Cheapest first")
    DEAREST = "dearest", N_("Dearest first")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; empty fields do not limit. Prices in rupiah per unit with tax."""

    text: str = ""
    category: str = ""
    regency: str = ""
    scale: str = ""
    origin: str = ""
    halal: str = ""
    band: int | None = None
    lowest: int | None = None
    highest: int | None = None
    day: date | None = None
    portions: int | None = None
    order: Order = Order.FITTING
    after: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class CardSeller:
    """The seller as a card shows it."""

    name: str
    regency_name: str
    scale: Any


@dataclass(frozen=True, slots=True)
class Card:
    """A listing as a page of results shows it; price in rupiah per unit with tax."""

    id: UUID
    name: str
    unit: str
    price: int
    picture: str
    category_code: str
    sold_count: int
    halal: Any
    photo_id: UUID | None
    supplier: CardSeller


@dataclass(frozen=True, slots=True)
class Found:
    """One page of listings, and where the next begins (empty when there is none)."""

    listings: Sequence[Card]
    next: str


@dataclass(frozen=True, slots=True)
class Browsing:
    """A page of listings with how many there are, in all and behind each filter.

    `is_capped` says that there are more than were counted: each count is then "at least".
    `shown` are the words that were searched in place of misspelt ones; `meant` may be meant.
    """

    found: Found
    count: int = 0
    is_capped: bool = False
    categories: Mapping[str, int] = field(default_factory=dict)
    regencies: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    origins: Mapping[str, int] = field(default_factory=dict)
    halals: Mapping[str, int] = field(default_factory=dict)
    bands: Mapping[int, int] = field(default_factory=dict)
    lowest: int = 0
    highest: int = 0
    shown: str = ""
    meant: str = ""


def fits(work: Work, wish: Wish, asked: Asked, *, everywhere: bool) -> list[ColumnElement[bool]]:
    """Return what a row must be; `everywhere` looks into descriptions and sellers' names too."""
    wanted: list[ColumnElement[bool]] = [SearchDoc.region_id == work.actor.region_id]
    if asked:
        words = SearchDoc.all_words if everywhere else SearchDoc.name_words
        wanted.append(words.op("@@")(query_of(asked)))
    if wish.category:
        wanted.append(
            SearchDoc.category_code == wish.category
            if "." in wish.category
            else SearchDoc.category_code.startswith(f"{wish.category}.", autoescape=True)
        )
    if wish.regency:
        wanted.append(SearchDoc.areas.op("@>")(literal([wish.regency], ARRAY(String))))
    for column, value in (
        (SearchDoc.scale, wish.scale),
        (SearchDoc.origin, wish.origin),
        (SearchDoc.halal, wish.halal),
    ):
        if value:
            wanted.append(column == value)
    return wanted + _price(wish) + _capacity(work, wish)


def band() -> ColumnElement[int]:
    """Return the lowest price of the band in which a listing lies."""
    return case(
        *((SearchDoc.price >= start, literal(start)) for start in reversed(BANDS)),
        else_=literal(0),
    )


def _price(wish: Wish) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if wish.band is not None:
        wanted.append(SearchDoc.price >= max(wish.band, 1))
        following = [start for start in BANDS if start > wish.band]
        if following:
            wanted.append(SearchDoc.price < following[0])
    if wish.lowest is not None:
        wanted.append(SearchDoc.price >= wish.lowest)
    if wish.highest is not None:
        wanted.append(SearchDoc.price <= wish.highest)
    return wanted


def _capacity(work: Work, wish: Wish) -> list[ColumnElement[bool]]:
    """Whoever can still make so many on that day, and can be ready by then."""
    if wish.day is None:
        if wish.portions is None:
            return []
        return [or_(SearchDoc.day_capacity.is_(None), SearchDoc.day_capacity >= wish.portions)]
    taken = (
        select(func.coalesce(func.sum(CapacityUse.quantity), 0))
        .where(CapacityUse.listing_id == SearchDoc.listing_id, CapacityUse.day == wish.day)
        .correlate(SearchDoc)
        .scalar_subquery()
    )
    return [
        SearchDoc.lead_days <= (wish.day - work.today).days,
        or_(
            SearchDoc.day_capacity.is_(None),
            SearchDoc.day_capacity - taken >= (wish.portions or 1),
        ),
    ]
