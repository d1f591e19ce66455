"""Public facts, read from the views that the database keeps for strangers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    RowMapping,
    Select,
    String,
    Time,
    Uuid,
    and_,
    case,
    column,
    func,
    or_,
    select,
    table,
    tuple_,
)

from procure.accounts.models import Region
from procure.catalogue.models import Listing
from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.orders.workflow import PurchaseOrderStatus
from procure.sourcing.workflow import RfqStatus
from procure.suppliers.models import Scale, Supplier, SupplierStatus

PAGE_SIZE: Final = 30
STANDING: Final = (PurchaseOrderStatus.ISSUED, PurchaseOrderStatus.ACCEPTED)
"""Orders that count as awards: signed, and neither declined, expired nor cancelled."""

REQUESTS: Final = table(
    "public_requests",
    column("id", Uuid),
    column("region_id", Uuid),
    column("number", String),
    column("title", String),
    column("status", String),
    column("own_estimate", BigInteger),
    column("published_at", DateTime(timezone=True)),
    column("closes_at", DateTime(timezone=True)),
    column("agency", String),
    column("category_code", String),
    column("needed_on", Date),
    column("window_from", Time),
    column("window_until", Time),
    column("delivery_regency_code", String),
    column("head_count", Integer),
)
LINES: Final = table(
    "public_request_lines",
    column("rfq_id", Uuid),
    column("position", Integer),
    column("name", String),
    column("specification", String),
    column("quantity", Integer),
    column("unit", String),
)
ORDERS: Final = table(
    "public_orders",
    column("short_code", String),
    column("region_id", Uuid),
    column("number", String),
    column("title", String),
    column("status", String),
    column("is_practice", Boolean),
    column("total", BigInteger),
    column("issued_at", DateTime(timezone=True)),
    column("pdf_sha256", String),
    column("agency", String),
    column("supplier", String),
    column("scale", String),
    column("regency_name", String),
    column("purpose", String),
    column("method", String),
)
SPENDING: Final = table(
    "public_spending",
    column("short_code", String),
    column("region_id", Uuid),
    column("status", String),
    column("issued_at", DateTime(timezone=True)),
    column("total", BigInteger),
    column("scale", String),
)


@dataclass(frozen=True, slots=True)
class PublicRequest:
    """A request for quotation as strangers see it; money in rupiah."""

    id: UUID
    number: str
    title: str
    status: RfqStatus
    own_estimate: int
    published_at: datetime
    closes_at: datetime
    agency: str
    category_code: str
    needed_on: date
    window_from: time
    window_until: time
    head_count: int | None

    def is_open(self, moment: datetime) -> bool:
        """Whether quotes may still be sent in."""
        return self.status is RfqStatus.PUBLISHED and moment < self.closes_at


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One thing that is asked for."""

    name: str
    specification: str
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True)
class PublicOrder:
    """An order as strangers see it; money in rupiah."""

    short_code: str
    number: str
    title: str
    status: PurchaseOrderStatus
    is_practice: bool
    total: int
    issued_at: datetime
    pdf_sha256: str | None
    agency: str
    supplier: str
    scale: Scale
    regency_name: str
    purpose: str
    method: str
    government: str = ""


@dataclass(frozen=True, slots=True)
class Awards:
    """One page of orders, and where the next begins (empty when there is none)."""

    orders: Sequence[PublicOrder]
    next: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the front page counts, all from the rows of the region; `spent` in rupiah."""

    listings: int
    sellers: int
    orders: int
    spent: int
    small_orders: int


def _request_row(*where: ColumnElement[bool]) -> Select[Any]:
    names = [column for column in REQUESTS.c if column.name not in _UNSEEN]
    return select(*names).where(*where)


_UNSEEN: Final = ("region_id", "delivery_regency_code")


def _as_request(row: RowMapping) -> PublicRequest:
    given: dict[str, Any] = {**row, "status": RfqStatus(row["status"])}
    return PublicRequest(**given)


def _still_open(work: Work) -> tuple[ColumnElement[bool], ...]:
    return (
        REQUESTS.c.region_id == work.actor.region_id,
        REQUESTS.c.status == RfqStatus.PUBLISHED,
        REQUESTS.c.closes_at > work.now,
    )


def open_requests(work: Work, limit: int = 100) -> list[PublicRequest]:
    """Return requests that still take quotes, the most urgent first."""
    wanted = _request_row(*_still_open(work)).order_by(REQUESTS.c.closes_at).limit(limit)
    return [_as_request(row) for row in work.session.execute(wanted).mappings()]


def open_count(work: Work) -> int:
    """Return how many requests still take quotes."""
    wanted = select(func.count()).select_from(REQUESTS).where(*_still_open(work))
    return work.session.scalar(wanted) or 0


def request_of(work: Work, rfq_id: UUID) -> PublicRequest:
    """Return one request of the region, open or over. Raises NotFound."""
    wanted = _request_row(REQUESTS.c.id == rfq_id, REQUESTS.c.region_id == work.actor.region_id)
    row = work.session.execute(wanted).mappings().first()
    if row is None:
        raise NotFound
    return _as_request(row)


def lines_of(work: Work, rfq_id: UUID) -> list[PublicLine]:
    """Return what a request asks for."""
    wanted = (
        select(LINES.c.name, LINES.c.specification, LINES.c.quantity, LINES.c.unit)
        .where(LINES.c.rfq_id == rfq_id)
        .order_by(LINES.c.position)
    )
    return [PublicLine(*row) for row in work.session.execute(wanted)]


def _order_row(*where: ColumnElement[bool]) -> Select[Any]:
    names = [column for column in ORDERS.c if column.name != "region_id"]
    return (
        select(*names, Region.government)
        .select_from(ORDERS.join(Region.__table__, Region.id == ORDERS.c.region_id))
        .where(*where)
    )


def _as_order(row: RowMapping) -> PublicOrder:
    given: dict[str, Any] = {
        **row,
        "status": PurchaseOrderStatus(row["status"]),
        "scale": Scale(row["scale"]),
    }
    return PublicOrder(**given)


def awards(work: Work, after: str = "") -> Awards:
    """Return the region's signed orders, latest first, a page at a time."""
    # Which ones is asked first: the database would join all orders with all that is said of them.
    latest = (
        select(SPENDING.c.short_code)
        .where(SPENDING.c.region_id == work.actor.region_id, SPENDING.c.status.in_(STANDING))
        .order_by(SPENDING.c.issued_at.desc(), SPENDING.c.short_code.desc())
        .limit(PAGE_SIZE + 1)
    )
    if mark := _read_mark(after):
        latest = latest.where(tuple_(SPENDING.c.issued_at, SPENDING.c.short_code) < tuple_(*mark))
    codes = work.session.scalars(latest).all()
    wanted = _order_row(ORDERS.c.short_code.in_(codes)).order_by(
        ORDERS.c.issued_at.desc(), ORDERS.c.short_code.desc()
    )
    orders = [_as_order(row) for row in work.session.execute(wanted).mappings()]
    shown = orders[:PAGE_SIZE]
    more = len(orders) > PAGE_SIZE
    return Awards(
        shown, f"{shown[-1].issued_at.isoformat()}_{shown[-1].short_code}" if more else ""
    )


def _read_mark(text: str) -> tuple[datetime, str] | None:
    moment, _, code = text.partition("_")
    try:
        return datetime.fromisoformat(moment.replace(" ", "+")), code
    except ValueError:
        return None


def order_with(work: Work, code: str) -> PublicOrder | None:
    """Return the order that bears this code, of any region; none if nobody issued it."""
    row = work.session.execute(_order_row(ORDERS.c.short_code == code)).mappings().first()
    return None if row is None else _as_order(row)


def numbers(work: Work) -> Numbers:
    """Return what the front page counts: one statement; orders are those of this year."""
    region = work.actor.region_id
    this_year = and_(
        SPENDING.c.region_id == region,
        SPENDING.c.status.in_(STANDING),
        SPENDING.c.issued_at >= datetime(work.today.year, 1, 1, tzinfo=work.now.tzinfo),
    )
    small = or_(SPENDING.c.scale == Scale.MICRO, SPENDING.c.scale == Scale.SMALL)
    bought = (
        select(
            func.count().label("orders"),
            func.coalesce(func.sum(SPENDING.c.total), 0).label("spent"),
            func.count(case((small, 1))).label("small"),
        )
        .where(this_year)
        .subquery()
    )
    shown = (
        select(func.count())
        .select_from(Listing)
        .join(Listing.supplier)
        .where(
            Listing.region_id == region,
            Listing.is_live.is_(True),
            Supplier.status == SupplierStatus.ACTIVE,
        )
        .scalar_subquery()
    )
    sellers = (
        select(func.count())
        .select_from(Supplier)
        .where(Supplier.region_id == region, Supplier.status == SupplierStatus.ACTIVE)
        .scalar_subquery()
    )
    row = work.session.execute(
        select(shown, sellers, bought.c.orders, bought.c.spent, bought.c.small)
    ).one()
    return Numbers(*(int(value or 0) for value in row))
