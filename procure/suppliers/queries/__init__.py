"""Reading suppliers, each limited to the people who have to do with them."""

from procure.suppliers.queries.places import categories, kbli_titles, places, territory_names
from procure.suppliers.queries.registry import (
    Operator,
    account,
    filled,
    get,
    helped,
    identity,
    in_sight_of,
    kblis,
    link,
    mine,
    operators,
    present,
    profile,
    requests,
    waiting_links,
)

__all__ = [
    "Operator",
    "account",
    "categories",
    "filled",
    "get",
    "helped",
    "identity",
    "in_sight_of",
    "kbli_titles",
    "kblis",
    "link",
    "mine",
    "operators",
    "places",
    "present",
    "profile",
    "requests",
    "territory_names",
    "waiting_links",
]
