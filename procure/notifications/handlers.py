"""Who is told what: one handler for each event of purchases, sourcing and orders."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from procure.accounts.queries import holders, members
from procure.catalogue import events as catalogue
from procure.catalogue.models import Listing
from procure.catalogue.shelf_models import ImportRun, ListingRevision
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.notifications import queries
from procure.notifications.service import Note, tell
from procure.orders import events as orders
from procure.purchase_requests import events as purchase_requests
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing import events as sourcing
from procure.sourcing.models import Award
from procure.suppliers.models import Supplier

# Purchase requests: agency staff only.


def ask_for_approval(work: Work, event: purchase_requests.PurchaseRequestSubmitted) -> None:
    """Tell the commitment officers that a request waits for them."""
    purchase = _purchase(work, event.purchase_request_id)
    officers = holders(work, Role.COMMITMENT_OFFICER, purchase.agency_id, purchase.unit_id)
    tell(work, _about(work, purchase, "submitted", officers))


def ask_budget_authority(work: Work, event: purchase_requests.PurchaseRequestEndorsed) -> None:
    """Tell the budget authority that a request waits for them."""
    purchase = _purchase(work, event.purchase_request_id)
    people = holders(work, Role.BUDGET_AUTHORITY, purchase.agency_id, purchase.unit_id)
    tell(work, _about(work, purchase, "endorsed", people))


def tell_approval(work: Work, event: purchase_requests.PurchaseRequestApproved) -> None:
    """Tell the requester the good news and the procurement officers that they are next."""
    purchase = _purchase(work, event.purchase_request_id)
    officers = holders(work, Role.PROCUREMENT_OFFICER, purchase.agency_id, purchase.unit_id)
    tell(
        work,
        _about(work, purchase, "approved", [purchase.requester_id]),
        _about(work, purchase, "ready", officers),
    )


def tell_sent_back(work: Work, event: purchase_requests.PurchaseRequestSentBack) -> None:
    """Tell the requester what to correct."""
    purchase = _purchase(work, event.purchase_request_id)
    tell(work, _about(work, purchase, "sent_back", [purchase.requester_id], reason=event.reason))


def tell_cancelled(work: Work, event: purchase_requests.PurchaseRequestCancelled) -> None:
    """Tell everybody in the agency who had a hand in it."""
    purchase = _purchase(work, event.purchase_request_id)
    people = [purchase.requester_id, purchase.endorsed_by_id]
    people += [purchase.approved_by_id, purchase.officer_id]
    tell(work, _about(work, purchase, "cancelled", filter(None, people), reason=event.reason))


def _purchase(work: Work, purchase_request_id: UUID) -> PurchaseRequest:
    return work.session.get_one(PurchaseRequest, purchase_request_id)


def _about(
    work: Work, purchase: PurchaseRequest, name: str, people: Iterable[UUID], **facts: Any
) -> Note:
    known = {
        "number": purchase.number,
        "purpose": purchase.purpose,
        "requester": work.actor.name,
        "actor": work.actor.name,
        "total": purchase.total,
        "needed_on": purchase.needed_on,
    }
    path = f"/purchases/{purchase.id}"
    return Note(f"purchase_requests/{name}", people, path, {**known, **facts})


# Sourcing: suppliers hear the same at the same moment; nobody learns who else quoted.


def tell_invited(work: Work, event: sourcing.SuppliersInvited) -> None:
    """Tell the people of the invited suppliers."""
    people = _people(work, event.supplier_ids)
    tell(work, _of(queries.asked(work, event.rfq_id), "invited", people))


def tell_extended(work: Work, event: sourcing.DeadlineExtended) -> None:
    """Tell all invited suppliers that they have longer."""
    _to_all(work, event.rfq_id, "extended", reason=event.reason)


def tell_question(work: Work, event: sourcing.QuestionAsked) -> None:
    """Tell the officer that a question waits; not whose."""
    rfq = queries.asked(work, event.rfq_id)
    tell(work, _of(rfq, "asked", [rfq.officer_id]))


def tell_answer(work: Work, event: sourcing.QuestionAnswered) -> None:
    """Tell all invited suppliers that there is an answer."""
    _to_all(work, event.rfq_id, "answered")


def tell_opened(work: Work, event: sourcing.QuotesOpened) -> None:
    """Tell the officer that quotes are readable, and those who quoted that theirs was opened."""
    rfq = queries.asked(work, event.rfq_id)
    quoted = _people(work, queries.quoted(rfq.id))
    tell(work, _of(rfq, "readable", [rfq.officer_id]), _of(rfq, "opened", quoted))


def tell_ended(work: Work, event: sourcing.RfqEnded) -> None:
    """Tell all invited suppliers that there will be no order, and why."""
    _to_all(work, event.rfq_id, "ended", reason=event.reason)


def tell_award_sent_back(work: Work, event: sourcing.AwardSentBack) -> None:
    """Tell the officer who chose that the choice is theirs again."""
    award = work.session.get_one(Award, event.award_id)
    purchase = _purchase(work, award.purchase_request_id)
    facts = {"title": purchase.purpose, "actor": work.actor.name, "reason": event.reason}
    path = f"/purchases/{purchase.id}"
    tell(work, Note("sourcing/sent_back", [award.officer_id], path, facts))


def _to_all(work: Work, rfq_id: UUID, name: str, **facts: Any) -> None:
    people = _people(work, queries.invited(rfq_id))
    tell(work, _of(queries.asked(work, rfq_id), name, people, **facts))


def _people(work: Work, supplier_ids: Iterable[UUID] | Select[UUID]) -> list[UUID]:
    return [person for _supplier, person in members(work, supplier_ids)]


def _of(rfq: queries.Asked, name: str, people: Iterable[UUID], **facts: Any) -> Note:
    known = {
        "number": rfq.number,
        "title": rfq.title,
        "agency": rfq.agency,
        "closes_at": rfq.closes_at,
    }
    return Note(f"sourcing/{name}", people, f"/rfqs/{rfq.id}", {**known, **facts})


# Orders: the supplier, the requester, the officer who chose and the one who signed.


def ask_for_signature(work: Work, event: orders.OrderPrepared) -> None:
    """Tell the commitment officers that an order waits for their signature."""
    order = queries.ordered(work, event.order_id)
    people = holders(work, Role.COMMITMENT_OFFICER, order.agency_id)
    tell(work, _on(order, "prepared", people))


def tell_issued(work: Work, event: orders.OrderIssued) -> None:
    """Tell the supplier of the order, and the others in two lines why they were not chosen."""
    order = queries.ordered(work, event.order_id)
    losing = queries.losing(work, order)
    people = members(work, [order.supplier_id, *(quote.supplier_id for quote in losing)])
    buyers = [person for supplier, person in people if supplier == order.supplier_id]
    notes = [_on(order, "issued", buyers)]
    for quote in losing:
        losers = [person for supplier, person in people if supplier == quote.supplier_id]
        notes.append(_lost(order, quote, losers))
    tell(work, *notes)


def _lost(order: queries.Ordered, quote: queries.Losing, people: Iterable[UUID]) -> Note:
    why = "lost_price" if order.is_lowest else "lost_reason"
    facts = {
        "title": order.purpose,
        "supplier": order.supplier,
        "total": order.total,
        "price": quote.price,
        "reason": order.reason,
        "lines": quote.lines,
        "missing": quote.missing,
    }
    name = why if quote.is_complete else "lost_incomplete"
    return Note(f"sourcing/{name}", people, f"/rfqs/{order.rfq_id}", facts)


def tell_accepted(work: Work, event: orders.OrderAccepted) -> None:
    """Tell the agency that the supplier took the order."""
    order = queries.ordered(work, event.order_id)
    tell(work, _on(order, "accepted", order.staff))


def tell_declined(work: Work, event: orders.OrderDeclined) -> None:
    """Tell the agency that the next supplier is to be chosen."""
    order = queries.ordered(work, event.order_id)
    tell(work, _on(order, "declined", order.staff, reason=event.reason))


def remind(work: Work, event: orders.OrderReminder) -> None:
    """Tell the supplier that an answer is awaited."""
    _to_supplier(work, event.order_id, "reminder")


def tell_expired(work: Work, event: orders.OrderExpired) -> None:
    """Tell both sides that the time to answer is over."""
    order = queries.ordered(work, event.order_id)
    sellers = _people(work, [order.supplier_id])
    tell(
        work,
        _on(order, "expired_supplier", sellers),
        _on(order, "expired", order.staff),
    )


def tell_reopened(work: Work, event: orders.OrderReopened) -> None:
    """Tell the supplier that the order can be taken again."""
    _to_supplier(work, event.order_id, "reopened")


def tell_order_cancelled(work: Work, event: orders.OrderCancelled) -> None:
    """Tell the supplier and the agency that there is no order any more."""
    order = queries.ordered(work, event.order_id)
    people = [*_people(work, [order.supplier_id]), *order.staff]
    tell(work, _on(order, "cancelled", people, reason=event.reason))


def _to_supplier(work: Work, order_id: UUID, name: str) -> None:
    order = queries.ordered(work, order_id)
    tell(work, _on(order, name, _people(work, [order.supplier_id])))


def _on(order: queries.Ordered, name: str, people: Iterable[UUID], **facts: Any) -> Note:
    known = {
        "number": order.number or "",
        "purpose": order.purpose,
        "agency": order.agency,
        "supplier": order.supplier,
        "total": order.total,
        "answer_at": order.respond_by,
    }
    return Note(f"orders/{name}", people, f"/purchase-orders/{order.id}", {**known, **facts})


# Listings: what sellers propose and what the registry officer decides.


def tell_proposed(work: Work, event: catalogue.ListingProposed) -> None:
    """Tell the registry officers that a proposal waits."""
    revision = work.session.get_one(ListingRevision, event.listing_revision_id)
    officers = holders(work, Role.REGISTRY_OFFICER, None)
    path = f"/listing-revisions/{revision.id}"
    tell(work, Note("catalogue/proposed", officers, path, _listing_facts(work, revision)))


def tell_listing_approved(work: Work, event: catalogue.ListingApproved) -> None:
    """Tell the seller that buyers see the listing now."""
    revision = work.session.get_one(ListingRevision, event.listing_revision_id)
    _to_seller(work, "approved", revision)


def tell_listing_returned(work: Work, event: catalogue.ListingReturned) -> None:
    """Tell the seller what to correct, or that it ends here."""
    revision = work.session.get_one(ListingRevision, event.listing_revision_id)
    _to_seller(work, "refused" if event.is_final else "returned", revision, reason=event.reason)


def _to_seller(work: Work, name: str, revision: ListingRevision, **facts: Any) -> None:
    people = [person for _supplier, person in members(work, [revision.supplier_id])]
    path = f"/my-listings/{revision.listing_id}"
    known = {**_listing_facts(work, revision), **facts}
    tell(work, Note(f"catalogue/{name}", people, path, known))


def _listing_facts(work: Work, revision: ListingRevision) -> dict[str, Any]:
    supplier = work.session.get_one(Supplier, revision.supplier_id)
    return {"listing": revision.name, "supplier": supplier.name}


def tell_taken_down(work: Work, event: catalogue.ListingTakenDown) -> None:
    """Tell the seller that the officer took a listing down, and why."""
    listing = work.session.get_one(Listing, event.listing_id)
    people = [person for _supplier, person in members(work, [listing.supplier_id])]
    facts = {"listing": listing.name, "reason": event.reason}
    tell(work, Note("catalogue/taken_down", people, f"/my-listings/{listing.id}", facts))


def tell_halal_lapsed(work: Work, event: catalogue.HalalLapsed) -> None:
    """Tell the seller that listings no longer say that they are halal, and what to do."""
    _about_halal(work, "halal_lapsed", event)


def tell_halal_restored(work: Work, event: catalogue.HalalRestored) -> None:
    """Tell the seller that listings say again that they are halal."""
    _about_halal(work, "halal_restored", event)


def _about_halal(
    work: Work, name: str, event: catalogue.HalalLapsed | catalogue.HalalRestored
) -> None:
    people = [person for _supplier, person in members(work, [event.supplier_id])]
    tell(work, Note(f"catalogue/{name}", people, "/supplier/papers", {"count": event.count}))


def tell_batch_proposed(work: Work, event: catalogue.BatchProposed) -> None:
    """Tell the registry officers that a sheet's proposals wait."""
    run = work.session.get_one(ImportRun, event.import_run_id)
    officers = holders(work, Role.REGISTRY_OFFICER, None)
    facts = {"file": run.file_name, "count": event.count}
    tell(work, Note("catalogue/batch_proposed", officers, f"/curation/sheets/{run.id}", facts))


def tell_batch_approved(work: Work, event: catalogue.BatchApproved) -> None:
    """Tell the seller that proposals of a sheet are on the shelf."""
    run = work.session.get_one(ImportRun, event.import_run_id)
    people = [person for _supplier, person in members(work, [run.supplier_id])]
    facts = {"file": run.file_name, "count": event.count}
    tell(work, Note("catalogue/batch_approved", people, "/my-listings", facts))
