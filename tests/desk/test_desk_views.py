"""Home pages of every role, and the purchase page with its ball, deeds, money and story."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from procure.kernel.actors import Role
from procure.kernel.clock import local, now
from procure.orders import service
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.regulations.rules import earliest_day, latest_day
from tests.make.cases import a_case, an_rfq
from tests.make.deals import Deal, the_law
from tests.make.offices import Office, a_person, an_office, appoint
from tests.make.requests import a_purchase_request
from tests.make.sellers import Seller, a_seller
from tests.make.visits import Visit

UNTIL = re.compile(r'<p class="until">[^<]*<span class="deadline"><time datetime="20')
TASKS = re.compile(r'<ul class="tasks">.*?</ul>', re.DOTALL)
STAFF = (
    Role.REQUESTER,
    Role.COMMITMENT_OFFICER,
    Role.BUDGET_AUTHORITY,
    Role.PROCUREMENT_OFFICER,
    Role.TREASURER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


@pytest.mark.parametrize("role", STAFF)
def test_every_office_holder_has_a_home(visit: Visit, office: Office, role: Role) -> None:
    page = visit(office.people[role]).get("/home")
    assert page.status_code == 200
    assert "<h1>" in page.text


@pytest.mark.parametrize("role", [Role.REGISTRY_OFFICER, Role.COACH, Role.LENDER])
def test_others_who_work_for_the_region_have_a_home(
    owner: Session, visit: Visit, office: Office, role: Role
) -> None:
    person = a_person(owner, office.region)
    appoint(owner, person, role)
    assert visit(person).get("/home").status_code == 200


def test_strangers_are_asked_to_sign_in(office: Office, visit: Visit) -> None:
    assert visit.app.test_client().get("/home").status_code in (302, 401)


def test_a_home_says_what_waits_and_where_to_do_it(visit: Visit, deal: Deal) -> None:
    ppk = visit(deal.office.people[Role.COMMITMENT_OFFICER]).get("/home").text
    assert f"/purchase-orders/{deal.order.id}/issue" in ppk
    assert f"/purchase-orders/{deal.order.id}" not in visit(deal.seller.person).get("/home").text
    deal.issue()
    assert f"/purchase-orders/{deal.order.id}" in visit(deal.seller.person).get("/home").text


def test_the_purchase_page_tells_whose_turn_it_is(visit: Visit, deal: Deal) -> None:
    place = f"/purchases/{deal.purchase.id}"
    ppk = visit(deal.office.people[Role.COMMITMENT_OFFICER])
    page = ppk.get(place)
    assert page.status_code == 200
    assert "ball--yours" in page.text
    assert f"/purchase-orders/{deal.order.id}/issue" in page.text
    deal.issue()
    after = ppk.get(place).text
    assert "ball--yours" not in after
    assert deal.seller.supplier.name in after
    assert f"/purchase-orders/{deal.order.id}/pdf" in after
    assert f"/purchase-orders/{deal.order.id}/cancel" in after


def test_every_step_of_an_official_says_until_when(
    owner: Session, visit: Visit, office: Office
) -> None:
    the_law(owner)
    needed = local(now()).date() + timedelta(days=40)
    sent = a_purchase_request(
        owner,
        office,
        status=PurchaseRequestStatus.SUBMITTED,
        needed_on=needed,
        submitted_at=now(),
    )
    browser = visit(office.people[Role.COMMITMENT_OFFICER])
    until = earliest_day(local(now()).date(), 2)
    page = browser.get(f"/purchases/{sent.id}").text
    assert f'datetime="{until.isoformat()}T16:00:00' in page
    assert "hari" in (tasks := TASKS.findall(browser.get("/home").text))[0]
    assert "terlambat" not in tasks[0]

    sent.submitted_at = now() - timedelta(days=20)
    owner.commit()
    assert "terlambat" in browser.get(f"/purchases/{sent.id}").text
    assert "terlambat" in TASKS.findall(browser.get("/home").text)[0]

    draft = a_purchase_request(owner, office, needed_on=needed)
    last = latest_day(needed, 2)
    page = visit(office.people[Role.REQUESTER]).get(f"/purchases/{draft.id}").text
    assert f'datetime="{last.isoformat()}T23:59:00' in page


def test_the_signature_and_the_choice_of_a_way_have_a_day(
    owner: Session, visit: Visit, deal: Deal
) -> None:
    ppk = visit(deal.office.people[Role.COMMITMENT_OFFICER])
    assert UNTIL.search(ppk.get(f"/purchases/{deal.purchase.id}").text)
    officer = visit(deal.office.people[Role.PROCUREMENT_OFFICER])
    approved = a_purchase_request(owner, deal.office, status=PurchaseRequestStatus.APPROVED)
    assert UNTIL.search(officer.get(f"/purchases/{approved.id}").text)


def test_the_story_names_people_deeds_facts_and_law(visit: Visit, deal: Deal) -> None:
    number = deal.issue().number or ""
    service.decline(deal.work_as(deal.seller.actor), deal.order.id, "Dapur kami penuh hari itu.")
    page = visit(deal.office.people[Role.AUDITOR]).get(f"/purchases/{deal.purchase.id}").text
    assert deal.office.people[Role.COMMITMENT_OFFICER].name in page
    assert number in page
    assert "Dapur kami penuh hari itu." in page
    assert "Perpres 16/2018" in page
    assert "%(" not in page


def test_the_officer_chooses_how_to_buy_an_approved_request(
    owner: Session, visit: Visit, office: Office
) -> None:
    approved = a_purchase_request(owner, office, status=PurchaseRequestStatus.APPROVED)
    place = f"/purchases/{approved.id}"
    officer = visit(office.people[Role.PROCUREMENT_OFFICER]).get(place).text
    requester = visit(office.people[Role.REQUESTER]).get(place).text
    assert f'href="{place}/source"' in officer
    assert f"{place}/source" not in requester


def test_before_the_opening_the_agency_sees_who_was_invited_but_no_quotes(
    owner: Session, visit: Visit, office: Office
) -> None:
    seller = a_seller(owner, office.region)
    rfq = an_rfq(owner, office, seller)
    officer = office.people[Role.PROCUREMENT_OFFICER]
    officer.language = "en"
    owner.commit()
    page = visit(officer).get(f"/purchases/{rfq.purchase_request_id}")
    assert page.status_code == 200
    assert seller.supplier.name in page.text
    assert "Quotes stay sealed" in page.text
    assert "Opened quotes" not in page.text


def test_others_do_not_know_the_purchase(owner: Session, visit: Visit, deal: Deal) -> None:
    place = f"/purchases/{deal.purchase.id}"
    neighbour = an_office(owner, deal.office.region)
    beyond = an_office(owner)
    for person in (neighbour.people[Role.COMMITMENT_OFFICER], beyond.people[Role.AUDITOR]):
        assert visit(person).get(place).status_code == 404
    assert visit(deal.seller.person).get(place).status_code == 403


def test_the_purchase_page_asks_the_database_little(
    app: Flask, owner: Session, visit: Visit, office: Office, seller: Seller
) -> None:
    case = a_case(owner, office, seller)
    browser = visit(office.people[Role.COMMITMENT_OFFICER])
    place = f"/purchases/{case.purchase_request.id}"
    assert browser.get(place).status_code == 200
    asked: list[str] = []
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
        event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert browser.get(place).status_code == 200
    assert len([sql for sql in asked if "set_config" not in sql]) <= 13, asked  # sign-in: 1
    asked.clear()
    assert browser.get("/home").status_code == 200
    assert len([sql for sql in asked if "set_config" not in sql]) <= 8, asked
