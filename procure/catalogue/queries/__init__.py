"""What is on the shelf, and how people look through it."""

from procure.catalogue.queries.browse import browse, find
from procure.catalogue.queries.own import PriceSpan, prices
from procure.catalogue.queries.shelf import (
    Group,
    Kind,
    categories,
    get,
    listings_for,
    most_sold,
    most_sold_of,
    offers_of,
    seller,
    served,
    tree,
)
from procure.catalogue.queries.wishes import Browsing, Card, Found, Order, Wish

__all__ = [
    "Browsing",
    "Card",
    "Found",
    "Group",
    "Kind",
    "Order",
    "PriceSpan",
    "Wish",
    "browse",
    "categories",
    "find",
    "get",
    "listings_for",
    "most_sold",
    "most_sold_of",
    "offers_of",
    "prices",
    "seller",
    "served",
    "tree",
]
