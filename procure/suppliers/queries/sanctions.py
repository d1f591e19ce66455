"""Sanctions and looks into the national blacklist."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.suppliers.kinds import BlacklistResult
from procure.suppliers.vetting_models import BlacklistCheck, Sanction


def sanctions_of(work: Work, supplier_id: UUID) -> Sequence[Sanction]:
    """Return the decisions about a supplier, latest first."""
    wanted = (
        select(Sanction)
        .where(Sanction.supplier_id == supplier_id)
        .order_by(Sanction.decided_at.desc(), Sanction.id.desc())
    )
    return work.session.scalars(wanted).all()


def in_force_on(work: Work, supplier_id: UUID, day: date) -> Sequence[Sanction]:
    """Return what keeps a supplier out on a day; ask before inviting, ordering and paying."""
    wanted = select(Sanction).where(
        Sanction.supplier_id == supplier_id,
        Sanction.ended_at.is_(None),
        Sanction.starts_on <= day,
        or_(Sanction.ends_on.is_(None), Sanction.ends_on >= day),
    )
    return work.session.scalars(wanted).all()


def over_on(work: Work, region_id: UUID, day: date) -> Sequence[Sanction]:
    """Return decisions of a region whose last day has passed and that nobody ended."""
    wanted = (
        select(Sanction)
        .where(
            Sanction.region_id == region_id,
            Sanction.ended_at.is_(None),
            Sanction.ends_on < day,
        )
        .order_by(Sanction.ends_on, Sanction.id)
        .with_for_update(skip_locked=True)
    )
    return work.session.scalars(wanted).all()


def my_sanction(work: Work, sanction_id: UUID, *, lock: bool = False) -> Sanction:
    """Return a decision about the supplier for whom the actor acts. Raises NotFound."""
    wanted = (
        select(Sanction)
        .options(joinedload(Sanction.supplier, innerjoin=True))
        .where(
            Sanction.id == sanction_id,
            Sanction.supplier_id == work.actor.supplier_id,
            Sanction.region_id == work.actor.region_id,
        )
    )
    found = work.session.scalar(wanted.with_for_update(of=Sanction) if lock else wanted)
    if found is None:
        raise NotFound
    return found


def looks_at(work: Work, supplier_id: UUID) -> Sequence[BlacklistCheck]:
    """Return when somebody looked a supplier up in the national blacklist, latest first."""
    wanted = (
        select(BlacklistCheck)
        .options(joinedload(BlacklistCheck.checked_by, innerjoin=True))
        .where(BlacklistCheck.supplier_id == supplier_id)
        .order_by(BlacklistCheck.checked_on.desc(), BlacklistCheck.recorded_at.desc())
    )
    return work.session.scalars(wanted).all()


def last_looks(
    work: Work, supplier_ids: Iterable[UUID]
) -> dict[UUID, tuple[date, BlacklistResult]]:
    """Return the last look into the blacklist for each of these suppliers."""
    rows = work.session.execute(_last_looks(), {"suppliers": list(supplier_ids)})
    return {supplier: (day, result) for supplier, day, result in rows}


@cache
def _last_looks() -> Select[UUID, date, BlacklistResult]:
    return (
        select(BlacklistCheck.supplier_id, BlacklistCheck.checked_on, BlacklistCheck.result)
        .where(BlacklistCheck.supplier_id.in_(bindparam("suppliers", expanding=True)))
        .ext(distinct_on(BlacklistCheck.supplier_id))
        .order_by(
            BlacklistCheck.supplier_id,
            BlacklistCheck.checked_on.desc(),
            BlacklistCheck.recorded_at.desc(),
        )
    )
