"""What becomes of listings and proposals when the account of their seller is closed."""

from uuid import UUID

from sqlalchemy import select, update

from procure.audit.service import advance, record
from procure.catalogue.actions import ListingAction, ListingRevisionAction
from procure.catalogue.models import Listing
from procure.catalogue.policy import LISTING_POLICY
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.workflow import ListingRevisionStatus
from procure.db.work import Work


def retire(work: Work, supplier_id: UUID, reason: str) -> None:
    """Take everything of a seller off the shelf, and let nothing of it wait for a decision.

    Prices and names stay for the orders and requests in which they stand.
    """
    with work.transaction():
        live = update(Listing).where(Listing.supplier_id == supplier_id, Listing.is_live)
        for listing in work.session.scalars(live.values(is_live=False).returning(Listing)).all():
            LISTING_POLICY.require(work.actor, ListingAction.RETIRE, listing)
            record(work, ListingAction.RETIRE, listing, reason=reason)
        waiting = (
            select(ListingRevision)
            .where(
                ListingRevision.supplier_id == supplier_id,
                ListingRevision.status == ListingRevisionStatus.SUBMITTED,
            )
            .with_for_update()
        )
        for revision in work.session.scalars(waiting).all():
            advance(work, revision, ListingRevisionAction.REFUSE, reason=reason)
            revision.reason = reason
            revision.decided_by_id, revision.decided_at = work.actor.user_id, work.now
