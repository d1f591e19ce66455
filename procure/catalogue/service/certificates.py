"""What listings say of being halal, and of TKDN, goes with the certificate by itself."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text, update

from procure.audit.service import record
from procure.catalogue.actions import ListingAction as Do
from procure.catalogue.events import HalalLapsed, HalalRestored
from procure.catalogue.models import Halal, Listing
from procure.catalogue.policy import LISTING_POLICY
from procure.catalogue.queries import own
from procure.db.work import Work
from procure.suppliers import queries as suppliers
from procure.suppliers.kinds import DocumentKind

LOOK_BACK: Final = 30
"""Days for which the clock still settles what it missed while it stood."""

_END_TKDN: Final = text("SELECT end_tkdn(:region, :since)")


def settle_halal(work: Work, supplier_ids: Collection[UUID]) -> None:
    """Let listings say “Halal, certified” exactly while a certificate of their seller holds.

    What the seller proposed stays as it is: with the next certificate it is shown again without
    anybody's doing. Seller and trail learn of each change.
    """
    with work.transaction():
        certified = own.certified(work, supplier_ids)
        lapsed = _turn(work, set(supplier_ids) - certified, Do.LAPSE)
        restored = _turn(work, certified, Do.RECERTIFY)
        for supplier_id, count in lapsed.items():
            work.announce(HalalLapsed(supplier_id, count))
        for supplier_id, count in restored.items():
            work.announce(HalalRestored(supplier_id, count))


def _turn(work: Work, supplier_ids: Collection[UUID], action: Do) -> dict[UUID, int]:
    """Turn the listings of these sellers over; return how many of whom."""
    before, after = Halal.CERTIFIED, Halal.LAPSED
    if action is Do.RECERTIFY:
        before, after = after, before
    work.session.flush()
    turned = update(Listing).where(
        Listing.supplier_id.in_(list(supplier_ids)), Listing.halal == before
    )
    counts: dict[UUID, int] = {}
    for listing in work.session.scalars(turned.values(halal=after).returning(Listing)).all():
        LISTING_POLICY.require(work.actor, action, listing)
        record(work, action, listing)
        counts[listing.supplier_id] = counts.get(listing.supplier_id, 0) + 1
    return counts


def end_what_is_over(work: Work, region_id: UUID) -> None:
    """Settle, as the clock, what says a certificate that ended by the region's day.

    The page of a listing tells itself that its TKDN certificate ended; search must hear of it.
    """
    settle_halal(work, suppliers.ended(work, region_id, DocumentKind.HALAL, LOOK_BACK))
    with work.transaction():
        since = work.today - timedelta(days=LOOK_BACK)
        work.session.execute(_END_TKDN, {"region": region_id, "since": since})
