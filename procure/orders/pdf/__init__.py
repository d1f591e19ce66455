"""The purchase order on paper, in Indonesian always: it is a legal document."""

from procure.orders.pdf.drawing import draw
from procure.orders.pdf.paper import (
    AppliedRule,
    Budget,
    Delivery,
    Line,
    Official,
    OrderPaper,
    Procedure,
    Supplier,
)

__all__ = [
    "AppliedRule",
    "Budget",
    "Delivery",
    "Line",
    "Official",
    "OrderPaper",
    "Procedure",
    "Supplier",
    "draw",
]
