"""Which version of which rule is in force for a region on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from procure.db.work import Work
from procure.kernel.regulation import Regulation
from procure.regulations.models import RegulationVersion


def in_force(
    work: Work, codes: Iterable[str] = (), on: date | None = None
) -> Mapping[str, Regulation]:
    """Return the rules in force by code; a region's own row goes before the national one."""
    return {
        code: row.as_rule(work.language) for code, row in rows_in_force(work, codes, on).items()
    }


def rows_in_force(
    work: Work, codes: Iterable[str] = (), on: date | None = None
) -> dict[str, RegulationVersion]:
    """Return the rows behind `in_force`, for pages that show dates and sources."""
    day = on or work.today
    wanted = (
        select(RegulationVersion)
        .where(
            or_(
                RegulationVersion.region_id == work.actor.region_id,
                RegulationVersion.region_id.is_(None),
            ),
            RegulationVersion.valid_from <= day,
            or_(RegulationVersion.valid_until.is_(None), RegulationVersion.valid_until >= day),
        )
        .order_by(RegulationVersion.region_id.nulls_first(), RegulationVersion.valid_from)
    )
    if codes := tuple(codes):
        wanted = wanted.where(RegulationVersion.code.in_(codes))
    return {row.code: row for row in work.session.scalars(wanted)}


def by_versions(work: Work, versions: Iterable[UUID]) -> list[RegulationVersion]:
    """Return the versions that a decision stored, for timelines and papers."""
    ids = list(versions)
    if not ids:
        return []
    wanted = select(RegulationVersion).where(RegulationVersion.id.in_(ids))
    return list(work.session.scalars(wanted.order_by(RegulationVersion.code)))
