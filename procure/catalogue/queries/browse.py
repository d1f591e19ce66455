"""Browsing: words and filters in; a page of listings, counted filters and the next page out.

Names are searched first; descriptions and sellers' names only where names find less than a page.
Where there are more hits than we count, what sells best comes first: ranking them would cost more
than it says. Pages are found by the last row of the one before, so nothing is skipped or shown
twice while others write.
"""

# ruff: noqa: S608 - statements are joined from our own words; what people typed is always a value

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple
from uuid import UUID

from procure.catalogue.models import Halal
from procure.catalogue.queries.wishes import (
    BANDS,
    MOST_COUNTED,
    PAGE_SIZE,
    SEARCHED,
    Browsing,
    Card,
    CardSeller,
    Found,
    Order,
    Wish,
    fits,
)
from procure.catalogue.queries.words import corrected, synonyms
from procure.catalogue.rules.searching import Asked, ask, words_of
from procure.db.base import PLAN_ANEW
from procure.db.work import Work
from procure.suppliers.models import Scale

__all__ = ["BANDS", "Browsing", "Card", "Found", "Order", "Wish", "browse", "find"]

FEW: Final = 3
"""With fewer hits than this we also say what else may be meant."""
NAMES, EVERYWHERE = "n", "e"
POPULAR, RANKED = "p", "r"


class _Way(NamedTuple):
    """How a search is done: which words, where, and in which order."""

    asked: Asked
    everywhere: bool = False
    popular: bool = True


def browse(work: Work, wish: Wish) -> Browsing:
    """Return the listings that fit: three statements, or a few more for misspelt words."""
    words = words_of(wish.text)
    counted, way = _counted(work, wish, words)
    if words and counted.count < FEW and not wish.exact:
        better = corrected(work, words)
        if better != words:
            second, second_way = _counted(work, wish, better)
            if counted.count == 0 and second.count:
                counted, way = replace(second, shown=" ".join(better)), second_way
            elif second.count > counted.count:
                counted = replace(counted, meant=" ".join(better))
    if counted.count == 0 and not wish.after:
        return counted
    return replace(counted, found=_page(work, wish, way))


def find(work: Work, wish: Wish, size: int = PAGE_SIZE) -> Found:
    """Return a few listings that fit, without counting them: what sells best of a thousand."""
    asked = ask(words_of(wish.text), synonyms(work))
    if wish.text.strip() and not asked:
        return Found((), "")
    wanted = fits(work, wish, asked, everywhere=False)
    wanted.values["size"] = size
    some = f"SELECT * FROM search_docs d WHERE {wanted.text} LIMIT {MOST_COUNTED}"
    rows = _rows(work, _cards("d.sold", f"({some}) d", "TRUE", "DESC"), wanted.values)
    return Found([_card(row) for row in rows], "")


def page_of(work: Work, supplier_id: UUID, size: int, after: str = "") -> Found:
    """Return a page of what one seller offers, what sells best first."""
    return _page(work, Wish(after=after), _Way(Asked(), popular=False), size, supplier_id)


def _counted(work: Work, wish: Wish, words: tuple[str, ...]) -> tuple[Browsing, _Way]:
    if wish.text.strip() and not words:
        return Browsing(Found((), "")), _Way(Asked())
    same = synonyms(work) if words else {}
    begun = _Way(ask(words, same), everywhere=True)
    if wish.after.startswith(EVERYWHERE):
        return _tally(work, wish, begun)
    tallied, way = _tally(work, wish, _Way(ask(words, same, unfinished=False)))
    if words and tallied.count < PAGE_SIZE and not wish.after:
        return _tally(work, wish, begun)
    return tallied, way


BAND: Final = " ".join(
    ("CASE", *(f"WHEN d.price >= {start} THEN {start}" for start in reversed(BANDS)), "ELSE 0 END")
)
TALLY: Final = (
    "WITH hits AS MATERIALIZED (SELECT d.category_code, d.areas, d.scale, d.origin, d.halal, "
    f"d.price, {BAND} AS band FROM search_docs d WHERE ",
    f" LIMIT {MOST_COUNTED + 1}) "
    "SELECT category_code, scale, origin, halal, band, NULL, count(*), min(price), max(price) "
    "FROM hits GROUP BY GROUPING SETS ((), (category_code), (scale), (origin), (halal), (band)) "
    "UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, a, count(*), 0, 0 "
    "FROM hits, unnest(areas) AS a GROUP BY a",
)
FACETS: Final = ("categories", "scales", "origins", "halals", "bands", "regencies")


def _tally(work: Work, wish: Wish, way: _Way) -> tuple[Browsing, _Way]:
    """Count hits, in all and behind each filter, up to the most that we count."""
    wanted = fits(work, wish, way.asked, everywhere=way.everywhere)
    told = _told(_rows(work, wanted.text.join(TALLY), wanted.values))
    return told, way._replace(popular=told.is_capped)


def _rows(work: Work, text: str, values: dict[str, Any]) -> Sequence[Any]:
    connection = work.session.connection()
    return connection.exec_driver_sql(text, values, execution_options=PLAN_ANEW).all()


def _told(rows: Sequence[Any]) -> Browsing:
    counts: dict[str, dict[Any, int]] = {facet: {} for facet in FACETS}
    count, lowest, highest = 0, 0, 0
    for *values, number, least, most in rows:
        facet, value = next(
            ((facet, one) for facet, one in zip(FACETS, values, strict=True) if one is not None),
            ("", None),
        )
        if facet:
            counts[facet][value] = min(number, MOST_COUNTED)
        else:
            count, lowest, highest = number, least or 0, most or 0
    return Browsing(
        Found((), ""),
        min(count, MOST_COUNTED),
        count > MOST_COUNTED,
        lowest=lowest,
        highest=highest,
        **counts,  # type: ignore[arg-type]
    )


def _key(wish: Wish, way: _Way) -> str:
    """Return the whole number by which listings are ordered."""
    # Only of many hits are the first ones soon met along an index. For few, `+ 0` keeps the
    # database from walking all of it in vain.
    along = "" if way.popular else " + 0"
    if wish.order is not Order.FITTING:
        return f"(d.price{along})"
    if way.popular or not way.asked:
        return f"(d.sold{along})"
    words = "d.all_words" if way.everywhere else "d.name_words"
    named = f" * CASE WHEN d.name_words @@ {SEARCHED} THEN 10 ELSE 1 END" if way.everywhere else ""
    return f"(ts_rank({words}, {SEARCHED}, 1) * ln(d.sold::float8 + 2) * 1000000{named})::bigint"


def _page(
    work: Work,
    wish: Wish,
    way: _Way,
    size: int = PAGE_SIZE,
    supplier_id: UUID | None = None,
) -> Found:
    mark = _read_mark(wish.after)
    if mark:
        way = way._replace(everywhere=mark.where == EVERYWHERE, popular=mark.order == POPULAR)
    wanted = fits(work, wish, way.asked, everywhere=way.everywhere)
    if supplier_id is not None:
        wanted.add("d.supplier_id = %(supplier)s", supplier=supplier_id)
    upwards = wish.order is Order.CHEAPEST
    key, way_round = _key(wish, way), "ASC" if upwards else "DESC"
    if mark:
        wanted.add(
            f"({key}, d.listing_id) {'>' if upwards else '<'} (%(last_key)s, %(last_id)s::uuid)",
            last_key=mark.key,
            last_id=mark.listing_id,
        )
    wanted.values["size"] = size + 1
    rows = _rows(work, _cards(key, "search_docs d", wanted.text, way_round), wanted.values)
    more = ""
    if len(rows) > size:
        where, order = EVERYWHERE if way.everywhere else NAMES, POPULAR if way.popular else RANKED
        more = f"{where}{order}_{rows[size - 1].key}_{rows[size - 1].id}"
    return Found([_card(row) for row in rows[:size]], more)


def _cards(key: str, source: str, conditions: str, way_round: str) -> str:
    # A seller who was suspended a moment ago is gone from the search table too; this costs nothing.
    return " ".join(
        (
            "SELECT h.key, l.id, l.name, l.unit, l.price, l.picture, l.category_code,",
            "l.sold_count, l.halal, (SELECT p.upload_id FROM listing_photos p",
            "WHERE p.listing_id = l.id ORDER BY p.position LIMIT 1) AS photo_id,",
            "s.name AS seller, s.regency_name, s.scale, s.is_taxable",
            f"FROM (SELECT d.listing_id, {key} AS key",
            f"FROM {source} WHERE {conditions}",
            f"ORDER BY {key} {way_round}, d.listing_id {way_round} LIMIT %(size)s) AS h",
            "JOIN listings l ON l.id = h.listing_id JOIN suppliers s ON s.id = l.supplier_id",
            "WHERE l.is_live AND s.status = 'active'",
            f"ORDER BY h.key {way_round}, h.listing_id {way_round}",
        )
    )


def _card(row: Any) -> Card:
    return Card(
        row.id,
        row.name,
        row.unit,
        row.price,
        row.picture,
        row.category_code,
        row.sold_count,
        Halal(row.halal),
        row.photo_id,
        CardSeller(row.seller, row.regency_name, Scale(row.scale), row.is_taxable),
    )


class _Mark(NamedTuple):
    """Where the last page ended, and how it was searched."""

    where: str
    order: str
    key: int
    listing_id: UUID


def _read_mark(text: str) -> _Mark | None:
    """Return where the last page ended; a mark that somebody made up begins at the start."""
    try:
        way, key, listing_id = text.split("_")
        where, order = way[:1], way[1:]
        mark = _Mark(where, order, int(key), UUID(listing_id))
    except ValueError:
        return None
    known = where in (NAMES, EVERYWHERE) and order in (POPULAR, RANKED)
    return mark if known and abs(mark.key) < 2**31 else None
