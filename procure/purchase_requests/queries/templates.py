"""Routine purchases that the asker's agency keeps."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from procure.catalogue.models import Listing
from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.purchase_requests.template_models import PurchaseTemplate


def all_of_agency(work: Work) -> Sequence[PurchaseTemplate]:
    """Return the agency's templates in use, by title."""
    wanted = (
        select(PurchaseTemplate)
        .options(selectinload(PurchaseTemplate.lines))
        .where(
            PurchaseTemplate.agency_id == work.actor.agency_id,
            PurchaseTemplate.retired_at.is_(None),
        )
        .order_by(PurchaseTemplate.title, PurchaseTemplate.id)
    )
    return work.session.scalars(wanted).all()


def get(work: Work, template_id: UUID, *, lock: bool = False) -> PurchaseTemplate:
    """Return one of the agency's templates in use. Raises NotFound."""
    wanted = select(PurchaseTemplate).where(
        PurchaseTemplate.id == template_id,
        PurchaseTemplate.agency_id == work.actor.agency_id,
        PurchaseTemplate.retired_at.is_(None),
    )
    found = work.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound
    return found


def prices(work: Work, listing_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return today's prices (rupiah) of listings that are still on offer."""
    wanted = select(Listing.id, Listing.price).where(
        Listing.id.in_(listing_ids), Listing.region_id == work.actor.region_id, Listing.is_live
    )
    return dict(work.session.execute(wanted).all()) if listing_ids else {}
