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

from procure.catalogue.models import Halal
from procure.catalogue.queries import statements
from procure.catalogue.queries.wishes import (
    BANDS,
    MOST_COUNTED,
    PAGE_SIZE,
    RANKED,
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
POPULAR, IN_RANK = "p", "r"


class _Row(NamedTuple):
    """A row of a page: by what it is ordered, and which listing it is."""

    key: int
    listing_id: UUID


class _Mark(NamedTuple):
    """Where the last page ended, and how it was searched."""

    where: str
    order: str
    last: _Row


class _Hits(NamedTuple):
    """What a search found: counts, the rows of the page and one more, and how it was done."""

    told: Browsing
    rows: Sequence[_Row]
    everywhere: bool
    popular: bool


NOTHING: Final = _Hits(Browsing(Found((), "")), (), everywhere=False, popular=True)


def browse(work: Work, wish: Wish) -> Browsing:
    """Return the listings that fit: two statements, or a few more for rare and misspelt words."""
    words = words_of(wish.text)
    hits = _searched(work, wish, words)
    told = hits.told
    if words and told.count < FEW and not wish.exact:
        better = corrected(work, words)
        if better != words:
            second = _searched(work, wish, better)
            if told.count == 0 and second.told.count:
                hits, told = second, replace(second.told, shown=" ".join(better))
            elif second.told.count > told.count:
                told = replace(told, meant=" ".join(better))
    return replace(told, found=_page(work, hits)) if hits.rows else told


def find(work: Work, wish: Wish, size: int = PAGE_SIZE) -> Found:
    """Return a few listings whose names fit what is being typed."""
    words = words_of(wish.text)
    if wish.text.strip() and not words:
        return NOTHING.told.found
    hits = _hits(work, wish, ask(words, synonyms(work)), everywhere=False, size=size)
    return Found(cards_of(work, [one.listing_id for one in hits.rows[:size]]), "")


def page_of(work: Work, supplier_id: UUID, size: int, after: str = "") -> Found:
    """Return a page of what one seller offers, what sells best first."""
    mark = _read_mark(after)
    last = mark.last if mark else _Row(2**31, UUID(int=0))
    given = {
        "region": work.actor.region_id,
        "supplier": supplier_id,
        "last_key": last.key,
        "last_id": last.listing_id,
        "size": size + 1,
    }
    rows = [_Row(row.key, row.listing_id) for row in _rows(work, statements.OFFERED, given)]
    return _page(work, NOTHING._replace(rows=rows), size)


def _searched(work: Work, wish: Wish, words: tuple[str, ...]) -> _Hits:
    if wish.text.strip() and not words:
        return NOTHING
    same = synonyms(work) if words else {}
    if not wish.after.startswith(EVERYWHERE):
        asked = ask(words, same, unfinished=False)
        hits = _hits(work, wish, asked, everywhere=False)
        if not words or hits.told.count >= PAGE_SIZE or wish.after:
            return hits
        if _fill_a_page_unfiltered(work, wish, asked):
            return hits
    return _hits(work, wish, ask(words, same), everywhere=True)


def _fill_a_page_unfiltered(work: Work, wish: Wish, asked: Asked) -> bool:
    """Whether names alone fill a page without the filters.

    Where to look is decided by the words. A filter would else lead from the names, of which it
    told a number, to more hits in the descriptions.
    """
    bare = Wish(text=wish.text)
    if replace(wish, order=bare.order, exact=bare.exact) == bare:
        return False
    return _hits(work, bare, asked, everywhere=False).told.count >= PAGE_SIZE


def _hits(
    work: Work, wish: Wish, asked: Asked, *, everywhere: bool, size: int = PAGE_SIZE
) -> _Hits:
    """Count hits, in all and behind each filter, and find the first that follow the last page."""
    mark = _read_mark(wish.after)
    wanted = fits(work, wish, asked, everywhere=everywhere)
    along = fits(work, wish, asked, everywhere=everywhere, along=True)
    upwards = wish.order is Order.CHEAPEST
    after = "TRUE"
    if mark:
        after = f"(key, listing_id) {'>' if upwards else '<'} (%(last_key)s, %(last_id)s::uuid)"
        wanted.values |= {"last_key": mark.last.key, "last_id": mark.last.listing_id}
    names = ("d.name_words, d.all_words" if everywhere else "d.name_words") if asked else ""
    by = statements.Ordering(
        key="d.sold" if wish.order is Order.FITTING else "d.price",
        ranked=_ranked(wish, asked, mark, everywhere=everywhere),
        way="ASC" if upwards else "DESC",
        after=after,
        size=size + 1,
    )
    statement = statements.found(wanted.text, along.text, names, by)
    told, rows = _told(_rows(work, statement, wanted.values, {} if asked else PLAN_ANEW))
    rows.sort(reverse=not upwards)
    popular = mark.order == POPULAR if mark else told.is_capped
    return _Hits(told, rows, everywhere, popular)


def _ranked(wish: Wish, asked: Asked, mark: _Mark | None, *, everywhere: bool) -> str:
    """Return the whole number by which few hits are ordered; a next page goes on as the first."""
    if wish.order is not Order.FITTING:
        return "d.price"
    if not asked or (mark and mark.order == POPULAR):
        return "d.sold"
    words = "d.all_words" if everywhere else "d.name_words"
    named = f" * CASE WHEN d.name_words @@ {SEARCHED} THEN 10 ELSE 1 END" if everywhere else ""
    rank = f"(ts_rank({words}, {RANKED}, 1) * ln(d.sold::float8 + 2) * 1000000{named})::bigint"
    if mark:
        return rank
    return statements.by_rank_if_few(rank)


FACETS: Final = ("categories", "scales", "origins", "halals", "bands", "regencies")


def _rows(
    work: Work, text: str, values: dict[str, Any], options: dict[str, Any] | None = None
) -> Sequence[Any]:
    connection = work.session.connection()
    return connection.exec_driver_sql(text, values, execution_options=options).all()


def _told(found: Sequence[Any]) -> tuple[Browsing, list[_Row]]:
    """Read what the statement answered: counts behind filters, the sum of all, and rows."""
    counts: dict[str, dict[Any, int]] = {facet: {} for facet in FACETS}
    count, lowest, highest, many = 0, 0, 0, False
    rows: list[_Row] = []
    for *values, number, least, most, listing_id, is_many in found:
        if listing_id is not None:
            rows.append(_Row(number, listing_id))
            continue
        for facet, value in zip(FACETS, values, strict=True):
            if value is not None:
                counts[facet][value] = min(number, MOST_COUNTED)
                break
        else:
            count, lowest, highest, many = number, least or 0, most or 0, is_many
    told = Browsing(
        Found((), ""),
        MOST_COUNTED if many else min(count, MOST_COUNTED),
        many or count > MOST_COUNTED,
        lowest=lowest,
        highest=highest,
        **counts,  # type: ignore[arg-type]
    )
    return told, rows


def _page(work: Work, hits: _Hits, size: int = PAGE_SIZE) -> Found:
    """Return the cards of a page, with the mark of its last row where more follow."""
    more = ""
    if len(hits.rows) > size:
        where = EVERYWHERE if hits.everywhere else NAMES
        last = hits.rows[size - 1]
        more = f"{where}{POPULAR if hits.popular else IN_RANK}_{last.key}_{last.listing_id}"
    return Found(cards_of(work, [one.listing_id for one in hits.rows[:size]]), more)


def cards_of(work: Work, ids: Sequence[UUID]) -> list[Card]:
    """Return what cards show of these listings, in this order; those off the shelf are left out."""
    if not ids:
        return []
    return [
        Card(
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
        for row in _rows(work, statements.CARDS, {"ids": list(ids)})
    ]


def _read_mark(text: str) -> _Mark | None:
    """Return where the last page ended; a mark that somebody made up begins at the start."""
    try:
        way, key, listing_id = text.split("_")
        where, order = way[:1], way[1:]
        mark = _Mark(where, order, _Row(int(key), UUID(listing_id)))
    except ValueError:
        return None
    known = where in (NAMES, EVERYWHERE) and order in (POPULAR, IN_RANK)
    return mark if known and abs(mark.last.key) < 2**31 else None
