"""The web process's own role tries to sell, to be paid and to be forgiven, and gets nothing."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.orm import Session

from procure.kernel.actors import Actor, Role
from procure.kernel.clock import now
from procure.launcher.provision import Urls
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.workflow import BankAccountStatus, DocumentStatus, SupplierStatus
from tests.db.test_attacks import REFUSED, as_web
from tests.make.deals import the_law
from tests.make.offices import Office, a_region, appoint
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_paper, an_account, an_officer, an_officer_person

CLOSED = (*REFUSED, psycopg.errors.UniqueViolation)


@pytest.fixture
def pending(owner: Session, office: Office) -> Seller:
    """A supplier that waits for verification."""
    the_law(owner)
    return a_seller(owner, office.region, status=SupplierStatus.PENDING)


def refused(database: Urls, actor: Actor, attack: str) -> None:
    """The statement is refused, or there is no row for it: either way nothing changed."""
    with as_web(database, actor) as web:
        try:
            done = web.execute(attack.encode()).rowcount
        except CLOSED:
            return
        assert done == 0, attack


def accept(seller: Seller) -> str:
    return f"UPDATE suppliers SET status = 'active' WHERE id = '{seller.supplier.id}'"


def test_only_a_registry_officer_makes_a_supplier_active(
    owner: Session, database: Urls, office: Office, pending: Seller
) -> None:
    elsewhere = an_officer(owner, a_region(owner))
    for actor in (pending.actor, office.officer, office.auditor, office.administrator, elsewhere):
        refused(database, actor, accept(pending))
    with as_web(database, an_officer(owner, office.region)) as web:
        assert web.execute(accept(pending).encode()).rowcount == 1


def test_an_officer_who_belongs_to_a_supplier_does_not_decide_about_it(
    owner: Session, database: Urls, office: Office, pending: Seller
) -> None:
    person, actor = an_officer_person(owner, office.region)
    appoint(owner, person, Role.SUPPLIER_OPERATOR, supplier_id=pending.supplier.id)
    owner.commit()
    refused(database, actor, accept(pending))


def test_no_status_is_skipped_and_the_clock_accepts_nobody(
    owner: Session, database: Urls, office: Office, pending: Seller
) -> None:
    officer = an_officer(owner, office.region)
    where = f"WHERE id = '{pending.supplier.id}'"
    refused(database, officer, f"UPDATE suppliers SET status = 'suspended' {where}")
    with psycopg.connect(database.keeper) as keeper, pytest.raises(REFUSED):
        keeper.execute(accept(pending).encode())


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE supplier_bank_accounts SET account = '\\x00'",
        "UPDATE supplier_bank_accounts SET bank_code = '008'",
        "UPDATE supplier_bank_accounts SET holder = '\\x00'",
        "UPDATE supplier_bank_accounts SET status = 'active' WHERE status = 'proposed'",
        "UPDATE supplier_bank_accounts SET status = 'checked' WHERE status = 'proposed'",
        "UPDATE supplier_bank_accounts SET status = 'replaced' WHERE status = 'active'",
        "UPDATE supplier_bank_accounts SET usable_from = now() WHERE status = 'proposed'",
        "UPDATE supplier_bank_accounts SET supplier_id = gen_random_uuid()",
        "DELETE FROM supplier_bank_accounts WHERE status = 'active'",
        "UPDATE supplier_documents SET status = 'accepted'",
        "UPDATE supplier_documents SET valid_until = '2099-01-01'",
        "UPDATE supplier_documents SET number = 'ID1'",
        "DELETE FROM supplier_documents",
        "UPDATE suppliers SET status = 'debarred'",
        "UPDATE suppliers SET verified_at = now()",
        "DELETE FROM supplier_sanctions",
        "UPDATE supplier_sanctions SET ended_at = now()",
        "UPDATE supplier_sanctions SET ends_on = '2026-01-01'",
        "UPDATE supplier_remarks SET is_open = false",
        "DELETE FROM blacklist_checks",
        "SELECT * FROM expiry_notices",
        "INSERT INTO document_requirements DEFAULT VALUES",
    ],
)
def test_a_supplier_changes_nothing_that_others_decide(
    owner: Session, database: Urls, office: Office, attack: str
) -> None:
    seller = a_seller(owner, office.region)
    an_account(owner, seller)
    a_paper(owner, seller, DocumentKind.HALAL, status=DocumentStatus.WAITING)
    if attack.startswith("SELECT"):
        with as_web(database, seller.actor) as web, pytest.raises(REFUSED):
            web.execute(attack.encode())
        return
    refused(database, seller.actor, attack)


def test_one_officer_does_not_do_the_work_of_two(
    owner: Session, database: Urls, office: Office
) -> None:
    the_law(owner)
    seller, officer = a_seller(owner, office.region), an_officer(owner, office.region)
    other = an_officer(owner, office.region)
    account = an_account(owner, seller)
    where = f"WHERE id = '{account.id}'"
    me, you = officer.user_id, other.user_id
    for attack in (
        f"UPDATE supplier_bank_accounts SET status = 'active' {where}",
        "UPDATE supplier_bank_accounts SET status = 'checked', "
        f"first_checked_by_id = '{you}' {where}",
        "UPDATE supplier_bank_accounts SET status = 'checked', first_checked_by_id = '{me}', "
        f"second_checked_by_id = '{you}', usable_from = now() {where}".replace("{me}", str(me)),
    ):
        refused(database, officer, attack)
    with as_web(database, officer) as web:
        web.execute(
            "UPDATE supplier_bank_accounts SET status = 'checked', "
            f"first_checked_by_id = '{me}' {where}".encode()
        )
    for attack in (
        f"UPDATE supplier_bank_accounts SET second_checked_by_id = '{me}', "
        f"usable_from = now() + interval '4 days' {where}",
        f"UPDATE supplier_bank_accounts SET second_checked_by_id = '{you}', "
        f"usable_from = now() + interval '4 days' {where}",
        f"UPDATE supplier_bank_accounts SET status = 'active' {where}",
    ):
        refused(database, officer, attack)


def test_the_second_officer_does_not_shorten_the_waiting_time(
    owner: Session, database: Urls, office: Office
) -> None:
    the_law(owner)
    seller, first = a_seller(owner, office.region), an_officer(owner, office.region)
    second = an_officer(owner, office.region)
    account = an_account(
        owner, seller, status=BankAccountStatus.CHECKED, first_checked_by_id=first.user_id
    )
    head = (
        f"UPDATE supplier_bank_accounts SET second_checked_by_id = '{second.user_id}', "
        "usable_from = now() + interval"
    )
    refused(database, second, f"{head} '71 hours' WHERE id = '{account.id}'")
    with as_web(database, second) as web:
        done = web.execute(f"{head} '72 hours' WHERE id = '{account.id}'".encode())
        assert done.rowcount == 1


def test_there_is_one_account_in_use_and_one_that_waits(owner: Session, office: Office) -> None:
    seller = a_seller(owner, office.region)
    an_account(owner, seller)
    for status in (BankAccountStatus.ACTIVE, BankAccountStatus.CHECKED):
        with pytest.raises(Exception, match="uq_supplier_bank_accounts"):
            an_account(owner, seller, status=status, proposed_at=now() + timedelta(seconds=1))
        owner.rollback()


def test_bank_accounts_of_others_do_not_exist(
    owner: Session, database: Urls, office: Office
) -> None:
    seller, rival = a_seller(owner, office.region), a_seller(owner, office.region)
    count = (
        f"SELECT count(*) FROM supplier_bank_accounts WHERE supplier_id = '{seller.supplier.id}'"
    ).encode()
    elsewhere = an_officer(owner, a_region(owner))
    for actor in (rival.actor, office.requester, office.officer, elsewhere):
        with as_web(database, actor) as web:
            assert web.execute(count).fetchone() == (0,)
    with as_web(database, office.treasurer) as web:
        assert web.execute(count).fetchone() == (1,)


def test_a_suspended_supplier_is_neither_invited_nor_awarded_even_by_sql(
    owner: Session, database: Urls, office: Office
) -> None:
    seller = a_seller(owner, office.region, status=SupplierStatus.SUSPENDED)
    for table in ("awards", "invitations"):
        columns = f"(supplier_id, region_id) VALUES ('{seller.supplier.id}', '{office.region.id}')"
        with (
            as_web(database, office.officer) as web,
            pytest.raises(REFUSED, match="not active"),
        ):
            web.execute(f"INSERT INTO {table} {columns}".encode())


def test_what_officers_decided_is_kept(owner: Session, database: Urls, office: Office) -> None:
    officer = an_officer(owner, office.region)
    for table in ("blacklist_checks", "cluster_decisions"):
        for attack in (f"DELETE FROM {table}", f"UPDATE {table} SET region_id = region_id"):
            with as_web(database, officer) as web, pytest.raises(REFUSED):
                web.execute(attack.encode())


def test_nobody_declares_an_interest_for_somebody_else(
    owner: Session, database: Urls, office: Office
) -> None:
    seller = a_seller(owner, office.region)
    other = office.people[Role.TREASURER].id
    attack = (
        "INSERT INTO interests (id, region_id, person_id, supplier_id, kind, text, starts_on, "
        f"declared_at) VALUES (gen_random_uuid(), '{office.region.id}', '{other}', "
        f"'{seller.supplier.id}', 'family', '', '2026-01-01', now())"
    )
    with as_web(database, office.officer) as web, pytest.raises(REFUSED):
        web.execute(attack.encode())
