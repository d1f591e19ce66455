"""What strangers see: requests, awards and whether an order is real; nothing of people."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.kernel.actors import ANONYMOUS
from procure.kernel.errors import NotFound
from procure.orders.workflow import PurchaseOrderStatus
from procure.transparency import queries
from tests.conftest import WorkAs
from tests.make.cases import HASH, Case, a_case, an_rfq
from tests.make.offices import Office, a_region
from tests.make.sellers import a_listing, a_seller
from tests.make.visits import Visit


@pytest.fixture
def case(owner: Session, office: Office) -> Case:
    """A purchase that was ordered."""
    return a_case(owner, office, a_seller(owner, office.region))


def names_of_people(case: Case) -> list[str]:
    return [person.name for person in case.office.people.values()] + [
        case.seller.supplier.owner_name
    ]


def test_the_front_page_shows_what_is_open_and_what_is_offered(
    owner: Session, office: Office, case: Case, client: FlaskClient
) -> None:
    rfq = an_rfq(owner, office)
    listing = a_listing(owner, case.seller)

    page = client.get("/").text

    assert rfq.title in page
    assert f"/requests/{rfq.id}" in page
    assert listing.name in page
    assert "100%" in page  # the one order went to a micro business


def test_a_stranger_chooses_another_region_and_staff_cannot(
    owner: Session, office: Office, client: FlaskClient, visit: Visit
) -> None:
    other = a_region(owner, slug="zz-lain", government="Pemerintah Kota Lain", brand_name="Lain")
    owner.commit()

    chosen = client.get("/?region=zz-lain", follow_redirects=True)
    unknown = client.get("/?region=nowhere", follow_redirects=True)
    staff = visit(next(iter(office.people.values())))
    stayed = staff.get("/?region=zz-lain", follow_redirects=True)

    assert other.government in chosen.text
    assert other.government in unknown.text
    assert other.government not in stayed.text


def test_open_requests_are_listed_until_their_deadline(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    an_rfq(owner, office, open_for=timedelta(days=-1))
    rfq = an_rfq(owner, office)

    listed = client.get("/requests").text
    shown = client.get(f"/requests/{rfq.id}").text

    assert listed.count("/requests/") == 1
    assert "Nasi" in shown
    assert office.agency.name in shown


def test_a_request_of_another_region_does_not_exist(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    rfq = an_rfq(owner, office)
    elsewhere = work_as(replace(ANONYMOUS, region_id=a_region(owner).id))

    with pytest.raises(NotFound):
        queries.request_of(elsewhere, rfq.id)
    assert queries.open_requests(elsewhere) == []


def test_awards_name_agency_supplier_and_total_but_nobody(case: Case, client: FlaskClient) -> None:
    page = client.get("/awards").text

    assert str(case.order.number) in page
    assert case.seller.supplier.name in page
    assert "Rp2.500.000" in page
    assert not [name for name in names_of_people(case) if name in page]


def test_awards_follow_page_by_page(
    owner: Session, office: Office, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.budget_line.ceiling = 10**9
    owner.commit()
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    codes = [a_case(owner, office, a_seller(owner, office.region)).order.short_code for _ in "abc"]
    stranger = work_as(replace(ANONYMOUS, region_id=office.region.id))

    first = queries.awards(stranger)
    second = queries.awards(stranger, first.next)

    seen = [order.short_code for order in (*first.orders, *second.orders)]
    assert seen == codes[::-1]
    assert second.next == ""


def test_a_real_order_is_called_real_with_its_fingerprint(case: Case, client: FlaskClient) -> None:
    code = case.order.short_code

    page = client.get(f"/c/{code[:5].lower()}-{code[5:]}")
    typed = client.get(f"/check?code={code.lower()}")

    assert page.status_code == 200
    assert str(case.order.number) in page.text
    assert HASH in page.text
    assert "notice--success" in page.text
    assert typed.location == f"/c/{code}"
    assert not [name for name in names_of_people(case) if name in page.text]


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        ([PurchaseOrderStatus.ACCEPTED], "success"),
        ([PurchaseOrderStatus.DECLINED], "warning"),
        ([PurchaseOrderStatus.EXPIRED], "warning"),
        ([PurchaseOrderStatus.CANCELLED], "error"),
    ],
)
def test_the_answer_follows_the_order(
    owner: Session,
    case: Case,
    client: FlaskClient,
    steps: list[PurchaseOrderStatus],
    kind: str,
) -> None:
    for status in steps:
        case.order.status = status
        owner.commit()

    page = client.get(f"/c/{case.order.short_code}")

    assert page.status_code == 200
    assert f"notice--{kind}" in page.text


@pytest.mark.parametrize("code", ["0000000000", "-", "%00", "<script>", "x" * 500])
def test_an_unknown_code_is_said_to_be_unknown(
    office: Office, client: FlaskClient, code: str
) -> None:
    page = client.get(f"/c/{code}")

    assert page.status_code == 404
    assert "notice--error" in page.text
    assert "<script>" not in page.text


def test_practice_orders_say_that_they_bind_nobody(
    owner: Session, case: Case, client: FlaskClient
) -> None:
    case.order.is_practice = True
    owner.commit()

    assert "notice--warning" in client.get(f"/c/{case.order.short_code}").text


@pytest.mark.parametrize("path", ["/", "/requests", "/awards", "/check", "/about", "/catalogue"])
def test_public_pages_stand_before_there_is_any_region(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200
