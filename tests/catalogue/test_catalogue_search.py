"""Looking through the catalogue: words, filters, pages, and whose listings exist."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from procure.catalogue import queries
from procure.catalogue.queries import Wish, browse
from procure.catalogue.queries.browse import Order
from procure.catalogue.rules.searching import ask, words_of
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS
from procure.kernel.errors import NotFound
from procure.suppliers.models import Scale, SupplierStatus
from tests.conftest import WorkAs
from tests.make.offices import Office, a_region
from tests.make.sellers import a_listing, a_seller
from tests.make.shelves import the_laws
from tests.make.statements import few_statements
from tests.make.visits import Visit


@pytest.fixture
def stranger(office: Office, work_as: WorkAs) -> Work:
    """Somebody who is not signed in and looks at the office's region."""
    return work_as(replace(ANONYMOUS, region_id=office.region.id))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("nasi ko", "(nasi & ko:*)"), ("  ", ""), ("A4/70&'", "(a4 & 70:*)"), ("(((", "")],
)
def test_signs_never_reach_the_search(typed: str, asked: str) -> None:
    assert ask(words_of(typed), {}).plain == asked


@pytest.mark.parametrize("words", ["nasi", "na", "NASI bak", "kotak nasi", "Dapur", "bakarnya"])
def test_listings_are_found_by_words_beginnings_stems_and_sellers(
    owner: Session, office: Office, stranger: Work, words: str
) -> None:
    seller = a_seller(owner, office.region)
    a_listing(owner, seller)
    a_listing(owner, a_seller(owner, office.region, name="Lain"), name="Kertas HVS")

    found = browse(stranger, Wish(text=words))

    assert [listing.name for listing in found.found.listings] == ["Nasi kotak ayam bakar"]


@pytest.mark.parametrize("words", ["'; DROP TABLE listings", "%", "\\", "!!! & |", "a" * 100])
def test_odd_words_find_nothing_and_break_nothing(stranger: Work, words: str) -> None:
    assert browse(stranger, Wish(text=words)).count == 0


def test_other_regions_and_suspended_sellers_do_not_exist(
    owner: Session, office: Office, stranger: Work
) -> None:
    elsewhere = a_listing(owner, a_seller(owner, a_region(owner)))
    suspended = a_listing(owner, a_seller(owner, office.region, status=SupplierStatus.SUSPENDED))
    hidden = a_listing(owner, a_seller(owner, office.region), is_live=False)

    assert browse(stranger, Wish()).count == 0
    for listing in (elsewhere, suspended, hidden):
        with pytest.raises(NotFound):
            queries.get(stranger, listing.id)


def test_filters_count_what_stands_behind_them(
    owner: Session, office: Office, stranger: Work
) -> None:
    micro = a_seller(owner, office.region)
    small = a_seller(
        owner,
        office.region,
        scale=Scale.SMALL,
        regency_code="33.22",
        regency_name="Kabupaten Semarang",
    )
    a_listing(owner, micro)
    a_listing(owner, small, category_code="ATK.01", name="Kertas", price=48_000)
    a_listing(owner, small, category_code="ATK.01", name="Kertas tebal", price=60_000)

    everything = browse(stranger, Wish())
    paper = browse(stranger, Wish(category="ATK", band=10_000, scale="small", regency="33.22"))

    assert everything.count == 3
    assert everything.categories == {"MKN.01": 1, "ATK.01": 2}
    assert everything.scales == {Scale.MICRO: 1, Scale.SMALL: 2}
    assert everything.bands == {10_000: 2, 50_000: 1}
    assert [listing.name for listing in paper.found.listings] == ["Kertas"]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("text", ["", "nasi"])
def test_pages_follow_without_gap_or_repetition(
    owner: Session, office: Office, stranger: Work, order: Order, text: str
) -> None:
    seller = a_seller(owner, office.region)
    for n in range(30):
        a_listing(owner, seller, name=f"Nasi {n}", price=10_000 + n % 4, sold_count=n % 3)
    first = browse(stranger, Wish(text=text, order=order)).found
    second = browse(stranger, Wish(text=text, order=order, after=first.next)).found

    names = [listing.name for listing in (*first.listings, *second.listings)]
    prices = [listing.price for listing in (*first.listings, *second.listings)]

    assert (len(first.listings), len(second.listings), second.next) == (24, 6, "")
    assert len(set(names)) == 30
    if order is Order.CHEAPEST:
        assert prices == sorted(prices)


def test_a_made_up_mark_begins_at_the_start(owner: Session, office: Office, stranger: Work) -> None:
    a_listing(owner, a_seller(owner, office.region))

    assert browse(stranger, Wish(after="1_2")).count == 1


def test_rooms_get_listings_and_offers(owner: Session, office: Office, stranger: Work) -> None:
    seller = a_seller(owner, office.region)
    dear = a_listing(owner, seller, price=40_000)
    cheap = a_listing(owner, a_seller(owner, office.region), price=20_000)

    found = queries.listings_for(stranger, ["MKN.01"], "ayam")
    offers = queries.offers_of(stranger, seller.supplier.id, ["MKN.01", "ATK.01"])

    assert [listing.id for listing in found] == [cheap.id, dear.id]
    assert [listing.id for listing in offers] == [dear.id]
    assert queries.offers_of(stranger, seller.supplier.id, ["ATK.01"]) == []


def test_a_page_needs_four_statements_however_much_there_is(
    owner: Session, office: Office, stranger: Work
) -> None:
    seller = a_seller(owner, office.region)
    for n in range(5):
        a_listing(owner, seller, name=f"Nasi {n}")
    seen: list[str] = []
    event.listen(stranger.session.get_bind(), "before_cursor_execute", lambda *a: seen.append(a[2]))

    shown = browse(stranger, Wish(text="nasi"))

    assert [listing.supplier.name for listing in shown.found.listings]
    about = [one for one in seen if "search_" in one or "listings" in one]
    assert len(about) == 4  # synonyms, hits by name, hits everywhere, the page


@pytest.mark.parametrize(
    ("path", "most"),
    # The region with the context, and then: hits and cards; the listing, what is around it, cards.
    [("/catalogue?q=nasi", 3), ("/catalogue?q=nasi&scale=micro", 3), ("/catalogue", 3), ("", 4)],
)
def test_public_pages_ask_little_of_the_database(
    owner: Session, office: Office, app: Flask, client: FlaskClient, path: str, most: int
) -> None:
    the_laws(owner)
    seller = a_seller(owner, office.region, is_taxable=True)
    listings = [a_listing(owner, seller, name=f"Nasi {n}") for n in range(30)]
    path = path or f"/catalogue/{listings[0].id}"
    client.get(path)  # the law is kept, and for a minute the tree of categories

    with few_statements(app, most):
        answer = client.get(path)

    assert "Nasi" in answer.text


def test_the_pages_answer_strangers(owner: Session, office: Office, client: FlaskClient) -> None:
    seller = a_seller(owner, office.region)
    listing = a_listing(owner, seller)

    search = client.get("/catalogue?q=ayam&category=MKN&scale=micro&price=10000&order=cheapest")
    shown = client.get(f"/catalogue/{listing.id}")
    shop = client.get(f"/catalogue/sellers/{seller.supplier.slug}")
    options = client.get("/catalogue/suggest?q=na").text

    assert listing.name in search.text
    assert "Rp28.500" in shown.text
    assert listing.name in shop.text
    assert 'role="option"' in options
    assert f'data-value="{listing.name}"' in options
    assert client.get("/catalogue/suggest?q=n").text.strip() == ""
    assert client.get("/catalogue/sellers/nobody").status_code == 404
    assert seller.supplier.owner_name not in shop.text + shown.text


def test_the_line_picker_is_for_people_who_are_signed_in(
    owner: Session, office: Office, client: FlaskClient, visit: Visit
) -> None:
    listing = a_listing(owner, a_seller(owner, office.region))
    staff = visit(next(iter(office.people.values())))

    assert client.get("/catalogue/pick?q=na").status_code == 302
    picked = staff.get("/catalogue/pick?q=&category=MKN.01").text
    assert f'data-listing="{listing.id}"' in picked
    assert 'data-price="28500"' in picked
