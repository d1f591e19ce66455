"""What can be chosen from while a request is written, in plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, Select, Uuid, bindparam, func, select, union

from procure.budgets.models import BudgetLine
from procure.catalogue.models import Category, Favourite, Listing
from procure.catalogue.queries import most_sold_of
from procure.catalogue.search_models import SearchDoc
from procure.db.work import Work
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.rules import Kind
from procure.suppliers.models import Supplier

MOST_OFFERS: Final = 40


@dataclass(frozen=True, slots=True)
class BudgetChoice:
    """A budget line of the unit, in plain values (rupiah)."""

    id: UUID
    year: int
    activity_name: str
    account_code: str
    account_name: str
    ceiling: int
    reserved: int
    committed: int

    @property
    def left(self) -> int:
        """Rupiah that nobody has reserved or committed."""
        return self.ceiling - self.reserved - self.committed


def budget_lines(work: Work, unit_id: UUID | None) -> list[BudgetChoice]:
    """Return the budget lines of a unit of the asker's agency, of this year and later."""
    given = {"agency": work.actor.agency_id, "unit": unit_id, "year": work.today.year}
    return work.remember(
        (BudgetLine, unit_id),
        lambda: [BudgetChoice(*row) for row in work.session.execute(_budget_lines(), given)],
    )


@cache
def _budget_lines() -> Select[UUID, int, str, str, str, int, int, int]:
    return (
        select(
            BudgetLine.id,
            BudgetLine.year,
            BudgetLine.activity_name,
            BudgetLine.account_code,
            BudgetLine.account_name,
            BudgetLine.ceiling,
            BudgetLine.reserved,
            BudgetLine.committed,
        )
        .where(
            BudgetLine.agency_id == bindparam("agency", type_=Uuid()),
            BudgetLine.unit_id == bindparam("unit", type_=Uuid()),
            BudgetLine.year >= bindparam("year"),
        )
        .order_by(BudgetLine.year, BudgetLine.activity_code, BudgetLine.account_code)
    )


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """A category, in plain values; `group` is the code of its parent, or its own."""

    code: str
    group: str
    name: str
    unit: str
    account_code: str
    is_meal: bool

    @property
    def is_group(self) -> bool:
        """Whether it only gathers others."""
        return self.code == self.group


def categories(work: Work) -> list[CategoryChoice]:
    """Return all categories by code, named in the reader's language."""
    wanted = _categories(in_english=work.language == "en")
    return work.remember(
        (Category, work.language),
        lambda: [CategoryChoice(*row) for row in work.session.execute(wanted)],
    )


@cache
def _categories(*, in_english: bool) -> Select[str, str, str, str, str, bool]:
    return select(
        Category.code,
        func.coalesce(Category.parent_code, Category.code),
        Category.name_en if in_english else Category.name,
        Category.unit,
        Category.account_code,
        Category.is_meal,
    ).order_by(Category.code)


def kinds_of(choices: Sequence[CategoryChoice]) -> dict[str, Kind]:
    """Return the categories as rules know them."""
    names = {one.code: one.name for one in choices}
    return {
        one.code: Kind(one.code, one.group, names.get(one.group, one.name), one.is_meal)
        for one in choices
    }


def last_delivery(work: Work) -> tuple[str, str, str] | None:
    """Return where the asker last had something delivered: address, receiver, regency code."""
    wanted = (
        select(
            PurchaseRequest.delivery_address,
            PurchaseRequest.delivery_contact,
            PurchaseRequest.delivery_regency_code,
        )
        .where(
            PurchaseRequest.requester_id == work.actor.user_id,
            PurchaseRequest.delivery_address != "",
        )
        .order_by(PurchaseRequest.created_at.desc())
        .limit(1)
    )
    found = work.session.execute(wanted).first()
    return None if found is None else (found[0], found[1], found[2])


@dataclass(frozen=True, slots=True)
class Offer:
    """A listing of the catalogue that a line can be taken from (rupiah per unit with tax)."""

    id: UUID
    name: str
    unit: str
    price: int
    category_code: str
    supplier: str


def offers(work: Work, codes: Sequence[str], size: int = MOST_OFFERS) -> list[Offer]:
    """Return what the catalogue offers in these categories: favourites, then what sells best."""
    given = {
        "agency": work.actor.agency_id,
        "here": work.actor.region_id,
        "codes": list(codes),
        "size": size,
    }
    return [Offer(*row) for row in work.session.execute(_offers(), given)]


@cache
def _offers() -> Select[UUID, str, str, int, str, str]:
    codes: BindParameter[str] = bindparam("codes", expanding=True)
    here: BindParameter[UUID] = bindparam("here", type_=Uuid())
    size: BindParameter[int] = bindparam("size")
    kept = select(Favourite.listing_id).where(
        Favourite.agency_id == bindparam("agency", type_=Uuid())
    )
    best = most_sold_of(here, codes, size)
    chosen = union(
        select(best.c.listing_id),
        select(SearchDoc.listing_id).where(
            SearchDoc.listing_id.in_(kept),
            SearchDoc.region_id == here,
            SearchDoc.category_code.in_(codes),
        ),
    ).subquery()
    return (
        select(
            Listing.id,
            Listing.name,
            Listing.unit,
            Listing.price,
            Listing.category_code,
            Supplier.name,
        )
        .join(chosen, chosen.c.listing_id == Listing.id)
        .join(Supplier, Supplier.id == Listing.supplier_id)
        .order_by(Listing.id.in_(kept).desc(), Listing.sold_count.desc(), Listing.id.desc())
        .limit(size)
    )
