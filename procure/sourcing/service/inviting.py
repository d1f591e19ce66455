"""Asking suppliers to quote, and talking with all of them at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from procure.audit.service import advance, record
from procure.db import numbering
from procure.db.base import new_id
from procure.db.work import Work
from procure.kernel.clock import local
from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.kernel.marks import check_seen
from procure.kernel.regulation import Regulation
from procure.purchase_requests.models import PurchaseRequest
from procure.regulations.queries import in_force
from procure.sourcing import queries
from procure.sourcing.actions import RfqAction
from procure.sourcing.events import (
    DeadlineExtended,
    QuestionAnswered,
    QuestionAsked,
    RfqEnded,
    SuppliersInvited,
)
from procure.sourcing.models import Invitation, Question, Rfq
from procure.sourcing.policy import RFQ_POLICY
from procure.sourcing.rules import inviting as rules
from procure.sourcing.rules.numbers import RFQ, written
from procure.sourcing.service import clearing
from procure.sourcing.service.beginning import begin_sourcing, check_takes_quotes
from procure.suppliers.models import Scale, Supplier

LAWS = (
    "procurement-ceiling",
    "invitations",
    "quote-window",
    "closing-hours",
    "catalogue-check",
    "small-business-first",
    *clearing.LAWS,
)


class NoKeyReady(DomainError):
    """The keeper has not made the next sealing key yet; it does so every minute."""

    text = N_("The keys that seal quotes are being prepared. Try again in a minute.")


class AnsweredAlready(DomainError):
    """An answer went to everybody and cannot be changed."""

    text = N_("This question is answered already.")


@dataclass(frozen=True, slots=True)
class NewRfq:
    """What the officer decides when asking suppliers to quote."""

    supplier_ids: tuple[UUID, ...]
    closes_at: datetime
    catalogue_found: bool
    catalogue_note: str
    reason: str = ""
    few_invited_reason: str = ""


def publish(work: Work, purchase_request_id: UUID, new: NewRfq, *, seen: str | None = None) -> Rfq:
    """Invite suppliers to quote on an approved purchase, under a fresh sealing key.

    Raises the refusals of `rules.inviting` and `suppliers.rules.standing`, NoKeyReady, or
    StalePage when the page showed (`seen`) another state of the purchase.
    """
    with work.transaction():
        RFQ_POLICY.require(work.actor, RfqAction.PUBLISH)
        purchase = begin_sourcing(work, purchase_request_id, seen)
        laws = in_force(work, LAWS)
        able = {one.supplier.id: one.supplier for one in queries.matching_suppliers(work, purchase)}
        invited = {id_: able[id_] for id_ in new.supplier_ids if id_ in able}
        _check(work, purchase, new, invited, laws)
        clearing.check_clear(work, purchase, invited, laws, new.reason)
        rfq = _publish(work, purchase, new)
        with clearing.kept_active(work, invited):
            _invite(work, rfq, invited.values(), new.reason)
        record(
            work,
            RfqAction.PUBLISH,
            rfq,
            facts={
                "number": rfq.number,
                "closes_at": rfq.closes_at,
                "suppliers": sorted(supplier.name for supplier in invited.values()),
            },
            laws=laws.values(),
        )
        work.announce(SuppliersInvited(rfq.id, tuple(invited)))
    return rfq


def _check(
    work: Work,
    purchase: PurchaseRequest,
    new: NewRfq,
    invited: Mapping[UUID, Supplier],
    laws: Mapping[str, Regulation],
) -> None:
    rules.check_ceiling(purchase.total, laws)
    rules.check_catalogue(new.catalogue_found, new.catalogue_note, laws)
    if len(invited) < len(set(new.supplier_ids)):
        raise rules.NotAMatch
    rules.check_invited(len(invited), new.few_invited_reason, laws)
    larger = sum(1 for supplier in invited.values() if supplier.scale is Scale.MEDIUM)
    rules.check_small_business(larger, new.reason, laws)
    closes_at = local(new.closes_at, work.zone)
    rules.check_deadline(closes_at, work.now, laws)
    rules.check_before_needed(closes_at, purchase.needed_on, purchase.window_from)


def _publish(work: Work, purchase: PurchaseRequest, new: NewRfq) -> Rfq:
    rfq_id = new_id()
    year = work.today.year
    number = numbering.next_number(purchase.agency_id, RFQ, year)
    both = select(func.take_sealing_key(rfq_id), number)
    sealing_key, running = work.session.execute(both).one()
    if sealing_key is None:
        raise NoKeyReady
    rfq = Rfq(
        id=rfq_id,
        region_id=purchase.region_id,
        agency_id=purchase.agency_id,
        purchase_request=purchase,
        number=written(RFQ, year, running),
        title=purchase.purpose,
        officer_id=work.actor.user_id,
        own_estimate=purchase.total,
        published_at=work.now,
        closes_at=new.closes_at,
        sealing_key=sealing_key,
        catalogue_found=new.catalogue_found,
        catalogue_note=new.catalogue_note.strip(),
        few_invited_reason=new.few_invited_reason.strip(),
    )
    work.session.add(rfq)
    work.session.flush()
    work.remember((Rfq, rfq.id), lambda: rfq)
    return rfq


def _invite(work: Work, rfq: Rfq, suppliers: Iterable[Supplier], reason: str) -> None:
    work.session.add_all(
        Invitation(
            region_id=rfq.region_id,
            rfq_id=rfq.id,
            supplier_id=supplier.id,
            reason=reason.strip(),
            invited_at=work.now,
        )
        for supplier in suppliers
    )


def extend(
    work: Work, rfq_id: UUID, closes_at: datetime, reason: str, *, seen: str | None = None
) -> Rfq:
    """Give suppliers longer to quote; the reason goes to all of them.

    Raises QuotesAreClosed, DeadlineOnlyMovesLater, what the closing hours refuse, or StalePage
    when the page showed (`seen`) another deadline.
    """
    with work.transaction():
        rfq = queries.get(work, rfq_id, lock=True)
        before, mark = rfq.closes_at, rfq.mark
        facts = {"before": before, "closes_at": closes_at}
        laws = in_force(work, ("closing-hours",))
        advance(work, rfq, RfqAction.EXTEND, reason=reason, facts=facts, laws=laws.values())
        check_seen(seen, mark)
        rules.check_later(closes_at, before, work.now)
        purchase = rfq.purchase_request
        there = local(closes_at, work.zone)
        rules.check_closing_hour(there, laws)
        rules.check_before_needed(there, purchase.needed_on, purchase.window_from)
        rfq.closes_at = closes_at
        work.announce(DeadlineExtended(rfq.id, reason.strip()))
    return rfq


def cancel(work: Work, rfq_id: UUID, reason: str, *, seen: str | None = None) -> Rfq:
    """Take the request back; the purchase can be bought another way afterwards.

    Raises StalePage when the page showed (`seen`) another state of the request.
    """
    return _end(work, rfq_id, RfqAction.CANCEL, reason, seen)


def fail(work: Work, rfq_id: UUID, reason: str, *, seen: str | None = None) -> Rfq:
    """Close an opened request without an award; suppliers can be asked again afterwards.

    Raises StalePage when the page showed (`seen`) another state of the request.
    """
    return _end(work, rfq_id, RfqAction.FAIL, reason, seen)


def end(work: Work, rfq_id: UUID, reason: str) -> Rfq:
    """End a request because its purchase was cancelled."""
    return _end(work, rfq_id, RfqAction.END, reason, None)


def _end(work: Work, rfq_id: UUID, action: RfqAction, reason: str, seen: str | None) -> Rfq:
    with work.transaction():
        rfq = queries.get(work, rfq_id, lock=True)
        mark = rfq.mark
        advance(work, rfq, action, reason=reason)
        check_seen(seen, mark)
        work.announce(RfqEnded(rfq.id, reason.strip()))
    return rfq


def ask(work: Work, rfq_id: UUID, text: str) -> Question:
    """Ask something about a request as an invited supplier; nobody learns who asked.

    Raises QuotesAreClosed after the deadline.
    """
    with work.transaction():
        rfq = queries.get(work, rfq_id)
        RFQ_POLICY.require(work.actor, RfqAction.ASK, rfq)
        check_takes_quotes(work, rfq)
        question = Question(
            region_id=rfq.region_id,
            rfq_id=rfq.id,
            asked_by_id=queries.invitation(work, rfq_id).supplier_id,
            text=text.strip(),
            asked_at=work.now,
        )
        work.session.add(question)
        work.session.flush()
        work.announce(QuestionAsked(rfq.id))
    return question


def answer(work: Work, rfq_id: UUID, question_id: UUID, text: str) -> Question:
    """Answer a question; all invited suppliers see it at the same moment.

    Raises AnsweredAlready, or QuotesAreClosed after the deadline.
    """
    with work.transaction():
        rfq = queries.get(work, rfq_id)
        RFQ_POLICY.require(work.actor, RfqAction.ANSWER, rfq)
        check_takes_quotes(work, rfq)
        question = queries.question(work, rfq, question_id)
        if question.answer is not None:
            raise AnsweredAlready
        question.answer, question.answered_at = text.strip(), work.now
        record(
            work, RfqAction.ANSWER, rfq, facts={"question": question.text, "answer": text.strip()}
        )
        work.announce(QuestionAnswered(rfq.id))
    return question


def see(work: Work, rfq_id: UUID) -> None:
    """Note when an invited supplier first looked at the request."""
    with work.transaction():
        invitation = queries.invitation(work, rfq_id)
        if invitation.seen_at is None:
            invitation.seen_at = work.now
