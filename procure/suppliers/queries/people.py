"""Who is to be told about a supplier."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from procure.accounts.models import Appointment
from procure.db.work import Work
from procure.kernel.actors import SUPPLIER_ROLES, Role

LATELY = timedelta(days=30)
"""How long somebody who left a supplier still hears of a change of its bank account."""


def _today(work: Work) -> tuple[ColumnElement[bool], ...]:
    return (
        Appointment.starts_on <= work.today,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= work.today),
    )


def officers(work: Work, region_id: UUID) -> list[UUID]:
    """Return the registry officers of a region today."""
    wanted = select(Appointment.person_id).where(
        Appointment.region_id == region_id,
        Appointment.role == Role.REGISTRY_OFFICER,
        *_today(work),
    )
    return list(work.session.scalars(wanted))


def people_of(work: Work, supplier_id: UUID, *, lately: bool = False) -> list[UUID]:
    """Return who acts for a supplier today; `lately` adds who left in the last thirty days."""
    since = work.today - LATELY if lately else work.today
    wanted = select(Appointment.person_id).where(
        Appointment.supplier_id == supplier_id,
        Appointment.role.in_(SUPPLIER_ROLES),
        Appointment.starts_on <= work.today,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= since),
    )
    return list(dict.fromkeys(work.session.scalars(wanted)))
