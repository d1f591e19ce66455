"""Keeping listings at hand for an agency."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from procure.audit.service import record
from procure.catalogue.actions import FavouriteAction as Do
from procure.catalogue.models import Favourite, Listing
from procure.catalogue.policy import FAVOURITE_POLICY
from procure.catalogue.queries import get
from procure.db.base import table_of
from procure.db.work import Work

_FAVOURITES = table_of(Favourite)


def keep(work: Work, listing_id: UUID) -> Listing:
    """Keep a live listing at hand for the agency; doing it again changes nothing."""
    with work.transaction():
        FAVOURITE_POLICY.require(work.actor, Do.KEEP)
        listing = get(work, listing_id)
        added = work.session.execute(
            insert(_FAVOURITES)
            .values(
                agency_id=work.actor.agency_id,
                listing_id=listing.id,
                region_id=work.actor.region_id,
                person_id=work.actor.user_id,
            )
            .on_conflict_do_nothing()
            .returning(_FAVOURITES.c.listing_id)
        ).first()
        if added:
            record(work, Do.KEEP, listing)
    return listing


def drop(work: Work, listing_id: UUID) -> None:
    """Take a listing from the agency's favourites, also one that is no longer on offer."""
    with work.transaction():
        FAVOURITE_POLICY.require(work.actor, Do.DROP)
        gone = work.session.execute(
            delete(_FAVOURITES)
            .where(
                _FAVOURITES.c.agency_id == work.actor.agency_id,
                _FAVOURITES.c.listing_id == listing_id,
            )
            .returning(_FAVOURITES.c.listing_id)
        ).first()
        listing = work.session.get(Listing, listing_id) if gone else None
        if listing is not None:
            record(work, Do.DROP, listing)
