"""Money that is not there cannot be promised."""

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_


class BudgetExceeded(DomainError):
    """The budget line has less left than is asked (Perpres 16/2018 art. 52(2))."""

    text = N_(
        "The budget line has %(available)s left, this needs %(needed)s. "
        "Ask for less, or for a shift of budget."
    )
    field = "budget_line_id"


class NothingHeld(DomainError):
    """The purchase holds no money of this kind."""

    text = N_("No budget is reserved for this purchase.")
