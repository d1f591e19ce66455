"""Agency staff keep listings from the page of results, and stay where they are."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.catalogue.models import Favourite
from procure.kernel.actors import Role
from tests.make.offices import Office
from tests.make.sellers import a_listing, a_seller
from tests.make.statements import few_statements
from tests.make.visits import Visit


def the_button(page: str, listing_id: object) -> dict[str, str]:
    """The button that keeps or drops a listing, by its attributes."""
    found = re.search(rf'<button[^>]*formaction="/favourites/{listing_id}/[^>]*>', page)
    return dict(re.findall(r'(\w+)="([^"]*)"', found[0])) if found else {}


def test_staff_keep_and_drop_on_a_card_and_return_to_it(
    owner: Session, office: Office, visit: Visit
) -> None:
    seller = a_seller(owner, office.region)
    listing = a_listing(owner, seller, name="Nasi kotak ayam")
    browser: FlaskClient = visit(office.people[Role.REQUESTER])
    page = browser.get("/catalogue?q=nasi&scale=micro").text
    button = the_button(page, listing.id)
    assert button["form"] == "keep"
    assert '<form id="keep" method="post">' in page
    there = button["value"].replace("&amp;", "&")
    assert there == f"/catalogue?q=nasi&scale=micro#listing-{listing.id}"
    assert f'id="listing-{listing.id}"' in page

    for _press in range(2):
        answer = browser.post(button["formaction"], data={"next": there})
        assert (answer.status_code, answer.location) == (302, there)
    owner.rollback()
    assert len(owner.scalars(select(Favourite)).all()) == 1
    kept = the_button(browser.get("/catalogue?q=nasi&scale=micro").text, listing.id)
    assert kept["formaction"].endswith("/drop")
    for _press in range(2):
        assert browser.post(kept["formaction"], data={"next": there}).status_code == 302
    owner.rollback()
    assert owner.scalars(select(Favourite)).all() == []


def test_nobody_is_sent_to_another_site(owner: Session, office: Office, visit: Visit) -> None:
    listing = a_listing(owner, a_seller(owner, office.region))
    browser = visit(office.people[Role.REQUESTER])
    for evil in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        answer = browser.post(f"/favourites/{listing.id}/keep", data={"next": evil})
        assert answer.location == "/"


def test_strangers_and_sellers_see_no_such_button(
    owner: Session, office: Office, client: FlaskClient, visit: Visit
) -> None:
    seller = a_seller(owner, office.region)
    listing = a_listing(owner, seller)
    for browser in (client, visit(seller.person)):
        page = browser.get("/catalogue").text
        assert str(listing.id) in page
        assert "/favourites/" not in page


def test_results_cost_staff_one_statement_more_and_strangers_none(
    app: Flask, owner: Session, office: Office, client: FlaskClient, visit: Visit
) -> None:
    seller = a_seller(owner, office.region)
    for number in range(5):
        a_listing(owner, seller, name=f"Nasi kotak {number}")
    staff = visit(office.people[Role.REQUESTER])
    for browser in (client, staff):
        browser.get("/catalogue?q=nasi")
    with few_statements(app, 5) as by_stranger:
        client.get("/catalogue?q=nasi")
    with few_statements(app) as by_staff:
        staff.get("/catalogue?q=nasi")
    assert [one for one in by_stranger if "FROM favourites" in one] == []
    assert len([one for one in by_staff if "FROM favourites" in one]) == 1
