"""A category's key of the price standard goes before the words of names."""

import csv
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.catalogue.models import Category, PriceStandard
from procure.catalogue.rules.fairness import Measure, standard_for
from procure.db.work import Work
from procure.purchase_requests import queries as requests
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.sellers import a_listing, a_seller

PLAIN = Measure("Kertas HVS A4", "rim", 55_000, "SSH", is_keyed=False)
KEYED = Measure("Kertas kantor", "rim", 50_000, "SSH", is_keyed=True)
KEYED_80 = Measure("Kertas HVS 80 gram", "rim", 60_000, "SSH", is_keyed=True)
MEAL = Measure("Nasi kotak rapat", "kotak", 40_000, "SSH", is_keyed=True)
REFERENCE = Path("procure/reference")


@pytest.mark.parametrize(
    ("name", "unit", "standards", "is_meal", "found"),
    [
        ("Kertas HVS A4 70 gram", "rim", [PLAIN, KEYED], False, KEYED),
        ("Kertas HVS A4 70 gram", "pak", [PLAIN, KEYED], False, None),
        ("Kertas HVS 80 gram A4", "rim", [PLAIN, KEYED, KEYED_80], False, KEYED_80),
        ("Kertas HVS A4 70 gram", "rim", [PLAIN, KEYED, KEYED_80], False, PLAIN),
        ("Gudeg komplit", "porsi", [MEAL, Measure("Jamuan", "porsi", 1, "", False)], True, MEAL),
        ("Gudeg komplit", "porsi", [MEAL], False, None),
        ("Kertas", "rim", [], False, None),
    ],
)
def test_the_key_goes_first_and_words_decide_among_several(
    name: str, unit: str, standards: list[Measure], is_meal: bool, found: Measure | None
) -> None:
    assert standard_for(name, unit, standards, is_meal=is_meal) == found


def test_page_and_request_measure_by_the_key_of_the_category(
    owner: Session, office: Office, client: FlaskClient, work_as: WorkAs
) -> None:
    for key, item, price in (("", "Kertas HVS", 70_000), ("hvs", "Barang cetak kosong", 50_000)):
        owner.add(
            PriceStandard(
                region_id=office.region.id,
                category_code="ATK.01",
                key=key,
                item=item,
                unit="rim",
                price=price,
                decree="SSH uji",
                valid_from=date(2026, 1, 1),
            )
        )
    listing = a_listing(
        owner,
        a_seller(owner, office.region),
        category_code="ATK.01",
        name="Kertas HVS",
        unit="rim",
        price=55_000,
    )
    page = f"/catalogue/{listing.id}"
    assert "Rp70.000 / rim" in client.get(page).text
    owner.get_one(Category, "ATK.01").standard_key = "hvs"
    owner.commit()
    assert "Rp50.000 / rim" in client.get(page).text
    assert "+10,0%" in client.get(page).text
    work: Work = work_as(office.requester)
    measures = {one.item: one.is_keyed for one in requests.standards(work, ["ATK.01"])}
    assert measures == {"Kertas HVS": False, "Barang cetak kosong": True}


def test_the_keys_that_come_with_the_code_name_standards_of_the_demo() -> None:
    def read(name: str) -> list[dict[str, str]]:
        with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
            return list(csv.DictReader(rows))

    known = {(row["category_code"], row["key"]) for row in read("price_standards_demo")}
    given = {
        (row["code"], row["standard_key"]) for row in read("categories") if row["standard_key"]
    }
    assert ("MKN.01", "nasi-kotak") in given
    assert given <= known
