"""The quotes of a request side by side, after they were opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.kernel.marks import mark_of
from procure.kernel.regulation import Severity
from procure.purchase_requests.models import PurchaseRequestLine
from procure.sourcing.models import Award, Quote, Rfq
from procure.sourcing.queries.reading import get
from procure.sourcing.rules.comparing import Offer, Ranked, lowest_prices, rank
from procure.sourcing.rules.inviting import Laws
from procure.sourcing.workflow import AwardStatus, RfqStatus

OPENED = (RfqStatus.OPENED, RfqStatus.AWARDED, RfqStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Column:
    """One supplier's column: the opened quote and how it stands."""

    quote: Quote
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that the matrix shows."""

    lines: Sequence[PurchaseRequestLine]
    columns: Sequence[Column]
    lowest: Sequence[int | None]
    choices: int
    """How often a supplier was chosen here before."""

    @property
    def mark(self) -> str:
        """Differs as soon as the quotes, their standing or the choices made before do."""
        shown = [(c.quote.id, c.ranked.total, c.ranked.rank) for c in self.columns]
        return mark_of(shown, self.choices)

    def column(self, quote_id: UUID | None) -> Column | None:
        """Return the column of a quote."""
        return next((c for c in self.columns if c.quote.id == quote_id), None)

    @property
    def complete_count(self) -> int:
        """How many quotes are in the running."""
        return sum(1 for column in self.columns if column.ranked.rank is not None)


def opened(work: Work, rfq_id: UUID, *, lock: bool = False) -> Rfq:
    """Return a request whose quotes the agency can compare. Raises NotFound before the opening."""
    rfq = get(work, rfq_id, lock=lock)
    if rfq.opened_at is None or rfq.status not in OPENED or work.actor.is_supplier:
        raise NotFound
    return rfq


def comparison(work: Work, rfq: Rfq, laws: Laws) -> Comparison:
    """Return the quotes of an opened request, ranked."""
    lines = rfq.purchase_request.lines
    quotes, declined, choices = work.remember((Quote, rfq.id), lambda: _opened(work, rfq))
    law = laws.get("offer-ceiling")
    ranked = rank(
        [_offer(quote, lines) for quote in quotes],
        [line.quantity for line in lines],
        own_estimate=rfq.own_estimate,
        is_ceiling=law is not None and law.severity is Severity.BLOCK,
        declined=declined,
    )
    by_id = {quote.id: quote for quote in quotes}
    columns = [Column(by_id[one.offer.quote_id], one) for one in ranked]
    return Comparison(lines, columns, lowest_prices(ranked), choices)


def _opened(work: Work, rfq: Rfq) -> tuple[Sequence[Quote], set[UUID], int]:
    """Return the quotes, who did not take the order when chosen, and how often one was chosen."""
    rows = work.session.execute(_quotes(), {"rfq": rfq.id}).unique().all()
    over = {quote.supplier_id for quote, is_over, _ in rows if is_over}
    return [quote for quote, *_ in rows], over, rows[0][2] if rows else 0


@cache
def _quotes() -> Select[Any]:
    of: BindParameter[UUID] = bindparam("rfq")
    lapsed = exists().where(
        Award.rfq_id == of,
        Award.supplier_id == Quote.supplier_id,
        Award.status == AwardStatus.LAPSED,
    )
    chosen = select(func.count()).where(Award.rfq_id == of).scalar_subquery()
    return (
        select(Quote, lapsed, chosen)
        .where(Quote.rfq_id == of)
        .options(joinedload(Quote.supplier, innerjoin=True), joinedload(Quote.lines))
    )


def _offer(quote: Quote, lines: Sequence[PurchaseRequestLine]) -> Offer:
    prices = {line.purchase_request_line_id: line.unit_price for line in quote.lines}
    return Offer(
        quote_id=quote.id,
        supplier_id=quote.supplier_id,
        prices=tuple(prices.get(line.id) for line in lines),
        delivery_cost=quote.delivery_cost,
        submitted_at=quote.submitted_at,
        is_readable=bool(quote.total),
    )
