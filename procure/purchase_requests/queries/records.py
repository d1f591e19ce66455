"""Purchase requests themselves, each limited to what exists for the asker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, false, or_, select, true, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from procure.db.asking import Kind, ids, kind_of, stand_in
from procure.db.work import Work
from procure.kernel.actors import Actor, Role
from procure.kernel.errors import NotFound
from procure.kernel.money import rupiah
from procure.kernel.waiting import Waiting
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from procure.regulations.queries import in_force
from procure.regulations.rules import DUE_CODES, last_moment, step_due

PAGE: Final = 25
MOST_WAITING: Final = 50

OFFICERS = frozenset(
    {
        Role.COMMITMENT_OFFICER,
        Role.BUDGET_AUTHORITY,
        Role.PROCUREMENT_OFFICER,
        Role.TREASURER,
    }
)
"""Duties that concern every purchase of the agency."""


def _in_sight_of(actor: Actor) -> ColumnElement[bool]:
    """The rows that exist for this person; the policy says what they may do to them."""
    if actor.has(Role.SYSTEM):
        return true()
    if actor.has(Role.AUDITOR):
        return PurchaseRequest.region_id == actor.region_id
    if actor.agency_id is None:
        return false()
    here = (PurchaseRequest.region_id == actor.region_id) & (
        PurchaseRequest.agency_id == actor.agency_id
    )
    if actor.roles & OFFICERS:
        return here
    if actor.has(Role.REQUESTER):
        return here & (PurchaseRequest.unit_id == actor.unit_id)
    return false()


def get(work: Work, purchase_request_id: UUID, *, lock: bool = False) -> PurchaseRequest:
    """Return one purchase request with its lines; `lock` keeps others from changing it.

    Raises NotFound.
    """
    if lock:
        key = (PurchaseRequest, purchase_request_id)
        return work.remember(key, lambda: _only(work, purchase_request_id, _locked))
    return _only(work, purchase_request_id, _shown)


def _only(
    work: Work, purchase_request_id: UUID, wanted: Callable[[Kind], Select[PurchaseRequest]]
) -> PurchaseRequest:
    given = {"purchase_request_id": purchase_request_id, **ids(work.actor)}
    found = work.session.scalars(wanted(kind_of(work.actor)), given).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def _one(kind: Kind) -> Select[PurchaseRequest]:
    return select(PurchaseRequest).where(
        PurchaseRequest.id == bindparam("purchase_request_id"), _in_sight_of(stand_in(kind))
    )


@cache
def _shown(kind: Kind) -> Select[PurchaseRequest]:
    return _one(kind).options(*_whole())


def _whole() -> tuple[ORMOption, ...]:
    """What a request's own page shows, in one statement."""
    return (
        joinedload(PurchaseRequest.lines),
        joinedload(PurchaseRequest.budget_line, innerjoin=True),
        joinedload(PurchaseRequest.category, innerjoin=True),
        joinedload(PurchaseRequest.agency, innerjoin=True),
        joinedload(PurchaseRequest.unit, innerjoin=True),
        joinedload(PurchaseRequest.requester, innerjoin=True),
        joinedload(PurchaseRequest.hold),
    )


@cache
def _locked(kind: Kind) -> Select[PurchaseRequest]:
    # The lines are asked for once the lock is held: until then somebody may change them.
    return (
        _one(kind)
        .options(
            selectinload(PurchaseRequest.lines),
            joinedload(PurchaseRequest.agency, innerjoin=True),
        )
        .with_for_update(of=PurchaseRequest)
        .execution_options(populate_existing=True)
    )


def held(work: Work, purchase_request: PurchaseRequest) -> None:
    """Note that this transaction has a request for itself: it made it, or locked it otherwise."""
    work.remember((PurchaseRequest, purchase_request.id), lambda: purchase_request)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for in the list."""

    text: str = ""
    status: S | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some purchase requests, and the id after which older ones follow (None: no more)."""

    rows: Sequence[PurchaseRequest]
    older: UUID | None


def newest_first(
    work: Work, wanted: Wanted | None = None, *, after: UUID | None = None, size: int = PAGE
) -> Page:
    """Return a page of the purchase requests in sight, the newest first."""
    chosen = _matching(work, wanted or Wanted()).options(
        joinedload(PurchaseRequest.unit, innerjoin=True)
    )
    if after is not None:
        last = aliased(PurchaseRequest)
        place = select(last.created_at, last.id).where(last.id == after)
        chosen = chosen.where(
            tuple_(PurchaseRequest.created_at, PurchaseRequest.id) < place.scalar_subquery()
        )
    chosen = chosen.order_by(PurchaseRequest.created_at.desc(), PurchaseRequest.id.desc())
    rows = work.session.scalars(chosen.limit(size + 1)).all()
    return Page(rows[:size], rows[size - 1].id if len(rows) > size else None)


def _matching(work: Work, wanted: Wanted) -> Select[PurchaseRequest]:
    chosen = select(PurchaseRequest).where(_in_sight_of(work.actor))
    if wanted.status is not None:
        chosen = chosen.where(PurchaseRequest.status == wanted.status)
    if wanted.mine:
        chosen = chosen.where(PurchaseRequest.requester_id == work.actor.user_id)
    if wanted.text:
        chosen = chosen.where(
            or_(
                PurchaseRequest.purpose.icontains(wanted.text, autoescape=True),
                PurchaseRequest.number.icontains(wanted.text, autoescape=True),
            )
        )
    return chosen


_WAITS_FOR = {
    Role.REQUESTER: (S.DRAFT,),
    Role.COMMITMENT_OFFICER: (S.SUBMITTED,),
    Role.BUDGET_AUTHORITY: (S.ENDORSED,),
}
_DEEDS = {
    S.DRAFT: (Do.SUBMIT,),
    S.SUBMITTED: (Do.APPROVE, Do.ENDORSE),
    S.ENDORSED: (Do.APPROVE,),
}
_PAGES = {
    Do.SUBMIT: "purchase_requests.revise",
    Do.ENDORSE: "purchase_requests.endorse",
    Do.APPROVE: "purchase_requests.approve",
}


_STEPS = {
    S.SUBMITTED: ("approve",),
    S.ENDORSED: ("approve", "approve"),
    S.APPROVED: ("choose",),
}
"""Steps since submission, or since approval; an endorsement takes the days of an approval."""


def due(work: Work, purchase_request: PurchaseRequest) -> datetime | None:
    """Tell until when the step is to be done that a request waits for; none when it is over.

    A draft, and a purchase that looks for another supplier, must be under way the lead time
    before it is needed.
    """
    laws = in_force(work, DUE_CODES)
    one = purchase_request
    if one.status in {S.DRAFT, S.SOURCING}:
        return last_moment(laws, one.needed_on, work.zone)
    if one.status not in _STEPS:
        return None
    since = one.approved_at if one.status is S.APPROVED else one.submitted_at
    return step_due(laws, _STEPS[one.status], since, one.needed_at(work.zone), work.zone)


def waiting_for(work: Work) -> list[Waiting]:
    """Return the requests that this person is to finish, endorse or approve, oldest first."""
    statuses = {s for role, found in _WAITS_FOR.items() if work.actor.has(role) for s in found}
    if not statuses:
        return []
    wanted = (
        select(PurchaseRequest)
        .where(_in_sight_of(work.actor), PurchaseRequest.status.in_(statuses))
        .options(joinedload(PurchaseRequest.unit, innerjoin=True))
        .order_by(PurchaseRequest.created_at)
        .limit(MOST_WAITING)
    )
    return [
        Waiting(
            title=one.purpose,
            detail=f"{one.number} · {one.unit.name} · {rupiah(one.total, work.language)}",
            deed=deed,
            endpoint=_PAGES[deed],
            arguments={"purchase_request_id": one.id},
            due=due(work, one),
        )
        for one in work.session.scalars(wanted)
        for deed in _DEEDS[one.status]
        if PURCHASE_REQUEST_POLICY.allows(work.actor, deed, one)
    ]
