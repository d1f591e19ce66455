"""What is on the shelf, and how people look through it."""

from procure.catalogue.queries.browse import Browsing, Found, Wish, browse, find
from procure.catalogue.queries.own import PriceSpan, prices
from procure.catalogue.queries.shelf import (
    Group,
    categories,
    get,
    listings_for,
    most_sold,
    offers_of,
    price_standards,
    seller,
)

__all__ = [
    "Browsing",
    "Found",
    "Group",
    "PriceSpan",
    "Wish",
    "browse",
    "categories",
    "find",
    "get",
    "listings_for",
    "most_sold",
    "offers_of",
    "price_standards",
    "prices",
    "seller",
]
