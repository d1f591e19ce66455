"""Changing a bank account: two officers, a waiting time, and everybody may object."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.passwords import Passwords
from procure.accounts.rules import PasswordMistyped
from procure.files.models import Purpose
from procure.kernel.actors import system
from procure.kernel.clock import now
from procure.kernel.errors import NotFound, NotPermitted, WrongStatus
from procure.notifications.models import Message
from procure.suppliers import queries, service
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.rules import banking as rules
from procure.suppliers.workflow import BankAccountStatus as Status
from procure.suppliers.workflow import DocumentStatus
from tests.conftest import WorkAs
from tests.make.deals import the_law
from tests.make.offices import Office
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_file, a_paper, an_account, an_officer, an_operator

PASSWORD = "kuda nil makan rumput"
PASSWORDS = Passwords(memory_kib=64, passes=1)
WHY = "Tidak ada yang meminta perubahan ini."


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """A caterer with an account in use, an owner who knows a password, and the law."""
    the_law(owner)
    made = a_seller(owner, office.region, verified_at=now())
    made.person.password_hash = PASSWORDS.hash(PASSWORD)
    owner.commit()
    return made


def another(owner: Session, seller: Seller, **given: object) -> service.NewAccount:
    facts: dict[str, object] = {
        "bank_code": "008",
        "account": "144-00-9988776",
        "holder": "Maling Contoh",
        "book_upload_id": a_file(owner, seller.person, Purpose.BANK_BOOK, seller).id,
        **given,
    }
    return service.NewAccount(**facts)  # type: ignore[arg-type]


def propose(owner: Session, seller: Seller, work_as: WorkAs) -> BankAccount:
    return service.propose_bank_account(
        work_as(seller.actor), another(owner, seller), PASSWORD, PASSWORDS
    )


def statuses(owner: Session, seller: Seller) -> list[Status]:
    owner.rollback()
    wanted = (
        select(BankAccount.status)
        .where(BankAccount.supplier_id == seller.supplier.id)
        .order_by(BankAccount.proposed_at)
    )
    return list(owner.scalars(wanted))


def frozen(owner: Session, office: Office, seller: Seller, work_as: WorkAs) -> object:
    freeze = queries.payable_account(work_as(office.treasurer), seller.supplier.id).freeze
    return freeze.because if freeze else None


def test_a_change_needs_the_present_password_and_freezes_the_payments(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    assert frozen(owner, office, seller, work_as) is None
    with pytest.raises(PasswordMistyped):
        service.propose_bank_account(
            work_as(seller.actor), another(owner, seller), "salah", PASSWORDS
        )
    assert frozen(owner, office, seller, work_as) is None

    propose(owner, seller, work_as)

    assert statuses(owner, seller) == [Status.ACTIVE, Status.PROPOSED]
    assert frozen(owner, office, seller, work_as) is rules.FrozenBecause.CHANGE_WAITS


def test_everybody_of_the_supplier_is_told_at_once_even_whose_browser_did_it(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    operator, _actor = an_operator(owner, seller)
    gone, _actor = an_operator(owner, seller)
    owner.execute(
        BankAccount.__table__.metadata.tables["appointments"]  # type: ignore[attr-defined]
        .update()
        .where(BankAccount.__table__.metadata.tables["appointments"].c.person_id == gone.id)  # type: ignore[attr-defined]
        .values(ends_on=now().date() - timedelta(days=3))
    )
    owner.commit()
    account = propose(owner, seller, work_as)

    owner.rollback()
    wanted = select(Message).where(Message.template == "suppliers/account_proposed")
    messages = owner.scalars(wanted).all()
    assert {one.person_id for one in messages} == {seller.person.id, operator.id, gone.id}
    assert {one.path for one in messages} == {f"/supplier/bank/{account.id}/object"}
    assert messages[0].facts["tail"] == "8776"


def test_two_different_officers_look_and_the_change_waits_its_hours(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    first, second = an_officer(owner, office.region), an_officer(owner, office.region)
    account = propose(owner, seller, work_as)

    with pytest.raises(rules.BookNotSeen):
        service.check_bank_account(work_as(first), account.id, book_seen=False)
    service.check_bank_account(work_as(first), account.id, book_seen=True)
    with pytest.raises(NotPermitted):
        service.confirm_bank_account(work_as(first), account.id, book_seen=True)
    confirmed = service.confirm_bank_account(work_as(second), account.id, book_seen=True)

    assert confirmed.status is Status.CHECKED
    assert confirmed.usable_from is not None
    assert confirmed.usable_from - now() > timedelta(hours=71)
    assert frozen(owner, office, seller, work_as) is rules.FrozenBecause.COOLING
    with pytest.raises(rules.StillCooling):
        service.confirm_bank_account(
            work_as(an_officer(owner, office.region)), account.id, book_seen=True
        )


def test_the_clock_uses_the_account_when_its_time_is_over_and_replaces_the_old_one(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    first, second = an_officer(owner, office.region), an_officer(owner, office.region)
    account = an_account(
        owner,
        seller,
        status=Status.CHECKED,
        first_checked_by_id=first.user_id,
        second_checked_by_id=second.user_id,
        usable_from=now() + timedelta(hours=1),
    )
    clock = work_as(system(office.region.id), keeper=True)
    assert service.use_cooled_accounts(clock, office.region.id) == 0

    account.usable_from = now() - timedelta(seconds=1)
    owner.commit()
    clock = work_as(system(office.region.id), keeper=True)
    assert service.use_cooled_accounts(clock, office.region.id) == 1
    assert service.use_cooled_accounts(clock, office.region.id) == 0

    assert statuses(owner, seller) == [Status.REPLACED, Status.ACTIVE]
    paid = queries.payable_account(work_as(office.treasurer), seller.supplier.id).account
    assert paid is not None
    assert paid.account == "1440099887766"


def test_the_first_account_of_a_supplier_is_used_after_the_second_check(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    owner.execute(BankAccount.__table__.delete())  # type: ignore[attr-defined]
    account = an_account(owner, seller)
    first, second = an_officer(owner, office.region), an_officer(owner, office.region)
    assert frozen(owner, office, seller, work_as) is rules.FrozenBecause.NO_ACCOUNT

    service.check_bank_account(work_as(first), account.id, book_seen=True)
    service.confirm_bank_account(work_as(second), account.id, book_seen=True)

    assert statuses(owner, seller) == [Status.ACTIVE]
    assert frozen(owner, office, seller, work_as) is None


@pytest.mark.parametrize("stage", [Status.PROPOSED, Status.CHECKED])
def test_anybody_of_the_supplier_stops_a_change_and_the_old_account_stays(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs, stage: Status
) -> None:
    _person, operator = an_operator(owner, seller)
    first = an_officer(owner, office.region)
    account = propose(owner, seller, work_as)
    if stage is Status.CHECKED:
        service.check_bank_account(work_as(first), account.id, book_seen=True)

    service.object_bank_account(work_as(operator), account.id, WHY)

    assert statuses(owner, seller) == [Status.ACTIVE, Status.REFUSED]
    assert frozen(owner, office, seller, work_as) is None
    with pytest.raises(WrongStatus):
        service.check_bank_account(work_as(first), account.id, book_seen=True)
    owner.rollback()
    wanted = select(Message.person_id).where(Message.template == "suppliers/account_stopped")
    assert {seller.person.id, first.user_id} <= set(owner.scalars(wanted))


def test_strangers_neither_propose_nor_check_nor_object(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    _person, operator = an_operator(owner, seller)
    rival = a_seller(owner, office.region)
    with pytest.raises(NotPermitted):
        service.propose_bank_account(work_as(operator), another(owner, seller), PASSWORD, PASSWORDS)
    account = propose(owner, seller, work_as)
    for actor in (seller.actor, office.treasurer, office.auditor):
        with pytest.raises((NotFound, NotPermitted)):
            service.check_bank_account(work_as(actor), account.id, book_seen=True)
    with pytest.raises(NotFound):
        service.object_bank_account(work_as(rival.actor), account.id, WHY)


def test_one_change_at_a_time_and_not_to_the_same_account(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    same = another(owner, seller, bank_code="113", account="3000123456")
    with pytest.raises(rules.SameAccount):
        service.propose_bank_account(work_as(seller.actor), same, PASSWORD, PASSWORDS)
    propose(owner, seller, work_as)
    with pytest.raises(rules.ChangeWaits):
        propose(owner, seller, work_as)


def test_an_officer_refuses_with_a_reason_and_reading_in_full_is_recorded(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    account = propose(owner, seller, work_as)
    assert service.inspect_bank_account(work_as(officer), account.id).account == "144009988776"

    service.refuse_bank_account(work_as(officer), account.id, "Nama tidak sama dengan pemilik.")

    assert statuses(owner, seller) == [Status.ACTIVE, Status.REFUSED]
    owner.rollback()
    wanted = select(Message.template).where(Message.person_id == seller.person.id)
    assert "suppliers/account_refused" in owner.scalars(wanted).all()


def test_the_officer_finds_the_bank_book_page_of_the_registration(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    newcomer = a_seller(owner, office.region)
    account = an_account(owner, newcomer)
    officer = an_officer(owner, office.region)
    assert queries.book_of(work_as(officer), account) is None
    page = a_file(owner, newcomer.person, Purpose.BANK_BOOK, newcomer)
    a_paper(
        owner,
        newcomer,
        DocumentKind.BANK_BOOK,
        status=DocumentStatus.WAITING,
        upload_id=page.id,
        valid_until=None,
    )
    found = queries.book_of(work_as(officer), account)
    assert found is not None
    assert found.id == page.id
