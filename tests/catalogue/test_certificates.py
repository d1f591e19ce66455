"""TKDN and SPPT-SNI: number and last day are asked, ended ones refused, and buyers see both."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.catalogue import service
from procure.catalogue.jobs import end_certificates
from procure.catalogue.models import Category, Halal, Listing, Origin
from procure.catalogue.queries import Wish, browse
from procure.catalogue.rules import offers
from procure.catalogue.rules.certificates import (
    SniEnded,
    SniMissing,
    TkdnEnded,
    TkdnUnproven,
    check_sni,
    check_tkdn,
)
from procure.catalogue.rules.sheets import check_row
from procure.kernel.actors import ANONYMOUS
from tests.catalogue.test_curation import Shelf
from tests.catalogue.test_importing import a_row
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.shelves import MEAL, a_substance, surroundings
from tests.make.vetting import today
from tests.make.visits import Visit

DAY = date(2026, 11, 26)
SOON = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("share", "number", "until"),
    [(None, "X", SOON), (0, "X", SOON), (10_001, "X", SOON), (4000, "", SOON), (4000, "X", None)],
)
def test_a_tkdn_is_proven_by_figure_number_and_last_day(
    share: int | None, number: str, until: date | None
) -> None:
    with pytest.raises(TkdnUnproven):
        check_tkdn(share, number, until, DAY)


def test_a_certificate_holds_on_its_last_day_and_not_on_the_next() -> None:
    check_tkdn(4000, "X", DAY, DAY)
    check_sni("X", DAY, DAY)
    with pytest.raises(TkdnEnded) as refused:
        check_tkdn(4000, "X", DAY, DAY + timedelta(days=1))
    assert refused.value.facts["ended"] == DAY
    with pytest.raises(SniEnded):
        check_sni("X", DAY, DAY + timedelta(days=1))
    for number, until in (("", DAY), ("X", None)):
        with pytest.raises(SniMissing):
            check_sni(number, until, DAY)


def test_sni_is_asked_only_where_it_is_compulsory() -> None:
    asked = replace(MEAL, asks_sni=True)
    here = surroundings({}, kinds={"MKN.01": asked})
    plain = a_substance(sni_certificate="123", sni_until=SOON)
    offers.check_substance(plain, here)
    with pytest.raises(SniMissing):
        offers.check_substance(a_substance(), here)
    assert offers.tidied(plain, here) == plain
    kept = offers.tidied(plain, surroundings({}))
    assert (kept.sni_certificate, kept.sni_until) == ("", None)


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ({}, "tkdn_certificate"),
        ({"tkdn_until": "31/12/2025"}, "tkdn_until"),
        ({"tkdn_until": "31/02/2028"}, "tkdn_until"),
        ({"tkdn_until": "besok"}, "tkdn_until"),
        ({"tkdn_until": "31/12/2028"}, None),
        ({"tkdn_until": "2028-12-31"}, None),
    ],
)
def test_a_sheet_gives_the_last_day_too(typed: dict[str, str], column: str | None) -> None:
    claimed = {"origin": "bersertifikat TKDN", "tkdn_hundredths": "40", "tkdn_certificate": "9/X"}
    row = a_row(1, **{**claimed, **typed})
    law: Any = {"ppn-rate": None}
    checked = check_row(row, surroundings(law))
    assert list(checked.problems) == ([column] if column else [])
    if column is None:
        assert checked.offer is not None
        assert checked.offer.substance.tkdn_until == date(2028, 12, 31)


def test_the_form_refuses_an_ended_certificate_and_the_page_shows_what_holds(
    owner: Session, office: Office, work_as: WorkAs, visit: Visit, client: FlaskClient
) -> None:
    shelf = Shelf(owner, office, work_as)
    owner.get_one(Category, "MKN.01").asks_sni = True
    owner.commit()
    browser = visit(shelf.seller.person)
    sent = {
        "category_code": "MKN.01",
        "name": "Air minum gelas",
        "unit": "dus",
        "price": "30.000",
        "minimum_order": "1",
        "lead_days": "1",
        "origin": "tkdn",
        "tkdn_hundredths": "40",
        "tkdn_certificate": "12/TKDN/2026",
        "tkdn_until": (today() - timedelta(days=1)).isoformat(),
        "sni_certificate": "SPPT 7/2026",
        "sni_until": "2031-01-31",
        "halal": "not_halal",
        "act": "save",
    }
    refused = browser.post("/my-listings/new", data=sent)
    assert refused.status_code == 422
    assert "Sertifikat TKDN ini berakhir" in refused.text
    assert "SPPT 7/2026" in refused.text
    sent["tkdn_until"] = "2030-05-31"
    answer = browser.post("/my-listings/new", data=sent)
    assert answer.status_code == 302
    mine = browser.get(answer.location).text
    assert "12/TKDN/2026" in mine
    assert "SPPT 7/2026" in mine


def test_buyers_see_until_when_a_certificate_holds_and_that_it_ended(
    owner: Session, office: Office, work_as: WorkAs, client: FlaskClient
) -> None:
    shelf = Shelf(owner, office, work_as)
    claim = {"tkdn_hundredths": 4_055, "tkdn_certificate": "12/TKDN", "tkdn_until": SOON}
    claim["tkdn_until"] = today() + timedelta(days=400)
    listing = shelf.live(origin=Origin.TKDN, halal=Halal.NOT_HALAL, **claim)
    assert listing.tkdn_until == claim["tkdn_until"]
    page = f"/catalogue/{listing.id}"
    assert "12/TKDN · berlaku sampai" in client.get(page).text
    owner.get_one(type(listing), listing.id).tkdn_until = today() - timedelta(days=1)
    owner.commit()
    assert "tidak berlaku lagi" in client.get(page).text
    with pytest.raises(TkdnEnded):
        service.add(
            shelf.work,
            a_substance(origin=Origin.TKDN, **{**claim, "tkdn_until": today() - timedelta(days=1)}),
            offers.Terms(28_500),
        )


@pytest.mark.usefixtures("keeper_work")
def test_search_finds_a_listing_as_tkdn_while_the_certificate_holds(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    shelf = Shelf(owner, office, work_as)
    claim: dict[str, Any] = {"tkdn_hundredths": 4_055, "tkdn_certificate": "12/TKDN"}
    listing = shelf.live(origin=Origin.TKDN, **claim, tkdn_until=today() + timedelta(days=400))

    def found_as() -> list[str]:
        stranger = work_as(replace(ANONYMOUS, region_id=office.region.id))
        return [one for one in Origin if browse(stranger, Wish(origin=one)).found.listings]

    def ends(day: date) -> None:
        # As time passes: the row stays as it is, so nothing tells the search table.
        owner.execute(text("ALTER TABLE listings DISABLE TRIGGER search_changed"))
        owner.get_one(Listing, listing.id).tkdn_until = day
        owner.flush()
        owner.execute(text("ALTER TABLE listings ENABLE TRIGGER search_changed"))
        owner.commit()

    ends(today())
    end_certificates(0)
    assert found_as() == [Origin.TKDN]
    ends(today() - timedelta(days=1))
    assert found_as() == [Origin.TKDN]
    end_certificates(0)
    assert found_as() == [Origin.LOCAL]
    owner.get_one(Listing, listing.id).tkdn_until = today() + timedelta(days=90)
    owner.commit()
    assert found_as() == [Origin.TKDN]
