"""What somebody looks for, and which rows of the search table fit it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final, NamedTuple
from uuid import UUID

from procure.catalogue.rules.searching import Asked
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
    hour: time | None = None
    portions: int | None = None
    order: Order = Order.FITTING
    after: str = ""
    exact: bool = False


class CardSeller(NamedTuple):
    """The seller as a card shows it."""

    name: str
    regency_name: str
    scale: Any
    is_taxable: bool


class Card(NamedTuple):
    """A listing as a page of results shows it; price in rupiah per unit with tax.

    Named tuples: a page takes two dozen of them apart at once, which costs less than name by name.
    """

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


@dataclass(slots=True)
class Fitting:
    """Conditions on a row of `search_docs d`, with the values they are handed.

    Plain text instead of an expression: a page of results asks for so little that building the
    expression cost more than the answer. Nothing that people type ever stands in the text.
    """

    parts: list[str]
    values: dict[str, Any]

    def add(self, part: str, **values: Any) -> None:
        """Want something more."""
        self.parts.append(part)
        self.values.update(values)

    @property
    def text(self) -> str:
        """All conditions."""
        return " AND ".join(self.parts)


_PLAIN: Final = "to_tsquery('simple'::regconfig, %(plain)s)"
_STEMS: Final = "to_tsquery('indonesian'::regconfig, %(stems)s)"
ASKED: Final = (
    f"asked AS MATERIALIZED (SELECT {_PLAIN} || {_STEMS} AS either, "
    # As text: to PostgreSQL itself an unfinished word equals the finished one.
    f"CASE WHEN {_PLAIN}::text = {_STEMS}::text THEN {_STEMS} "
    f"ELSE {_PLAIN} || {_STEMS} END AS once)"
)
"""The words, read once by the database and named `asked`.

`either` is by what hits are ranked: words as they are written weigh more than their stems. `once`
finds the same, and asks an index only once for words that are their own stems.
"""
RANKED: Final = "(SELECT either FROM asked)"
SEARCHED: Final = "(SELECT once FROM asked)"


def fits(work: Work, wish: Wish, asked: Asked, *, everywhere: bool, along: bool = False) -> Fitting:
    """Return what a row must be; `everywhere` looks into descriptions and sellers' names too.

    `along` is for walking an index of popularity or price: words and places are then written so
    that no index of words is used. Of frequent words that go together the database expects far too
    few hits, and would fetch and sort them all.
    """
    wanted = Fitting(["d.region_id = %(region)s"], {"region": work.actor.region_id})
    if asked:
        column = "d.all_words" if everywhere else "d.name_words"
        wanted.add(
            f"ts_match_vq({column}, {SEARCHED})" if along else f"{column} @@ {SEARCHED}",
            plain=asked.plain,
            stems=asked.stems,
        )
    if wish.category:
        wanted.add(
            "d.category_code = %(category)s"
            if "." in wish.category
            else "d.category_code ^@ %(category)s",
            category=wish.category if "." in wish.category else f"{wish.category}.",
        )
    if wish.regency:
        place = "ARRAY[%(regency)s]::varchar[]"
        wanted.add(
            f"arraycontains(d.areas, {place})" if along and asked else f"d.areas @> {place}",
            regency=wish.regency,
        )
    for name in ("scale", "origin", "halal"):
        if value := getattr(wish, name):
            wanted.add(f"d.{name} = %({name})s", **{name: value})
    _price(wish, wanted)
    _capacity(work, wish, wanted)
    if wish.hour is not None:
        wanted.add(
            "(d.open_from IS NULL OR %(hour)s::time BETWEEN d.open_from AND d.open_until)",
            hour=wish.hour,
        )
    return wanted


def _price(wish: Wish, wanted: Fitting) -> None:
    if wish.band is not None:
        wanted.add("d.price >= %(band)s", band=wish.band)
        following = [start for start in BANDS if start > wish.band]
        if following:
            wanted.add("d.price < %(band_end)s", band_end=following[0])
    if wish.lowest is not None:
        wanted.add("d.price >= %(lowest)s", lowest=wish.lowest)
    if wish.highest is not None:
        wanted.add("d.price <= %(highest)s", highest=wish.highest)


def _capacity(work: Work, wish: Wish, wanted: Fitting) -> None:
    """Whoever can still make so many on that day, and can be ready by then."""
    if wish.day is not None:
        wanted.add("d.lead_days <= %(days)s", days=(wish.day - work.today).days)
        wanted.add(
            "(d.day_capacity IS NULL OR d.day_capacity - (SELECT coalesce(sum(u.quantity), 0) "
            "FROM capacity_uses u WHERE u.listing_id = d.listing_id AND u.day = %(day)s) "
            ">= %(portions)s)",
            day=wish.day,
            portions=wish.portions or 1,
        )
    elif wish.portions is not None:
        wanted.add(
            "(d.day_capacity IS NULL OR d.day_capacity >= %(portions)s)", portions=wish.portions
        )
