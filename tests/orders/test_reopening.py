"""Whoever opens an expired order again is asked about the supplier as whoever signs one."""

import pytest
from sqlalchemy.orm import Session

from procure.kernel.actors import Role
from procure.orders import service
from procure.orders.workflow import PurchaseOrderStatus as Status
from procure.suppliers.kinds import BlacklistResult
from procure.suppliers.models import SupplierStatus
from procure.suppliers.rules.standing import SupplierBlacklisted, SupplierSanctioned
from procure.suppliers.vetting_models import BlacklistCheck
from tests.make.deals import Deal
from tests.make.vetting import an_officer, today
from tests.make.visits import Visit, seen
from tests.orders.test_orders_service import HOUR, REASON, actions, clock, later, stands


@pytest.fixture
def expired(deal: Deal) -> Deal:
    """An order that nobody answered in time."""
    deal.issue()
    service.expire(clock(deal, 24.1), deal.order.id)
    return deal


def open_again(deal: Deal) -> None:
    officer = later(deal.work_as(deal.office.officer), 25)
    service.reopen(officer, deal.order.id, officer.now + 6 * HOUR, REASON)


@pytest.mark.parametrize("status", [SupplierStatus.SUSPENDED, SupplierStatus.DEBARRED])
def test_nobody_opens_an_order_again_for_a_supplier_that_may_not_sell_any_more(
    owner: Session, expired: Deal, status: SupplierStatus
) -> None:
    expired.seller.supplier.status = status
    owner.commit()
    told = actions(owner, expired)
    with pytest.raises(SupplierSanctioned) as refusal:
        open_again(expired)
    assert refusal.value.facts == {"supplier": expired.seller.supplier.name, "status": status}
    assert stands(owner, expired)[0] == Status.EXPIRED
    assert actions(owner, expired) == told


def test_nor_for_one_that_the_national_blacklist_names(owner: Session, expired: Deal) -> None:
    owner.add(
        BlacklistCheck(
            region_id=expired.office.region.id,
            supplier_id=expired.seller.supplier.id,
            checked_on=today(),
            checked_by_id=an_officer(owner, expired.office.region).user_id,
            recorded_at=expired.award.awarded_at,
            result=BlacklistResult.LISTED,
            note="",
        )
    )
    owner.commit()
    with pytest.raises(SupplierBlacklisted):
        open_again(expired)
    assert stands(owner, expired)[0] == Status.EXPIRED


def test_the_page_says_so_and_keeps_what_was_typed(
    owner: Session, visit: Visit, expired: Deal
) -> None:
    expired.seller.supplier.status = SupplierStatus.SUSPENDED
    owner.commit()
    browser = visit(expired.office.people[Role.PROCUREMENT_OFFICER])
    path = f"/purchase-orders/{expired.order.id}/reopen"
    ahead = expired.purchase.needed_on.isoformat()
    typed = {"reason": REASON, "respond_on": ahead, "respond_hour": "10:00"}
    refused = browser.post(path, data={**typed, **seen(browser, path)})
    assert refused.status_code == 422
    assert f"{expired.seller.supplier.name} tidak aktif lagi" in refused.text
    assert REASON in refused.text
    assert stands(owner, expired)[0] == Status.EXPIRED
