"""What search reads: live listings in a narrow table, a lexicon, and words that mean the same.

The database keeps the first two itself, by triggers; see `20261125_find_listings.py`.
"""

from datetime import time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Computed,
    DateTime,
    Index,
    String,
    Uuid,
    column,
    table,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base, rupiah


def _words(*columns: str) -> list[Index]:
    """Return the indexes of words and places: of all listings, and of the sample among them."""
    return [
        Index(
            f"ix_search_docs_{name}",
            column,
            "areas",
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 512},
            postgresql_where=where,
        )
        for column in columns
        for name, where in ((column, None), (f"sampled_{column}", "is_sampled"))
    ]


class SearchDoc(Base):
    """A live listing of an active supplier, as search sees it (price in rupiah with tax).

    One in sixteen, by its id, is in the sample from which frequent words are counted.
    """

    __tablename__ = "search_docs"
    __table_args__ = (
        Index(
            "ix_search_docs_popular",
            "region_id",
            "sold",
            "listing_id",
            postgresql_include=["name_words"],
        ),
        Index("ix_search_docs_kind", "region_id", "category_code", "sold", "listing_id"),
        Index("ix_search_docs_price", "region_id", "price", "listing_id"),
        Index("ix_search_docs_supplier_id", "supplier_id"),
        *_words("name_words", "all_words"),
    )

    listing_id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    price: Mapped[rupiah]
    sold: Mapped[int]
    lead_days: Mapped[int]
    is_sampled: Mapped[bool] = mapped_column(
        Computed("get_byte(uuid_send(listing_id), 15) < 16", persisted=True)
    )
    name_words: Mapped[Any] = mapped_column(TSVECTOR)
    category_code: Mapped[str]
    scale: Mapped[str]
    origin: Mapped[str]
    halal: Mapped[str]
    areas: Mapped[list[str]] = mapped_column(ARRAY(String))
    day_capacity: Mapped[int | None]
    open_from: Mapped[time | None]
    open_until: Mapped[time | None]
    all_words: Mapped[Any] = mapped_column(TSVECTOR)


class SearchWord(Base):
    """A word of listings' names in one region, how often, and what is left without one letter."""

    __tablename__ = "search_words"
    __table_args__ = (
        Index("ix_search_words_holes", "holes", postgresql_using="gin"),
        Index(
            "ix_search_words_word",
            "word",
            postgresql_using="gist",
            postgresql_ops={"word": "gist_trgm_ops"},
        ),
    )

    region_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    uses: Mapped[int]
    holes: Mapped[list[str]] = mapped_column(ARRAY(String))


class SearchSynonym(Base):
    """Words that buyers say for the same thing: who looks for one finds the other."""

    __tablename__ = "search_synonyms"

    words: Mapped[str] = mapped_column(primary_key=True)
    same: Mapped[str] = mapped_column(primary_key=True)


class SharePicture(Base):
    """Which stored picture stands beside links; `key` is the hash of the words it says."""

    __tablename__ = "share_pictures"

    key: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]


AWARDED_PRICES: Final = table(
    "awarded_prices",
    column("region_id", Uuid),
    column("category_code", String),
    column("unit", String),
    column("unit_price", BigInteger),
    column("awarded_at", DateTime(timezone=True)),
)
"""Unit prices of signed awards, without the purchase or the supplier."""
