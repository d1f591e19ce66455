"""Sanctions and looks into the national blacklist."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

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


def last_look(work: Work, supplier_id: UUID) -> tuple[date, BlacklistResult] | None:
    """Return when a supplier was last looked up in the blacklist, and what was found."""
    found = work.session.execute(last_look_at(supplier_id)).first()
    return (found.checked_on, found.result) if found else None


def last_look_at(supplier_id: UUID | InstrumentedAttribute[UUID]) -> Select[date, BlacklistResult]:
    """Return the statement for the last look at a supplier, for others to join."""
    return (
        select(BlacklistCheck.checked_on, BlacklistCheck.result)
        .where(BlacklistCheck.supplier_id == supplier_id)
        .order_by(BlacklistCheck.checked_on.desc(), BlacklistCheck.recorded_at.desc())
        .limit(1)
    )
