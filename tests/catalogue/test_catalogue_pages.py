"""Pages of the catalogue: comparing, prices beside what such things cost, favourites, crawlers."""

import json
import re
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from procure.catalogue.models import CapacityUse, Favourite, ListingContent, PriceStandard
from procure.catalogue.queries import favourites
from procure.catalogue.rules.charting import HEIGHT, WIDTH, corners
from procure.catalogue.rules.fairness import percent_above
from procure.catalogue.service import capacity, favouring
from procure.files import storage
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound, NotPermitted
from procure.orders import service as orders
from procure.suppliers.models import SupplierStatus
from tests.conftest import WorkAs
from tests.make.deals import a_deal
from tests.make.offices import Office, a_region, an_office
from tests.make.sellers import a_listing, a_seller
from tests.make.visits import Visit


def test_listings_stand_side_by_side_with_their_differences_named(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    seller = a_seller(owner, office.region)
    offers = [a_listing(owner, seller, price=20_000 + n, name=f"Nasi {n}") for n in range(5)]
    gone = a_listing(owner, seller, is_live=False)
    asked = "&".join(f"listing={one.id}" for one in (*offers[:2], gone))

    page = client.get(f"/catalogue/compare?{asked}&listing=nonsense").text
    many = client.get("/catalogue/compare?" + "&".join(f"listing={one.id}" for one in offers)).text

    assert "Nasi 0" in page
    assert "Nasi 1" in page
    assert "berbeda" in page
    assert "Termurah" in page or "Terendah" in page
    assert "Nasi 3" in many
    assert "Nasi 4" not in many
    assert client.get("/catalogue/compare").status_code == 200


def test_a_listing_tells_search_engines_and_links_what_it_is(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    seller = a_seller(owner, office.region)
    listing = a_listing(owner, seller, name="Nasi </script><b>kotak</b>", is_package=True)
    owner.add(
        ListingContent(
            listing_id=listing.id, position=1, name="Ayam bakar", quantity=1, unit="potong"
        )
    )
    owner.commit()

    page = client.get(f"/catalogue/{listing.id}").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    assert found is not None
    product = json.loads(found[1])
    assert product["name"] == listing.name
    assert product["offers"]["price"] == listing.price
    assert 'property="og:image"' in page
    assert "Ayam bakar" in page
    assert "<b>kotak</b>" not in page
    assert seller.supplier.phone not in page


def test_the_price_stands_beside_the_standard_and_the_lack_of_data_is_said(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    listing = a_listing(owner, a_seller(owner, office.region), price=33_000)
    owner.add(
        PriceStandard(
            region_id=office.region.id,
            category_code="MKN.01",
            item="Nasi kotak",
            unit="kotak",
            price=30_000,
            decree="SSH uji",
            valid_from=listing.created_at.date(),
        )
    )
    owner.commit()

    page = client.get(f"/catalogue/{listing.id}").text

    assert "SSH uji" in page
    assert "+10,0%" in page
    assert "Data belum cukup" in page


def test_a_share_picture_is_drawn_once_and_kept(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    seller = a_seller(owner, office.region)
    listing = a_listing(owner, seller, name="Nasi kotak " + "panjang sekali " * 12)

    first = client.get(f"/catalogue/{listing.id}/share.png")
    again = client.get(f"/catalogue/{listing.id}/share.png")
    of_seller = client.get(f"/catalogue/sellers/{seller.supplier.slug}/share.png")

    assert Image.open(BytesIO(first.data)).size == (1200, 630)
    assert first.data == again.data
    assert first.headers["Cache-Control"].startswith("public")
    assert of_seller.mimetype == "image/png"


def test_search_engines_find_every_public_page_and_no_filters(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    seller = a_seller(owner, office.region)
    listing = a_listing(owner, seller)
    hidden = a_listing(owner, seller, is_live=False)
    suspended = a_seller(owner, office.region, status=SupplierStatus.SUSPENDED)

    robots = client.get("/robots.txt").text
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)
    listings = client.get("/sitemap-listings.xml?after=nonsense").text
    sellers = client.get("/sitemap-sellers.xml").text

    assert "Disallow: /catalogue?" in robots
    assert "/sitemap.xml" in robots
    assert len(index) == 2
    assert str(listing.id) in listings
    assert str(hidden.id) not in listings
    assert f"/{seller.supplier.slug}<" in sellers
    assert f"/{suspended.supplier.slug}<" not in sellers


def test_an_agency_keeps_what_it_buys_often(
    owner: Session, office: Office, work_as: WorkAs, visit: Visit
) -> None:
    seller = a_seller(owner, office.region)
    cheap = a_listing(owner, seller, price=20_000)
    dear = a_listing(owner, seller, price=40_000)
    elsewhere = a_listing(owner, a_seller(owner, a_region(owner)))
    work = work_as(office.actor(Role.REQUESTER))

    favouring.keep(work, dear.id)
    favouring.keep(work, dear.id)

    assert favourites.among(work, [cheap.id, dear.id]) == {dear.id}
    with pytest.raises(NotFound):
        favouring.keep(work, elsewhere.id)
    with pytest.raises(NotPermitted):
        favouring.keep(work_as(seller.actor), cheap.id)
    beside = an_office(owner, office.region)
    assert favourites.kept(work_as(beside.actor(Role.REQUESTER))) == []
    browser = visit(office.people[Role.REQUESTER])
    picked = browser.get("/catalogue/pick?q=&category=MKN.01").text
    assert picked.index(str(dear.id)) < picked.index(str(cheap.id))
    assert dear.name in browser.get("/favourites").text
    dropped = browser.post(f"/favourites/{dear.id}/drop", data={"next": "//evil.example"})
    assert dropped.location == "/"
    assert owner.scalars(select(Favourite)).all() == []


def test_an_accepted_order_takes_its_share_of_the_day_and_a_cancelled_one_gives_it_back(
    owner: Session, office: Office, work_as: WorkAs, app: Flask
) -> None:
    storage.use(app.extensions["settings"])
    seller, rival = a_seller(owner, office.region), a_seller(owner, office.region)
    own = a_listing(owner, seller, day_capacity=100)
    of_rival = a_listing(owner, rival, day_capacity=100)
    deal = a_deal(owner, work_as, office, seller)
    owner.execute(text("ALTER TABLE purchase_request_lines DISABLE TRIGGER freeze_lines"))
    lines = deal.purchase.lines
    for line, listing in zip(lines, (own, of_rival, own), strict=False):
        line.listing_id = listing.id
    owner.commit()
    expected = sum(line.quantity for line in lines if line.listing_id == own.id)
    order = deal.issue()

    def taken() -> list[tuple[object, ...]]:
        owner.rollback()
        uses = select(CapacityUse.listing_id, CapacityUse.day, CapacityUse.quantity)
        return [tuple(row) for row in owner.execute(uses)]

    assert taken() == []
    orders.accept(work_as(seller.actor), order.id)
    assert taken() == [(own.id, deal.purchase.needed_on, expected)]
    capacity.free(work_as(seller.actor), order.id)
    assert len(taken()) == 1, "what a standing order took is not given back"
    orders.cancel(work_as(office.commitment_officer), order.id, "Rapat dibatalkan oleh pimpinan.")
    assert taken() == []


def test_a_price_line_stays_within_its_picture() -> None:
    line = corners([(date(2026, 1, 1), 100), (date(2026, 6, 1), 300)], date(2026, 12, 31))

    points = [tuple(map(int, pair.split(","))) for pair in line.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert points[0][1] > points[-1][1]
    assert corners([], date(2026, 1, 1)) == ""
    assert percent_above(90, 100) == -10.0
