"""What keeps an account open: orders, and requests for quotation that are not over."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.kernel.actors import Actor
from procure.launcher.provision import Urls
from procure.orders.models import PurchaseOrder
from procure.orders.workflow import PurchaseOrderStatus as Order
from procure.sourcing import service as sourcing
from procure.sourcing.models import Rfq
from procure.suppliers import service
from procure.suppliers.registry_models import DataRequestKind
from procure.suppliers.rules import closing as rules
from procure.suppliers.workflow import SupplierStatus
from tests.conftest import WorkAs
from tests.db.test_attacks import REFUSED, as_web
from tests.make.cases import Case, a_case
from tests.make.deals import a_deal, the_law
from tests.make.offices import Office
from tests.make.quotations import a_quote, a_tender, close_now, open_now
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_wish, today
from tests.make.visits import Visit
from tests.suppliers.test_closing import WHY, fresh, officer, seller, stands

__all__ = ["officer", "seller"]


def ordered(owner: Session, office: Office, seller: Seller, *steps: Order) -> Case:
    """Order something that is needed in the future, and let it go through these statuses."""
    case = a_case(owner, office, seller)
    for step in steps:
        case.order.status = step
        owner.flush()
    owner.commit()
    return case


OPEN = ((), (Order.EXPIRED,), (Order.ACCEPTED,))
OVER = ((Order.DECLINED,), (Order.ACCEPTED, Order.CANCELLED))


@pytest.mark.parametrize("steps", OPEN)
def test_an_open_order_keeps_the_account_open(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
    steps: tuple[Order, ...],
) -> None:
    case = ordered(owner, office, seller, *steps)
    with pytest.raises(rules.OrdersOpen) as refusal:
        service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert refusal.value.facts == {"numbers": (case.order.number,)}
    assert stands(owner, seller) is SupplierStatus.ACTIVE


def test_one_that_waits_for_a_signature_has_no_number_yet(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
) -> None:
    a_deal(owner, work_as, office, seller)
    with pytest.raises(rules.OrdersOpen) as refusal:
        service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert refusal.value.facts == {"numbers": (rules.OpenKind.ORDER,)}


@pytest.mark.parametrize("steps", OVER)
def test_one_that_is_over_does_not(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
    steps: tuple[Order, ...],
) -> None:
    case = ordered(owner, office, seller, *steps)
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert stands(owner, seller) is SupplierStatus.CLOSED
    assert fresh(owner, PurchaseOrder, case.order.id).status is steps[-1]


def test_an_accepted_order_is_over_after_its_day_and_is_still_paid(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
) -> None:
    case = ordered(owner, office, seller, Order.ACCEPTED)
    owner.connection().exec_driver_sql("ALTER TABLE purchase_requests DISABLE TRIGGER USER")
    case.purchase_request.needed_on = today() - timedelta(days=1)
    owner.flush()
    owner.connection().exec_driver_sql("ALTER TABLE purchase_requests ENABLE TRIGGER USER")
    owner.commit()
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert stands(owner, seller) is SupplierStatus.CLOSED
    paid = service.check_may_be_paid(work_as(office.treasurer), seller.supplier.id)
    assert paid.supplier_id == seller.supplier.id


@pytest.fixture
def tender(owner: Session, office: Office, seller: Seller) -> Rfq:
    """A request for quotation to which the caterer was invited."""
    the_law(owner)
    return a_tender(owner, office, seller, a_seller(owner, office.region))


def refused(work_as: WorkAs, officer: tuple[Person, Actor], seller: Seller, rfq: Rfq) -> None:
    with pytest.raises(rules.QuotationsOpen) as refusal:
        service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert refusal.value.facts == {"numbers": (rfq.number,)}


def test_before_the_deadline_the_refusal_does_not_tell_who_quoted(
    work_as: WorkAs, seller: Seller, officer: tuple[Person, Actor], tender: Rfq
) -> None:
    refused(work_as, officer, seller, tender)
    a_quote(work_as, seller, tender, 28_000, 12_000)
    refused(work_as, officer, seller, tender)


def test_after_the_deadline_a_quote_waits_for_the_decision(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
    tender: Rfq,
) -> None:
    a_quote(work_as, seller, tender, 28_000, 12_000)
    close_now(owner, tender.id)
    refused(work_as, officer, seller, tender)
    open_now(owner, work_as, office, tender)
    refused(work_as, officer, seller, tender)
    sourcing.fail(work_as(office.officer), tender.id, "Semua di atas pagu anggaran.")
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert stands(owner, seller) is SupplierStatus.CLOSED


@pytest.mark.parametrize("has_withdrawn", [False, True])
def test_after_the_deadline_nothing_keeps_who_did_not_quote(
    owner: Session,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
    tender: Rfq,
    has_withdrawn: bool,
) -> None:
    if has_withdrawn:
        a_quote(work_as, seller, tender, 28_000, 12_000)
        sourcing.withdraw(work_as(seller.actor), tender.id)
    close_now(owner, tender.id)
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert stands(owner, seller) is SupplierStatus.CLOSED


def test_the_database_closes_nothing_unasked_open_or_by_others(
    owner: Session,
    office: Office,
    database: Urls,
    seller: Seller,
    officer: tuple[Person, Actor],
) -> None:
    unasked = a_seller(owner, office.region)
    busy = a_seller(owner, office.region)
    a_wish(owner, busy, DataRequestKind.CLOSING)
    a_case(owner, office, busy)
    for actor, whose in (
        (officer[1], unasked),
        (officer[1], busy),
        (seller.actor, seller),
        (office.auditor, seller),
    ):
        attack = f"UPDATE suppliers SET status = 'closed' WHERE id = '{whose.supplier.id}'"
        with as_web(database, actor) as web:
            try:
                assert web.execute(attack.encode()).rowcount == 0
            except REFUSED:
                continue
    assert {stands(owner, one) for one in (unasked, busy, seller)} == {SupplierStatus.ACTIVE}


def test_others_do_not_learn_what_is_open(
    owner: Session, office: Office, database: Urls, seller: Seller, tender: Rfq
) -> None:
    ask = f"SELECT * FROM open_business('{seller.supplier.id}')".encode()
    rival = a_seller(owner, office.region)
    for actor in (rival.actor, office.officer, office.auditor):
        with as_web(database, actor) as web:
            assert web.execute(ask).fetchall() == []


def test_the_page_says_what_is_in_the_way(
    owner: Session,
    office: Office,
    visit: Visit,
    seller: Seller,
    officer: tuple[Person, Actor],
) -> None:
    case, browser = ordered(owner, office, seller), visit(officer[0])
    path = f"/suppliers/{seller.supplier.id}/close"
    page = browser.get(path).text
    assert f"Pesanan masih terbuka ({case.order.number})" in page
    assert 'name="reason"' not in page
    late = browser.post(path, data={"reason": WHY})
    assert late.status_code == 422
    assert str(case.order.number) in late.text
