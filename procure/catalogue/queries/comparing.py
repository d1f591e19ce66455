"""A few listings side by side, and the shelf of one seller."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from procure.catalogue.models import Listing
from procure.catalogue.queries.browse import page_of
from procure.catalogue.queries.shelf import in_sight_of
from procure.catalogue.queries.wishes import Found
from procure.catalogue.rules.offers import PPN
from procure.catalogue.search_models import SearchDoc
from procure.db.work import Work
from procure.kernel.regulation import Regulation
from procure.regulations import queries as regulations

MOST_COMPARED: Final = 4


def compared(work: Work, ids: Sequence[UUID]) -> list[Listing]:
    """Return at most four live listings with seller, contents and areas, in the order asked for."""
    wanted_ids = list(dict.fromkeys(ids))[:MOST_COMPARED]
    if not wanted_ids:
        return []
    wanted = (
        select(Listing)
        .join(Listing.supplier)
        .join(Listing.category)
        .options(
            contains_eager(Listing.supplier),
            contains_eager(Listing.category),
            selectinload(Listing.contents),
            selectinload(Listing.variants),
        )
        .where(Listing.id.in_(wanted_ids), *in_sight_of(work.actor))
    )
    found = {listing.id: listing for listing in work.session.scalars(wanted)}
    return [found[one] for one in wanted_ids if one in found]


def areas_of(work: Work, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the regency codes to which live listings are delivered."""
    wanted = select(SearchDoc.listing_id, SearchDoc.areas).where(SearchDoc.listing_id.in_(ids))
    return dict(work.session.execute(wanted).all())


def ppn_law(work: Work) -> Regulation | None:
    """Return the rule of value added tax in force today."""
    return regulations.in_force(work, [PPN]).get(PPN)


def shelf_of(work: Work, supplier_id: UUID, size: int, after: str = "") -> Found:
    """Return one page of what a seller offers, what sells best first."""
    return page_of(work, supplier_id, size, after)
