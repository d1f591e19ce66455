"""The page on which an owner changes the bank account: the password counts, twice is once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.accounts.models import SignInDelay
from procure.accounts.passwords import Passwords
from procure.accounts.rules import WrongPassword
from procure.accounts.service import Visit as SignInVisit
from procure.accounts.service import sign_in
from procure.audit.models import AuditEntry
from procure.db.secrets import blind_index
from procure.files.models import Purpose
from procure.kernel.actors import ANONYMOUS
from procure.kernel.clock import now
from procure.suppliers import queries, service
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.registry_models import Fingerprint, FingerprintKind
from procure.suppliers.workflow import BankAccountStatus
from tests.conftest import WorkAs
from tests.make.deals import the_law
from tests.make.offices import Office
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_file, an_officer
from tests.make.visits import Visit

PASSWORD = "kuda nil makan rumput"
PASSWORDS = Passwords(memory_kib=64, passes=1)
PATH = "/supplier/bank/propose"
USED, WANTED = "113 3000123456", "008 144009988776"
HOUR = timedelta(hours=1)
WHY = "Tidak ada yang meminta perubahan ini."


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """A caterer with an account in use whose owner knows a password."""
    the_law(owner)
    made = a_seller(owner, office.region, verified_at=now())
    made.person.password_hash = PASSWORDS.hash(PASSWORD)
    owner.commit()
    return made


def typed(owner: Session, seller: Seller, password: str = PASSWORD) -> dict[str, str]:
    return {
        "bank_code": "008",
        "account": "144-00-9988776",
        "holder": "Maling Contoh",
        "book_upload_id": str(a_file(owner, seller.person, Purpose.BANK_BOOK, seller).id),
        "password": password,
        "idempotency_key": str(uuid4()),
    }


def accounts(owner: Session) -> int:
    owner.rollback()
    wanted = select(func.count()).where(BankAccount.status == BankAccountStatus.PROPOSED)
    return owner.scalar(wanted) or 0


def test_a_wrong_password_is_counted_as_a_failed_sign_in_though_the_form_is_refused(
    owner: Session, visit: Visit, work_as: WorkAs, seller: Seller
) -> None:
    browser = visit(seller.person)
    for _ in range(3):
        answer = browser.post(PATH, data=typed(owner, seller, "salah besar sekali"))
        assert answer.status_code == 422
        assert "Ini bukan kata sandi Anda sekarang" in answer.text
        assert "Maling Contoh" in answer.text

    held = browser.post(PATH, data=typed(owner, seller))

    assert held.status_code == 422
    assert "Terlalu banyak percobaan gagal" in held.text
    assert accounts(owner) == 0
    wanted = select(func.count()).where(AuditEntry.action == "account.fail")
    assert owner.scalar(wanted) == 3
    failures = owner.scalars(select(SignInDelay.failures).order_by(SignInDelay.failures)).all()
    assert failures == [3, 3]


def test_failures_at_the_sign_in_and_at_the_account_are_counted_together(
    owner: Session, visit: Visit, work_as: WorkAs, seller: Seller
) -> None:
    here = SignInVisit(HOUR, HOUR, "192.0.2.7", "-")
    for _ in range(3):
        with pytest.raises(WrongPassword):
            sign_in(work_as(ANONYMOUS), seller.person.email, "salah", here, PASSWORDS)

    answer = visit(seller.person).post(PATH, data=typed(owner, seller))

    assert answer.status_code == 422
    assert accounts(owner) == 0


def test_the_right_password_proposes_once_however_often_it_is_pressed(
    owner: Session, visit: Visit, seller: Seller
) -> None:
    browser, once = visit(seller.person), typed(owner, seller)
    for _ in range(2):
        answer = browser.post(PATH, data=once)
        assert (answer.status_code, answer.location) == (302, "/supplier/bank")
    assert accounts(owner) == 1
    assert owner.scalars(select(SignInDelay.failures).where(SignInDelay.failures > 0)).all() == []


def mark(owner: Session, seller: Seller) -> bytes | None:
    owner.rollback()
    return owner.scalar(
        select(Fingerprint.digest).where(
            Fingerprint.supplier_id == seller.supplier.id,
            Fingerprint.kind == FingerprintKind.ACCOUNT,
        )
    )


@pytest.mark.parametrize("is_objection", [True, False])
def test_a_stopped_change_leaves_the_mark_of_the_account_in_use(
    owner: Session, office: Office, work_as: WorkAs, seller: Seller, is_objection: bool
) -> None:
    book = a_file(owner, seller.person, Purpose.BANK_BOOK, seller)
    new = service.NewAccount("008", "144-00-9988776", "Maling Contoh", book.id)
    made = service.propose_bank_account(work_as(seller.actor), new, PASSWORD, PASSWORDS)
    assert mark(owner, seller) == blind_index(FingerprintKind.ACCOUNT, WANTED)

    if is_objection:
        service.object_bank_account(work_as(seller.actor), made.id, WHY)
    else:
        service.refuse_bank_account(work_as(an_officer(owner, office.region)), made.id, WHY)

    assert mark(owner, seller) == blind_index(FingerprintKind.ACCOUNT, USED)


def test_a_refused_first_account_leaves_no_mark_so_that_nobody_looks_alike(
    owner: Session, office: Office, work_as: WorkAs, seller: Seller
) -> None:
    rival = a_seller(owner, office.region)
    for one in (seller, rival):
        owner.execute(BankAccount.__table__.delete())  # type: ignore[attr-defined]
        one.person.password_hash = PASSWORDS.hash(PASSWORD)
    owner.commit()
    made = []
    for one in (seller, rival):
        book = a_file(owner, one.person, Purpose.BANK_BOOK, one)
        new = service.NewAccount("008", "144-00-9988776", "Siapa Contoh", book.id)
        made.append(service.propose_bank_account(work_as(one.actor), new, PASSWORD, PASSWORDS))
    officer = an_officer(owner, office.region)
    assert len(queries.cluster_of(work_as(officer), seller.supplier.id)) == 1

    service.refuse_bank_account(work_as(officer), made[1].id, WHY)

    assert mark(owner, rival) is None
    assert queries.cluster_of(work_as(officer), seller.supplier.id) == []
