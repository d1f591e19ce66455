"""Reading purchase orders, each limited to the people who have to do with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from procure.accounts.models import Agency
from procure.catalogue.models import Category, Listing
from procure.db.asking import Kind, ids, kind_of, stand_in
from procure.db.work import Work
from procure.kernel.actors import Actor, Role
from procure.kernel.errors import NotFound
from procure.kernel.money import rupiah
from procure.kernel.regulation import Regulation
from procure.kernel.waiting import Waiting
from procure.orders.actions import PurchaseOrderAction as Do
from procure.orders.models import PurchaseOrder
from procure.orders.workflow import PurchaseOrderStatus as Status
from procure.purchase_requests import queries as purchase_requests
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.regulations.queries import in_force
from procure.regulations.rules import DUE_CODES, step_due
from procure.sourcing.models import Award, AwardLine
from procure.suppliers.models import SupplierIdentity

PAGE_SIZE = 30
MOST_WAITING = 100


def in_sight_of(actor: Actor) -> ColumnElement[bool]:
    """The orders that exist for this person: a supplier knows of an order once it is signed."""
    if actor.is_supplier:
        return and_(
            PurchaseOrder.supplier_id == actor.supplier_id, PurchaseOrder.issued_at.is_not(None)
        )
    if actor.has(Role.AUDITOR) or actor.has(Role.SYSTEM):
        return PurchaseOrder.region_id == actor.region_id
    here = PurchaseOrder.agency_id == actor.agency_id
    if actor.roles == {Role.REQUESTER}:
        return here & PurchaseOrder.purchase_request.has(unit_id=actor.unit_id)
    return here


def _whole() -> Sequence[ORMOption]:
    """What an order's own page and paper show, in few statements."""
    award = joinedload(PurchaseOrder.award)
    return (
        award.joinedload(Award.lines)
        .joinedload(AwardLine.line)
        .joinedload(PurchaseRequestLine.category),
        joinedload(PurchaseOrder.supplier),
        joinedload(PurchaseOrder.agency).joinedload(Agency.region),
        contains_eager(PurchaseOrder.purchase_request).joinedload(PurchaseRequest.budget_line),
        joinedload(PurchaseOrder.issued_by),
    )


def get(work: Work, order_id: UUID, *, lock: bool = False) -> PurchaseOrder:
    """Return one order with its lines; `lock` keeps others from changing it. Raises NotFound."""
    if lock:
        return work.remember((PurchaseOrder, order_id), lambda: _locked(work, order_id))
    return _only(work, order_id, _shown(kind_of(work.actor)))


def _locked(work: Work, order_id: UUID) -> PurchaseOrder:
    found = _only(work, order_id, _for_update(kind_of(work.actor)))
    purchase_requests.held(work, found.purchase_request)
    return found


@cache
def _shown(kind: Kind) -> Select[PurchaseOrder]:
    return (
        select(PurchaseOrder)
        .where(PurchaseOrder.id == bindparam("order_id"), in_sight_of(stand_in(kind)))
        .join(PurchaseOrder.purchase_request)
        .options(*_whole())
    )


@cache
def _for_update(kind: Kind) -> Select[PurchaseOrder]:
    """An order and its purchase at once: what is done to the one moves the other."""
    both = _shown(kind).with_for_update(of=(PurchaseOrder, PurchaseRequest))
    return both.execution_options(populate_existing=True)


def _only(work: Work, order_id: UUID, wanted: Select[PurchaseOrder]) -> PurchaseOrder:
    given = {"order_id": order_id, **ids(work.actor)}
    found = work.session.scalars(wanted, given).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def award_to_order(work: Work, award_id: UUID) -> Award:
    """Return an award just made, with what an order takes from it. Raises NotFound."""
    found = work.session.get(
        Award,
        award_id,
        options=[
            joinedload(Award.lines).joinedload(AwardLine.line),
            joinedload(Award.supplier),
            joinedload(Award.purchase_request)
            .joinedload(PurchaseRequest.agency)
            .joinedload(Agency.region),
        ],
    )
    if found is None or found.region_id != work.actor.region_id:
        raise NotFound
    # All categories at once, else each line would ask for its own.
    codes = sorted({line.line.category_code for line in found.lines})
    wanted = select(Category).where(Category.code.in_(codes))
    work.remember((Category, found.id), lambda: work.session.scalars(wanted).all())
    return found


def tax_number(work: Work, supplier_id: UUID) -> str:
    """Return a supplier's tax number (NPWP) for the paper; readable by few, and recorded."""
    found = work.session.scalar(
        select(SupplierIdentity.npwp).where(SupplierIdentity.supplier_id == supplier_id)
    )
    return found or ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a long list."""

    items: Sequence[PurchaseOrder]
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
        """Return the numbers to show: first, those around this page, last; None where some miss."""
        near = [n for n in range(self.page - 1, self.page + 2) if 1 <= n <= self.pages]
        shown = sorted({1, self.pages, *near})
        gaps: list[int | None] = []
        for number in shown:
            if gaps and gaps[-1] is not None and number - gaps[-1] > 1:
                gaps.append(None)
            gaps.append(number)
        return gaps


def newest_first(work: Work, page: int = 1) -> Page:
    """Return the orders in sight, newest first."""
    mine = in_sight_of(work.actor)
    total = work.session.scalar(select(func.count()).select_from(PurchaseOrder).where(mine)) or 0
    wanted = (
        select(PurchaseOrder)
        .where(mine)
        .options(
            joinedload(PurchaseOrder.supplier),
            joinedload(PurchaseOrder.purchase_request),
            joinedload(PurchaseOrder.agency),
        )
        .order_by(PurchaseOrder.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Page(work.session.scalars(wanted).all(), page, total)


_WAITS_FOR = {
    Status.PREPARED: (Do.ISSUE, "purchase_orders.issue"),
    Status.ISSUED: (Do.ACCEPT, "purchase_orders.show"),
    Status.EXPIRED: (Do.REOPEN, "purchase_orders.reopen"),
}


def waiting_for(work: Work) -> list[Waiting]:
    """Return the orders that wait for this person: to sign, to answer, or to open again."""
    actor = work.actor
    mine = []
    if actor.is_supplier:
        mine.append(PurchaseOrder.status == Status.ISSUED)
    if actor.has(Role.COMMITMENT_OFFICER):
        mine.append(
            and_(
                PurchaseOrder.status == Status.PREPARED,
                PurchaseOrder.award_officer_id != actor.user_id,
                PurchaseOrder.requester_id != actor.user_id,
            )
        )
    if actor.has(Role.PROCUREMENT_OFFICER):
        mine.append(PurchaseOrder.status == Status.EXPIRED)
    if not mine:
        return []
    wanted = (
        select(PurchaseOrder)
        .where(in_sight_of(actor), or_(*mine))
        .options(
            joinedload(PurchaseOrder.supplier),
            joinedload(PurchaseOrder.agency),
            joinedload(PurchaseOrder.purchase_request),
        )
        .order_by(PurchaseOrder.respond_by.nulls_last(), PurchaseOrder.id)
        .limit(MOST_WAITING)
    )
    return [_waiting(work, order) for order in work.session.scalars(wanted)]


def due_at(work: Work, order: PurchaseOrder) -> datetime | None:
    """Tell until when an order is to be signed, answered or opened again; none otherwise."""
    if order.status is Status.ISSUED:
        return order.respond_by
    begun = {
        Status.PREPARED: ("sign", order.created_at),
        Status.EXPIRED: ("reopen", order.respond_by),
    }
    if order.status not in begun:
        return None
    step, since = begun[order.status]
    needed = order.purchase_request.needed_at(work.zone)
    return step_due(in_force(work, DUE_CODES), (step,), since, needed, work.zone)


def _waiting(work: Work, order: PurchaseOrder) -> Waiting:
    deed, endpoint = _WAITS_FOR[order.status]
    other = order.agency.name if work.actor.is_supplier else order.supplier.name
    return Waiting(
        title=order.purchase_request.purpose,
        detail=f"{other} · {rupiah(order.total, work.language)}",
        deed=deed,
        endpoint=endpoint,
        arguments={"purchase_order_id": order.id},
        due=due_at(work, order),
    )


def regions_with_open_orders(work: Work) -> Sequence[UUID]:
    """Return the regions in which suppliers have orders to answer."""
    wanted = select(PurchaseOrder.region_id).where(PurchaseOrder.status == Status.ISSUED).distinct()
    return work.session.scalars(wanted).all()


def due(work: Work, law: Regulation) -> Sequence[UUID]:
    """Return the orders whose time to answer is over, or for which a reminder is due."""
    whole = timedelta(hours=law.parameters["hours"])
    marks = (law.parameters["remind_first"], law.parameters["remind_second"])
    reminders = [
        and_(
            PurchaseOrder.reminded_percent < mark,
            PurchaseOrder.respond_by <= work.now + whole * (100 - mark) / 100,
        )
        for mark in marks
    ]
    wanted = (
        select(PurchaseOrder.id)
        .where(
            PurchaseOrder.status == Status.ISSUED,
            in_sight_of(work.actor),
            or_(PurchaseOrder.respond_by <= work.now, *reminders),
        )
        .order_by(PurchaseOrder.respond_by)
    )
    return work.session.scalars(wanted).all()


def listed_quantities(work: Work, order_id: UUID) -> tuple[date | None, list[tuple[UUID, int]]]:
    """Return the day of delivery, and (listing, how many) of lines taken from the seller's own.

    A line that was asked for by the listing of somebody else takes nothing of that one's day.
    """
    wanted = (
        select(PurchaseRequest.needed_on, Listing.id, PurchaseRequestLine.quantity)
        .join(PurchaseOrder, PurchaseOrder.purchase_request_id == PurchaseRequest.id)
        .join(PurchaseRequestLine, PurchaseRequestLine.purchase_request_id == PurchaseRequest.id)
        .join(
            Listing,
            and_(
                Listing.id == PurchaseRequestLine.listing_id,
                Listing.supplier_id == PurchaseOrder.supplier_id,
            ),
        )
        .where(PurchaseOrder.id == order_id)
    )
    rows = work.session.execute(wanted).all()
    return (rows[0][0] if rows else None), [(row[1], row[2]) for row in rows]


def told_of(work: Work, supplier_id: UUID) -> list[dict[str, Any]]:
    """Return the orders that a supplier received, for the copy of its own data."""
    wanted = (
        select(
            PurchaseOrder.number,
            PurchaseOrder.title,
            PurchaseOrder.status,
            PurchaseOrder.total,
            PurchaseOrder.issued_at,
            PurchaseOrder.responded_at,
        )
        .where(PurchaseOrder.supplier_id == supplier_id, PurchaseOrder.issued_at.is_not(None))
        .order_by(PurchaseOrder.issued_at)
    )
    return [dict(row) for row in work.session.execute(wanted).mappings()]
