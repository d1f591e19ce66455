"""Two people press at the same moment, and the clock runs: every deed happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.audit.queries import breaks
from procure.kernel.clock import now
from procure.kernel.errors import WrongStatus
from procure.orders import jobs, service
from procure.orders.actions import PurchaseOrderAction as Do
from procure.orders.models import PurchaseOrder
from procure.orders.workflow import PurchaseOrderStatus as Status
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.sourcing.models import Rfq
from procure.sourcing.workflow import RfqStatus
from tests.conftest import WorkAs
from tests.make.cases import a_case
from tests.make.deals import Deal, address_of
from tests.make.offices import Office
from tests.make.requests import move
from tests.make.sellers import Seller

REASON = "Dapur kami penuh pada hari itu."


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do all deeds at the same moment; return what each gave or raised."""
    gate = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        gate.wait()
        try:
            return deed()
        except WrongStatus as refusal:
            return refusal

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def count(owner: Session, *actions: Do) -> int:
    owner.rollback()
    wanted = select(func.count()).select_from(AuditEntry).where(AuditEntry.action.in_(actions))
    return owner.scalar(wanted) or 0


def test_of_two_signatures_at_once_one_counts(owner: Session, deal: Deal) -> None:
    works = [deal.work_as(deal.office.commitment_officer) for _ in range(2)]
    results = at_once(
        *(lambda work=work: service.issue(work, deal.order.id, address_of) for work in works)
    )
    assert sorted(type(result).__name__ for result in results) == ["PurchaseOrder", "WrongStatus"]
    assert count(owner, Do.ISSUE) == 1


def test_accepting_and_declining_at_once_leaves_one_answer(owner: Session, deal: Deal) -> None:
    deal.issue()
    first, second = (deal.work_as(deal.seller.actor) for _ in range(2))
    results = at_once(
        lambda: service.accept(first, deal.order.id),
        lambda: service.decline(second, deal.order.id, REASON),
    )
    assert sum(isinstance(result, WrongStatus) for result in results) == 1
    assert count(owner, Do.ACCEPT, Do.DECLINE) == 1
    assert list(breaks(deal.work_as(deal.office.auditor, keeper=True))) == []


def test_declining_after_a_quotation_returns_to_the_comparison(
    owner: Session, work_as: WorkAs, office: Office, seller: Seller
) -> None:
    case = a_case(owner, office, seller)
    case.purchase_request.status = PurchaseRequestStatus.ORDERED
    owner.flush()
    move(owner, case.purchase_request, "commit", case.order.total)
    owner.commit()
    service.decline(work_as(seller.actor), case.order.id, REASON)
    owner.rollback()
    rfq = owner.get_one(Rfq, case.rfq.id, populate_existing=True)
    assert rfq.status is RfqStatus.OPENED
    assert count(owner, Do.DECLINE) == 1


@pytest.mark.usefixtures("keeper_work")
def test_the_minute_job_lets_orders_expire_in_every_region(owner: Session, deal: Deal) -> None:
    deal.issue()
    owner.rollback()
    order = owner.get_one(PurchaseOrder, deal.order.id, populate_existing=True)
    order.respond_by = now() - timedelta(seconds=1)
    owner.commit()
    jobs.due(timestamp=0)
    jobs.due(timestamp=60)
    owner.rollback()
    assert owner.get_one(PurchaseOrder, order.id, populate_existing=True).status is Status.EXPIRED
    assert count(owner, Do.EXPIRE) == 1
