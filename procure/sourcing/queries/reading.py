"""One request for quotation, its receipts and its outcome."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    select,
)
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from procure.audit.models import AuditEntry
from procure.db.asking import Kind, ids, kind_of, stand_in
from procure.db.work import Work
from procure.kernel.actors import Actor, Role
from procure.kernel.errors import NotFound
from procure.kernel.marks import mark_of
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing.actions import RfqAction
from procure.sourcing.models import Award, Invitation, Question, Rfq, SealedQuote
from procure.sourcing.workflow import AwardStatus, RfqStatus
from procure.suppliers.models import Supplier

LIVE = (AwardStatus.PROPOSED, AwardStatus.SIGNED)
OVER = (RfqStatus.FAILED, RfqStatus.CANCELLED)
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Sourcing:
    """How a supplier is or was sought for one purchase, newest first."""

    rfqs: Sequence[Rfq]
    awards: Sequence[Award]

    @property
    def rfq(self) -> Rfq | None:
        """The request for quotation that counts."""
        return next((r for r in self.rfqs if r.status not in OVER), None)

    @property
    def award(self) -> Award | None:
        """The award that counts."""
        return next((a for a in self.awards if a.status in LIVE), None)

    @property
    def is_free(self) -> bool:
        """Whether the officer may choose how to buy."""
        return self.rfq is None and self.award is None


def in_sight_of(actor: Actor) -> ColumnElement[bool]:
    """The requests that exist for this person; the policy says what they may do to them."""
    here = Rfq.region_id == actor.region_id
    if actor.is_supplier:
        return here & exists().where(
            Invitation.rfq_id == Rfq.id, Invitation.supplier_id == actor.supplier_id
        )
    if actor.roles & {Role.AUDITOR, Role.SYSTEM}:
        return here
    if actor.agency_id is None:
        return false()
    here = here & (Rfq.agency_id == actor.agency_id)
    if actor.roles == {Role.REQUESTER}:
        return here & Rfq.purchase_request.has(unit_id=actor.unit_id)
    return here


def get(work: Work, rfq_id: UUID, *, lock: bool = False, with_all: bool = False) -> Rfq:
    """Return one request; `lock` keeps others from changing it until we are done.

    `with_all` brings what its page shows: suppliers, officer, questions. Raises NotFound.
    """
    wanted = _one(kind_of(work.actor), lock, with_all)
    if lock:
        return work.remember((Rfq, rfq_id), lambda: _only(work, wanted, rfq_id))
    return _only(work, wanted, rfq_id)


def _only(work: Work, wanted: Select[Rfq], rfq_id: UUID) -> Rfq:
    given = {"rfq_id": rfq_id, **ids(work.actor)}
    found = work.session.scalars(wanted, given).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


@cache
def _one(kind: Kind, lock: bool, with_all: bool) -> Select[Rfq]:
    wanted = select(Rfq).where(Rfq.id == bindparam("rfq_id"), in_sight_of(stand_in(kind)))
    wanted = wanted.options(*(_for_page() if with_all else _with_lines()))
    if lock:
        return wanted.with_for_update(of=Rfq).execution_options(populate_existing=True)
    return wanted


def _with_lines() -> tuple[ORMOption, ...]:
    """The purchase and its lines, which are frozen since suppliers are asked, and the agency."""
    return (
        joinedload(Rfq.purchase_request, innerjoin=True).joinedload(PurchaseRequest.lines),
        joinedload(Rfq.agency, innerjoin=True),
    )


def _for_page() -> tuple[ORMOption, ...]:
    return (
        joinedload(Rfq.purchase_request, innerjoin=True).selectinload(PurchaseRequest.lines),
        joinedload(Rfq.agency, innerjoin=True),
        joinedload(Rfq.officer, innerjoin=True),
        joinedload(Rfq.invitations).joinedload(Invitation.supplier).load_only(Supplier.name),
        joinedload(Rfq.questions),
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One request as a supplier needs it to quote: with their invitation and last receipt."""

    rfq: Rfq
    invitation: Invitation | None
    receipt: SealedQuote | None
    answers: int

    @property
    def mark(self) -> str:
        """Differs as soon as the request, its answers or the last quote do."""
        last = self.receipt.round if self.receipt else 0
        return mark_of(self.rfq.mark, self.answers, last)


def sheet(work: Work, rfq_id: UUID, *, lock: bool = False) -> Sheet:
    """Return one request with its lines and agency, one's own invitation and last receipt.

    `lock` keeps the invitation, so that one supplier's quotes follow each other. The database
    itself refuses what comes too late. Raises NotFound.
    """
    return work.remember((Sheet, rfq_id, lock), lambda: _sheet(work, rfq_id, lock=lock))


def _sheet(work: Work, rfq_id: UUID, *, lock: bool) -> Sheet:
    wanted = _one_sheet(kind_of(work.actor), lock)
    found = work.session.execute(wanted, {"rfq_id": rfq_id, **ids(work.actor)})
    row = found.unique().one_or_none()
    if row is None:
        raise NotFound
    return Sheet(*row)


@cache
def _one_sheet(kind: Kind, lock: bool) -> Select[Rfq, Invitation, SealedQuote, int]:
    asker, own = stand_in(kind), aliased(Invitation)
    mine = SealedQuote.supplier_id == asker.supplier_id
    rfq_id: BindParameter[UUID] = bindparam("rfq_id")
    rounds = select(func.max(SealedQuote.round)).where(SealedQuote.rfq_id == rfq_id, mine)
    last = rounds.correlate(None).scalar_subquery()
    answers = select(func.count(Question.answer)).where(Question.rfq_id == rfq_id)
    wanted = (
        select(Rfq, own, SealedQuote, answers.scalar_subquery())
        .join(
            own,
            and_(own.rfq_id == Rfq.id, own.supplier_id == asker.supplier_id),
            isouter=not asker.is_supplier,
        )
        .outerjoin(SealedQuote, and_(SealedQuote.rfq_id == Rfq.id, mine, SealedQuote.round == last))
        .where(Rfq.id == rfq_id, in_sight_of(asker))
        .options(*_with_lines(), joinedload(own.supplier))
    )
    return wanted.with_for_update(of=own) if lock and asker.is_supplier else wanted


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list of requests."""

    items: Sequence[Rfq]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE_SIZE)

    @property
    def has_prev(self) -> bool:
        """Whether there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.page < self.pages

    def iter_pages(self, **_near: int) -> Sequence[int | None]:
        """Return the numbers to show around this page."""
        return [n for n in range(self.page - 2, self.page + 3) if 1 <= n <= self.pages]


def newest_first(work: Work, page: int = 1) -> Page:
    """Return the requests that exist for this person, those still open first, then by date."""
    mine = in_sight_of(work.actor)
    wanted = (
        select(Rfq)
        .where(mine)
        .options(joinedload(Rfq.agency))
        .order_by((Rfq.status == RfqStatus.PUBLISHED).desc(), Rfq.published_at.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    total = work.session.scalar(select(func.count()).select_from(Rfq).where(mine)) or 0
    return Page(work.session.scalars(wanted).all(), page, total)


def answered(work: Work, rfqs: Sequence[Rfq]) -> set[UUID]:
    """Return those of these requests for which the person's business has a quote that counts."""
    wanted = (
        select(SealedQuote.rfq_id, SealedQuote.is_withdrawal)
        .where(
            SealedQuote.rfq_id.in_([rfq.id for rfq in rfqs]),
            SealedQuote.supplier_id == work.actor.supplier_id,
        )
        .order_by(SealedQuote.round)
    )
    last = {row.rfq_id: row.is_withdrawal for row in work.session.execute(wanted)}
    return {rfq_id for rfq_id, is_withdrawal in last.items() if not is_withdrawal}


def of_purchase(work: Work, purchase_request_id: UUID) -> Sourcing:
    """Return how a supplier is sought for a purchase that the person may see."""
    rfqs = select(Rfq).where(
        Rfq.purchase_request_id == purchase_request_id, in_sight_of(work.actor)
    )
    awards = select(Award).where(
        Award.purchase_request_id == purchase_request_id,
        Award.region_id == work.actor.region_id,
        Award.agency_id == work.actor.agency_id if work.actor.agency_id else Award.id.is_not(None),
    )
    return Sourcing(
        work.session.scalars(rfqs.order_by(Rfq.published_at.desc())).all(),
        work.session.scalars(
            awards.options(joinedload(Award.supplier)).order_by(Award.awarded_at.desc())
        ).all(),
    )


def live(work: Work, purchase_request_id: UUID) -> tuple[Rfq | None, Award | None]:
    """Return the running request and award of a purchase, locked."""
    rfq = work.session.scalar(
        select(Rfq)
        .where(Rfq.purchase_request_id == purchase_request_id, Rfq.status.not_in(OVER))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    award = work.session.scalar(
        select(Award)
        .where(Award.purchase_request_id == purchase_request_id, Award.status.in_(LIVE))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rfq, award


def get_award(work: Work, award_id: UUID, *, lock: bool = False) -> Award:
    """Return an award of the person's agency, or to the person's business. Raises NotFound."""
    wanted = select(Award).where(Award.id == award_id, Award.region_id == work.actor.region_id)
    if work.actor.is_supplier:
        wanted = wanted.where(Award.supplier_id == work.actor.supplier_id)
    elif work.actor.agency_id is not None:
        wanted = wanted.where(Award.agency_id == work.actor.agency_id)
    if lock:
        wanted = wanted.with_for_update(of=Award).execution_options(populate_existing=True)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def invitation(work: Work, rfq_id: UUID, *, lock: bool = False) -> Invitation:
    """Return the invitation of the person's business. Raises NotFound."""
    wanted = (
        select(Invitation)
        .where(Invitation.rfq_id == rfq_id, Invitation.supplier_id == work.actor.supplier_id)
        .options(joinedload(Invitation.supplier, innerjoin=True))
    )
    found = work.session.scalar(wanted.with_for_update(of=Invitation) if lock else wanted)
    if found is None:
        raise NotFound
    return found


def question(work: Work, rfq: Rfq, question_id: UUID) -> Question:
    """Return a question about a request that the person may see. Raises NotFound."""
    wanted = select(Question).where(Question.id == question_id, Question.rfq_id == rfq.id)
    found = work.session.scalar(wanted.with_for_update())
    if found is None:
        raise NotFound
    return found


def my_quote(work: Work, rfq_id: UUID) -> SealedQuote | None:
    """Return the receipt of what the person's business sent last: a quote or a withdrawal."""
    wanted = (
        select(SealedQuote)
        .where(SealedQuote.rfq_id == rfq_id, SealedQuote.supplier_id == work.actor.supplier_id)
        .order_by(SealedQuote.round.desc())
        .limit(1)
    )
    return work.session.scalar(wanted)


def outcome(work: Work, rfq: Rfq) -> Award | None:
    """Return the award that was signed off, for suppliers who want to know how it ended."""
    wanted = (
        select(Award)
        .where(Award.rfq_id == rfq.id, Award.status == AwardStatus.SIGNED)
        .options(joinedload(Award.supplier))
    )
    return work.session.scalar(wanted)


def published_receipts(work: Work, rfq: Rfq) -> list[str]:
    """Return the receipts of all quotes as published at the opening; their root proves the list."""
    wanted = select(AuditEntry.facts).where(
        AuditEntry.chain == rfq.case_id,
        AuditEntry.subject_id == rfq.id,
        AuditEntry.action == RfqAction.REVEAL,
    )
    facts = work.session.scalar(wanted)
    return list(json.loads(facts).get("receipts", [])) if facts else []


def told_of(work: Work, supplier_id: UUID) -> list[dict[str, Any]]:
    """Return the receipts of the quotes that a supplier sent, for the copy of its own data."""
    wanted = (
        select(
            Rfq.number.label("rfq"),
            SealedQuote.round,
            SealedQuote.is_withdrawal,
            SealedQuote.quote_hash,
            SealedQuote.received_at,
        )
        .join(Rfq, Rfq.id == SealedQuote.rfq_id)
        .where(SealedQuote.supplier_id == supplier_id)
        .order_by(SealedQuote.received_at)
    )
    return [
        {
            "rfq": row.rfq,
            "round": row.round,
            "is_withdrawal": row.is_withdrawal,
            "receipt": row.quote_hash.hex(),
            "received_at": row.received_at,
        }
        for row in work.session.execute(wanted)
    ]
