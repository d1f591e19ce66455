"""Addresses of public pages for search engines, in chunks that follow one another by id."""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select

from procure.catalogue.search_models import SearchDoc
from procure.db.work import Work
from procure.suppliers.models import Supplier, SupplierStatus

CHUNK: Final = 10_000


def listing_ids(work: Work, after: UUID | None) -> Sequence[UUID]:
    """Return the next ids of live listings."""
    wanted = select(SearchDoc.listing_id).where(SearchDoc.region_id == work.actor.region_id)
    if after is not None:
        wanted = wanted.where(SearchDoc.listing_id > after)
    return work.session.scalars(wanted.order_by(SearchDoc.listing_id).limit(CHUNK)).all()


def seller_slugs(work: Work, after: str) -> Sequence[str]:
    """Return the next addresses of active sellers."""
    wanted = (
        select(Supplier.slug)
        .where(
            Supplier.region_id == work.actor.region_id,
            Supplier.status == SupplierStatus.ACTIVE,
            Supplier.slug > after,
        )
        .order_by(Supplier.slug)
        .limit(CHUNK)
    )
    return work.session.scalars(wanted).all()


def chunk_ends(work: Work) -> Iterator[UUID]:
    """Yield the id after which each further chunk of listings begins."""
    last: UUID | None = None
    while True:
        wanted = select(SearchDoc.listing_id).where(SearchDoc.region_id == work.actor.region_id)
        if last is not None:
            wanted = wanted.where(SearchDoc.listing_id > last)
        wanted = wanted.order_by(SearchDoc.listing_id).offset(CHUNK - 1).limit(1)
        last = work.session.scalar(wanted)
        if last is None:
            return
        yield last
