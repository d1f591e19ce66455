"""Which version of which rule is in force for a region on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from procure.accounts.models import Region
from procure.db.work import Work
from procure.kernel.regulation import Regulation
from procure.regulations.models import RegulationVersion
from procure.regulations.rules import Version

COLUMNS = tuple(getattr(RegulationVersion, field.name) for field in fields(Version))
"""What is read of a row, as plain values."""


def in_force(
    work: Work, codes: Iterable[str] = (), on: date | None = None
) -> Mapping[str, Regulation]:
    """Return the rules in force by code; a region's own row goes before the national one."""
    return {
        code: row.as_rule(work.language) for code, row in rows_in_force(work, codes, on).items()
    }


def rows_in_force(
    work: Work, codes: Iterable[str] = (), on: date | None = None
) -> dict[str, Version]:
    """Return the rows behind `in_force`, for pages that show dates and sources."""
    day, wanted = on or work.today, frozenset(codes)
    return {
        row.code: row
        for row in _rows(work, min(day, work.today))
        if (not wanted or row.code in wanted)
        and row.valid_from <= day
        and (row.valid_until is None or row.valid_until >= day)
    }


_IN_FORCE = (
    select(*COLUMNS)
    .where(
        or_(
            RegulationVersion.region_id == bindparam("here"), RegulationVersion.region_id.is_(None)
        ),
        or_(
            RegulationVersion.valid_until.is_(None),
            RegulationVersion.valid_until >= bindparam("since"),
        ),
    )
    .order_by(RegulationVersion.region_id.nulls_first(), RegulationVersion.valid_from)
)


_kept: dict[tuple[Any, ...], Sequence[Version]] = {}
"""Rules as they were read, by edition; an edition never comes back, so what is kept is true."""
MOST_KEPT = 64


def _rows(work: Work, since: date) -> Sequence[Version]:
    """Return the versions in force on that day or later, national ones first.

    Every change of a rule renews the edition of the regions, which comes along with the visitor;
    while it is the same, the rows are the same.
    """
    given = {"here": work.actor.region_id, "since": since}
    key = (_edition(work), *given.values())
    if key[0] is None:
        return _read(work, given)
    if key not in _kept:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = _read(work, given)
    return _kept[key]


def _read(work: Work, given: Mapping[str, Any]) -> Sequence[Version]:
    return [Version(*row) for row in work.session.execute(_IN_FORCE, given)]


def _edition(work: Work) -> UUID | None:
    """Return the edition as this work sees it; the region is at hand in every request."""
    region = work.session.get(Region, work.actor.region_id) if work.actor.region_id else None
    return region.law_edition if region else None


def by_versions(work: Work, versions: Iterable[UUID]) -> list[Version]:
    """Return the versions that a decision stored, for timelines and papers."""
    ids = set(versions)
    if not ids:
        return []
    found = [row for row in _rows(work, work.today) if row.id in ids]
    if gone := ids - {row.id for row in found}:
        wanted = select(*COLUMNS).where(RegulationVersion.id.in_(gone))
        found += [Version(*row) for row in work.session.execute(wanted)]
    return sorted(found, key=lambda row: row.code)
