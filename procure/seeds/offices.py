"""Two regions of the demonstration with their rules, agencies, units and budgets."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from procure.accounts.models import Agency, Region, Unit
from procure.budgets.models import BudgetLine
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import regional_rules
from procure.seeds.loading import REFERENCE, ROWS, load, read
from procure.seeds.names import named

REGIONS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "slug": "jateng",
        "name": "Jawa Tengah",
        "government": "Pemerintah Provinsi Jawa Tengah",
        "office": "Biro Pengadaan Barang dan Jasa (peragaan)",
        "brand_name": "Blangkon",
        "brand": "jateng",
        "territory_code": "33",
        "letter_city": "Semarang",
        "regulation_number": "Peraturan Gubernur contoh Nomor 00 Tahun 2026 (fiktif)",
        "binding_from": date(2026, 1, 2),
    },
    {
        "slug": "kbb",
        "name": "Kabupaten Bandung Barat",
        "government": "Pemerintah Kabupaten Bandung Barat",
        "office": "Bagian Pengadaan Barang dan Jasa (peragaan)",
        "brand_name": "Saung",
        "brand": "bandung-barat",
        "territory_code": "32.17",
        "letter_city": "Ngamprah",
        "regulation_number": None,
        "binding_from": None,
    },
)
ORDER_NUMBERS: Final[Mapping[str, str]] = {
    "jateng": "{klasifikasi}/{nomor}/{unit}/{bulan_romawi}/{tahun}",
    "kbb": "{nomor}/{klasifikasi}/{unit}/{bulan_romawi}/{tahun}",
}


def region_id(slug: str) -> UUID:
    """Return the id of a demo region."""
    return named("region", slug)


def agency_id(slug: str, office: str) -> UUID:
    """Return the id of a demo agency from its short name."""
    return named("agency", slug, office)


def unit_id(slug: str, office: str, unit: str) -> UUID:
    """Return the id of a demo unit."""
    return named("unit", slug, office, unit)


def load_offices(session: Session, year: int) -> None:
    """Load regions, their rules, agencies, units and the budget lines of a year."""
    load(
        session,
        Region,
        ({"id": region_id(r["slug"]), "host": None, "zone": "WIB", **r} for r in REGIONS),
    )
    for region in REGIONS:
        slug = region["slug"]
        load(session, RegulationVersion, regional_rules(slug, region_id(slug)))
    offices = read(ROWS, "offices")
    load(session, Agency, (_agency(office) for office in offices))
    load(session, Unit, (unit for office in offices for unit in _units(office)))
    load(
        session,
        BudgetLine,
        (line for office in offices for line in _budget(office, year)),
        keep=("ceiling", "reserved", "committed"),
    )


def _agency(office: Mapping[str, str]) -> dict[str, Any]:
    slug = office["region"]
    return {
        "id": agency_id(slug, office["short_name"]),
        "region_id": region_id(slug),
        "code": office["code"],
        "name": office["name"],
        "short_name": office["short_name"],
        "address": office["address"],
        "contact": office["contact"],
        "letter_city": next(r["letter_city"] for r in REGIONS if r["slug"] == slug),
        "order_number_template": ORDER_NUMBERS[slug],
    }


def _units(office: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    slug, short = office["region"], office["short_name"]
    for name in office["units"].split(";"):
        yield {
            "id": unit_id(slug, short, name),
            "region_id": region_id(slug),
            "agency_id": agency_id(slug, short),
            "name": name,
        }


def _budget(office: Mapping[str, str], year: int) -> Iterator[dict[str, Any]]:
    slug, short = office["region"], office["short_name"]
    accounts = {row["account_code"]: row["account_name"] for row in read(REFERENCE, "categories")}
    lines = read(ROWS, "budget_lines")
    for unit, column in zip(
        office["units"].split(";"), ("ceiling_first", "ceiling_second"), strict=True
    ):
        for line in (line for line in lines if line[column]):
            account = line["account_code"]
            key = named("budget", slug, short, unit, account, year)
            yield {
                "id": key,
                "region_id": region_id(slug),
                "agency_id": agency_id(slug, short),
                "unit_id": unit_id(slug, short, unit),
                "year": year,
                "activity_code": f"{office['code'][:4]}.01.{line['activity']}",
                "activity_name": line["activity_name"],
                "account_code": account,
                "account_name": accounts[account],
                "fund_source": "PAD",
                "dpa_number": f"DPA/{office['code'][:4]}/{short}/{year} (contoh)",
                "plan_code": f"{key.int % 90_000_000 + 10_000_000}",
                "ceiling": int(line[column]),
                "reserved": 0,
                "committed": 0,
            }
