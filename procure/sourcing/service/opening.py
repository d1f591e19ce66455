"""Opening: the officer asks for it after the deadline, the keeper alone does it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from procure.audit.service import advance
from procure.db.base import new_id
from procure.db.work import Work
from procure.jobs.queue import defer
from procure.kernel.labels import N_
from procure.sourcing import queries
from procure.sourcing.actions import RfqAction
from procure.sourcing.events import QuotesOpened
from procure.sourcing.models import Quote, QuoteLine, Rfq, SealedQuote, SealingKey
from procure.sourcing.rules.comparing import total_of
from procure.sourcing.rules.inviting import check_deadline_passed
from procure.sourcing.sealing import Content, SealBroken, fits, make_pair, merkle_root, open_quote
from procure.sourcing.workflow import RfqStatus

STOCK = 500
"""Unused keys that the keeper holds ready: more than are taken between two of its rounds."""

MOST_RUPIAH = 10**15
"""Above any budget of any region; a larger price is damage, not an offer."""


class WrongKeeperKey(Exception):
    """This keeper holds another master key than the one that wrapped the request's key.

    Nothing is opened or marked: the quotes wait for the keeper with the right key.
    """


UNREADABLE = N_("This quote could not be opened and cannot win. Its receipt is kept as evidence.")
FOREIGN = N_("This quote was sealed for another supplier or request and cannot win.")


def open_quotes(work: Work, rfq_id: UUID) -> Rfq:
    """Ask the keeper to unseal the quotes, after the deadline. Raises QuotesStillSealed."""
    with work.transaction():
        rfq = queries.get(work, rfq_id, lock=True)
        check_deadline_passed(rfq.closes_at, work.now)
        advance(work, rfq, RfqAction.OPEN)
        rfq.opened_at = work.now
        defer(work, "sourcing.reveal", rfq_id=str(rfq.id), region_id=str(rfq.region_id))
    return rfq


def reveal(work: Work, rfq_id: UUID, master: bytes) -> Rfq:
    """Unseal the latest quote of each supplier with the keeper's master key (32 bytes).

    Doing it twice does nothing more. A damaged quote is kept and marked, it stops nobody else.
    Raises WrongKeeperKey.
    """
    with work.transaction():
        rfq = queries.get(work, rfq_id, lock=True)
        if rfq.status is not RfqStatus.OPENING:
            return rfq
        key, rounds = _key_and_rounds(work, rfq)
        root = merkle_root(bytes(one.quote_hash) for one in rounds)
        latest = {one.supplier_id: one for one in rounds}
        standing = [one for one in latest.values() if not one.is_withdrawal]
        receipts = sorted(bytes(one.quote_hash).hex() for one in rounds)
        wrapped_private = bytes(key.wrapped_private_key)
        if not fits(rfq.sealing_key, wrapped_private, master):
            raise WrongKeeperKey
        facts = {"root": root.hex(), "receipts": receipts, "quotes": len(standing)}
        advance(work, rfq, RfqAction.REVEAL, facts=facts)
        rfq.quotes_root = root
        for one in standing:
            _unseal(work, rfq, one, wrapped_private, master)
        work.announce(QuotesOpened(rfq.id))
    return rfq


def _key_and_rounds(work: Work, rfq: Rfq) -> tuple[SealingKey, Sequence[SealedQuote]]:
    """Return the key of a request and everything that was sealed with it, first come first."""
    wanted = (
        select(SealingKey, SealedQuote)
        .outerjoin(SealedQuote, SealedQuote.rfq_id == rfq.id)
        .where(SealingKey.public_key == rfq.sealing_key)
        .options(undefer(SealedQuote.sealed), undefer(SealedQuote.wrapped_key))
        .order_by(SealedQuote.received_at, SealedQuote.round)
    )
    rows: Sequence[Any] = work.session.execute(wanted).all()
    return rows[0][0], [sealed for _key, sealed in rows if sealed is not None]


def _unseal(work: Work, rfq: Rfq, one: SealedQuote, wrapped_private: bytes, master: bytes) -> None:
    try:
        raw = open_quote(bytes(one.sealed), bytes(one.wrapped_key), wrapped_private, master)
        content = Content.from_bytes(raw)
        if max((content.delivery_cost, *(p or 0 for p in content.prices.values()))) > MOST_RUPIAH:
            raise SealBroken
    except SealBroken:
        _write(work, rfq, one, None, UNREADABLE)
        return
    if (content.rfq_id, content.supplier_id) == (rfq.id, one.supplier_id):
        _write(work, rfq, one, content, content.note)
    else:
        _write(work, rfq, one, None, FOREIGN)


def _write(work: Work, rfq: Rfq, one: SealedQuote, content: Content | None, note: str) -> None:
    lines = rfq.purchase_request.lines
    given = content.prices if content else {}
    prices = [given.get(line.position) for line in lines]
    delivery = content.delivery_cost if content else 0
    quote = Quote(
        id=new_id(),
        region_id=rfq.region_id,
        rfq_id=rfq.id,
        supplier_id=one.supplier_id,
        total=total_of(prices, [line.quantity for line in lines], delivery),
        delivery_cost=delivery,
        is_complete=None not in prices,
        note=note,
        submitted_at=one.received_at,
        opened_at=work.now,
    )
    quote.lines = [
        QuoteLine(
            position=line.position,
            region_id=rfq.region_id,
            purchase_request_line_id=line.id,
            unit_price=price,
        )
        for line, price in zip(lines, prices, strict=True)
    ]
    work.session.add(quote)


def stock_keys(work: Work, master: bytes) -> int:
    """Make sealing keys until enough are ready; return how many were made."""
    with work.transaction():
        ready = work.session.scalar(
            select(func.count()).select_from(SealingKey).where(SealingKey.rfq_id.is_(None))
        )
        missing = max(STOCK - (ready or 0), 0)
        for _ in range(missing):
            pair = make_pair(master)
            work.session.add(
                SealingKey(
                    public_key=pair.public,
                    wrapped_private_key=pair.wrapped_private,
                    made_at=work.now,
                )
            )
    return missing
