"""Reading sourcing; everything is limited to what exists for the person who asks."""

from procure.sourcing.queries.comparison import Column, Comparison, comparison, opened
from procure.sourcing.queries.home import due, waiting_for
from procure.sourcing.queries.market import (
    Match,
    catalogue,
    matching_suppliers,
    suppliers_by_id,
)
from procure.sourcing.queries.reading import (
    Sheet,
    Sourcing,
    answered,
    get,
    get_award,
    invitation,
    live,
    my_quote,
    newest_first,
    of_purchase,
    outcome,
    published_receipts,
    question,
    sheet,
    told_of,
)

__all__ = [
    "Column",
    "Comparison",
    "Match",
    "Sheet",
    "Sourcing",
    "answered",
    "catalogue",
    "comparison",
    "due",
    "get",
    "get_award",
    "invitation",
    "live",
    "matching_suppliers",
    "my_quote",
    "newest_first",
    "of_purchase",
    "opened",
    "outcome",
    "published_receipts",
    "question",
    "sheet",
    "suppliers_by_id",
    "told_of",
    "waiting_for",
]
