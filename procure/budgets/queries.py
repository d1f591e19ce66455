"""Budget lines as far as they exist for the asker."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from procure.accounts.models import Agency, Unit
from procure.budgets.models import BudgetLine
from procure.db.work import Work
from procure.kernel.actors import Actor, Role
from procure.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class LineOfUnit:
    """A budget line with the names of its unit and agency."""

    line: BudgetLine
    unit: str
    agency: str


def _in_sight_of(actor: Actor) -> ColumnElement[bool]:
    """An auditor sees the whole region, everybody else the agency they act for."""
    if actor.has(Role.AUDITOR):
        return BudgetLine.region_id == actor.region_id
    return BudgetLine.agency_id == actor.agency_id


def get(work: Work, budget_line_id: UUID) -> BudgetLine:
    """Return one budget line. Raises NotFound."""
    wanted = select(BudgetLine).where(BudgetLine.id == budget_line_id, _in_sight_of(work.actor))
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def choices(work: Work) -> Sequence[BudgetLine]:
    """Return the lines of this year that the person's unit may spend from (`left` in rupiah)."""
    wanted = (
        select(BudgetLine)
        .where(
            BudgetLine.unit_id == work.actor.unit_id,
            BudgetLine.year == work.today.year,
            _in_sight_of(work.actor),
        )
        .order_by(BudgetLine.account_code, BudgetLine.activity_code)
    )
    return work.session.scalars(wanted).all()


def of_year(work: Work, year: int) -> list[LineOfUnit]:
    """Return the lines of a year, agency by agency and unit by unit."""
    wanted = (
        select(BudgetLine, Unit.name, Agency.name)
        .join(Unit, Unit.id == BudgetLine.unit_id)
        .join(Agency, Agency.id == BudgetLine.agency_id)
        .where(BudgetLine.year == year, _in_sight_of(work.actor))
        .order_by(Agency.name, Unit.name, BudgetLine.account_code, BudgetLine.activity_code)
    )
    return [LineOfUnit(*row) for row in work.session.execute(wanted)]
