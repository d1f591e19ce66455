"""The list, and the pages on which a request is decided."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from procure.kernel.actors import Role
from procure.purchase_requests import service
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.rules import NewLine
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from tests.conftest import WorkAs
from tests.make.offices import Office, an_office
from tests.make.requests import LINES, a_purchase_request
from tests.make.visits import SEEN, Visit, seen
from tests.make.wire import WirePage
from tests.purchase_requests.conftest import NewRequest
from tests.purchase_requests.test_request_views import speaking, words

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("law")]
REASON = {"reason": "Harga perlu diperiksa lagi."}


@pytest.fixture
def officer(office: Office, visit: Visit) -> FlaskClient:
    """The commitment officer's browser, in English."""
    return speaking(visit(office.people[Role.COMMITMENT_OFFICER]))


def stands(owner: Session, made: PurchaseRequest) -> S:
    owner.expire_all()
    return owner.get_one(PurchaseRequest, made.id).status


def test_the_list_shows_filters_and_pages(
    owner: Session, office: Office, officer: FlaskClient
) -> None:
    assert "No requests yet" in words(officer.get("/purchase-requests"))
    for n in range(26):
        a_purchase_request(owner, office, purpose=f"Rapat {n}")
    page = words(officer.get("/purchase-requests"))
    assert "Rapat 25" in page
    assert "Older requests" in page
    assert "Nothing fits" in words(officer.get("/purchase-requests?q=kertas&status=submitted"))
    for odd in ("after=x", "status=x", f"q={'x' * 500}", "mine=1"):
        assert officer.get(f"/purchase-requests?{odd}").status_code == 200
    assert officer.get("/purchase-requests?q=%00").status_code == 404


def test_a_request_is_approved_with_own_prices(
    owner: Session, office: Office, officer: FlaskClient
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    address = f"/purchase-requests/{made.id}/approve"
    page = words(officer.get(address))
    assert 'value="35.000"' in page
    assert "Rp2,500,000" in page
    prices = {"lines-0-price": "34.000", "lines-1-price": "15000"}
    answer = officer.post(address, data={"act": "approve", **prices, **seen(officer, address)})
    assert answer.location == f"/purchases/{made.id}"
    assert stands(owner, made) is S.APPROVED
    assert owner.get_one(PurchaseRequest, made.id).own_estimate == 2_450_000


Change = Callable[[UUID], None]


@pytest.fixture
def change(owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest) -> Change:
    """Send a request back; its author puts another line first and submits it again."""

    def do(made: UUID) -> None:
        back = service.send_back(work_as(office.commitment_officer), made, REASON["reason"])
        lines = [NewLine(row[0], *row[2:], row[1]) for row in LINES]
        new = wanted(NewLine("Tumpeng", 1, "buah", 100_000, "MKN.01"), *lines)
        service.revise(work_as(office.requester), made, new, version=back.version)
        service.submit(work_as(office.requester), made)

    return do


def test_an_old_page_approves_nothing_that_it_did_not_show(
    owner: Session, office: Office, officer: FlaskClient, change: Change
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    address = f"/purchase-requests/{made.id}/approve"
    old = WirePage(200, address, {}, officer.get(address).data).form("lines-0-price")
    change(made.id)
    prices = {"lines-0-price": "34.000", "lines-1-price": "14.000"}
    refused = officer.post(address, data=MultiDict(old.with_values({"act": "approve", **prices})))
    assert refused.status_code == 409
    assert "Somebody changed this record" in words(refused)
    assert stands(owner, made) is S.SUBMITTED
    again = WirePage(409, address, {}, refused.data).form("lines-0-price")
    shown = {name: value for name, value in again.fields if name.endswith("-price")}
    # What was typed follows its line; the line that is new has the requester's price.
    assert list(shown.values()) == ["100.000", "34.000", "14.000"]
    done = officer.post(address, data=MultiDict(again.with_values({"act": "approve"})))
    assert done.status_code == 302
    assert stands(owner, made) is S.APPROVED


@pytest.mark.parametrize("verb", ["send-back", "cancel"])
def test_an_old_page_neither_sends_back_nor_cancels_what_it_did_not_show(
    owner: Session, office: Office, officer: FlaskClient, change: Change, verb: str
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    address = f"/purchase-requests/{made.id}/{verb}"
    old = seen(officer, address)
    change(made.id)
    refused = officer.post(address, data={**REASON, **old})
    assert refused.status_code == 409
    assert REASON["reason"] in words(refused)
    assert stands(owner, made) is S.SUBMITTED
    fresh = SEEN.search(refused.text)
    assert fresh
    assert fresh.group(1) != old["seen"]
    done = officer.post(address, data={**REASON, "seen": fresh.group(1)})
    assert done.status_code == 302


def test_a_form_that_does_not_tell_what_it_showed_decides_nothing(
    owner: Session, office: Office, officer: FlaskClient
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    for verb in ("approve", "cancel"):
        address = f"/purchase-requests/{made.id}/{verb}"
        typed = {"act": verb, "lines-0-price": "34.000", "lines-1-price": "14.000", **REASON}
        assert officer.post(address, data=typed).status_code == 409
    assert stands(owner, made) is S.SUBMITTED


def test_prices_that_the_page_did_not_send_are_asked_for(
    owner: Session, office: Office, officer: FlaskClient
) -> None:
    dear = (*LINES, ("Tumpeng", "MKN.01", 100, "buah", 100_000))
    made = a_purchase_request(owner, office, status=S.SUBMITTED, lines=dear)
    address = f"/purchase-requests/{made.id}/approve"
    for typed in ({}, {"lines-0-price": "34.000"}):
        sent = {"act": "approve", **typed, **seen(officer, address)}
        refused = officer.post(address, data=sent)
        assert refused.status_code == 422
        assert 'name="lines-2-price"' in words(refused)
    assert stands(owner, made) is S.SUBMITTED


def test_a_bare_press_leads_to_the_page_first(
    owner: Session, office: Office, officer: FlaskClient
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    answer = officer.post(f"/purchase-requests/{made.id}/approve")
    assert answer.location == f"/purchase-requests/{made.id}/approve"
    assert stands(owner, made) is S.SUBMITTED


@pytest.mark.parametrize(
    ("prices", "fault"),
    [
        (("35.001", "15.000"), "exceeds the Rp2,500,000 that are reserved"),
        (("35.000", ""), "Give a price for each item"),
        (("-1", "15.000"), "Give a number from 1 to"),
        (("x", "15.000"), "Write whole rupiah"),
        (("9" * 30, "15.000"), "This number is too long."),
    ],
)
def test_own_prices_that_cannot_stand_are_refused_and_stay(
    owner: Session, office: Office, officer: FlaskClient, prices: tuple[str, str], fault: str
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    address = f"/purchase-requests/{made.id}/approve"
    typed = {"act": "approve", "lines-0-price": prices[0], "lines-1-price": prices[1]}
    page = officer.post(address, data={**typed, **seen(officer, address)})
    assert page.status_code == 422
    assert "There is something to correct" in words(page)
    assert fault in words(page)
    assert f'value="{prices[0][:24]}"' in words(page)
    assert stands(owner, made) is S.SUBMITTED


def test_a_large_request_passes_through_two_hands(
    owner: Session, office: Office, officer: FlaskClient, visit: Visit
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED, needs_budget_authority=True)
    assert officer.get(f"/purchase-requests/{made.id}/approve").status_code == 403
    address = f"/purchase-requests/{made.id}/endorse"
    typed = {"act": "endorse", "lines-0-price": "34.000", "lines-1-price": "15.000"}
    assert officer.post(address, data={**typed, **seen(officer, address)}).status_code == 302
    authority = speaking(visit(office.people[Role.BUDGET_AUTHORITY]))
    address = f"/purchase-requests/{made.id}/approve"
    page = words(authority.get(address))
    assert "Rp2,450,000" in page
    assert 'name="lines-0-price"' not in page
    sent = {"act": "approve", **seen(authority, address)}
    assert authority.post(address, data=sent).status_code == 302
    assert stands(owner, made) is S.APPROVED


@pytest.mark.parametrize(("verb", "end"), [("send-back", S.DRAFT), ("cancel", S.CANCELLED)])
def test_sending_back_and_cancelling_ask_for_a_reason(
    owner: Session, office: Office, officer: FlaskClient, verb: str, end: S
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    address = f"/purchase-requests/{made.id}/{verb}"
    assert "What this does" in words(officer.get(address))
    refused = officer.post(address, data={"reason": "Tidak"})
    assert (refused.status_code, "Tidak" in words(refused)) == (422, True)
    assert stands(owner, made) is S.SUBMITTED
    decided = {**REASON, **seen(officer, address)}
    assert officer.post(address, data=decided).location == f"/purchases/{made.id}"
    assert stands(owner, made) is end
    assert officer.post(address, data=REASON).status_code == 409


def test_the_request_of_another_agency_does_not_exist(
    owner: Session, office: Office, visit: Visit
) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    stranger = visit(an_office(owner, office.region).people[Role.COMMITMENT_OFFICER])
    for verb in ("approve", "endorse", "send-back", "cancel"):
        address = f"/purchase-requests/{made.id}/{verb}"
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, data={"act": verb, **REASON}).status_code in {302, 404}
    assert stands(owner, made) is S.SUBMITTED
