"""Who could sell this, and what the catalogue asks for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    exists,
    false,
    func,
    select,
)

from procure.catalogue.models import Category, Halal, Listing
from procure.db.work import Work
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing.models import Invitation
from procure.sourcing.rules.matching import CatalogueOffer, Shown, Wanted, catalogue_offers, draw
from procure.suppliers.models import (
    Scale,
    Supplier,
    SupplierArea,
    SupplierCategory,
    SupplierStatus,
)

RECENT = timedelta(days=90)
MOST = 60
"""Suppliers that one page offers; the fair draw decides who comes first."""


@dataclass(frozen=True, slots=True)
class Match:
    """A supplier that may be invited, and how often it was invited in the last 90 days."""

    supplier: Supplier
    recent: int

    @property
    def is_small(self) -> bool:
        """Whether purchases reserved for micro and small businesses are open to it."""
        return self.supplier.scale in (Scale.MICRO, Scale.SMALL)


def codes_of(purchase_request: PurchaseRequest) -> set[str]:
    """Return the categories of a purchase and of its lines."""
    return {
        purchase_request.category_code,
        *(line.category_code for line in purchase_request.lines),
    }


def _can_sell() -> tuple[ColumnElement[bool], ...]:
    """Active, in the region, in the category (or the one above it), delivering there.

    For the values of `_wanted`.
    """
    codes: BindParameter[str] = bindparam("codes", expanding=True)
    above = select(Category.parent_code).where(Category.code.in_(codes))
    return (
        Supplier.region_id == bindparam("here"),
        Supplier.status == SupplierStatus.ACTIVE,
        exists().where(
            SupplierCategory.supplier_id == Supplier.id,
            SupplierCategory.category_code.in_(codes)
            | SupplierCategory.category_code.in_(above.where(Category.parent_code.is_not(None))),
        ),
        exists().where(
            SupplierArea.supplier_id == Supplier.id,
            SupplierArea.regency_code == bindparam("regency"),
        ),
    )


def _wanted(purchase_request: PurchaseRequest) -> dict[str, Any]:
    return {
        "codes": sorted(codes_of(purchase_request)),
        "here": purchase_request.region_id,
        "regency": purchase_request.delivery_regency_code,
    }


SELLS_ONLY_LABELLED: ColumnElement[bool] = (
    select(func.coalesce(func.bool_and(Listing.halal == Halal.NOT_HALAL), false()))
    .join(Category, Category.code == Listing.category_code)
    .where(Listing.supplier_id == Supplier.id, Listing.is_live, Category.is_meal)
    .correlate(Supplier)
    .scalar_subquery()
)
"""Whether all live food listings of a `Supplier` say that the food is not halal."""


def matching_suppliers(work: Work, purchase_request: PurchaseRequest) -> list[Match]:
    """Return who may be invited, in the order of the fair draw: fewest recent invitations first."""
    key = (Supplier, purchase_request.id)
    return work.remember(key, lambda: _matching_suppliers(work, purchase_request))


def _matching_suppliers(work: Work, purchase_request: PurchaseRequest) -> list[Match]:
    given = {**_wanted(purchase_request), "since": work.now - RECENT}
    rows = work.session.execute(_matching(), given)
    found = [Match(supplier, count) for supplier, count in rows]
    found.sort(key=lambda m: draw(purchase_request.id, m.supplier.id, m.recent))
    return found


@cache
def _matching() -> Select[Supplier, int]:
    recent = (
        select(Invitation.supplier_id, func.count().label("recent"))
        .where(Invitation.invited_at > bindparam("since"))
        .group_by(Invitation.supplier_id)
        .subquery()
    )
    return (
        select(Supplier, func.coalesce(recent.c.recent, 0))
        .outerjoin(recent, recent.c.supplier_id == Supplier.id)
        .where(*_can_sell())
    )


def suppliers_by_id(
    work: Work, purchase_request: PurchaseRequest, ids: Iterable[UUID]
) -> dict[UUID, Supplier]:
    """Return those of these suppliers that may sell this, by id."""
    wanted = select(Supplier).where(Supplier.id.in_(list(ids)), *_can_sell())
    found = work.session.scalars(wanted, _wanted(purchase_request))
    return {supplier.id: supplier for supplier in found}


def catalogue(work: Work, purchase_request: PurchaseRequest) -> Sequence[CatalogueOffer]:
    """Return what each supplier's live listings come to for the lines, best first."""
    lines = [
        Wanted(line.category_code, line.name, line.unit, line.quantity, line.listing_id)
        for line in purchase_request.lines
    ]
    wanted = (
        select(
            Listing.id,
            Listing.supplier_id,
            Listing.category_code,
            Listing.name,
            Listing.unit,
            Listing.price,
        )
        .join(Supplier, Listing.supplier_id == Supplier.id)
        .where(
            Listing.is_live,
            Listing.category_code.in_(codes_of(purchase_request))
            | Listing.id.in_([line.listing_id for line in lines if line.listing_id]),
            *_can_sell(),
        )
    )
    rows = work.session.execute(wanted, _wanted(purchase_request))
    shown = [Shown(*row) for row in rows]
    return catalogue_offers(lines, shown)[:MOST]
