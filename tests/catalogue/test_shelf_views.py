"""The pages of sellers and of the officer, without JavaScript."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.catalogue.models import Category, CategoryAttribute, Listing
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.workflow import ListingRevisionStatus as S
from tests.make.offices import Office
from tests.make.sellers import Seller, a_listing, a_seller
from tests.make.shelves import a_revision, an_officer, the_laws
from tests.make.statements import few_statements
from tests.make.visits import Visit

NEW = {
    "category_code": "MKN.01",
    "name": "Nasi kotak ikan",
    "unit": "kotak",
    "price": "Rp 27.500",
    "minimum_order": "20",
    "lead_days": "2",
    "origin": "local",
    "halal": "not_halal",
    "is_package": "y",
    "areas": "33.74",
    "contents-0-name": "Nasi",
    "contents-0-quantity": "1",
    "contents-0-unit": "porsi",
    "contents-1-name": "",
    "contents-1-quantity": "",
    "contents-1-unit": "",
}


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    the_laws(owner)
    return a_seller(owner, office.region)


@pytest.fixture
def browser(visit: Visit, seller: Seller) -> FlaskClient:
    return visit(seller.person)


@pytest.fixture
def officer(owner: Session, office: Office, visit: Visit) -> FlaskClient:
    return visit(an_officer(owner, office.region)[0])


def test_a_seller_writes_a_listing_and_sends_it(owner: Session, browser: FlaskClient) -> None:
    assert "MKN.01" in browser.get("/my-listings/new").text
    assert 'name="price"' in browser.get("/my-listings/new?category=MKN.01").text

    answer = browser.post("/my-listings/new", data={**NEW, "act": "submit"})

    assert answer.status_code == 302
    listing = owner.scalars(select(Listing)).one()
    assert (listing.price, listing.is_live, listing.minimum_order) == (27_500, False, 20)
    revision = owner.scalars(select(ListingRevision)).one()
    assert revision.status is S.SUBMITTED
    assert revision.contents == [{"name": "Nasi", "quantity": 1, "unit": "porsi"}]
    page = browser.get(answer.location).text
    assert "Nasi kotak ikan" in page
    assert "1 porsi Nasi" in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("price", "0", "price-error"),
        ("price", "-1", "price-error"),
        ("price", "1000000000000000", "price-error"),
        ("price", "murah", "price-error"),
        ("name", "N\u0430si", "name-error"),
        ("name", "", "name-error"),
        ("minimum_order", "0", "minimum_order-error"),
        ("halal", "certified", "halal"),
    ],
)
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(
    owner: Session, browser: FlaskClient, field: str, typed: str, said: str
) -> None:
    answer = browser.post("/my-listings/new", data={**NEW, field: typed, "act": "save"})

    assert answer.status_code == 422
    assert said in answer.text
    if typed:
        assert typed in answer.text.replace(".", "")
    assert "porsi" in answer.text
    assert owner.scalars(select(Listing)).all() == []


def test_rows_are_added_and_removed_without_saving(owner: Session, browser: FlaskClient) -> None:
    more = browser.post("/my-listings/new", data={**NEW, "act": "add-variants"})
    assert "variants-0-name" in more.text
    less = browser.post("/my-listings/new", data={**NEW, "act": "remove-contents-1"})
    assert "contents-1-name" not in less.text
    assert owner.scalars(select(Listing)).all() == []


def test_questions_of_the_category_are_asked_and_must_be_answered(
    owner: Session, browser: FlaskClient
) -> None:
    owner.add(
        CategoryAttribute(
            category_code="ATK.01",
            key="ukuran",
            position=1,
            label="Ukuran kertas",
            label_en="Paper size",
            is_required=True,
        )
    )
    owner.commit()
    paper = {**NEW, "category_code": "ATK.01", "unit": "rim", "is_package": "", "act": "save"}
    for name in tuple(paper):
        if name.startswith(("contents", "halal", "is_package")):
            del paper[name]
    refused = browser.post("/my-listings/new", data=paper)
    assert refused.status_code == 422
    assert "answer_ukuran-error" in refused.text
    assert (
        browser.post("/my-listings/new", data={**paper, "answer_ukuran": "A4"}).status_code == 302
    )


def test_a_pkp_may_give_the_price_without_ppn_and_sees_the_other_figure(
    owner: Session, office: Office, visit: Visit
) -> None:
    the_laws(owner)
    taxed = visit(a_seller(owner, office.region, is_taxable=True).person)
    paper = {
        "category_code": "ATK.01",
        "name": "Kertas",
        "unit": "rim",
        "price": "100000",
        "is_price_without_tax": "y",
        "minimum_order": "1",
        "lead_days": "1",
        "origin": "local",
    }
    seen = taxed.post("/my-listings/new", data={**paper, "act": "add-variants"})
    assert "Rp111.000" in seen.text
    assert taxed.post("/my-listings/new", data={**paper, "act": "save"}).status_code == 302
    listing = owner.scalars(select(Listing)).one()
    assert (listing.price, listing.is_price_without_tax) == (111_000, True)
    assert "100.000" in taxed.get(f"/my-listings/{listing.id}/edit").text


def test_the_price_stock_and_place_change_at_once(
    owner: Session, seller: Seller, browser: FlaskClient
) -> None:
    listing = a_listing(owner, seller, approved_at="2026-01-01T00:00:00Z")
    place = f"/my-listings/{listing.id}"
    assert browser.post(f"{place}/price", data={"price": "0"}).status_code == 422
    assert browser.post(f"{place}/price", data={"price": "31.000"}).status_code == 302
    browser.post(f"{place}/stock", data={"stock": "12", "day_capacity": ""})
    browser.post(f"{place}/withdraw")
    owner.refresh(listing)
    assert (listing.price, listing.stock, listing.is_live) == (31_000, 12, False)
    browser.post(f"{place}/restore")
    owner.refresh(listing)
    assert listing.is_live
    page = browser.get(place).text
    assert "Rp31.000" in page
    assert "Rp28.500" in page


def test_the_officer_compares_returns_and_approves(
    owner: Session, seller: Seller, browser: FlaskClient, officer: FlaskClient
) -> None:
    listing = a_listing(owner, seller, approved_at="2026-01-01T00:00:00Z")
    revision = a_revision(owner, listing, name="Nasi kotak baru")
    place = f"/listing-revisions/{revision.id}"
    assert "Nasi kotak baru" in officer.get("/curation").text
    page = officer.get(place).text
    assert "Nasi kotak ayam bakar" in page
    assert "Nasi kotak baru" in page
    assert officer.post(f"{place}/send-back", data={"reason": ""}).status_code == 422
    assert officer.get(f"{place}/send-back").status_code == 200
    officer.post(f"{place}/send-back", data={"reason": "Nama terlalu umum."})
    assert "Nama terlalu umum." in browser.get(f"/my-listings/{listing.id}").text
    browser.post(f"{place}/submit")
    refused = officer.post(f"{place}/approve", data={"checklist": ["name"]})
    assert refused.status_code == 422
    assert officer.post(f"{place}/approve", data={"checklist": ["name", "food"]}).status_code == 302
    owner.refresh(listing)
    assert listing.name == "Nasi kotak baru"


def test_the_officer_takes_a_listing_down_with_a_reason(
    owner: Session, seller: Seller, officer: FlaskClient
) -> None:
    listing = a_listing(owner, seller)
    place = f"/listings/{listing.id}/take-down"
    assert officer.get(place).status_code == 200
    assert officer.post(place, data={"reason": "x"}).status_code == 422
    officer.post(place, data={"reason": "Foto milik penjual lain."})
    owner.refresh(listing)
    assert not listing.is_live


def test_lists_ask_the_database_few_times(
    app: Flask, owner: Session, seller: Seller, browser: FlaskClient, officer: FlaskClient
) -> None:
    for number in range(12):
        a_revision(owner, a_listing(owner, seller, name=f"Nasi {number}"))
    for someone, path in ((browser, "/my-listings"), (officer, "/curation")):
        with few_statements(app):
            assert "Nasi 3" in someone.get(path).text


def test_the_officer_keeps_categories(owner: Session, officer: FlaskClient) -> None:
    assert "MKN.01" in officer.get("/categories").text
    page = officer.get("/categories/MKN.01").text
    assert re.search(r'name="name"[^>]*value="Nasi kotak"', page)
    sent = {
        "name": "Nasi kotak rapat",
        "name_en": "Boxed rice",
        "unit": "kotak",
        "account_code": "5.1.02.01.01.0052",
        "supply_kind": "catering",
        "is_meal": "y",
        "standard_key": "nasi-kotak",
        "asks_sni": "y",
        "questions-0-label": "Isi kotak",
        "questions-0-label_en": "Contents",
        "questions-0-is_required": "y",
    }
    assert officer.post("/categories/MKN.01", data=sent).status_code == 302
    owner.expire_all()
    category = owner.get_one(Category, "MKN.01")
    assert category.name == "Nasi kotak rapat"
    assert (category.standard_key, category.asks_sni) == ("nasi-kotak", True)
    assert 'value="nasi-kotak"' in officer.get("/categories/MKN.01").text
    asked = owner.scalars(select(CategoryAttribute)).one()
    assert (asked.key, asked.is_required) == ("isi_kotak", True)


def test_the_officer_adds_a_category_under_the_next_number(
    owner: Session, officer: FlaskClient
) -> None:
    assert "MKN" in officer.get("/categories/new").text
    sent = {
        "group": "ATK",
        "name": "Spidol",
        "name_en": "Markers",
        "unit": "buah",
        "account_code": "5.1.02.01.01.0024",
        "supply_kind": "goods",
    }
    assert officer.post("/categories/new", data={**sent, "name": ""}).status_code == 422
    assert officer.post("/categories/new", data=sent).status_code == 302
    owner.expire_all()
    assert owner.get_one(Category, "ATK.02").parent_code == "ATK"
