"""A supplier is suspended while somebody invites it, chooses it or orders from it: in words, whole.

Two connections: the officer's deed has looked and found the supplier active; then it waits at the
database for the suspension that another connection is about to commit.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.kernel.actors import Role
from procure.orders import service as orders
from procure.orders.models import PurchaseOrder
from procure.orders.workflow import PurchaseOrderStatus
from procure.sourcing import service
from procure.sourcing.models import Award, Invitation, Rfq
from procure.sourcing.workflow import RfqStatus
from procure.suppliers.models import SupplierStatus
from procure.suppliers.rules.standing import SupplierSanctioned
from tests.conftest import WorkAs
from tests.make.deals import a_deal, address_of
from tests.make.offices import Office
from tests.make.quotations import a_new_rfq, a_quote, a_tender, an_approved_purchase, open_now
from tests.make.sellers import Seller
from tests.make.visits import Visit, seen
from tests.sourcing.test_sourcing_views import form_of

REASON = "Harga terendah dan lengkap."
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def while_suspending(owner: Session, seller: Seller, deed: Callable[[], Any]) -> Future[Any]:
    """Suspend a supplier, let a deed run into it, then commit the suspension."""
    seller.supplier.status = SupplierStatus.SUSPENDED
    owner.flush()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(deed)
        while not owner.scalar(WAITING):
            assert not done.done(), done.exception()
            sleep(0.02)
        owner.commit()
    owner.expire_all()
    return done


def refusal_of(done: Future[Any], seller: Seller) -> None:
    error = done.exception()
    assert isinstance(error, SupplierSanctioned), error
    assert error.facts == {
        "supplier": seller.supplier.name,
        "status": SupplierStatus.SUSPENDED,
    }


def count(owner: Session, model: type[Any]) -> int:
    return owner.scalar(select(func.count()).select_from(model)) or 0


def test_an_invitation_names_who_was_suspended_and_asks_nobody(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    new, work = a_new_rfq(work_as, office, *sellers), work_as(office.officer)

    done = while_suspending(owner, sellers[1], lambda: service.publish(work, purchase.id, new))

    refusal_of(done, sellers[1])
    assert (count(owner, Rfq), count(owner, Invitation), count(owner, AuditEntry)) == (0, 0, 0)


def test_the_page_of_an_invitation_says_so_and_keeps_what_was_typed(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])
    path = f"/purchases/{purchase.id}/invite"
    typed = {**form_of(office, *sellers), **seen(browser, path)}

    answer = while_suspending(owner, sellers[0], lambda: browser.post(path, data=typed)).result()

    assert answer.status_code == 422
    assert sellers[0].supplier.name in answer.text
    assert "tidak aktif lagi" in answer.text
    assert str(typed["catalogue_note"]) in answer.text
    assert count(owner, Rfq) == 0


def test_an_award_is_refused_and_the_quotes_stay_open(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 28_000, 12_000)
    quote = open_now(owner, work_as, office, rfq)[0]
    work, told = work_as(office.officer), count(owner, AuditEntry)

    done = while_suspending(
        owner, sellers[0], lambda: service.award(work, rfq.id, quote.id, REASON)
    )

    refusal_of(done, sellers[0])
    assert (count(owner, Award), count(owner, AuditEntry)) == (0, told)
    assert owner.get_one(Rfq, rfq.id).status is RfqStatus.OPENED


def test_a_supplier_suspended_after_the_invitation_wins_nothing(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 28_000, 12_000)
    quote = open_now(owner, work_as, office, rfq)[0]
    sellers[0].supplier.status = SupplierStatus.SUSPENDED
    owner.commit()

    with pytest.raises(SupplierSanctioned) as refusal:
        service.award(work_as(office.officer), rfq.id, quote.id, REASON)

    assert refusal.value.facts["supplier"] == sellers[0].supplier.name
    assert count(owner, Award) == 0


def test_the_page_of_an_award_says_who_was_suspended_after_the_invitation(
    owner: Session, office: Office, work_as: WorkAs, visit: Visit, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 28_000, 12_000)
    quote = open_now(owner, work_as, office, rfq)[0]
    sellers[0].supplier.status = SupplierStatus.SUSPENDED
    owner.commit()

    browser, path = visit(office.people[Role.PROCUREMENT_OFFICER]), f"/rfqs/{rfq.id}/award"
    typed = {"quote_id": str(quote.id), "reason": REASON, **seen(browser, path)}
    answer = browser.post(path, data=typed)

    assert answer.status_code == 422
    assert f"{sellers[0].supplier.name} tidak aktif lagi" in answer.text


@pytest.mark.usefixtures("app")
def test_an_order_is_not_signed_and_has_no_number(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    deal = a_deal(owner, work_as, office, sellers[0])
    work, told = work_as(office.commitment_officer), count(owner, AuditEntry)

    done = while_suspending(
        owner, sellers[0], lambda: orders.issue(work, deal.order.id, address_of)
    )

    refusal_of(done, sellers[0])
    order = owner.get_one(PurchaseOrder, deal.order.id)
    assert (order.status, order.number) == (PurchaseOrderStatus.PREPARED, None)
    assert count(owner, AuditEntry) == told


@pytest.mark.usefixtures("app")
def test_an_order_is_not_opened_again(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    deal = a_deal(owner, work_as, office, sellers[0])
    deal.issue()
    owner.rollback()
    order = owner.get_one(PurchaseOrder, deal.order.id, populate_existing=True)
    order.status = PurchaseOrderStatus.EXPIRED
    owner.commit()
    work, told = work_as(office.officer), count(owner, AuditEntry)
    until = work.now + timedelta(hours=6)

    done = while_suspending(owner, sellers[0], lambda: orders.reopen(work, order.id, until, REASON))

    refusal_of(done, sellers[0])
    assert owner.get_one(PurchaseOrder, order.id).status is PurchaseOrderStatus.EXPIRED
    assert count(owner, AuditEntry) == told
