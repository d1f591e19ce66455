"""The form page in a browser without JavaScript: it shows, checks, refuses, saves and submits."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from tests.make.offices import Office, an_office
from tests.make.requests import a_purchase_request
from tests.make.sellers import a_listing, a_seller
from tests.make.visits import Visit
from tests.purchase_requests.conftest import in_days

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("law", "standards")]
NEW = "/purchase-requests/new"


def typed(office: Office, **given: Any) -> dict[str, Any]:
    """Return what a browser sends."""
    return {
        "budget_line_id": str(office.budget_line.id),
        "category_code": "MKN.01",
        "purpose": "Konsumsi rapat <b>koordinasi</b>",
        "needed_on": in_days(10).isoformat(),
        "window_from": "11:00",
        "window_until": "12:00",
        "delivery_address": "Aula Sekretariat",
        "delivery_contact": "Ratna 0812",
        "delivery_regency_code": "33.74",
        "event_name": "Rapat koordinasi",
        "event_from": "09:00",
        "event_until": "13:00",
        "head_count": "50",
        "has_guests": "y",
        "lines-0-name": "Nasi kotak ayam",
        "lines-0-quantity": "50",
        "lines-0-unit": "kotak",
        "lines-0-price": "30.000",
        "lines-0-category_code": "",
        "act": "save",
        "lang": "en",
        **given,
    }


@pytest.fixture
def browser(office: Office, visit: Visit) -> FlaskClient:
    """The requester's browser, in English."""
    return speaking(visit(office.people[Role.REQUESTER]))


def speaking(browser: FlaskClient) -> FlaskClient:
    with browser.session_transaction() as kept:
        kept["language"] = "en"
    return browser


def count(owner: Session) -> int:
    owner.expire_all()
    return owner.scalar(select(func.count()).select_from(PurchaseRequest)) or 0


def words(page: Any) -> str:
    return unescape(page.get_data(as_text=True))


def test_a_request_begins_with_routine_purchases(browser: FlaskClient) -> None:
    page = words(browser.get(NEW))
    assert "Snack and lunch for a meeting" in page
    assert 'name="people"' in page


def test_a_routine_purchase_is_filled_in(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    a_listing(owner, a_seller(owner, office.region))
    page = words(browser.get(f"{NEW}?template=meal&people=120"))
    assert 'value="Nasi kotak rapat"' in page
    assert page.count('value="120"') == 3
    assert 'value="28.500"' in page
    assert "Price standard: Rp40,000 per kotak." in page
    assert f'<option value="{office.budget_line.id}" selected>' in page


@pytest.mark.parametrize("people", ["", "-1", "0", "x", "9" * 30])
def test_a_strange_number_of_people_is_ignored(browser: FlaskClient, people: str) -> None:
    page = browser.get(NEW, query_string={"template": "meal", "people": people})
    assert page.status_code == 200
    assert 'value="40"' in words(page)


def test_a_draft_is_saved_and_opened_again(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    answer = browser.post(NEW, data=typed(office))
    assert answer.status_code == 302
    made = owner.scalars(select(PurchaseRequest)).one()
    assert answer.location == f"/purchase-requests/{made.id}/edit"
    page = words(browser.get(answer.location))
    assert 'value="30.000"' in page
    assert "Konsumsi rapat <b>koordinasi</b>" in page
    assert "Konsumsi rapat <b>" not in browser.get(answer.location).get_data(as_text=True)


def test_a_request_is_submitted_from_the_blank_page(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    answer = browser.post(NEW, data=typed(office, act="submit"))
    made = owner.scalars(select(PurchaseRequest)).one()
    assert answer.location == f"/purchases/{made.id}"
    assert made.status is S.SUBMITTED


def test_pressing_twice_makes_one_request(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    sent = typed(office, act="submit", idempotency_key=str(uuid4()))
    first, second = browser.post(NEW, data=sent), browser.post(NEW, data=sent)
    assert (first.status_code, second.location) == (302, first.location)
    assert count(owner) == 1


def test_adding_and_removing_lines_keeps_what_was_typed(
    office: Office, browser: FlaskClient
) -> None:
    page = browser.post(NEW, data=typed(office, act="add", purpose="", **{"lines-0-price": "12x"}))
    assert page.status_code == 200
    assert 'name="lines-1-name"' in words(page)
    assert 'value="12x"' in words(page)
    more = typed(office, act="remove-0", **{"lines-1-name": "Air", "lines-1-quantity": "3"})
    page = browser.post(NEW, data=more)
    assert 'id="lines-0-name"' in words(page)
    assert 'value="Air"' in words(page)
    assert "Nasi kotak ayam" not in words(page)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"purpose": ""}, "Say what the purchase is for."),
        ({"purpose": "x" * 201}, "Write at most 200 characters."),
        ({"needed_on": "yesterday"}, "Not a valid date value."),
        ({"needed_on": ""}, "Give the day on which it is needed."),
        ({"window_until": "10:00"}, "The end must be later than the start."),
        ({"budget_line_id": str(uuid4())}, "Choose a budget line of your own unit."),
        ({"budget_line_id": "x"}, "Choose a budget line of your own unit."),
        ({"budget_line_id": ""}, "Choose the budget line that pays for it."),
        ({"category_code": ""}, "Choose the category."),
        ({"category_code": "XYZ"}, "Choose a category from the list."),
        ({"delivery_regency_code": "99.99"}, "Choose from the list."),
        ({"head_count": "-1"}, "Give a number from 1 to 1.000.000."),
        ({"lines-0-name": ""}, "Name what you need."),
        ({"lines-0-quantity": "0"}, "Give a number from 1 to 1.000.000."),
        ({"lines-0-quantity": "-5"}, "Give a number from 1 to 1.000.000."),
        ({"lines-0-quantity": "many"}, "Write a whole number."),
        ({"lines-0-price": "1" + "0" * 18}, "Give a number from 1 to 10.000.000.000."),
        ({"lines-0-price": "9" * 5000}, "This number is too long."),
        ({"lines-0-price": "½"}, "Write whole rupiah, for example 28.500."),
        ({"lines-0-price": ""}, "Give the estimated price."),
        ({"lines-0-quantity": ""}, "Give the quantity."),
        ({"lines-0-unit": ""}, "Give the unit, for example box or ream."),
        ({"lines-0-category_code": "XYZ"}, "Choose a category from the list."),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field_and_stays(
    owner: Session, office: Office, browser: FlaskClient, given: dict[str, str], fault: str
) -> None:
    page = browser.post(NEW, data=typed(office, **given))
    assert page.status_code == 422
    assert "There is something to correct" in words(page)
    assert fault in words(page)
    assert "Aula Sekretariat" in words(page)
    assert count(owner) == 0


def test_text_that_no_database_can_hold_is_cleaned(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    dirty = {"purpose": " Rapat\0\r\nrutin ", "delivery_address": "Aula\r\nLantai 2\x07\0 "}
    assert browser.post(NEW, data=typed(office, **dirty)).status_code == 302
    made = owner.scalars(select(PurchaseRequest)).one()
    assert (made.purpose, made.delivery_address) == ("Rapat rutin", "Aula\nLantai 2")


def test_more_than_a_hundred_lines_are_refused(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    lines = {
        f"lines-{n}-{name}": value
        for n in range(101)
        for name, value in {"name": "Air", "quantity": "1", "unit": "dus", "price": "1"}.items()
    }
    page = browser.post(NEW, data=typed(office, **lines))
    assert page.status_code == 422
    assert "at most 100 items" in words(page)
    assert count(owner) == 0


def test_empty_lines_fall_away(owner: Session, office: Office, browser: FlaskClient) -> None:
    blank = {"lines-5-name": " ", "lines-5-unit": "buah", "lines-5-price": ""}
    assert browser.post(NEW, data=typed(office, **blank)).status_code == 302
    assert len(owner.scalars(select(PurchaseRequestLine)).all()) == 1


def test_a_submission_with_gaps_names_each_of_them(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    gaps = {"delivery_address": "", "delivery_contact": "", "event_name": "", "act": "submit"}
    page = browser.post(NEW, data=typed(office, purpose="", **gaps))
    assert page.status_code == 422
    assert words(page).count("Fill this in before you submit.") == 6
    assert words(page).count("Say what the purchase is for.") == 2
    assert count(owner) == 0


def test_a_submission_that_a_rule_blocks_is_shown_at_the_line(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    page = browser.post(NEW, data=typed(office, act="submit", **{"lines-0-price": "45.000"}))
    assert page.status_code == 422
    assert 'id="lines-0-price-error"' in words(page)
    assert 'value="45.000"' in words(page)
    assert "Rp40,000" in words(page)
    assert count(owner) == 0


@contextmanager
def watched(browser: FlaskClient) -> Iterator[None]:
    browser.environ_base["HTTP_HX_REQUEST"] = "true"
    yield
    del browser.environ_base["HTTP_HX_REQUEST"]


def test_the_check_answers_with_the_form_and_writes_nothing(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    with watched(browser):
        page = browser.post(
            "/purchase-requests/check",
            data=typed(office, **{"lines-0-quantity": "60", "lines-0-price": "45000"}),
        )
    assert page.status_code == 200
    assert "<html" not in words(page)
    assert 'id="request-form"' in words(page)
    assert "Rp2,700,000" in words(page)
    assert 'value="45000"' in words(page)
    assert "line-note--block" in words(page)
    assert "There is something to correct" not in words(page)
    assert count(owner) == 0


def test_the_check_bears_half_typed_and_hostile_values(
    office: Office, browser: FlaskClient
) -> None:
    for given in (
        {"lines-0-price": "", "lines-0-quantity": "x"},
        {"lines-0-price": "9" * 5000},
        {"lines-99999-name": "x", "needed_on": "2026-13-45"},
        {"budget_line_id": "\0", "category_code": "' OR 1=1", "lines-0-name": "\0"},
        {"lines-0-category_code": "XYZ", "act": "remove-77"},
    ):
        assert (
            browser.post("/purchase-requests/check", data=typed(office, **given)).status_code == 200
        )


def test_a_name_from_the_catalogue_brings_unit_and_price(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    offered = a_listing(owner, a_seller(owner, office.region))
    picked = {"lines-0-name": offered.name, "lines-0-unit": "", "lines-0-price": ""}
    page = words(browser.post("/purchase-requests/check", data=typed(office, **picked)))
    assert 'value="28.500"' in page
    assert (
        browser.post(NEW, data=typed(office, **{"lines-0-name": offered.name})).status_code == 302
    )
    assert owner.scalars(select(PurchaseRequestLine.listing_id)).one() == offered.id


def test_a_draft_keeps_itself_while_it_is_typed(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    made = a_purchase_request(owner, office)
    page = {"version": str(made.version), "page": str(2**30)}
    keep = f"/purchase-requests/{made.id}/keep"
    answer = browser.post(keep, data=typed(office, purpose="Rapat pagi", **page))
    assert "Draft saved" in words(answer)
    answer = browser.post(keep, data=typed(office, purpose="", **page))
    assert "Not saved yet" in words(answer)
    assert "Say what the purchase is for." not in words(answer)
    owner.expire_all()
    assert owner.get_one(PurchaseRequest, made.id).purpose == "Rapat pagi"
    answer = browser.post(
        f"/purchase-requests/{made.id}/edit", data=typed(office, purpose="Rapat siang", **page)
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "9" * 5000, "4294967296", "\u0663"])
def test_forged_numbers_of_a_page_keep_and_save_nothing(
    owner: Session, office: Office, browser: FlaskClient, number: str
) -> None:
    made = a_purchase_request(owner, office)
    forged = typed(office, purpose="Diubah", version=number, page=number)
    answer = browser.post(f"/purchase-requests/{made.id}/keep", data=forged)
    assert answer.status_code == 200
    assert browser.post(f"/purchase-requests/{made.id}/edit", data=forged).status_code == 409
    owner.expire_all()
    assert owner.get_one(PurchaseRequest, made.id).purpose == "Konsumsi rapat koordinasi"


def test_a_page_that_was_overtaken_keeps_what_was_typed(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    made = a_purchase_request(owner, office, version=3)
    stale = typed(office, purpose="Dari halaman lama", version="2", page=str(2**30))
    edit = f"/purchase-requests/{made.id}/edit"
    page = browser.post(edit, data=stale)
    assert page.status_code == 409
    assert "Somebody changed this record" in words(page)
    assert "Dari halaman lama" in words(page)
    assert 'name="version" type="hidden" value="3"' in words(page)
    kept = browser.post(f"/purchase-requests/{made.id}/keep", data=stale)
    assert "Somebody changed this record" in words(kept)


def test_the_stored_draft_is_submitted_or_opened_at_its_fault(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    gappy = a_purchase_request(owner, office, delivery_address="")
    page = browser.post(f"/purchase-requests/{gappy.id}/submit")
    assert page.status_code == 422
    assert 'id="delivery_address-error"' in words(page)
    whole = a_purchase_request(owner, office)
    answer = browser.post(f"/purchase-requests/{whole.id}/submit")
    assert answer.location == f"/purchases/{whole.id}"
    assert browser.post(f"/purchase-requests/{whole.id}/submit").status_code == 409
    assert browser.get(f"/purchase-requests/{whole.id}/edit").status_code == 409


def test_the_draft_of_another_agency_does_not_exist(
    owner: Session, office: Office, visit: Visit
) -> None:
    made = a_purchase_request(owner, office)
    stranger = visit(an_office(owner, office.region).people[Role.REQUESTER])
    assert stranger.get(f"/purchase-requests/{made.id}/edit").status_code == 404
    for verb in ("keep", "submit", "edit"):
        answer = stranger.post(f"/purchase-requests/{made.id}/{verb}", data=typed(office))
        assert answer.status_code == 404


def test_people_without_the_duty_do_not_write_requests(office: Office, visit: Visit) -> None:
    browser = visit(office.people[Role.COMMITMENT_OFFICER])
    assert browser.get(NEW).status_code == 403
    assert browser.post("/purchase-requests/check", data=typed(office)).status_code == 403


def test_like_purchases_are_shown_with_a_field_for_the_reason(
    owner: Session, office: Office, browser: FlaskClient
) -> None:
    for n in range(6):
        a_purchase_request(
            owner, office, purpose=f"Rapat {n}", status=S.SUBMITTED, submitted_at=now()
        )
    page = words(browser.post("/purchase-requests/check", data=typed(office)))
    assert "Rapat 0" in page
    assert "2 more" in page
    assert 'name="splitting_reason"' in page
    assert "like purchases within 30 days reach Rp16,500,000" in page
    refused = browser.post(NEW, data=typed(office, act="submit"))
    assert refused.status_code == 422
    assert "Write why they are separate." in words(refused)
    reasoned = typed(office, act="submit", splitting_reason="Undangan dan peserta berbeda")
    assert browser.post(NEW, data=reasoned).status_code == 302
