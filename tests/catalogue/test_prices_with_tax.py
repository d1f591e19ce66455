"""Every price says whether PPN is in it, and listings are compared like with like."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.catalogue import service
from procure.catalogue.models import Halal
from procure.catalogue.rules.kinds import SupplyKind
from procure.catalogue.rules.offers import PPN, Variant
from procure.catalogue.rules.taxes import Ppn, ppn_of, split
from procure.catalogue.views.comparing import _amounts
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import national_rules
from procure.seeds.loading import load
from tests.catalogue.test_curation import Shelf
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.sellers import a_listing, a_seller
from tests.make.shelves import the_laws


def shown(page: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("kind", "is_taxable", "ppn"),
    [
        (SupplyKind.GOODS, True, Ppn.INCLUDED),
        (SupplyKind.PACKAGED_FOOD, True, Ppn.INCLUDED),
        (SupplyKind.CATERING, True, Ppn.COOKED),
        (SupplyKind.RESTAURANT, True, Ppn.COOKED),
        (SupplyKind.GOODS, False, Ppn.NOT_TAXABLE),
        (SupplyKind.CATERING, False, Ppn.NOT_TAXABLE),
    ],
)
def test_ppn_follows_the_seller_and_the_kind_of_supply(
    kind: SupplyKind, is_taxable: bool, ppn: Ppn
) -> None:
    assert ppn_of(kind, is_taxable=is_taxable) is ppn


def test_without_a_rule_in_force_nothing_is_made_up() -> None:
    assert split(111_000, Ppn.INCLUDED, None).net is None
    assert split(111_000, Ppn.INCLUDED, None).tax is None
    assert split(111_000, Ppn.COOKED, None).net == 111_000


def test_page_card_and_comparison_say_what_ppn_is_in_the_price(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    the_laws(owner)
    taxed = a_seller(owner, office.region, is_taxable=True)
    small = a_seller(owner, office.region)
    paper = {"category_code": "ATK.01", "unit": "rim"}
    dear = a_listing(owner, taxed, name="Kertas HVS kena", price=55_500, **paper)
    cheap = a_listing(owner, small, name="Kertas HVS bebas", price=53_000, **paper)
    meal = a_listing(owner, taxed, name="Nasi kotak", price=30_000)

    said = "Rp5.500 di antaranya PPN; Rp50.000 tanpa PPN"
    assert said in client.get(f"/catalogue/{dear.id}").text
    assert "bukan pengusaha kena pajak" in client.get(f"/catalogue/{cheap.id}").text
    assert "makanan siap saji" in client.get(f"/catalogue/{meal.id}").text

    cards = shown(client.get("/catalogue").text)
    assert "Rp55.500 / rim · termasuk PPN" in cards
    assert "Rp53.000 / rim · non-PPN" in cards
    assert "/ kotak · non-PPN" in cards
    page = shown(client.get(f"/catalogue/sellers/{taxed.supplier.slug}").text)
    assert "Rp55.500 / rim · termasuk PPN" in page

    side = client.get(f"/catalogue/compare?listing={dear.id}&listing={cheap.id}").text
    rows = [shown(row) for row in side.split("<tr") if "tanpa PPN" in row or "dibayar" in row]
    paid, net = (next(row for row in rows if words in row) for words in ("dibayar", "Rp50.000"))
    assert "Terendah Rp53.000" in paid or "Rp53.000 / rim Terendah" in paid
    assert "Terendah Rp50.000" in net or "Rp50.000 / rim Terendah" in net


def test_amounts_by_other_units_are_not_compared() -> None:
    assert _amounts("Harga", [10, 20], ["rim", "pak"]).lowest is None
    assert _amounts("Harga", [10, None], ["rim", "rim"]).lowest is None
    assert _amounts("Harga", [10, 10], ["rim", "rim"]).lowest is None
    assert _amounts("Harga", [20, 10], ["rim", "rim"]).lowest == 1


def test_another_rate_from_a_day_on_changes_what_is_said(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    load(owner, RegulationVersion, national_rules())
    old = owner.query(RegulationVersion).filter_by(code=PPN).one()
    values = {c.name: getattr(old, c.name) for c in RegulationVersion.__table__.columns}
    figures = {"rate": 2000, "base_numerator": 1, "base_denominator": 1}
    old.valid_until = date(2026, 1, 31)
    newer = {**values, "valid_from": date(2026, 2, 1), "valid_until": None, "parameters": figures}
    del newer["id"]
    owner.add(RegulationVersion(**newer))
    owner.commit()
    seller = a_seller(owner, office.region, is_taxable=True)
    paper = a_listing(owner, seller, category_code="ATK.01", unit="rim", price=60_000)
    assert "Rp10.000 di antaranya PPN" in client.get(f"/catalogue/{paper.id}").text


def test_buyers_see_what_kinds_cost_before(
    owner: Session, office: Office, client: FlaskClient, work_as: WorkAs
) -> None:
    shelf = Shelf(owner, office, work_as)
    kinds = (Variant("Besar", 35_000), Variant("Kecil", 25_000))
    listing = shelf.live(halal=Halal.NOT_HALAL, variants=kinds)
    page = client.get(f"/catalogue/{listing.id}").text
    assert "Riwayat harga “Besar”" not in page
    service.reprice(shelf.work, listing.id, 28_500, variants={"Besar": 36_500})
    page = client.get(f"/catalogue/{listing.id}").text
    history = shown(page.split("Riwayat harga “Besar”")[1].split("</table>")[0])
    assert history.index("Rp36.500") < history.index("Rp35.000")
    assert "Riwayat harga “Kecil”" not in page
