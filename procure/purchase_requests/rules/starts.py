"""Where a request may start from: routine purchases that agencies make again and again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from procure.kernel.labels import N_
from procure.purchase_requests.rules.prices import Standard


@dataclass(frozen=True, slots=True)
class Start:
    """A routine purchase: the categories it is made of, and whether it is counted by heads."""

    code: str
    title: str
    hint: str
    icon: str
    categories: tuple[str, ...]
    per_person: bool = False


STARTS: Final = (
    Start(
        "meal",
        N_("Snack and lunch for a meeting"),
        N_("One box of each for every person who attends."),
        "tools-kitchen-2",
        ("MKN.01", "MKN.02"),
        per_person=True,
    ),
    Start(
        "stationery",
        N_("Stationery pack"),
        N_("Paper, pens, folders and envelopes for a month at the office."),
        "paperclip",
        ("ATK.01", "ATK.03", "ATK.04", "ATK.07"),
    ),
    Start(
        "printing",
        N_("Printing"),
        N_("A banner and reports, printed to order."),
        "printer",
        ("CTK.04", "CTK.03"),
    ),
)


@dataclass(frozen=True, slots=True)
class StartLine:
    """A line to begin with; price in rupiah per unit, 0 where nothing is known."""

    name: str
    unit: str
    quantity: int
    price: int
    category_code: str


def start_lines(
    start: Start,
    people: int,
    names: Mapping[str, tuple[str, str]],
    standards: Sequence[Standard],
    usual: Mapping[tuple[str, str], int],
) -> list[StartLine]:
    """Return the lines of a routine purchase.

    Args:
        start: the routine purchase.
        people: how many attend; it counts only where the purchase is per person.
        names: category code -> (name, unit); categories that are not there are left out.
        standards: price standards; the first of a category names the item.
        usual: (category code, unit) -> usual price in the catalogue, rupiah.
    """
    first = {one.category_code: one for one in reversed(standards)}
    lines = []
    for code in start.categories:
        if code not in names:
            continue
        name, unit = names[code]
        if code in first:
            name, unit = first[code].item, first[code].unit
        quantity = people if start.per_person else 1
        lines.append(StartLine(name, unit, quantity, usual.get((code, unit), 0), code))
    return lines
