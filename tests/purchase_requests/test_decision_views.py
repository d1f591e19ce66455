"""The list, and the pages on which a request is decided."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.kernel.actors import Role
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from tests.make.offices import Office, an_office
from tests.make.requests import a_purchase_request
from tests.make.visits import Visit
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
    answer = officer.post(
        address, data={"act": "approve", "lines-0-price": "34.000", "lines-1-price": "15000"}
    )
    assert answer.location == f"/purchases/{made.id}"
    assert stands(owner, made) is S.APPROVED
    assert owner.get_one(PurchaseRequest, made.id).own_estimate == 2_450_000


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
    page = officer.post(
        f"/purchase-requests/{made.id}/approve",
        data={"act": "approve", "lines-0-price": prices[0], "lines-1-price": prices[1]},
    )
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
    assert officer.get(address).status_code == 200
    prices = {"lines-0-price": "34.000", "lines-1-price": "15.000"}
    assert officer.post(address, data={"act": "endorse", **prices}).status_code == 302
    authority = speaking(visit(office.people[Role.BUDGET_AUTHORITY]))
    address = f"/purchase-requests/{made.id}/approve"
    page = words(authority.get(address))
    assert "Rp2,450,000" in page
    assert 'name="lines-0-price"' not in page
    assert authority.post(address, data={"act": "approve"}).status_code == 302
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
    assert officer.post(address, data=REASON).location == f"/purchases/{made.id}"
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
