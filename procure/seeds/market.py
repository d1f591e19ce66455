"""Suppliers of the demonstration, what they offer, and the price standards they are measured by."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person
from procure.catalogue.models import Listing, Origin, PriceStandard
from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.seeds.loading import REFERENCE, ROWS, load, read
from procure.seeds.names import named
from procure.seeds.offices import region_id
from procure.seeds.people import OWN_CHOICES, appointment_row, person_row
from procure.seeds.shelves import SHELVED_AT, halal_of, load_papers, load_shelves
from procure.suppliers.models import (
    EntityType,
    Scale,
    Supplier,
    SupplierArea,
    SupplierCategory,
    SupplierIdentity,
    SupplierStatus,
)
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.workflow import BankAccountStatus

SINCE: Final = date(2026, 1, 1)
DEARER: Final = {"jateng": 100, "kbb": 106}
"""Prices of a region in hundredths of the written price."""
SCALED: Final = {"jateng": 135, "kbb": 142}
"""The stationery prices of 2018 as fiction for 2026, in hundredths."""


KEPT: Final = ("sold_count", "created_at", "approved_at", "is_live")
"""What happened on the shelf since the first loading."""


def load_market(session: Session, secret: tuple[str, datetime]) -> None:
    """Load suppliers, the people who act for them, their listings and the price standards."""
    sellers = read(ROWS, "suppliers")
    load(session, Supplier, (_supplier(row) for row in sellers), keep=("status", "verified_at"))
    for model, column, source in (
        (SupplierCategory, "category_code", "categories"),
        (SupplierArea, "regency_code", "areas"),
    ):
        load(
            session,
            model,
            (
                {"supplier_id": supplier_id(row["slug"]), column: code}
                for row in sellers
                for code in row[source].split(";")
            ),
        )
    identities = [_identity(row) for row in sellers]
    load(session, SupplierIdentity, identities, keep=tuple(identities[0]))
    accounts = [_account(row) for row in sellers]
    load(session, BankAccount, accounts, keep=tuple(accounts[0]))
    _load_owners(session, sellers, secret)
    load_papers(session, sellers, secret[1])
    load(session, Listing, _listings(sellers), keep=KEPT)
    load_shelves(session, sellers, secret[1])
    load(session, PriceStandard, _standards())


def supplier_id(slug: str) -> UUID:
    """Return the id of a demo supplier."""
    return named("supplier", slug)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _supplier(row: Mapping[str, str]) -> dict[str, Any]:
    key = supplier_id(row["slug"])
    regencies = {place["code"]: place["name"] for place in read(REFERENCE, "regencies")}
    letter = row["final_from"]
    return {
        "id": key,
        "region_id": region_id(row["region"]),
        "slug": row["slug"],
        "name": row["name"],
        "entity_type": EntityType(row["entity_type"]),
        "scale": Scale(row["scale"]),
        "status": SupplierStatus.ACTIVE,
        "owner_name": row["owner"],
        "address": row["address"],
        "regency_code": row["regency_code"],
        "regency_name": regencies[row["regency_code"]],
        "phone": f"0813{key.int % 10_000:04d}0000",
        "verified_at": now(),
        "is_fiction": True,
        "is_taxable": row["is_taxable"] == "1",
        "npwp_valid": row["npwp_valid"] == "1",
        "final_letter_number": f"S-CONTOH-{key.int % 10_000:04d}" if letter else "",
        "final_letter_from": _day(letter),
        "final_letter_until": _day(row["final_until"]),
        "exemption_letter_until": None,
        "turnover_statement_years": [SINCE.year] if row["statement"] == "1" else [],
    }


def _identity(row: Mapping[str, str]) -> dict[str, Any]:
    """Numbers of the right shape that were never given: NIK serial 0000, NPWP office 000."""
    key = supplier_id(row["slug"]).int
    place = row["regency_code"].replace(".", "")
    nik = f"{place}01{key % 28 + 1:02d}{key % 12 + 1:02d}{key % 30 + 60:02d}0000"
    individual = row["entity_type"] == EntityType.INDIVIDUAL
    return {
        "supplier_id": supplier_id(row["slug"]),
        "region_id": region_id(row["region"]),
        "nib": f"9999{key % 10**9:09d}",
        "npwp": nik if individual else f"0{_tax_number(key)}",
        "nik": nik,
    }


def _account(row: Mapping[str, str]) -> dict[str, Any]:
    """An account that was in use before the demonstration began; nobody has it."""
    key = supplier_id(row["slug"])
    individual = row["entity_type"] == EntityType.INDIVIDUAL
    return {
        "id": named("bank account", row["slug"]),
        "region_id": region_id(row["region"]),
        "supplier_id": key,
        "bank_code": row["bank_code"],
        "account": f"000{key.int % 10**7:07d}",
        "holder": row["owner"] if individual else row["name"],
        "status": BankAccountStatus.ACTIVE,
        "proposed_at": now(),
        "usable_from": now(),
        "reason": "",
    }


def _tax_number(key: int) -> str:
    """Return a 15-digit NPWP with a right check digit (Luhn over the first eight) and no office."""
    head = f"01{key % 10**6:06d}"
    doubled = (int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(head)))
    check = -sum(n - 9 if n > 9 else n for n in doubled) % 10  # noqa: PLR2004 - digits add up
    return f"{head}{check}000000"


def _load_owners(
    session: Session, sellers: list[dict[str, str]], secret: tuple[str, datetime]
) -> None:
    people, appointments = [], []
    for row in sellers:
        members = (
            (row["owner"], f"{row['slug']}@{row['region']}.example", Role.SUPPLIER_OWNER),
            (
                row["operator"],
                f"kasir.{row['slug']}@{row['region']}.example",
                Role.SUPPLIER_OPERATOR,
            ),
        )
        for name, email, role in members:
            if name:
                region = region_id(row["region"])
                person = person_row(email, name, region, None, secret)
                people.append(person)
                appointments.append(
                    appointment_row(
                        person["id"],
                        region,
                        role,
                        supplier_id=supplier_id(row["slug"]),
                        decree_number="-",
                        title="Pemilik" if role is Role.SUPPLIER_OWNER else "Operator",
                    )
                )
    load(session, Person, people, keep=OWN_CHOICES)
    load(session, Appointment, appointments, keep=("ends_on", "end_reason"))


SNI: Final = "SPPT-SNI 000/CONTOH (contoh)"
"""The certificate of what may only be sold with one (fictional)."""


def _scaled(price: int, hundredths: int) -> int:
    step = 500 if price >= 5_000 else 25  # noqa: PLR2004 - small prices move in small steps
    return max(round(price * hundredths / 100 / step), 1) * step


def _listings(sellers: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    offers = read(ROWS, "listings")
    asked = {row["code"] for row in read(REFERENCE, "categories") if row["asks_sni"] == "1"}
    for seller in sellers:
        slug = seller["region"]
        for offer in (offer for offer in offers if offer["seller"] == seller["key"]):
            name = offer[f"name_{slug}"]
            yield {
                "id": named("listing", seller["slug"], offer["category"], offer["name_jateng"]),
                "region_id": region_id(slug),
                "supplier_id": supplier_id(seller["slug"]),
                "category_code": offer["category"],
                "name": name,
                "description": offer["description"],
                "unit": offer["unit"],
                "price": _scaled(int(offer["price"]), DEARER[slug]),
                "minimum_order": int(offer["minimum"]),
                "lead_days": int(offer["lead_days"]),
                "day_capacity": int(offer["day_capacity"]) if offer["day_capacity"] else None,
                "picture": offer["picture"],
                "origin": Origin.LOCAL,
                "halal": halal_of(seller, offer),
                "sni_certificate": SNI if offer["category"] in asked else "",
                "sni_until": date(2029, 12, 31) if offer["category"] in asked else None,
                "is_live": True,
                "approved_at": SHELVED_AT,
                "sold_count": int(offer["sold"]),
            }


def _standards() -> Iterator[dict[str, Any]]:
    for slug in DEARER:
        for row in read(REFERENCE, "price_standards_demo"):
            item, unit = row["item"], row["unit"]
            decree = "SSH contoh 2026 (fiktif)"
            made = _standard(
                slug, row["category_code"], (item, unit), int(row[f"price_{slug}"]), decree
            )
            yield {**made, "key": row["key"]}
        for row in read(REFERENCE, "stationery_prices_kendal_2018"):
            item = " ".join(filter(None, (row["item"], row["specification"])))
            price = _scaled(int(row["price_2018"]), SCALED[slug])
            decree = "SSH contoh 2026 (fiktif), diturunkan dari Perbup Kendal 45/2018"
            yield _standard(slug, row["category_code"], (item, row["unit"]), price, decree)


def _standard(
    slug: str, category: str, what: tuple[str, str], price: int, decree: str
) -> dict[str, Any]:
    return {
        "id": named("standard", slug, category, *what),
        "region_id": region_id(slug),
        "category_code": category,
        "key": "",
        "item": what[0],
        "unit": what[1],
        "price": price,
        "decree": decree,
        "valid_from": SINCE,
        "valid_until": None,
    }
