"""What the rules ask around a need: law, money, prices and like purchases."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, Select, Uuid, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from procure.budgets.models import BudgetLine
from procure.catalogue.models import Category, Listing, PriceStandard
from procure.catalogue.queries import most_sold_of
from procure.catalogue.queries.wishes import MOST_COUNTED
from procure.db.work import Work
from procure.kernel.clock import local
from procure.kernel.regulation import Regulation
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.queries.choices import BudgetChoice, CategoryChoice, kinds_of
from procure.purchase_requests.rules import CODES, Need, Purchase, Standard, Surroundings
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from procure.regulations import queries as regulations


def usual_prices(work: Work, codes: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return the middle price of what the catalogue offers, by (category, unit), in rupiah.

    Of a category with more than a thousand listings it is that of the thousand that sell best.
    """
    given = {"here": work.actor.region_id, "codes": list(codes), "most": MOST_COUNTED}
    rows = work.session.execute(_usual_prices(), given)
    return {(code, unit): price for code, unit, price in rows}


@cache
def _usual_prices() -> Select[str, str, int]:
    looked_at = most_sold_of(
        bindparam("here", type_=Uuid()), bindparam("codes", expanding=True), bindparam("most")
    )
    middle = func.percentile_disc(0.5).within_group(Listing.price)
    return (
        select(Listing.category_code, Listing.unit, middle)
        .join(looked_at, looked_at.c.listing_id == Listing.id)
        .group_by(Listing.category_code, Listing.unit)
    )


def recent_alike(
    work: Work,
    budget_line: UUID | None,
    need: Need,
    law: Regulation,
    apart_from: UUID | None = None,
) -> list[Purchase]:
    """Return like purchases of the unit: same budget account or category, within the law's days."""
    given = {
        "budget_line": budget_line,
        "since": work.now - timedelta(days=law.parameters["days"]),
        "category_code": need.category_code,
        "apart_from": apart_from,
    }
    return [
        Purchase(id_, number, purpose, local(at, work.zone).date(), amount)
        for id_, number, purpose, at, amount in work.session.execute(_alike(), given)
        if at is not None
    ]


@cache
def _alike() -> Select[UUID, str, str, datetime | None, int]:
    line = aliased(BudgetLine)
    this_line = line.id == bindparam("budget_line")
    apart_from = bindparam("apart_from", type_=Uuid())
    return (
        select(
            PurchaseRequest.id,
            PurchaseRequest.number,
            PurchaseRequest.purpose,
            PurchaseRequest.submitted_at,
            func.coalesce(PurchaseRequest.own_estimate, PurchaseRequest.estimate),
        )
        .join(BudgetLine, PurchaseRequest.budget_line_id == BudgetLine.id)
        .where(
            PurchaseRequest.unit_id == select(line.unit_id).where(this_line).scalar_subquery(),
            PurchaseRequest.status.not_in((S.DRAFT, S.CANCELLED)),
            PurchaseRequest.submitted_at >= bindparam("since"),
            or_(
                BudgetLine.account_code
                == select(line.account_code).where(this_line).scalar_subquery(),
                PurchaseRequest.category_code == bindparam("category_code"),
            ),
            PurchaseRequest.id.is_distinct_from(apart_from),
        )
        .order_by(PurchaseRequest.submitted_at.desc())
    )


def standards(work: Work, codes: Sequence[str]) -> list[Standard]:
    """Return the region's price standards (SSH) of these categories, valid today."""
    return work.remember((PriceStandard, *sorted(codes)), lambda: _standards(work, codes))


def _standards(work: Work, codes: Sequence[str]) -> list[Standard]:
    given = {"here": work.actor.region_id, "codes": list(codes), "day": work.today}
    return [Standard(*row) for row in work.session.execute(_standards_on(), given)]


@cache
def _standards_on() -> Select[str, str, str, int, str, bool]:
    day: BindParameter[date] = bindparam("day")
    return select(
        PriceStandard.category_code,
        PriceStandard.item,
        PriceStandard.unit,
        PriceStandard.price,
        PriceStandard.decree,
        and_(PriceStandard.key != "", PriceStandard.key == Category.standard_key),
    ).where(
        PriceStandard.region_id == bindparam("here", type_=Uuid()),
        PriceStandard.category_code == Category.code,
        PriceStandard.category_code.in_(bindparam("codes", expanding=True)),
        PriceStandard.valid_from <= day,
        or_(PriceStandard.valid_until.is_(None), PriceStandard.valid_until >= day),
    )


def surroundings(
    work: Work,
    need: Need,
    budget_line: BudgetChoice | None,
    choices: Sequence[CategoryChoice],
    *,
    apart_from: UUID | None = None,
) -> Surroundings:
    """Return what the rules ask around a need: law, money, prices and like purchases."""
    laws = regulations.in_force(work, CODES)
    codes = sorted({need.category_code, *(line.category_code for line in need.lines)})
    law = laws.get("splitting")
    recent: Sequence[Purchase] = ()
    if law is not None and budget_line is not None:
        recent = recent_alike(work, budget_line.id, need, law, apart_from)
    return Surroundings(
        today=work.today,
        laws=laws,
        kinds=kinds_of(choices),
        standards=standards(work, codes),
        available=None if budget_line is None else budget_line.left,
        recent=recent,
    )
