"""Reading the trail: the story of one purchase, and the proof that nobody rewrote it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from sqlalchemy import func, select

from procure.audit.models import AuditEntry, AuditHead
from procure.db.work import Work

START = b"\0" * 32
"""What the first link of every chain points to."""


def story(work: Work, chain: UUID) -> list[AuditEntry]:
    """Return what happened to one purchase, oldest first."""
    wanted = select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.position)
    return list(work.session.scalars(wanted))


def laws_of(work: Work, chain: UUID) -> set[UUID]:
    """Return the versions of rules that shaped what was done in one purchase so far."""
    wanted = select(func.unnest(AuditEntry.laws)).where(AuditEntry.chain == chain).distinct()
    return set(work.session.scalars(wanted))


def link(entry: AuditEntry) -> bytes:
    """Recompute the hash of one entry from its words and the link before it."""
    fields = (
        str(entry.region_id or ""),
        str(entry.chain),
        str(entry.position),
        entry.action,
        entry.subject_kind,
        str(entry.subject_id),
        entry.before,
        entry.after,
        entry.reason,
        entry.facts,
        ",".join(str(law) for law in entry.laws),
        str(entry.actor_id),
        entry.actor_name,
        entry.actor_roles,
        entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    )
    words = b"".join(b"%d:%s," % (len(raw), raw) for raw in (f.encode() for f in fields))
    return hashlib.sha256(entry.previous_hash + words).digest()


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the trail does not hold."""

    chain: UUID
    position: int
    what: str


def breaks(work: Work) -> Iterator[Break]:
    """Recompute every chain and yield each entry that was changed, removed or slipped in."""
    heads = {head.chain: head for head in work.session.scalars(select(AuditHead))}
    entries = work.session.scalars(
        select(AuditEntry)
        .order_by(AuditEntry.chain, AuditEntry.position)
        .execution_options(yield_per=2000)
    )
    chain, position, last = None, 0, START
    for entry in entries:
        if entry.chain != chain:
            if chain is not None:
                yield from _tail(heads.pop(chain, None), chain, position, last)
            chain, position, last = entry.chain, 0, START
        position += 1
        if entry.position != position:
            yield Break(entry.chain, position, "an entry is missing")
            position = entry.position
        if entry.previous_hash != last or link(entry) != entry.hash:
            yield Break(entry.chain, entry.position, "an entry was changed")
        last = entry.hash
    if chain is not None:
        yield from _tail(heads.pop(chain, None), chain, position, last)
    for head in heads.values():
        yield Break(head.chain, head.length, "a whole chain is missing")


def _tail(head: AuditHead | None, chain: UUID, length: int, last: bytes) -> Iterator[Break]:
    if head is None or head.length != length or head.hash != last:
        yield Break(chain, length, "the end of the chain was cut or replaced")
