"""What an agency keeps at hand."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager

from procure.catalogue.models import Favourite, Listing
from procure.db.work import Work
from procure.suppliers.models import Supplier, SupplierStatus

MOST_SHOWN = 200


def among(work: Work, ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of these listings the asker's agency keeps; nothing for other people."""
    if work.actor.agency_id is None or not ids:
        return frozenset()
    wanted = select(Favourite.listing_id).where(
        Favourite.agency_id == work.actor.agency_id, Favourite.listing_id.in_(ids)
    )
    return frozenset(work.session.scalars(wanted))


def kept(work: Work) -> Sequence[tuple[Listing, bool]]:
    """Return the agency's favourites, last kept first, and whether each is still on offer."""
    on_offer = and_(Listing.is_live, Supplier.status == SupplierStatus.ACTIVE)
    wanted = (
        select(Listing, on_offer.label("on_offer"))
        .join(Favourite, Favourite.listing_id == Listing.id)
        .join(Listing.supplier)
        .options(contains_eager(Listing.supplier))
        .where(
            Favourite.agency_id == work.actor.agency_id,
            Listing.region_id == work.actor.region_id,
        )
        .order_by(Favourite.created_at.desc(), Listing.id)
        .limit(MOST_SHOWN)
    )
    return [(listing, bool(live)) for listing, live in work.session.execute(wanted)]
