"""What the desk shows: one purchase whole, and the few numbers of a home page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload

from procure.accounts.models import Agency, Appointment, Person
from procure.audit.models import AuditEntry
from procure.budgets.models import BudgetHold, BudgetLine
from procure.catalogue.queries import curation
from procure.db.asking import Kind, ids, kind_of, stand_in
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.labels import N_
from procure.kernel.waiting import Waiting
from procure.orders import queries as orders
from procure.orders.models import PurchaseOrder
from procure.orders.workflow import PurchaseOrderStatus
from procure.purchase_requests import queries as purchase_requests
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.regulations.queries import by_versions
from procure.regulations.rules import Version
from procure.sourcing import queries as sourcing
from procure.sourcing.models import Award, Invitation, Quote, Rfq
from procure.sourcing.workflow import AwardStatus, RfqStatus
from procure.suppliers import queries as suppliers
from procure.suppliers.models import Supplier, SupplierStatus
from procure.suppliers.vetting_models import SupplierRemark

BEFORE_SOURCING = frozenset(
    {
        PurchaseRequestStatus.DRAFT,
        PurchaseRequestStatus.SUBMITTED,
        PurchaseRequestStatus.ENDORSED,
        PurchaseRequestStatus.APPROVED,
    }
)
"""Statuses that a purchase never returns to once suppliers were sought."""

ENDS_SOON = timedelta(days=30)
"""How far ahead an administrator is told of appointments that end."""


@dataclass(frozen=True, slots=True)
class Case:
    """One purchase with everything that was done about it."""

    request: PurchaseRequest
    rfqs: Sequence[Rfq]
    quotes: Sequence[Quote]
    awards: Sequence[Award]
    orders: Sequence[PurchaseOrder]
    hold: BudgetHold | None
    entries: Sequence[AuditEntry]
    laws: Mapping[UUID, Version]

    @property
    def rfq(self) -> Rfq | None:
        """The request for quotation that counts now."""
        over = (RfqStatus.FAILED, RfqStatus.CANCELLED)
        return next((rfq for rfq in self.rfqs if rfq.status not in over), None)

    @property
    def award(self) -> Award | None:
        """The award that counts now."""
        live = (AwardStatus.PROPOSED, AwardStatus.SIGNED)
        return next((award for award in self.awards if award.status in live), None)

    @property
    def order(self) -> PurchaseOrder | None:
        """The order that counts now."""
        over = (
            PurchaseOrderStatus.SENT_BACK,
            PurchaseOrderStatus.DECLINED,
            PurchaseOrderStatus.CANCELLED,
        )
        return next((order for order in self.orders if order.status not in over), None)


def case(work: Work, purchase_request_id: UUID) -> Case:
    """Return one purchase in sight with its sourcing, orders, money and story. Raises NotFound."""
    request = purchase_requests.get(work, purchase_request_id)
    begun = request.status not in BEFORE_SOURCING
    rfqs = _rfqs(work, request.id) if begun else []
    chosen = _chosen(work, request.id) if begun else []
    opened = [rfq.id for rfq in rfqs if rfq.opened_at is not None]
    entries = _entries(work, [request.id, *opened])
    laws = by_versions(work, {law for entry in entries for law in entry.laws})
    return Case(
        request=request,
        rfqs=rfqs,
        quotes=_quotes(rfqs),
        awards=[award for award, _order in chosen],
        orders=[order for _award, order in chosen if order is not None],
        hold=request.hold,
        entries=entries,
        laws={law.id: law for law in laws},
    )


@cache
def _rfqs_of_one() -> Select[Rfq]:
    return (
        select(Rfq)
        .where(
            Rfq.purchase_request_id == bindparam("request_id"),
            Rfq.region_id == bindparam("asking_region"),
        )
        .options(
            joinedload(Rfq.officer),
            joinedload(Rfq.invitations).joinedload(Invitation.supplier),
            joinedload(Rfq.invitations).joinedload(Invitation.quote),
        )
        .order_by(Rfq.published_at.desc())
    )


def _rfqs(work: Work, request_id: UUID) -> Sequence[Rfq]:
    given = {"request_id": request_id, **ids(work.actor)}
    return work.session.scalars(_rfqs_of_one(), given).unique().all()


@cache
def _awards_of_one(kind: Kind) -> Select[Award, PurchaseOrder]:
    return (
        select(Award, PurchaseOrder)
        .outerjoin(
            PurchaseOrder,
            and_(PurchaseOrder.award_id == Award.id, orders.in_sight_of(stand_in(kind))),
        )
        .where(Award.purchase_request_id == bindparam("request_id"))
        .options(
            joinedload(Award.supplier),
            joinedload(Award.officer),
            joinedload(Award.price_sources),
        )
        .order_by(Award.awarded_at.desc())
    )


def _chosen(work: Work, request_id: UUID) -> Sequence[tuple[Award, PurchaseOrder | None]]:
    """Return each award with its order, as far as that is in sight; the newest first."""
    given = {"request_id": request_id, **ids(work.actor)}
    found = work.session.execute(_awards_of_one(kind_of(work.actor)), given).unique()
    return [(award, order) for award, order in found]


def _quotes(rfqs: Sequence[Rfq]) -> list[Quote]:
    """Quotes exist for the agency only once they were opened: complete ones first, by price."""
    opened = [rfq for rfq in rfqs if rfq.opened_at is not None]
    found = [one.quote for rfq in opened for one in rfq.invitations if one.quote is not None]
    return sorted(found, key=lambda quote: (not quote.is_complete, quote.total))


def _entries(work: Work, chains: Sequence[UUID]) -> Sequence[AuditEntry]:
    """The trail of the purchase; what suppliers did under seal joins it after the opening."""
    return work.session.scalars(_trail(), {"chains": chains}).all()


@cache
def _trail() -> Select[AuditEntry]:
    return (
        select(AuditEntry)
        .where(AuditEntry.chain.in_(bindparam("chains", expanding=True)))
        .order_by(AuditEntry.at.desc(), AuditEntry.position.desc())
    )


@dataclass(frozen=True, slots=True)
class Pile:
    """Things of one kind that wait for a registry officer: how many, and since when the oldest."""

    title: str
    count: int
    since: datetime | None
    endpoint: str
    arguments: Mapping[str, Any]


def due(work: Work, case: Case) -> datetime | None:
    """Tell until when the next step of an official is to be done, by the rules of the region."""
    if case.order is not None:
        return orders.due_at(work, case.order)
    if case.rfq is not None and (until := sourcing.due(work, case.rfq)):
        return until
    return purchase_requests.due(work, case.request)


def waiting_for(work: Work) -> list[Waiting]:
    """Return what waits for this person in every room, the most urgent first."""
    found = [
        *orders.waiting_for(work),
        *sourcing.waiting_for(work),
        *purchase_requests.waiting_for(work),
    ]
    return sorted(found, key=lambda item: (item.due is None, item.due or work.now))


def piles(work: Work) -> list[Pile]:
    """Return what waits for a registry officer, pile by pile, the longest first."""
    if not work.actor.has(Role.REGISTRY_OFFICER):
        return []
    found = [
        Pile(task.stage.label, task.count, task.since, "registry.index", {"stage": str(task.stage)})
        for task in suppliers.tasks(work)
    ]
    count, since = curation.waiting(work)
    if count:
        found.append(Pile(N_("Listings to look at"), count, since, "curation.index", {}))
    count, since = suppliers.requests_to_answer(work)
    if count:
        found.append(Pile(N_("Requests about own data"), count, since, "suppliers.requests", {}))
    return sorted(found, key=lambda pile: (pile.since is None, pile.since or work.now))


def remarks(work: Work) -> Sequence[SupplierRemark]:
    """Return what the registry officer asked an owner to correct, and that waits for the owner."""
    actor = work.actor
    if actor.supplier_id is None or not actor.has(Role.SUPPLIER_OWNER):
        return ()
    return suppliers.to_correct(work, actor.supplier_id)


def purchase_counts(work: Work) -> Mapping[PurchaseRequestStatus, int]:
    """Count purchases by status: a requester's own, else those of the agency or the region."""
    actor = work.actor
    wanted = select(PurchaseRequest.status, func.count()).group_by(PurchaseRequest.status)
    if actor.agency_id is None:
        wanted = wanted.where(PurchaseRequest.region_id == actor.region_id)
    elif actor.roles == {Role.REQUESTER}:
        wanted = wanted.where(PurchaseRequest.requester_id == actor.user_id)
    else:
        wanted = wanted.where(PurchaseRequest.agency_id == actor.agency_id)
    return {status: count for status, count in work.session.execute(wanted)}  # noqa: C416 - rows are more than pairs


def budget_left(work: Work) -> int:
    """Return what the agency's budget lines of this year have left, in rupiah."""
    left = BudgetLine.ceiling - BudgetLine.reserved - BudgetLine.committed
    wanted = select(func.coalesce(func.sum(left), 0)).where(
        BudgetLine.agency_id == work.actor.agency_id, BudgetLine.year == work.today.year
    )
    return int(work.session.scalar(wanted) or 0)


@dataclass(frozen=True, slots=True)
class Sales:
    """How a supplier is doing this year: orders, their rupiah, and invitations still open."""

    orders: int
    total: int
    invitations: int


def sales(work: Work) -> Sales:
    """Return the numbers of a supplier's home page."""
    year = date(work.today.year, 1, 1)
    accepted = select(func.count(), func.coalesce(func.sum(PurchaseOrder.total), 0)).where(
        PurchaseOrder.supplier_id == work.actor.supplier_id,
        PurchaseOrder.status == PurchaseOrderStatus.ACCEPTED,
        PurchaseOrder.issued_at >= year,
    )
    count, total = work.session.execute(accepted).one()
    invitations = (
        select(func.count())
        .select_from(Invitation)
        .join(Rfq, Rfq.id == Invitation.rfq_id)
        .where(
            Invitation.supplier_id == work.actor.supplier_id,
            Rfq.status == RfqStatus.PUBLISHED,
            Rfq.closes_at > work.now,
        )
    )
    return Sales(count, int(total), work.session.scalar(invitations) or 0)


def ordered(work: Work) -> tuple[int, int]:
    """Return how many orders stand in the region this year, and their sum in rupiah."""
    wanted = select(func.count(), func.coalesce(func.sum(PurchaseOrder.total), 0)).where(
        PurchaseOrder.region_id == work.actor.region_id,
        PurchaseOrder.status.in_((PurchaseOrderStatus.ISSUED, PurchaseOrderStatus.ACCEPTED)),
        PurchaseOrder.issued_at >= date(work.today.year, 1, 1),
    )
    count, total = work.session.execute(wanted).one()
    return count, int(total)


@dataclass(frozen=True, slots=True)
class Offices:
    """What an administrator looks after."""

    agencies: int
    people: int
    ending: int


def offices(work: Work) -> Offices:
    """Count agencies and people of the region, and appointments that end within a month."""
    here = work.actor.region_id
    ending = and_(Appointment.ends_on >= work.today, Appointment.ends_on <= work.today + ENDS_SOON)
    wanted = select(
        select(func.count()).where(Agency.region_id == here).scalar_subquery(),
        select(func.count()).where(Person.region_id == here).scalar_subquery(),
        select(func.count()).where(Appointment.region_id == here, ending).scalar_subquery(),
    )
    return Offices(*work.session.execute(wanted).one())


def supplier_counts(work: Work) -> Mapping[SupplierStatus, int]:
    """Count the region's suppliers by status."""
    wanted = (
        select(Supplier.status, func.count())
        .where(Supplier.region_id == work.actor.region_id)
        .group_by(Supplier.status)
    )
    return {status: count for status, count in work.session.execute(wanted)}  # noqa: C416 - rows are more than pairs
