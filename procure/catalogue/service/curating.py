"""From a proposal to the shelf: the seller sends, the registry officer judges."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from procure.audit.service import advance, record
from procure.catalogue.actions import ImportRunAction, ListingAction
from procure.catalogue.actions import ListingRevisionAction as Do
from procure.catalogue.events import (
    BatchApproved,
    ListingApproved,
    ListingProposed,
    ListingReturned,
    ListingTakenDown,
)
from procure.catalogue.policy import LISTING_POLICY
from procure.catalogue.queries import curation, own, sheets
from procure.catalogue.rules import offers as rules
from procure.catalogue.rules.kinds import Halal
from procure.catalogue.service.certificates import settle_halal
from procure.catalogue.service.photos import publish
from procure.catalogue.service.selling import write_columns, write_lists
from procure.catalogue.shelf_models import ListingRevision
from procure.db.work import Work
from procure.kernel.errors import ReasonMissing

BATCH: Final = 200
"""Proposals of a sheet approved by one press; with more the answer would keep people waiting."""


def submit(work: Work, listing_revision_id: UUID) -> ListingRevision:
    """Send a proposal to the registry officer. Raises what the rules of offers refuse."""
    with work.transaction():
        revision = curation.get(work, listing_revision_id, lock=True)
        around = own.around(work, revision.supplier)
        finding = rules.halal_finding(revision.substance, around)
        advance(work, revision, Do.SUBMIT, laws=[finding.law] if finding else ())
        rules.check_may_submit(revision.substance, around)
        revision.submitted_by_id, revision.submitted_at = work.actor.user_id, work.now
        revision.reason = ""
        work.announce(ListingProposed(revision.id))
    return revision


def withdraw_listing_revision(work: Work, listing_revision_id: UUID) -> ListingRevision:
    """Take a proposal back; what it said is offered again when the listing is changed."""
    with work.transaction():
        revision = curation.get(work, listing_revision_id, lock=True)
        advance(work, revision, Do.WITHDRAW)
    return revision


def approve(
    work: Work, listing_revision_id: UUID, checklist: Mapping[str, bool]
) -> ListingRevision:
    """Let buyers see what was proposed. Raises ChecklistOpen while a point is not ticked."""
    with work.transaction():
        revision = curation.get(work, listing_revision_id, lock=True)
        is_food = _is_food(revision)
        points = [point.code for point in curation.points(work, is_food=is_food)]
        seen = {point: bool(checklist.get(point)) for point in points}
        advance(work, revision, Do.APPROVE, facts={"checklist": sorted(seen)})
        rules.check_list(points, seen)
        revision.checklist = seen
        _to_the_shelf(work, revision)
        _settle(work, [revision])
        work.announce(ListingApproved(revision.id))
    return revision


def _is_food(revision: ListingRevision) -> bool:
    return rules.Kind(revision.category_code, revision.category.supply_kind).is_food


def _to_the_shelf(work: Work, revision: ListingRevision) -> None:
    revision.decided_by_id, revision.decided_at = work.actor.user_id, work.now
    listing = own.to_judge(work, revision.listing_id, lock=True)
    wanted = revision.substance
    was_new = listing.approved_at is None
    was_down = listing.taken_down_at is not None
    write_columns(listing, wanted)
    listing.approved_at = listing.approved_at or work.now
    listing.taken_down_at, listing.taken_down_reason = None, ""
    if was_new or was_down:
        listing.is_live = True
    work.session.flush()
    write_lists(work, listing, wanted, is_new=was_new)
    publish(work, [photo.upload_id for photo in wanted.photos])


def _settle(work: Work, revisions: Iterable[ListingRevision]) -> None:
    """Let nobody read “Halal, certified” where the certificate ended while the proposal waited."""
    claiming = {one.supplier_id for one in revisions if one.halal is Halal.CERTIFIED}
    if claiming:
        settle_halal(work, claiming)


def send_back(work: Work, listing_revision_id: UUID, reason: str) -> ListingRevision:
    """Return a proposal to its seller, who corrects it and sends it again."""
    return _decline(work, listing_revision_id, reason, Do.SEND_BACK)


def refuse(work: Work, listing_revision_id: UUID, reason: str) -> ListingRevision:
    """Refuse a proposal for good; the seller may write another."""
    return _decline(work, listing_revision_id, reason, Do.REFUSE)


def _decline(work: Work, listing_revision_id: UUID, reason: str, action: Do) -> ListingRevision:
    with work.transaction():
        revision = curation.get(work, listing_revision_id, lock=True)
        advance(work, revision, action, reason=reason)
        revision.reason = reason.strip()
        revision.decided_by_id, revision.decided_at = work.actor.user_id, work.now
        is_final = action is Do.REFUSE
        work.announce(ListingReturned(revision.id, revision.reason, is_final))
    return revision


def take_down(work: Work, listing_id: UUID, reason: str) -> None:
    """Take a listing off the shelf until a corrected proposal is approved. Needs a reason."""
    with work.transaction():
        listing = own.to_judge(work, listing_id, lock=True)
        LISTING_POLICY.require(work.actor, ListingAction.TAKE_DOWN, listing)
        if not reason.strip():
            raise ReasonMissing
        listing.is_live = False
        listing.taken_down_at, listing.taken_down_reason = work.now, reason.strip()
        record(work, ListingAction.TAKE_DOWN, listing, reason=reason.strip())
        work.announce(ListingTakenDown(listing.id, reason.strip()))


def approve_batch(work: Work, import_run_id: UUID, checklist: Mapping[str, bool]) -> int:
    """Approve proposals of a sheet together, up to 200, after a look at a sample of them.

    Each proposal keeps its own entry in the trail. Returns how many. Raises ChecklistOpen.
    """
    with work.transaction():
        run = sheets.get(work, import_run_id)
        run.policy.require(work.actor, ImportRunAction.APPROVE_BATCH, run)
        found = curation.waiting_in(work, import_run_id, BATCH)
        is_food = any(_is_food(revision) for revision in found)
        points = [point.code for point in curation.points(work, is_food=is_food)]
        seen = {point: bool(checklist.get(point)) for point in points}
        rules.check_list(points, seen)
        for revision in found:
            advance(work, revision, Do.APPROVE, facts={"sheet": str(run.id)})
            revision.checklist = seen
            _to_the_shelf(work, revision)
        _settle(work, found)
        record(work, ImportRunAction.APPROVE_BATCH, run, facts={"count": len(found)})
        work.announce(BatchApproved(run.id, len(found)))
    return len(found)
