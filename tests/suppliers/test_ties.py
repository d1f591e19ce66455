"""An officer who declared a tie decides nothing about that supplier: a colleague does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.catalogue import service as catalogue
from procure.catalogue.models import Listing
from procure.catalogue.queries import curation
from procure.db.work import Work
from procure.kernel.actors import Actor
from procure.kernel.errors import NotPermitted
from procure.launcher.provision import Urls
from procure.suppliers import service
from procure.suppliers.kinds import BlacklistResult, DocumentKind, MarkKind, Verdict
from procure.suppliers.policy import TieDeclared
from procure.suppliers.registry_models import DataRequestKind
from procure.suppliers.service import NewLook, NewSanction
from procure.suppliers.workflow import DocumentStatus, SupplierStatus
from tests.conftest import WorkAs
from tests.db.test_attacks import REFUSED, as_web
from tests.make.deals import the_law
from tests.make.offices import Office
from tests.make.sellers import Seller, a_listing, a_seller
from tests.make.shelves import CHECKED, a_revision, a_run
from tests.make.shelves import an_officer as a_curator
from tests.make.vetting import (
    a_paper,
    a_wish,
    alike,
    an_account,
    an_interest,
    an_officer_person,
    today,
)
from tests.make.visits import Visit

WHY = "Keputusan petugas registri."
SENTENCE = "petugas registri lain"


@pytest.fixture
def pending(owner: Session, office: Office) -> Seller:
    """A supplier that waits, with a paper, an account and a likeness."""
    the_law(owner)
    return a_seller(owner, office.region, status=SupplierStatus.PENDING)


@pytest.fixture
def tied(owner: Session, office: Office, pending: Seller) -> tuple[Person, Actor]:
    """A registry officer whose family owns it."""
    person, actor = a_curator(owner, office.region)
    an_interest(owner, person, pending)
    return person, actor


def a_sanction() -> NewSanction:
    return NewSanction("027/1/2026", today(), today(), today() + timedelta(days=9), WHY)


def a_look() -> NewLook:
    return NewLook(today(), BlacklistResult.CLEAR, "", None)


@pytest.mark.parametrize(
    "deed",
    [
        service.accept,
        lambda work, key: service.ask_again(work, key, WHY, {}),
        lambda work, key: service.refuse(work, key, WHY),
        lambda work, key: service.suspend(work, key, a_sanction()),
        lambda work, key: service.debar(work, key, a_sanction()),
        lambda work, key: service.reinstate(work, key, WHY),
        service.inspect,
        lambda work, key: service.check_blacklist(work, key, a_look()),
        lambda work, key: service.accept_change(work, key, ""),
        lambda work, key: service.return_change(work, key, WHY),
    ],
)
def test_no_deed_on_the_supplier_is_for_an_officer_with_a_tie(
    work_as: WorkAs,
    pending: Seller,
    tied: tuple[Person, Actor],
    deed: Callable[[Work, Any], object],
) -> None:
    with pytest.raises(TieDeclared):
        deed(work_as(tied[1]), pending.supplier.id)


def test_neither_papers_nor_accounts_nor_likenesses(
    owner: Session, office: Office, work_as: WorkAs, pending: Seller, tied: tuple[Person, Actor]
) -> None:
    paper = a_paper(owner, pending, status=DocumentStatus.WAITING)
    account = an_account(owner, pending)
    other = a_seller(owner, office.region)
    alike(owner, MarkKind.PHONE, pending, other)
    work = work_as(tied[1])
    for deed in (
        lambda: service.accept_supplier_document(work, paper.id),
        lambda: service.ask_again_supplier_document(work, paper.id, WHY),
        lambda: service.check_bank_account(work, account.id, book_seen=True),
        lambda: service.refuse_bank_account(work, account.id, WHY),
        lambda: service.inspect_bank_account(work, account.id),
        lambda: service.judge(work, other.supplier.id, pending.supplier.id, Verdict.JOINT, WHY),
        lambda: service.judge(work, pending.supplier.id, other.supplier.id, Verdict.JOINT, WHY),
    ):
        with pytest.raises(TieDeclared):
            deed()


def test_requests_about_own_data_are_answered_by_a_colleague(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    visit: Visit,
    pending: Seller,
    tied: tuple[Person, Actor],
) -> None:
    wish = "Nama di KTP saya berubah."
    asked = service.ask(
        work_as(pending.actor), pending.supplier.id, DataRequestKind.CORRECTION, wish
    )
    with pytest.raises(TieDeclared):
        service.answer(work_as(tied[1]), asked.id, WHY)
    path, browser = f"/suppliers/requests/{asked.id}/answer", visit(tied[0])
    assert "Untuk rekan" in browser.get("/suppliers/requests").text
    page = browser.get(path).text
    assert SENTENCE in page
    assert 'name="answer"' not in page
    refused = browser.post(path, data={"answer": WHY})
    assert (refused.status_code, SENTENCE in refused.text) == (403, True)
    assert service.answer(work_as(an_officer_person(owner, office.region)[1]), asked.id, WHY).answer


def test_a_colleague_decides_and_a_tie_that_ended_ties_nobody(
    owner: Session, office: Office, work_as: WorkAs, pending: Seller
) -> None:
    person, actor = an_officer_person(owner, office.region)
    tie = an_interest(owner, person, pending)
    tie.ends_on = today()
    owner.commit()
    with pytest.raises(TieDeclared):  # the last day counts
        service.accept(work_as(actor), pending.supplier.id)
    tie.ends_on = today() - timedelta(days=1)
    owner.commit()
    assert service.accept(work_as(actor), pending.supplier.id).status is SupplierStatus.ACTIVE


@pytest.fixture
def listing(owner: Session, pending: Seller) -> Listing:
    """A listing of the supplier, not on the shelf yet."""
    return a_listing(owner, pending, is_live=False)


def test_listings_of_the_supplier_are_judged_by_a_colleague(
    owner: Session, work_as: WorkAs, pending: Seller, tied: tuple[Person, Actor], listing: Listing
) -> None:
    revision = a_revision(owner, listing)
    run = a_run(owner, pending)
    work = work_as(tied[1])
    assert curation.queue(work).rows == []
    assert curation.waiting(work) == (0, None)
    for deed in (
        lambda: catalogue.approve(work, revision.id, CHECKED),
        lambda: catalogue.send_back(work, revision.id, WHY),
        lambda: catalogue.refuse(work, revision.id, WHY),
        lambda: catalogue.take_down(work, listing.id, WHY),
        lambda: catalogue.approve_batch(work, run.id, CHECKED),
    ):
        with pytest.raises(NotPermitted) as refusal:
            deed()
        assert isinstance(refusal.value, TieDeclared)


def test_the_pages_say_who_decides_instead(
    owner: Session, visit: Visit, pending: Seller, tied: tuple[Person, Actor]
) -> None:
    browser: FlaskClient = visit(tied[0])
    page = browser.get(f"/registry/{pending.supplier.id}").text
    assert SENTENCE in page
    assert f"/suppliers/{pending.supplier.id}/accept" not in page
    refused = browser.post(f"/suppliers/{pending.supplier.id}/accept")
    assert refused.status_code == 403
    assert SENTENCE in refused.text


def test_the_page_of_a_proposal_says_so_as_well(
    owner: Session, visit: Visit, tied: tuple[Person, Actor], listing: Listing
) -> None:
    revision = a_revision(owner, listing)
    page = visit(tied[0]).get(f"/listing-revisions/{revision.id}").text
    assert SENTENCE in page
    assert f"/listing-revisions/{revision.id}/approve" not in page


def test_the_database_refuses_an_officer_with_a_tie_as_well(
    owner: Session,
    database: Urls,
    pending: Seller,
    tied: tuple[Person, Actor],
    listing: Listing,
) -> None:
    paper = a_paper(owner, pending, DocumentKind.HALAL, status=DocumentStatus.WAITING)
    account, revision = an_account(owner, pending), a_revision(owner, listing)
    a_wish(owner, pending)
    me, whom = tied[1].user_id, pending.supplier.id
    for attack in (
        f"UPDATE suppliers SET status = 'active' WHERE id = '{whom}'",
        f"UPDATE suppliers SET npwp_valid = true WHERE id = '{whom}'",
        "UPDATE supplier_documents SET status = 'accepted', checked_by_id = "
        f"'{me}' WHERE id = '{paper.id}'",
        "UPDATE supplier_bank_accounts SET status = 'checked', first_checked_by_id = "
        f"'{me}' WHERE id = '{account.id}'",
        f"UPDATE listing_revisions SET status = 'approved' WHERE id = '{revision.id}'",
        f"UPDATE listings SET is_live = true WHERE id = '{listing.id}'",
        f"UPDATE data_requests SET answer = 'x', answered_at = now(), answered_by_id = '{me}'",
    ):
        owner.connection().exec_driver_sql("UPDATE suppliers SET npwp_valid = false")
        owner.commit()
        with as_web(database, tied[1]) as web, pytest.raises(REFUSED):
            web.execute(attack.encode())


def test_nobody_settles_a_change_or_proves_a_tax_number_but_an_officer(
    owner: Session, database: Urls, office: Office, pending: Seller, tied: tuple[Person, Actor]
) -> None:
    add = (
        "INSERT INTO supplier_changes (supplier_id, field, region_id, changed_at) VALUES "
        f"('{pending.supplier.id}', 'nib', '{office.region.id}', now())"
    )
    owner.connection().exec_driver_sql(add)
    owner.connection().exec_driver_sql("UPDATE suppliers SET npwp_valid = false")
    owner.commit()
    settle = b"DELETE FROM supplier_changes"
    back = b"UPDATE supplier_changes SET returned_at = now()"
    for actor in (pending.actor, tied[1], office.officer, office.auditor):
        for attack in (settle, back, b"UPDATE suppliers SET npwp_valid = true"):
            with as_web(database, actor) as web:
                try:
                    assert web.execute(attack).rowcount == 0, (actor.roles, attack)
                except REFUSED:
                    continue
    _person, officer = an_officer_person(owner, office.region)
    with as_web(database, officer) as web:
        assert web.execute(back).rowcount == 1
        assert web.execute(settle).rowcount == 1


def test_a_new_tax_number_is_doubted_whoever_writes_it(
    owner: Session, database: Urls, office: Office
) -> None:
    seller = a_seller(owner, office.region)
    assert seller.supplier.npwp_valid
    with as_web(database, seller.actor) as web:
        web.execute(b"UPDATE supplier_identities SET npwp = '\\x00'")
        assert web.execute(b"SELECT npwp_valid FROM suppliers").fetchone() == (False,)
