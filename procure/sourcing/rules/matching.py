"""What each supplier's catalogue would charge for the requested lines."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requested line."""

    category_code: str
    name: str
    unit: str
    quantity: int
    listing_id: UUID | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A live listing, with its price in rupiah including tax."""

    listing_id: UUID
    supplier_id: UUID
    category_code: str
    name: str
    unit: str
    price: int


@dataclass(frozen=True, slots=True)
class CatalogueOffer:
    """One supplier's listings against the lines; none where nothing fits."""

    supplier_id: UUID
    listings: tuple[Shown | None, ...]
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether every line has a listing."""
        return None not in self.listings


def catalogue_offers(lines: Sequence[Wanted], listings: Iterable[Shown]) -> list[CatalogueOffer]:
    """Return what each supplier's listings come to, complete ones first, cheapest first."""
    by_supplier: dict[UUID, list[Shown]] = {}
    for listing in listings:
        by_supplier.setdefault(listing.supplier_id, []).append(listing)
    offers = []
    for supplier_id, own in by_supplier.items():
        found = tuple(_best(line, own) for line in lines)
        if any(found):
            total = sum(f.price * w.quantity for f, w in zip(found, lines, strict=True) if f)
            offers.append(CatalogueOffer(supplier_id, found, total))
    return sorted(offers, key=lambda o: (not o.is_complete, o.listings.count(None), o.total))


def _best(line: Wanted, listings: Sequence[Shown]) -> Shown | None:
    """The listing that was picked, else the most alike by name in the category, cheapest first."""
    for listing in listings:
        if listing.listing_id == line.listing_id:
            return listing
    words = _words(line.name)
    alike = [
        (-len(words & _words(listing.name)), listing.unit != line.unit, listing.price, listing)
        for listing in listings
        if listing.category_code == line.category_code
    ]
    return min(alike, key=lambda row: row[:3])[3] if alike else None


def _words(text: str) -> set[str]:
    return set(text.casefold().split())


def draw(seed: UUID, supplier_id: UUID, recent: int) -> tuple[int, bytes]:
    """Return the place of a supplier in the fair draw: few recent invitations first, then by lot.

    The lot is a hash of the purchase and the supplier, so that anybody can repeat the draw.
    """
    return recent, hashlib.sha256(seed.bytes + supplier_id.bytes).digest()
