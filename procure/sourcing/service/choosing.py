"""Choosing a supplier: from compared quotes, or directly with price sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from procure.audit.service import advance, record
from procure.db.work import Work
from procure.kernel.errors import NotFound, StalePage
from procure.kernel.marks import check_seen
from procure.kernel.regulation import Regulation
from procure.purchase_requests.models import PurchaseRequest
from procure.regulations.queries import in_force
from procure.sourcing import queries
from procure.sourcing.actions import AwardAction, RfqAction
from procure.sourcing.events import AwardLapsed, AwardSentBack, SupplierAwarded
from procure.sourcing.models import Award, AwardLine, PriceSource, Rfq
from procure.sourcing.models.award import Method
from procure.sourcing.policy import AWARD_POLICY
from procure.sourcing.rules import choosing as rules
from procure.sourcing.rules.comparing import total_of
from procure.sourcing.rules.inviting import check_ceiling
from procure.sourcing.rules.numbers import AWARD
from procure.sourcing.service import clearing
from procure.sourcing.service.beginning import begin_sourcing, next_number

AWARD_LAWS = ("award-lowest", "offer-ceiling", *clearing.LAWS)
DIRECT_LAWS = (*AWARD_LAWS, "direct-purchase-ceiling", "price-sources", "procurement-ceiling")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a price was looked up, how to look again, and the total there (rupiah)."""

    name: str
    evidence: str
    total: int


@dataclass(frozen=True, slots=True)
class NewDirectPurchase:
    """What the officer decides in a direct purchase; prices in the order of the lines."""

    supplier_id: UUID
    prices: tuple[int, ...]
    sources: tuple[Source, ...]
    reason: str
    delivery_cost: int = 0


@dataclass(frozen=True, slots=True)
class _Choice:
    supplier_id: UUID
    prices: Sequence[int]
    delivery_cost: int
    total: int
    is_lowest: bool
    reason: str
    method: Method
    quote_id: UUID | None = None
    rfq: Rfq | None = None


def award(
    work: Work, rfq_id: UUID, quote_id: UUID, reason: str, *, seen: str | None = None
) -> Award:
    """Choose an opened quote, with a reason; the commitment officer signs off next.

    Raises NotInTheRunning, AboveOwnEstimate, ReasonTooShort, CheaperOneNeedsReason, the
    refusals of `suppliers.rules.standing`, or StalePage when the page showed (`seen`) another
    comparison.
    """
    with work.transaction():
        rfq = queries.opened(work, rfq_id, lock=True)
        laws = in_force(work, AWARD_LAWS)
        compared = queries.comparison(work, rfq, laws)
        column = compared.column(quote_id)
        if column is None:
            raise NotFound
        ranked = column.ranked
        facts = {
            "supplier": column.quote.supplier.name,
            "total": ranked.total,
            "rank": ranked.rank,
            "quotes": len(compared.columns),
        }
        advance(work, rfq, RfqAction.AWARD, reason=reason, facts=facts, laws=laws.values())
        check_seen(seen, compared.mark)
        rules.check_may_win(ranked)
        rules.check_under_estimate(ranked.total, rfq.own_estimate, laws)
        rules.check_reason(reason, is_lowest=ranked.is_lowest, law=laws.get("award-lowest"))
        winner = [column.quote.supplier_id]
        clearing.check_clear(work, rfq.purchase_request, winner, laws, reason)
        choice = _Choice(
            supplier_id=column.quote.supplier_id,
            prices=[price for price in ranked.offer.prices if price is not None],
            delivery_cost=ranked.offer.delivery_cost,
            total=ranked.total,
            is_lowest=ranked.is_lowest,
            reason=reason.strip(),
            method=Method.QUOTATION,
            quote_id=quote_id,
            rfq=rfq,
        )
        return _make(work, rfq.purchase_request, choice)


def buy(
    work: Work, purchase_request_id: UUID, new: NewDirectPurchase, *, seen: str | None = None
) -> Award:
    """Buy small values directly, after comparing prices from several sources, with a reason.

    Raises SupplierNotAvailable, AboveDirectPurchaseCeiling, AboveOwnEstimate,
    TooFewPriceSources, SourceWithoutEvidence, ReasonTooShort, CheaperOneNeedsReason, the refusals
    of `suppliers.rules.standing`, or StalePage when the page showed (`seen`) another state of the
    purchase or has not one price for each line.
    """
    with work.transaction():
        AWARD_POLICY.require(work.actor, AwardAction.BUY)
        purchase = begin_sourcing(work, purchase_request_id, seen)
        laws = in_force(work, DIRECT_LAWS)
        found = queries.suppliers_by_id(work, purchase, [new.supplier_id])
        if new.supplier_id not in found:
            raise rules.SupplierNotAvailable
        quantities = [line.quantity for line in purchase.lines]
        if len(new.prices) != len(quantities):
            raise StalePage
        total = total_of(new.prices, quantities, new.delivery_cost)
        is_lowest = all(total <= source.total for source in new.sources)
        _check_direct(purchase, new, total, is_lowest, laws)
        clearing.check_clear(work, purchase, [new.supplier_id], laws, new.reason)
        choice = _Choice(
            supplier_id=new.supplier_id,
            prices=new.prices,
            delivery_cost=new.delivery_cost,
            total=total,
            is_lowest=is_lowest,
            reason=new.reason.strip(),
            method=Method.DIRECT,
        )
        made = _make(work, purchase, choice)
        _note_sources(work, made, new.sources)
        facts = {
            "number": made.number,
            "supplier": found[new.supplier_id].name,
            "total": total,
            "sources": [source.name for source in new.sources],
        }
        record(work, AwardAction.BUY, made, reason=choice.reason, facts=facts, laws=laws.values())
    return made


def _check_direct(
    purchase: PurchaseRequest,
    new: NewDirectPurchase,
    total: int,
    is_lowest: bool,
    laws: Mapping[str, Regulation],
) -> None:
    check_ceiling(max(total, purchase.total), laws)
    rules.check_direct_value(max(total, purchase.total), laws)
    rules.check_under_estimate(total, purchase.total, laws)
    rules.check_sources([(source.name, source.evidence) for source in new.sources], laws)
    rules.check_reason(new.reason, is_lowest=is_lowest, law=laws.get("award-lowest"))


def _make(work: Work, purchase: PurchaseRequest, choice: _Choice) -> Award:
    made = Award(
        region_id=purchase.region_id,
        agency_id=purchase.agency_id,
        purchase_request=purchase,
        rfq=choice.rfq,
        quote_id=choice.quote_id,
        supplier_id=choice.supplier_id,
        method=choice.method,
        number=next_number(work, purchase.agency_id, AWARD),
        total=choice.total,
        delivery_cost=choice.delivery_cost,
        is_lowest=choice.is_lowest,
        reason=choice.reason,
        officer_id=work.actor.user_id,
        awarded_at=work.now,
    )
    made.lines = [
        AwardLine(
            position=line.position,
            region_id=purchase.region_id,
            purchase_request_line_id=line.id,
            unit_price=price,
        )
        for line, price in zip(purchase.lines, choice.prices, strict=True)
    ]
    with clearing.kept_active(work, [choice.supplier_id]):
        work.session.add(made)
    work.remember((Award, made.id), lambda: made)
    work.announce(SupplierAwarded(made.id))
    return made


def _note_sources(work: Work, made: Award, sources: Sequence[Source]) -> None:
    work.session.add_all(
        PriceSource(
            award_id=made.id,
            position=position,
            region_id=made.region_id,
            source=source.name.strip(),
            evidence=source.evidence.strip(),
            total=source.total,
        )
        for position, source in enumerate(sources, start=1)
    )


def sign(work: Work, award: Award) -> None:
    """Sign off an award, inside the issuing of its order."""
    with work.transaction():
        advance(work, award, AwardAction.SIGN)


def send_back(work: Work, award: Award, reason: str) -> None:
    """Send an award back; its quotes can be compared again."""
    with work.transaction():
        advance(work, award, AwardAction.SEND_BACK, reason=reason)
        if award.rfq_id is not None:
            revisit(work, award.rfq_id)
        work.announce(AwardSentBack(award.id, reason.strip()))


def lapse(work: Work, award: Award, reason: str) -> None:
    """Let an award lapse because the order was not taken; the next supplier can be chosen."""
    with work.transaction():
        advance(work, award, AwardAction.LAPSE, reason=reason)
        if award.rfq_id is not None:
            revisit(work, award.rfq_id)
        work.announce(AwardLapsed(award.id, reason.strip()))


def revisit(work: Work, rfq_id: UUID) -> Rfq:
    """Return to the comparison after an award came to nothing."""
    with work.transaction():
        rfq = queries.get(work, rfq_id, lock=True)
        advance(work, rfq, RfqAction.REVISIT)
    return rfq
