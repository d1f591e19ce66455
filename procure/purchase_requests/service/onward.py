"""What later rooms do to a purchase request inside their own deeds: source, order, resume."""

from sqlalchemy import select

from procure.audit.service import advance
from procure.budgets import service as budgets
from procure.budgets.models import BudgetLine
from procure.db.work import Work
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.models import PurchaseRequest


def source(work: Work, purchase_request: PurchaseRequest) -> None:
    """Take an approved request into sourcing; who does so is its procurement officer."""
    with work.transaction():
        _lock(work, purchase_request)
        advance(work, purchase_request, Do.SOURCE)
        purchase_request.officer_id = work.actor.user_id


def order(work: Work, purchase_request: PurchaseRequest, total: int) -> None:
    """Commit the ordered rupiah of the reserved money. Raises NothingHeld."""
    with work.transaction():
        _lock(work, purchase_request)
        advance(work, purchase_request, Do.ORDER, facts={"total": total})
        budgets.commit(work, purchase_request.budget_line_id, purchase_request.id, total)


def resume(work: Work, purchase_request: PurchaseRequest) -> None:
    """Return to sourcing after an order came to nothing; its money is reserved again.

    At least what the order had committed is free at that moment, so this never fails for money;
    where less than the former reservation is left, what is left is reserved.
    """
    with work.transaction():
        _lock(work, purchase_request)
        advance(work, purchase_request, Do.RESUME)
        budgets.release(work, purchase_request.budget_line_id, purchase_request.id)
        left = work.session.scalar(
            select(BudgetLine.ceiling - BudgetLine.reserved - BudgetLine.committed).where(
                BudgetLine.id == purchase_request.budget_line_id
            )
        )
        budgets.reserve(
            work,
            purchase_request.budget_line_id,
            purchase_request.id,
            min(purchase_request.total, left or 0),
        )


def _lock(work: Work, purchase_request: PurchaseRequest) -> None:
    """Lock a request that another room has at hand, unless this transaction holds it already."""

    def ask() -> PurchaseRequest:
        work.session.refresh(purchase_request, ["status", "officer_id"], with_for_update=True)
        return purchase_request

    work.remember((PurchaseRequest, purchase_request.id), ask)
