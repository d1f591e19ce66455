"""Reserving, committing and releasing money; the database function guards every rupiah."""

from uuid import UUID

from sqlalchemy import func, select

from procure.budgets.models import LedgerKind
from procure.budgets.rules import BudgetExceeded, NothingHeld
from procure.db.work import Work


def reserve(work: Work, budget_line_id: UUID, purchase_id: UUID, amount: int) -> None:
    """Set money aside for a purchase (rupiah). Raises BudgetExceeded."""
    with work.transaction():
        short = _move(work, budget_line_id, purchase_id, LedgerKind.RESERVE, amount)
        if short is not None:
            raise BudgetExceeded(available=short, needed=amount)


def commit(work: Work, budget_line_id: UUID, purchase_id: UUID, amount: int) -> None:
    """Turn the reservation into a commitment of the ordered amount; the rest is released.

    Raises NothingHeld when less is reserved than ordered.
    """
    with work.transaction():
        if _move(work, budget_line_id, purchase_id, LedgerKind.COMMIT, amount) is not None:
            raise NothingHeld


def release(work: Work, budget_line_id: UUID, purchase_id: UUID) -> None:
    """Give back whatever the purchase holds; nothing held is nothing given back."""
    with work.transaction():
        _move(work, budget_line_id, purchase_id, LedgerKind.RELEASE, 0)


def _move(
    work: Work, budget_line_id: UUID, purchase_id: UUID, kind: LedgerKind, amount: int
) -> int | None:
    """Return None when the money moved, else what is available (rupiah)."""
    work.session.flush()
    available: int | None = work.session.scalar(
        select(func.move_budget(budget_line_id, purchase_id, kind.value, amount))
    )
    return available
