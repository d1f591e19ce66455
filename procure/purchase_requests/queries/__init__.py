"""Reading purchase requests and what surrounds them, each limited to the asker."""

from procure.purchase_requests.queries.around import (
    recent_alike,
    standards,
    surroundings,
    usual_prices,
)
from procure.purchase_requests.queries.choices import (
    BudgetChoice,
    CategoryChoice,
    Offer,
    budget_lines,
    categories,
    kinds_of,
    last_delivery,
    offers,
)
from procure.purchase_requests.queries.records import (
    Page,
    Wanted,
    due,
    get,
    held,
    newest_first,
    waiting_for,
)

__all__ = [
    "BudgetChoice",
    "CategoryChoice",
    "Offer",
    "Page",
    "Wanted",
    "budget_lines",
    "categories",
    "due",
    "get",
    "held",
    "kinds_of",
    "last_delivery",
    "newest_first",
    "offers",
    "recent_alike",
    "standards",
    "surroundings",
    "usual_prices",
    "waiting_for",
]
