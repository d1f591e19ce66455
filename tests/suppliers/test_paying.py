"""The gate before every payment: each reason that holds it, in words, and the account to pay."""

from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from procure.kernel.clock import now
from procure.kernel.errors import NotFound
from procure.suppliers import service
from procure.suppliers.kinds import BlacklistResult
from procure.suppliers.models import SupplierStatus
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.rules import paying as rules
from procure.suppliers.rules.banking import FrozenBecause
from procure.suppliers.vetting_models import BlacklistCheck
from procure.suppliers.workflow import BankAccountStatus
from tests.conftest import WorkAs
from tests.make.offices import Office, an_office
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import an_account, an_officer, an_officer_person, today
from tests.make.visits import Visit


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """A caterer that may be paid."""
    return a_seller(owner, office.region, verified_at=now())


def listed(owner: Session, office: Office, seller: Seller, result: BlacklistResult) -> None:
    officer = an_officer(owner, office.region)
    owner.add(
        BlacklistCheck(
            region_id=office.region.id,
            supplier_id=seller.supplier.id,
            checked_on=today(),
            checked_by_id=officer.user_id,
            recorded_at=now(),
            result=result,
        )
    )
    owner.commit()


def refused(office: Office, seller: Seller, work_as: WorkAs) -> rules.PaymentHeld:
    with pytest.raises(rules.PaymentHeld) as refusal:
        service.check_may_be_paid(work_as(office.treasurer), seller.supplier.id)
    assert refusal.value.facts["supplier"] == seller.supplier.name
    return refusal.value


def test_a_settled_supplier_is_paid_to_the_account_in_use(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    listed(owner, office, seller, BlacklistResult.CLEAR)
    account = service.check_may_be_paid(work_as(office.treasurer), seller.supplier.id)
    assert (account.account, account.status) == ("3000123456", BankAccountStatus.ACTIVE)
    assert service.why_held(work_as(office.treasurer), seller.supplier.id) is None


@pytest.mark.parametrize("status", [SupplierStatus.SUSPENDED, SupplierStatus.DEBARRED])
def test_who_is_suspended_or_debarred_is_not_paid(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs, status: SupplierStatus
) -> None:
    seller.supplier.status = status
    owner.commit()
    held = refused(office, seller, work_as)
    assert isinstance(held, rules.StatusHolds)
    assert held.facts["status"] is status


def test_who_stands_in_the_national_blacklist_is_not_paid(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    listed(owner, office, seller, BlacklistResult.LISTED)
    held = refused(office, seller, work_as)
    assert isinstance(held, rules.BlacklistHolds)
    assert held.facts["checked_on"] == today()
    own = service.why_held(work_as(seller.actor), seller.supplier.id)
    assert isinstance(own, rules.BlacklistHolds)


def test_without_a_checked_account_nothing_is_paid(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    owner.execute(delete(BankAccount))
    owner.commit()
    held = refused(office, seller, work_as)
    assert isinstance(held, rules.AccountHolds)
    assert held.facts["because"] is FrozenBecause.NO_ACCOUNT


def test_a_changed_account_holds_the_payments_until_it_is_checked(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    an_account(owner, seller)
    held = refused(office, seller, work_as)
    assert isinstance(held, rules.AccountHolds)
    assert held.facts["because"] is FrozenBecause.CHANGE_WAITS


def test_a_checked_account_holds_them_until_its_waiting_time_is_over(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    first, second = an_officer(owner, office.region), an_officer(owner, office.region)
    until = now() + timedelta(hours=5)
    an_account(
        owner,
        seller,
        status=BankAccountStatus.CHECKED,
        first_checked_by_id=first.user_id,
        second_checked_by_id=second.user_id,
        usable_from=until,
    )
    held = refused(office, seller, work_as)
    assert isinstance(held, rules.AccountCools)
    assert held.facts["until"] == until


def test_a_supplier_of_another_region_does_not_exist_here(
    owner: Session, seller: Seller, work_as: WorkAs
) -> None:
    elsewhere = an_office(owner)
    with pytest.raises(NotFound):
        service.check_may_be_paid(work_as(elsewhere.treasurer), seller.supplier.id)


def test_the_supplier_and_the_officer_read_why_payments_wait(
    owner: Session, office: Office, seller: Seller, visit: Visit
) -> None:
    an_account(owner, seller)
    officer = visit(an_officer_person(owner, office.region)[0])
    pages = ((visit(seller.person), "/supplier/bank"), (officer, f"/registry/{seller.supplier.id}"))
    for browser, path in pages:
        page = browser.get(path).text
        assert f"{seller.supplier.name} tidak dibayar" in page
        assert "Rekening sedang diganti" in page
    seller.supplier.status = SupplierStatus.SUSPENDED
    owner.commit()
    for browser, path in pages:
        assert "selama statusnya “Dibekukan”" in browser.get(path).text
