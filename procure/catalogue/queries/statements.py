"""The statements by which listings are found: counted filters and the first rows with one of them.

One in sixteen listings is a sample, with indexes of its own. Where so many of the sample fit that
there must be thousands in all, the filters are counted in the sample, and the rows are met along
an index of popularity or price. Where they are fewer, each of them is looked at.
"""

# ruff: noqa: S608 - statements are joined from our own words; what people typed is always a value

from typing import Final, NamedTuple

from procure.catalogue.queries.wishes import ASKED, BANDS, MOST_COUNTED

MANY: Final = 150
"""Hits in the sample from which on walking an index is cheaper than fetching all hits: more than
two thousand in all, so surely more than are counted."""
MOST_SAMPLED: Final = 500
"""Hits of the sample that are looked at to count what is behind each filter."""

_BAND: Final = " ".join(
    ("CASE", *(f"WHEN d.price >= {start} THEN {start}" for start in reversed(BANDS)), "ELSE 0 END")
)
_TOLD: Final = f"d.category_code, d.areas, d.scale, d.origin, d.halal, d.price, {_BAND} AS band"
_ROW: Final = "d.listing_id, d.sold"
_ALL: Final = f"{_TOLD}, {_ROW}"
_SAME: Final = "category_code, areas, scale, origin, halal, price, band"
_NO_FACET: Final = "NULL, NULL, NULL, NULL, NULL"

_MANY: Final = "(SELECT yes FROM many)"
_TALLY: Final = (
    f"told AS MATERIALIZED (SELECT {_SAME} FROM sample WHERE {_MANY} "
    f"UNION ALL (SELECT {_SAME} FROM hits LIMIT {MOST_COUNTED + 1})) "
    f"SELECT category_code, scale, origin, halal, band, NULL AS area, count(*) AS number, "
    f"min(price) AS least, max(price) AS most, NULL::uuid AS id, {_MANY} AS many FROM told "
    "GROUP BY GROUPING SETS ((), (category_code), (scale), (origin), (halal), (band)) "
    f"UNION ALL SELECT {_NO_FACET}, a, sum(number)::bigint, 0, 0, NULL, NULL FROM "
    "(SELECT areas, count(*) AS number FROM told GROUP BY areas) AS places, unnest(areas) AS a "
    "GROUP BY a"
)


class Ordering(NamedTuple):
    """How hits are ordered: many by a column, few perhaps by rank; and where the page begins.

    `after` says in terms of `key` and `listing_id` what stands on this page and the next ones.
    """

    key: str
    ranked: str
    way: str
    after: str
    size: int


def found(conditions: str, along: str, words: str, by: Ordering) -> str:
    """Return the statement that counts hits behind each filter and names the first of them.

    Args:
        conditions: what a row must be.
        along: the same, written for walking an index of the key.
        words: the columns of words by which few hits are ranked; empty if nothing is searched.
        by: how hits are ordered.
    """
    if words:
        sample = f"SELECT {_TOLD} FROM search_docs d WHERE {conditions} AND d.is_sampled"
        hits = f"SELECT {_ALL}, {words} FROM search_docs d WHERE {conditions} AND NOT {_MANY}"
        least, most = MANY, MOST_SAMPLED
    else:
        sample = f"SELECT {_ALL} FROM search_docs d WHERE {conditions}"
        hits = f"SELECT * FROM sample WHERE NOT {_MANY}"
        least = most = MOST_COUNTED + 1
    first = f"ORDER BY key {by.way}, listing_id {by.way} LIMIT {by.size}"
    return " ".join(
        (
            f"WITH {ASKED}, " if words else "WITH",
            f"sample AS MATERIALIZED ({sample} LIMIT {most}),",
            f"many AS MATERIALIZED (SELECT count(*) >= {least} AS yes FROM sample),",
            f"hits AS MATERIALIZED ({hits}),",
            f"shown AS (SELECT * FROM (SELECT listing_id, {by.ranked} AS key FROM hits d) AS few",
            f"WHERE {by.after} UNION ALL (SELECT * FROM (SELECT d.listing_id, {by.key} AS key",
            f"FROM search_docs d WHERE {along} AND {_MANY}) AS popular WHERE {by.after} {first})",
            f"{first}), {_TALLY}",
            f"UNION ALL SELECT {_NO_FACET}, NULL, key, 0, 0, listing_id, NULL FROM shown",
        )
    )


def by_rank_if_few(rank: str) -> str:
    """Return what orders hits by rank, and by what sells where there are more than we count."""
    return f"CASE WHEN (SELECT count(*) FROM hits) > {MOST_COUNTED} THEN d.sold ELSE {rank} END"


OFFERED: Final = " ".join(
    (
        "SELECT d.listing_id, d.sold AS key FROM search_docs d",
        "WHERE d.region_id = %(region)s AND d.supplier_id = %(supplier)s",
        "AND (d.sold, d.listing_id) < (%(last_key)s::bigint, %(last_id)s::uuid)",
        # What one seller offers is little: `+ 0` keeps the database from walking all there is.
        "ORDER BY d.sold + 0 DESC, d.listing_id DESC LIMIT %(size)s",
    )
)
"""What one seller offers, what sells best first."""

CARDS: Final = " ".join(
    (
        "SELECT l.id, l.name, l.unit, l.price, l.picture, l.category_code, l.sold_count, l.halal,",
        "(SELECT p.upload_id FROM listing_photos p WHERE p.listing_id = l.id",
        "ORDER BY p.position LIMIT 1) AS photo_id, s.name AS seller, s.regency_name, s.scale,",
        "s.is_taxable",
        "FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS shown (id, place)",
        "JOIN listings l ON l.id = shown.id JOIN suppliers s ON s.id = l.supplier_id",
        # A seller who was suspended a moment ago is gone from the search table too.
        "WHERE l.is_live AND s.status = 'active' ORDER BY shown.place",
    )
)
"""What cards say of a few listings, in the order in which they are named."""
