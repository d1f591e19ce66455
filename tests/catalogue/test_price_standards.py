"""The registry officer keeps price standards: added, ended, never rewritten, all in the trail."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.catalogue.models import PriceStandard
from procure.catalogue.queries import standards
from procure.catalogue.rules.standards import (
    EndedAlready,
    EndsBeforeStart,
    EndsInThePast,
    HoldsAlready,
    NewStandard,
    StandardTwice,
    Term,
)
from procure.catalogue.service import standards as service
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound, NotPermitted
from tests.conftest import WorkAs
from tests.make.offices import Office, an_office
from tests.make.sellers import a_listing, a_seller
from tests.make.shelves import an_officer
from tests.make.vetting import today
from tests.make.visits import Visit

START = date(2026, 1, 1)
RICE = NewStandard("MKN.01", "Nasi kotak", "kotak", 40_000, "Perbup 1/2026", START)


@pytest.fixture
def officer(owner: Session, office: Office, work_as: WorkAs) -> Work:
    return work_as(an_officer(owner, office.region)[1])


@pytest.fixture
def browser(owner: Session, office: Office, visit: Visit) -> FlaskClient:
    return visit(an_officer(owner, office.region)[0])


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        (Term(date(2026, 1, 1), None), Term(date(2027, 1, 1), None), True),
        (Term(date(2026, 1, 1), date(2026, 12, 31)), Term(date(2027, 1, 1), None), False),
        (Term(date(2026, 1, 1), date(2027, 1, 1)), Term(date(2027, 1, 1), None), True),
        (Term(date(2028, 1, 1), None), Term(date(2026, 1, 1), date(2027, 1, 1)), False),
    ],
)
def test_terms_meet_on_a_common_day(one: Term, other: Term, meets: bool) -> None:
    assert one.meets(other) is meets
    assert other.meets(one) is meets


def test_one_price_at_a_time_and_the_next_begins_after_the_last_day(
    owner: Session, officer: Work
) -> None:
    first = service.add(officer, RICE)
    with pytest.raises(StandardTwice):
        service.add(officer, replace(RICE, item="NASI kotak", valid_from=today()))
    service.add(officer, replace(RICE, unit="porsi"))
    with pytest.raises(EndsBeforeStart):
        service.add(officer, replace(RICE, item="Lain", valid_until=date(2025, 12, 31)))
    with pytest.raises(EndsInThePast):
        service.end(officer, first.id, today() - timedelta(days=1))
    service.end(officer, first.id, today())
    tomorrow = today() + timedelta(days=1)
    service.add(officer, replace(RICE, price=45_000, valid_from=tomorrow))
    with pytest.raises(StandardTwice):
        service.end(officer, first.id, tomorrow)
    owner.rollback()
    trail = owner.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == first.id)).all()
    assert trail == ["price_standard.add", "price_standard.end"]


def test_what_holds_is_not_rewritten_but_gets_a_key(owner: Session, officer: Work) -> None:
    holds = service.add(officer, RICE)
    with pytest.raises(HoldsAlready):
        service.change(officer, holds.id, replace(RICE, price=1))
    service.change(officer, holds.id, replace(RICE, key="nasi-kotak"))
    later = replace(RICE, item="Nasi tumpeng", valid_from=today() + timedelta(days=9))
    coming = service.add(officer, later)
    service.change(officer, coming.id, replace(later, price=50_000))
    owner.rollback()
    assert (holds.key, coming.price) == ("nasi-kotak", 50_000)
    changed = select(AuditEntry.facts).where(
        AuditEntry.subject_id == coming.id, AuditEntry.action == "price_standard.change"
    )
    assert owner.scalars(changed).one() == '{"price": ["40000", "50000"]}'


def test_what_ended_stays_as_it_was(owner: Session, officer: Work) -> None:
    ended = service.add(officer, replace(RICE, valid_until=date(2026, 2, 1)))
    with pytest.raises(EndedAlready):
        service.end(officer, ended.id, today())
    with pytest.raises(EndedAlready):
        service.change(officer, ended.id, replace(RICE, key="x"))


def test_only_the_registry_officer_of_the_region_keeps_them(
    owner: Session, office: Office, officer: Work, work_as: WorkAs
) -> None:
    made = service.add(officer, RICE)
    for role in (Role.REQUESTER, Role.ADMINISTRATOR, Role.PROCUREMENT_OFFICER):
        with pytest.raises(NotPermitted):
            service.add(work_as(office.actor(role)), replace(RICE, item="Lain"))
    elsewhere = work_as(an_officer(owner, an_office(owner).region)[1])
    with pytest.raises(NotFound):
        service.end(elsewhere, made.id, today())
    with pytest.raises(NotFound):
        service.add(officer, replace(RICE, category_code="MKN"))
    seller = work_as(a_seller(owner, office.region).actor)
    with pytest.raises(DBAPIError, match="keeps price standards"):
        seller.session.execute(text("UPDATE price_standards SET price = 1"))


def test_the_officer_adds_one_and_buyers_are_measured_by_it(
    owner: Session, office: Office, browser: FlaskClient, client: FlaskClient
) -> None:
    listing = a_listing(owner, a_seller(owner, office.region), price=44_000)
    sent = {
        "category_code": "MKN.01",
        "item": "Nasi kotak",
        "unit": "kotak",
        "price": "40.000",
        "key": "nasi-kotak",
        "decree": "",
        "valid_from": "2026-01-01",
        "valid_until": "",
    }
    refused = browser.post("/price-standards/new", data=sent)
    assert refused.status_code == 422
    assert 'value="40.000"' in refused.text
    sent["decree"] = "Perbup 1/2026, lampiran I"
    assert browser.post("/price-standards/new", data=sent).status_code == 302
    twice = browser.post("/price-standards/new", data=sent)
    assert twice.status_code == 422
    assert "sudah punya standar harga" in twice.text
    page = browser.get("/price-standards").text
    assert "Perbup 1/2026, lampiran I" in page
    assert "+10,0%" in client.get(f"/catalogue/{listing.id}").text

    made = owner.scalars(select(PriceStandard)).one()
    address = f"/price-standards/{made.id}"
    assert 'value="nasi-kotak"' in browser.get(address).text
    changed = {**sent, "price": "1"}
    assert browser.post(address, data=changed).status_code == 422
    assert browser.post(address, data={**sent, "key": ""}).status_code == 302
    early = {"valid_until": "2026-01-02"}
    assert browser.post(f"{address}/end", data=early).status_code == 422
    last = {"valid_until": today().isoformat()}
    assert browser.post(f"{address}/end", data=last).status_code == 302
    owner.expire_all()
    assert owner.scalars(select(PriceStandard.valid_until)).one() == today()


def test_the_list_goes_year_by_year_and_page_by_page(
    owner: Session, office: Office, officer: Work, browser: FlaskClient
) -> None:
    for number in range(standards.PAGE_SIZE + 5):
        facts = {"category_code": "MKN.01", "unit": "kotak", "price": 1, "decree": "SSH"}
        owner.add(
            PriceStandard(
                region_id=office.region.id,
                item=f"Barang {number:03d}",
                valid_from=date(2025, 1, 1),
                valid_until=date(2025, 12, 31) if number == 0 else None,
                **facts,
            )
        )
    owner.commit()
    assert standards.years(officer)[-1] == 2025
    first = standards.of_year(officer, 2025)
    rest = standards.of_year(officer, 2025, after=first.after)
    items = [one.item for one in (*first.rows, *rest.rows)]
    assert items == [f"Barang {number:03d}" for number in range(standards.PAGE_SIZE + 5)]
    assert rest.after is None
    assert [one.item for one in standards.of_year(officer, 2026, text="barang 00").rows] == [
        f"Barang {number:03d}" for number in range(1, 10)
    ]
    assert "Barang 000" in browser.get("/price-standards?year=2025").text
    assert "Barang 000" not in browser.get("/price-standards").text
    for address in ("?year=x", "?year=99999", "?after=x", "?q=%25%27"):
        assert browser.get(f"/price-standards{address}").status_code == 200
    assert owner.scalar(select(func.count()).select_from(PriceStandard)) == 105
