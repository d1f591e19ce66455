"""Taking sealed quotes: sealed in memory, proven readable, and never readable here again."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from procure.audit.service import record
from procure.db.base import broken_rule, new_id
from procure.db.work import Work
from procure.kernel.errors import DomainError, NotFound
from procure.kernel.labels import N_
from procure.kernel.marks import check_seen
from procure.sourcing import queries
from procure.sourcing.actions import QuoteAction
from procure.sourcing.events import QuoteReceived
from procure.sourcing.models import Invitation, Rfq, SealedQuote
from procure.sourcing.policy import QUOTE_POLICY
from procure.sourcing.rules.inviting import QuotesAreClosed
from procure.sourcing.sealing import Content, Sealed, SealNotProven, seal
from procure.sourcing.service.beginning import check_takes_quotes
from procure.suppliers.models import SupplierStatus


class NothingOffered(DomainError):
    """A quote needs at least one price."""

    text = N_("Write the price of at least one item.")
    field = "lines"


class SupplierNotActive(DomainError):
    """Only active suppliers quote."""

    text = N_("Your business is not active at the moment, so it cannot quote.")


class NothingToWithdraw(DomainError):
    """There is no quote that counts."""

    text = N_("There is no quote of yours to withdraw.")


@dataclass(frozen=True, slots=True)
class NewQuote:
    """What a supplier offers: unit prices (rupiah, tax included) by line position."""

    prices: Mapping[int, int | None]
    delivery_cost: int = 0
    note: str = ""


def submit(work: Work, rfq_id: UUID, new: NewQuote, *, seen: str | None = None) -> SealedQuote:
    """Seal a quote and keep it; a later one replaces it. Return its receipt.

    Raises QuotesAreClosed, SupplierNotActive, NothingOffered, QuoteTooLong, SealNotProven, or
    StalePage when the page showed (`seen`) the request with fewer answers, another deadline or an
    older quote of the same business.
    """
    with work.transaction():
        rfq, invitation = _may_quote(work, rfq_id, QuoteAction.SUBMIT, seen)
        if invitation.supplier.status is not SupplierStatus.ACTIVE:
            raise SupplierNotActive
        wanted = {line.position for line in rfq.purchase_request.lines}
        prices = {position: new.prices.get(position) for position in sorted(wanted)}
        if not any(prices.values()):
            raise NothingOffered
        content = Content(
            rfq_id=rfq.id,
            supplier_id=invitation.supplier_id,
            prices=prices,
            delivery_cost=new.delivery_cost,
            note=new.note.strip(),
            submitted_at=work.now.isoformat(),
        )
        return _keep(work, rfq, content, QuoteAction.SUBMIT)


def withdraw(work: Work, rfq_id: UUID, *, seen: str | None = None) -> SealedQuote:
    """Take the quote back before the deadline; looks like any other sealed quote until then.

    Raises QuotesAreClosed or NothingToWithdraw, or StalePage as `submit` does.
    """
    with work.transaction():
        rfq, invitation = _may_quote(work, rfq_id, QuoteAction.WITHDRAW, seen)
        last = queries.my_quote(work, rfq_id)
        if last is None or last.is_withdrawal:
            raise NothingToWithdraw
        content = Content(rfq.id, invitation.supplier_id, {}, 0, "", work.now.isoformat())
        return _keep(work, rfq, content, QuoteAction.WITHDRAW)


def _may_quote(
    work: Work, rfq_id: UUID, action: QuoteAction, seen: str | None
) -> tuple[Rfq, Invitation]:
    """The invitation is locked, so that one supplier's quotes follow each other."""
    sheet = queries.sheet(work, rfq_id, lock=True)
    QUOTE_POLICY.require(work.actor, action, sheet.rfq)
    check_takes_quotes(work, sheet.rfq)
    if sheet.invitation is None:
        raise NotFound
    check_seen(seen, sheet.mark)
    return sheet.rfq, sheet.invitation


def _keep(work: Work, rfq: Rfq, content: Content, action: QuoteAction) -> SealedQuote:
    sealed = seal(content.as_bytes(), rfq.sealing_key)
    receipt = _insert(work, rfq, content.supplier_id, sealed, action is QuoteAction.WITHDRAW)
    if bytes(receipt.quote_hash) != sealed.receipt:
        raise SealNotProven
    digest = sealed.receipt.hex()
    record(work, action, receipt, facts={"receipt": digest, "round": receipt.round})
    if action is QuoteAction.SUBMIT:
        work.announce(QuoteReceived(rfq.id, receipt.supplier_id, digest))
    return receipt


def _insert(
    work: Work, rfq: Rfq, supplier_id: UUID, sealed: Sealed, is_withdrawal: bool
) -> SealedQuote:
    """The database alone sets the time, the round and the hash, and refuses what comes late."""
    closes_at = rfq.closes_at
    try:
        return work.session.scalars(
            insert(SealedQuote)
            .values(
                id=new_id(),
                region_id=rfq.region_id,
                rfq_id=rfq.id,
                supplier_id=supplier_id,
                submitted_by_id=work.actor.user_id,
                is_withdrawal=is_withdrawal,
                sealed=sealed.sealed,
                wrapped_key=sealed.wrapped_key,
            )
            .returning(SealedQuote)
        ).one()
    except IntegrityError as error:
        if broken_rule(error) == "quotes_are_closed":
            raise QuotesAreClosed(closes_at=closes_at) from error
        raise
