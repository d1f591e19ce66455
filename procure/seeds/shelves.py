"""What the demonstration's listings say of themselves, and what waits for the registry officer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from procure.catalogue.models import (
    Halal,
    Listing,
    ListingContent,
    ListingPrice,
    ListingVariant,
    Origin,
)
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.workflow import ListingRevisionStatus
from procure.seeds.loading import load
from procure.seeds.names import named
from procure.suppliers.models import DocumentKind, DocumentStatus, SupplierDocument

SHELVED_AT: Final = datetime(2026, 2, 2, 2, tzinfo=UTC)
FOOD: Final = ("MKN.",)
CERTIFIED: Final = ("caterer", "cooperative")
"""Sellers of the demonstration with a halal certificate (fictional)."""

BOX: Final = (
    ("Nasi putih", 1, "porsi"),
    ("Ayam bakar", 1, "potong"),
    ("Sayur", 1, "porsi"),
    ("Buah potong", 1, "porsi"),
    ("Air mineral gelas", 1, "gelas"),
)
CONTENTS: Final[Mapping[tuple[str, str], tuple[tuple[str, int, str], ...]]] = {
    ("caterer", "Nasi kotak ayam bakar komplit"): BOX,
    ("caterer", "Kudapan rapat isi tiga dan teh"): (
        ("Kue basah", 2, "buah"),
        ("Gorengan", 1, "buah"),
        ("Air mineral gelas", 1, "gelas"),
    ),
    ("cooperative", "Paket sembako"): (
        ("Beras", 5, "kg"),
        ("Minyak goreng", 1, "liter"),
        ("Gula pasir", 1, "kg"),
    ),
}
VARIANTS: Final[Mapping[tuple[str, str], tuple[tuple[str, int], ...]]] = {
    ("batik", "Seragam batik cap motif parang"): (("S sampai XL", 165_000), ("XXL", 180_000)),
    ("cleaning", "Lampu LED 12 watt"): (("Cahaya putih", 44_500), ("Cahaya hangat", 46_000)),
}
CHEAPER: Final = 95
"""Former prices, in hundredths of the present one."""


def halal_of(seller: Mapping[str, str], offer: Mapping[str, str]) -> Halal:
    """Return what a demo listing says of being halal."""
    if not offer["category"].startswith(FOOD):
        return Halal.NOT_FOOD
    return Halal.CERTIFIED if seller["key"] in CERTIFIED else Halal.UNSTATED


def load_papers(session: Session, sellers: Sequence[Mapping[str, str]], moment: datetime) -> None:
    """Load accepted halal certificates (fictional) of the sellers that say they have one."""
    rows = [
        {
            "id": named("document", seller["slug"], DocumentKind.HALAL),
            "region_id": named("region", seller["region"]),
            "supplier_id": named("supplier", seller["slug"]),
            "kind": DocumentKind.HALAL,
            "status": DocumentStatus.ACCEPTED,
            "number": "ID00000000000000 (contoh)",
            "valid_until": None,
            "upload_id": None,
            "sent_at": moment,
            "checked_by_id": None,
            "checked_at": moment,
            "reason": "",
        }
        for seller in sellers
        if seller["key"] in CERTIFIED
    ]
    load(session, SupplierDocument, rows, keep=tuple(rows[0]) if rows else ())


def load_shelves(session: Session, sellers: Sequence[Mapping[str, str]], moment: datetime) -> None:
    """Load contents, variants, former prices, and one proposal that waits in each region."""
    for seller in sellers:
        for model, found in ((ListingContent, _contents(seller)), (ListingVariant, _kinds(seller))):
            load(session, model, found)
    packages = [_listing_id(seller, name) for seller in sellers for _k, name in CONTENTS]
    session.query(Listing).filter(Listing.id.in_(packages)).update({"is_package": True})
    _former_prices(session, sellers)
    _waiting(session, sellers, moment)


def _listing_id(seller: Mapping[str, str], name: str, category: str = "") -> Any:
    return named("listing", seller["slug"], category or _category(name), name)


def _category(name: str) -> str:
    known = {
        "Nasi kotak ayam bakar komplit": "MKN.01",
        "Kudapan rapat isi tiga dan teh": "MKN.02",
        "Paket sembako": "MKN.09",
        "Seragam batik cap motif parang": "PKN.01",
        "Lampu LED 12 watt": "LIS.01",
    }
    return known[name]


def _contents(seller: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "listing_id": _listing_id(seller, name),
            "position": place,
            "name": what,
            "quantity": count,
            "unit": unit,
        }
        for (key, name), things in CONTENTS.items()
        if key == seller["key"]
        for place, (what, count, unit) in enumerate(things, start=1)
    ]


def _kinds(seller: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "listing_id": _listing_id(seller, name),
            "position": place,
            "name": what,
            "price": price,
        }
        for (key, name), kinds in VARIANTS.items()
        if key == seller["key"]
        for place, (what, price) in enumerate(kinds, start=1)
    ]


def _former_prices(session: Session, sellers: Sequence[Mapping[str, str]]) -> None:
    """Write what some listings cost before; rows of the history are never changed."""
    ids = {
        _listing_id(seller, name)
        for seller in sellers
        for key, name in CONTENTS
        if key == seller["key"]
    }
    rows = [
        {
            "id": named("price", listing.id, months),
            "listing_id": listing.id,
            "variant": "",
            "price": max(listing.price * CHEAPER**months // 100**months // 500 * 500, 500),
            "since": SHELVED_AT + timedelta(days=90 * (2 - months)),
            "person_id": None,
        }
        for listing in session.query(Listing).filter(Listing.id.in_(ids))
        for months in (2, 1)
    ]
    if rows:
        session.execute(insert(ListingPrice).on_conflict_do_nothing(), rows)


def _waiting(session: Session, sellers: Sequence[Mapping[str, str]], moment: datetime) -> None:
    """Let one change of a live listing wait for the officer of each region."""
    name = "Nasi kotak ayam bakar komplit"
    rows = [
        {
            "id": named("revision", seller["slug"], name),
            "region_id": named("region", seller["region"]),
            "supplier_id": named("supplier", seller["slug"]),
            "listing_id": _listing_id(seller, name),
            "number": 1,
            "status": ListingRevisionStatus.SUBMITTED,
            "category_code": "MKN.01",
            "name": name,
            "description": (
                "Nasi putih, ayam bakar, sayur, sambal, kerupuk, buah, air mineral gelas. "
                "Kotak dari kertas daur ulang. Diantar 30 menit sebelum acara."
            ),
            "unit": "kotak",
            "is_package": True,
            "origin": Origin.LOCAL,
            "tkdn_hundredths": None,
            "tkdn_certificate": "",
            "halal": Halal.CERTIFIED,
            "contents": [
                {"name": what, "quantity": count, "unit": unit} for what, count, unit in BOX
            ],
            "variants": [],
            "photos": [],
            "answers": {"isi": "Nasi, lauk, sayur, buah, air"},
            "import_run_id": None,
            "submitted_by_id": None,
            "submitted_at": moment,
            "checklist": {},
            "decided_by_id": None,
            "decided_at": None,
            "reason": "",
        }
        for seller in sellers
        if seller["key"] == "caterer"
    ]
    load(session, ListingRevision, rows, keep=tuple(rows[0]) if rows else ())
