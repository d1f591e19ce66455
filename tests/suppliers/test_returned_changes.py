"""The owner reads what to correct where they look: at home and on the page of the business."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.kernel.actors import Actor
from procure.suppliers import service
from procure.suppliers.kinds import ReviewItem
from procure.suppliers.rules.registration import Step
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.registering import Registering, an_owner, places
from tests.make.vetting import an_officer, an_operator, seller_of, verify
from tests.make.visits import Visit

WHY = "Alamat di NIB masih yang lama, mohon diperbaiki dulu."
PAGES = ("/home", "/supplier")
LOOKS_AGAIN = "Anda mengubah nama, nomor, atau alamat"


@pytest.fixture
def officer(owner: Session, office: Office) -> Actor:
    """A registry officer of the region."""
    return an_officer(owner, office.region)


@pytest.fixture
def sri(owner: Session, office: Office, work_as: WorkAs) -> Registering:
    """A caterer whose registration is filled in."""
    places(owner)
    made = an_owner(work_as, office.region)
    made.fill_all()
    return made


def shown(browser: FlaskClient) -> list[bool]:
    return [WHY in browser.get(path).text for path in PAGES]


def test_a_returned_change_is_read_with_its_reason_until_it_is_corrected(
    owner: Session, work_as: WorkAs, visit: Visit, sri: Registering, officer: Actor
) -> None:
    active = verify(owner, work_as, sri, officer)
    browser = visit(active.person)
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    assert shown(browser) == [False, False]
    service.return_change(work_as(officer), active.supplier.id, WHY)
    assert shown(browser) == [True, True]
    home = browser.get("/home").text
    assert 'href="/supplier"' in home[home.index(WHY) :]
    assert "Tidak ada yang menunggu Anda" not in home
    assert LOOKS_AGAIN not in browser.get("/supplier").text

    sri.fill(Step.ADDRESS, address="Jalan Melati 9")
    assert shown(browser) == [False, False]
    assert LOOKS_AGAIN in browser.get("/supplier").text


def test_so_is_a_registration_that_was_sent_back(
    work_as: WorkAs, visit: Visit, owner: Session, sri: Registering, officer: Actor
) -> None:
    service.submit(sri.work(), sri.supplier_id)
    remarks = {ReviewItem.PLACE: WHY}
    service.ask_again(work_as(officer), sri.supplier_id, "Mohon diperbaiki dahulu.", remarks)
    assert shown(visit(seller_of(owner, sri.supplier_id).person)) == [True, True]


def test_operators_read_it_where_they_can_do_something_about_it(
    owner: Session, work_as: WorkAs, visit: Visit, sri: Registering, officer: Actor
) -> None:
    active = verify(owner, work_as, sri, officer)
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    service.return_change(work_as(officer), active.supplier.id, WHY)
    operator, _actor = an_operator(owner, active)
    assert shown(visit(operator)) == [False, True]
