"""What waits for a person in this room."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.waiting import Waiting
from procure.purchase_requests import queries as purchases
from procure.purchase_requests.actions import PurchaseRequestAction
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.regulations.queries import in_force
from procure.regulations.rules import DUE_CODES, step_due
from procure.sourcing.actions import QuoteAction, RfqAction
from procure.sourcing.models import Award, Invitation, Question, Rfq, SealedQuote
from procure.sourcing.queries.reading import LIVE, OVER, in_sight_of
from procure.sourcing.workflow import RfqStatus


def waiting_for(work: Work) -> list[Waiting]:
    """Return what this person has to do next: choose how to buy, open, compare, answer, quote."""
    if work.actor.is_supplier:
        return list(_to_quote(work))
    if work.actor.has(Role.PROCUREMENT_OFFICER) and work.actor.agency_id is not None:
        return [*_to_open_or_award(work), *_to_answer(work), *_to_source(work)]
    return []


def due(work: Work, rfq: Rfq) -> datetime | None:
    """Tell until when the officer is to open the quotes, or to choose one; none otherwise."""
    steps = {RfqStatus.PUBLISHED: ("open",), RfqStatus.OPENED: ("award",)}
    if rfq.status not in steps or rfq.is_open_at(work.now):
        return None
    since = rfq.opened_at or rfq.closes_at
    needed = rfq.purchase_request.needed_at(work.zone)
    return step_due(in_force(work, DUE_CODES), steps[rfq.status], since, needed, work.zone)


def _to_source(work: Work) -> Iterator[Waiting]:
    found = work.session.scalars(
        select(PurchaseRequest)
        .where(
            PurchaseRequest.agency_id == work.actor.agency_id,
            PurchaseRequest.status.in_(
                (PurchaseRequestStatus.APPROVED, PurchaseRequestStatus.SOURCING)
            ),
            ~exists().where(Rfq.purchase_request_id == PurchaseRequest.id, Rfq.status.not_in(OVER)),
            ~exists().where(
                Award.purchase_request_id == PurchaseRequest.id, Award.status.in_(LIVE)
            ),
        )
        .order_by(PurchaseRequest.needed_on)
    )
    deed = PurchaseRequestAction.SOURCE
    for purchase in found:
        if PURCHASE_REQUEST_POLICY.allows(work.actor, deed, purchase):
            arguments = {"purchase_request_id": purchase.id}
            until = purchases.due(work, purchase)
            yield Waiting(purchase.purpose, purchase.number, deed, "rfqs.choose", arguments, until)


def _to_open_or_award(work: Work) -> Iterator[Waiting]:
    rfqs = work.session.scalars(
        select(Rfq)
        .where(
            in_sight_of(work.actor),
            ((Rfq.status == RfqStatus.PUBLISHED) & (Rfq.closes_at <= work.now))
            | (Rfq.status == RfqStatus.OPENED),
        )
        .options(joinedload(Rfq.purchase_request, innerjoin=True))
        .order_by(Rfq.closes_at)
    )
    for rfq in rfqs:
        arguments, until = {"rfq_id": rfq.id}, due(work, rfq)
        if rfq.status is RfqStatus.OPENED:
            yield Waiting(rfq.title, rfq.number, RfqAction.AWARD, "rfqs.compare", arguments, until)
        else:
            yield Waiting(rfq.title, rfq.number, RfqAction.OPEN, "rfqs.show", arguments, until)


def _to_answer(work: Work) -> Iterator[Waiting]:
    rfqs = work.session.scalars(
        select(Rfq)
        .where(
            in_sight_of(work.actor),
            Rfq.status == RfqStatus.PUBLISHED,
            Rfq.closes_at > work.now,
            exists().where(Question.rfq_id == Rfq.id, Question.answer.is_(None)),
        )
        .order_by(Rfq.closes_at)
    )
    for rfq in rfqs:
        yield Waiting(
            rfq.title, rfq.number, RfqAction.ANSWER, "rfqs.show", {"rfq_id": rfq.id}, rfq.closes_at
        )


def _to_quote(work: Work) -> Iterator[Waiting]:
    # Selected by column: the web's login may not read all columns of sealed quotes.
    answered = (
        select(SealedQuote.id)
        .where(SealedQuote.rfq_id == Rfq.id, SealedQuote.supplier_id == work.actor.supplier_id)
        .exists()
    )
    rfqs = work.session.scalars(
        select(Rfq)
        .join(Invitation, Invitation.rfq_id == Rfq.id)
        .where(
            Invitation.supplier_id == work.actor.supplier_id,
            Rfq.region_id == work.actor.region_id,
            Rfq.status == RfqStatus.PUBLISHED,
            Rfq.closes_at > work.now,
            ~answered,
        )
        .order_by(Rfq.closes_at)
    )
    for rfq in rfqs:
        yield Waiting(
            rfq.title,
            rfq.number,
            QuoteAction.SUBMIT,
            "rfqs.show",
            {"rfq_id": rfq.id},
            rfq.closes_at,
        )
