"""An owner asks for closing: the account ends, the shelf is empty, and what was ordered stays."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person, SignIn
from procure.audit.models import AuditEntry
from procure.catalogue.models import Listing
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.workflow import ListingRevisionStatus
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import now
from procure.kernel.errors import NotFound, NotPermitted, WrongStatus
from procure.notifications.models import Message
from procure.suppliers import queries, service
from procure.suppliers.kinds import MarkKind
from procure.suppliers.models import Supplier
from procure.suppliers.policy import TieDeclared
from procure.suppliers.queries.queue import Filter, Stage
from procure.suppliers.registry_models import (
    DataRequest,
    DataRequestKind,
    Fingerprint,
    FingerprintKind,
    SupplierLink,
)
from procure.suppliers.rules import closing as rules
from procure.suppliers.rules.registration import LinkGone
from procure.suppliers.workflow import SupplierStatus
from tests.conftest import WorkAs
from tests.make.offices import Office, appoint
from tests.make.registering import HERE, PASSWORD, SECRET, follow
from tests.make.sellers import Seller, a_listing, a_seller
from tests.make.shelves import a_revision
from tests.make.vetting import (
    a_change,
    a_wish,
    alike,
    an_account,
    an_interest,
    an_officer_person,
    an_operator,
    today,
)
from tests.make.visits import Visit

WHY = "Akun ditutup atas permintaan pemilik."


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """A caterer who wants to stop."""
    made = a_seller(owner, office.region, verified_at=now())
    a_wish(owner, made, DataRequestKind.CLOSING)
    return made


@pytest.fixture
def officer(owner: Session, office: Office) -> tuple[Person, Actor]:
    """A registry officer of the region."""
    return an_officer_person(owner, office.region)


def fresh(owner: Session, model: type[Any], key: object) -> Any:
    owner.rollback()
    return owner.get_one(model, key, populate_existing=True)


def stands(owner: Session, seller: Seller) -> SupplierStatus:
    found: SupplierStatus = fresh(owner, Supplier, seller.supplier.id).status
    return found


def test_nobody_signs_in_for_a_closed_business(
    owner: Session, work_as: WorkAs, visit: Visit, seller: Seller, officer: tuple[Person, Actor]
) -> None:
    operator, _actor = an_operator(owner, seller)
    browsers = [visit(seller.person), visit(operator)]
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert stands(owner, seller) is SupplierStatus.CLOSED
    for person in (seller.person, operator):
        assert fresh(owner, Person, person.id).is_blocked
        held = owner.scalars(select(Appointment).where(Appointment.person_id == person.id)).one()
        assert held.ends_on == today() - timedelta(days=1)
        open_ones = select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        assert owner.scalars(open_ones).all() == []
    for browser in browsers:
        assert "/sign-in" in browser.get("/home").location
    told = set(
        owner.scalars(select(Message.person_id).where(Message.template == "suppliers/closed"))
    )
    assert told == {seller.person.id, operator.id}


def test_whoever_acts_for_another_business_keeps_the_account(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
) -> None:
    other = a_seller(owner, office.region)
    appoint(owner, seller.person, Role.SUPPLIER_OWNER, supplier_id=other.supplier.id)
    owner.commit()
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    assert not fresh(owner, Person, seller.person.id).is_blocked
    assert stands(owner, other) is SupplierStatus.ACTIVE


def test_its_shelf_is_empty_and_nothing_of_it_waits_for_an_officer(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
) -> None:
    listing = a_listing(owner, seller)
    proposal = a_revision(owner, a_listing(owner, seller, is_live=False))
    rival = a_listing(owner, a_seller(owner, office.region))
    a_change(owner, seller)
    wish = a_wish(owner, seller)
    work = work_as(officer[1])
    service.close(work, seller.supplier.id, WHY)
    assert not fresh(owner, Listing, listing.id).is_live
    refused = fresh(owner, ListingRevision, proposal.id)
    assert (refused.status, refused.reason) == (ListingRevisionStatus.REFUSED, WHY)
    assert fresh(owner, Listing, rival.id).is_live
    assert fresh(owner, DataRequest, wish.id).answer == WHY
    assert queries.requests_to_answer(work) == (0, None)
    assert queries.tasks(work) == []
    for stage in (Stage.CHANGES, Stage.REGISTRATIONS):
        assert queries.waiting(work, Filter(stage), 1).total == 0
    assert queries.waiting(work, Filter(Stage.ALL), 1).total == 2


def test_each_deed_is_in_the_trail_with_the_officer_s_words(
    owner: Session, work_as: WorkAs, seller: Seller, officer: tuple[Person, Actor]
) -> None:
    a_listing(owner, seller)
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    told = owner.scalars(select(AuditEntry))
    assert {(one.action, one.reason) for one in told} == {
        ("supplier.close", WHY),
        ("account.close", WHY),
        ("supplier.answer", WHY),
        ("listing.retire", WHY),
    }
    closed = owner.scalars(select(AuditEntry).where(AuditEntry.action == "supplier.close")).one()
    assert str(seller.person.id) in closed.facts


def test_numbers_are_free_again(
    owner: Session, work_as: WorkAs, seller: Seller, officer: tuple[Person, Actor]
) -> None:
    owner.add(
        Fingerprint(
            supplier_id=seller.supplier.id,
            kind=FingerprintKind.NIB,
            region_id=seller.supplier.region_id,
            digest=b"nib",
        )
    )
    owner.commit()
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    owner.rollback()
    assert owner.scalars(select(Fingerprint.is_claimed)).all() == [False]


def test_nobody_joins_a_closed_business_by_a_link_that_waited(
    owner: Session, work_as: WorkAs, seller: Seller, officer: tuple[Person, Actor]
) -> None:
    who = ("Dian Ayuningsih", "dian@warung.example")
    service.invite(work_as(seller.actor), seller.supplier.id, who, HERE, SECRET)
    service.close(work_as(officer[1]), seller.supplier.id, WHY)
    owner.rollback()
    link = owner.scalars(select(SupplierLink)).one()
    with pytest.raises(LinkGone):
        follow(work_as, link, password=PASSWORD)
    owner.rollback()
    assert owner.scalars(select(Person).where(Person.email == who[1])).all() == []


def test_nobody_s_account_is_closed_unasked(
    owner: Session, office: Office, work_as: WorkAs, officer: tuple[Person, Actor]
) -> None:
    content = a_seller(owner, office.region)
    a_wish(owner, content)
    with pytest.raises(rules.ClosingNotAsked):
        service.close(work_as(officer[1]), content.supplier.id, WHY)
    assert stands(owner, content) is SupplierStatus.ACTIVE
    assert not fresh(owner, Person, content.person.id).is_blocked


def test_a_tie_and_other_roles_close_nothing(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    seller: Seller,
    officer: tuple[Person, Actor],
) -> None:
    an_interest(owner, officer[0], seller)
    with pytest.raises(TieDeclared):
        service.close(work_as(officer[1]), seller.supplier.id, WHY)
    for actor in (seller.actor, office.auditor):
        with pytest.raises((NotPermitted, NotFound)):
            service.close(work_as(actor), seller.supplier.id, WHY)
    assert stands(owner, seller) is SupplierStatus.ACTIVE


@pytest.mark.parametrize("status", [SupplierStatus.SUSPENDED, SupplierStatus.DEBARRED])
def test_closing_is_no_way_around_a_sanction(
    owner: Session,
    work_as: WorkAs,
    visit: Visit,
    seller: Seller,
    officer: tuple[Person, Actor],
    status: SupplierStatus,
) -> None:
    seller.supplier.status = status
    owner.commit()
    with pytest.raises(WrongStatus):
        service.close(work_as(officer[1]), seller.supplier.id, WHY)
    asked = owner.scalars(select(DataRequest)).one()
    page = visit(officer[0]).get(f"/suppliers/requests/{asked.id}/answer").text
    assert "setelah keputusan yang menahannya berakhir" in page
    assert "/close" not in page


def test_the_officer_is_led_from_the_request_to_the_closing(
    owner: Session, visit: Visit, seller: Seller, officer: tuple[Person, Actor]
) -> None:
    asked, browser = owner.scalars(select(DataRequest)).one(), visit(officer[0])
    path = f"/suppliers/{seller.supplier.id}/close"
    assert path in browser.get(f"/suppliers/requests/{asked.id}/answer").text
    assert "Tidak dapat dibatalkan" in browser.get(path).text
    short = browser.post(path, data={"reason": "ya"})
    assert short.status_code == 422
    done = browser.post(path, data={"reason": WHY})
    assert (done.status_code, done.location) == (302, "/suppliers/requests")
    assert stands(owner, seller) is SupplierStatus.CLOSED
    assert browser.get(path).status_code == 409
    registry = browser.get(f"/registry/{seller.supplier.id}").text
    assert "Akun ditutup" in registry


def test_a_draft_is_closed_as_well_and_likenesses_stay_for_officers(
    owner: Session, office: Office, work_as: WorkAs, officer: tuple[Person, Actor]
) -> None:
    draft = a_seller(owner, office.region, status=SupplierStatus.DRAFT)
    again = a_seller(owner, office.region)
    alike(owner, MarkKind.PHONE, draft, again)
    a_wish(owner, draft, DataRequestKind.CLOSING)
    an_account(owner, draft)
    work = work_as(officer[1])
    service.close(work, draft.supplier.id, WHY)
    assert queries.tasks(work) == []
    assert stands(owner, draft) is SupplierStatus.CLOSED
    near = queries.cluster_of(work, again.supplier.id)
    assert [one.supplier.id for one in near] == [draft.supplier.id]
