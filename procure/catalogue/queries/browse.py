"""Browsing: words and filters in; a page of listings, counted filters and the next page out.

Names are searched first; descriptions and sellers' names only where names find less than a page.
Where there are more hits than we count, what sells best comes first: ranking them would cost more
than it says. Pages are found by the last row of the one before, so nothing is skipped or shown
twice while others write.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    Float,
    Integer,
    String,
    Uuid,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)

from procure.catalogue.models import Listing, ListingPhoto
from procure.catalogue.queries.wishes import (
    BANDS,
    MOST_COUNTED,
    PAGE_SIZE,
    Browsing,
    Card,
    CardSeller,
    Found,
    Order,
    Wish,
    band,
    fits,
)
from procure.catalogue.queries.words import corrected, query_of, synonyms
from procure.catalogue.rules.searching import Asked, ask, words_of
from procure.catalogue.search_models import SearchDoc
from procure.db.base import PLAN_ANEW
from procure.db.work import Work
from procure.suppliers.models import Supplier, SupplierStatus

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
    """Return one page of the listings that fit, without counting them; what sells best first."""
    asked = ask(words_of(wish.text), synonyms(work))
    if wish.text.strip() and not asked:
        return Found((), "")
    return _page(work, wish, _Way(asked), size)


def page_where(
    work: Work, conditions: Sequence[ColumnElement[bool]], size: int, after: str = ""
) -> Found:
    """Return a page of listings that fit conditions of our own, what sells best first."""
    return _page(work, Wish(after=after), _Way(Asked()), size, conditions)


def _counted(work: Work, wish: Wish, words: tuple[str, ...]) -> tuple[Browsing, _Way]:
    asked = ask(words, synonyms(work)) if words else Asked()
    if wish.text.strip() and not asked:
        return Browsing(Found((), "")), _Way(asked)
    if wish.after.startswith(EVERYWHERE):
        return _tally(work, wish, _Way(asked, everywhere=True))
    tallied, way = _tally(work, wish, _Way(asked))
    if asked and tallied.count < PAGE_SIZE and not wish.after:
        return _tally(work, wish, _Way(asked, everywhere=True))
    return tallied, way


def _tally(work: Work, wish: Wish, way: _Way) -> tuple[Browsing, _Way]:
    """Count hits, in all and behind each filter, up to the most that we count."""
    hits = (
        select(
            SearchDoc.category_code,
            SearchDoc.areas,
            SearchDoc.scale,
            SearchDoc.origin,
            SearchDoc.halal,
            SearchDoc.price,
            band().label("band"),
        )
        .where(*fits(work, wish, way.asked, everywhere=way.everywhere))
        .limit(MOST_COUNTED + 1)
        .cte("hits")
    )
    areas = select(func.unnest(hits.c.areas, type_=String).label("area")).subquery("areas")
    kinds: tuple[tuple[str, Any], ...] = (
        ("categories", hits.c.category_code),
        ("scales", hits.c.scale),
        ("origins", hits.c.origin),
        ("halals", hits.c.halal),
        ("bands", cast(hits.c.band, String)),
    )
    parts: list[Any] = [
        select(
            literal_column("'all'", String).label("kind"),
            cast(func.min(hits.c.price), String).label("value"),
            func.count().label("count"),
            func.max(hits.c.price).label("most"),
        ).select_from(hits),
        select(literal_column("'regencies'", String), areas.c.area, func.count(), null()).group_by(
            areas.c.area
        ),
        *(
            select(literal_column(f"'{kind}'", String), column, func.count(), null())
            .select_from(hits)
            .group_by(column)
            for kind, column in kinds
        ),
    ]
    rows = work.session.execute(union_all(*parts), execution_options=PLAN_ANEW).all()
    return _told(rows), way._replace(popular=_is_large(rows))


def _is_large(rows: Any) -> bool:
    return any(row.kind == "all" and row.count > MOST_COUNTED for row in rows)


def _told(rows: Any) -> Browsing:
    counts: dict[str, Any] = {
        kind: {} for kind in ("categories", "regencies", "scales", "origins", "halals", "bands")
    }
    count, lowest, highest = 0, 0, 0
    for kind, value, number, most in rows:
        if kind == "all":
            count, lowest, highest = number, int(value or 0), most or 0
        else:
            counts[kind][int(value) if kind == "bands" else value] = min(number, MOST_COUNTED)
    return Browsing(
        Found((), ""),
        min(count, MOST_COUNTED),
        count > MOST_COUNTED,
        lowest=lowest,
        highest=highest,
        **counts,
    )


def _key(wish: Wish, way: _Way) -> ColumnElement[int]:
    """Return the whole number by which listings are ordered."""
    if wish.order is not Order.FITTING:
        return cast(SearchDoc.price, BigInteger)
    if way.popular or not way.asked:
        return cast(SearchDoc.sold, Integer)
    words = SearchDoc.all_words if way.everywhere else SearchDoc.name_words
    rank = func.ts_rank(words, query_of(way.asked), 1, type_=Float)
    popularity = func.ln(cast(SearchDoc.sold, Double) + 2)
    return cast(rank * popularity * 1_000_000, BigInteger)


def _page(
    work: Work,
    wish: Wish,
    way: _Way,
    size: int = PAGE_SIZE,
    conditions: Sequence[ColumnElement[bool]] = (),
) -> Found:
    mark = _read_mark(wish.after)
    if mark:
        way = way._replace(everywhere=mark.where == EVERYWHERE, popular=mark.order == POPULAR)
    key = _key(wish, way)
    upwards = wish.order is Order.CHEAPEST
    sorting = (
        (key.asc(), SearchDoc.listing_id.asc())
        if upwards
        else (key.desc(), SearchDoc.listing_id.desc())
    )
    hits = (
        select(SearchDoc.listing_id, key.label("key"))
        .where(*fits(work, wish, way.asked, everywhere=way.everywhere), *conditions)
        .order_by(*sorting)
        .limit(size + 1)
    )
    if mark:
        last = tuple_(literal(mark.key, key.type), literal(mark.listing_id, Uuid))
        row = tuple_(key, SearchDoc.listing_id)
        hits = hits.where(row > last if upwards else row < last)
    rows = work.session.execute(_cards(hits.subquery("hits"), upwards), execution_options=PLAN_ANEW)
    found = rows.all()
    more = ""
    if len(found) > size:
        last_shown = found[size - 1]
        where, order = EVERYWHERE if way.everywhere else NAMES, POPULAR if way.popular else RANKED
        more = f"{where}{order}_{last_shown.key}_{last_shown.id}"
    return Found([_card(row) for row in found[:size]], more)


def _cards(hits: Any, upwards: bool) -> Any:
    photo = (
        select(ListingPhoto.upload_id)
        .where(ListingPhoto.listing_id == hits.c.listing_id)
        .order_by(ListingPhoto.position)
        .limit(1)
        .scalar_subquery()
    )
    # A seller who was suspended a moment ago is gone from the search table too; this costs nothing.
    return (
        select(
            hits.c.key,
            Listing.id,
            Listing.name,
            Listing.unit,
            Listing.price,
            Listing.picture,
            Listing.category_code,
            Listing.sold_count,
            Listing.halal,
            photo.label("photo_id"),
            Supplier.name.label("seller"),
            Supplier.regency_name,
            Supplier.scale,
        )
        .join_from(hits, Listing, Listing.id == hits.c.listing_id)
        .join(Supplier, Supplier.id == Listing.supplier_id)
        .where(Listing.is_live, Supplier.status == SupplierStatus.ACTIVE)
        .order_by(
            *(
                (hits.c.key, hits.c.listing_id)
                if upwards
                else (hits.c.key.desc(), hits.c.listing_id.desc())
            )
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
        row.halal,
        row.photo_id,
        CardSeller(row.seller, row.regency_name, row.scale),
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
