"""Whether a price is fair: beside the price standard, and beside what was paid before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

_WORD: Final = re.compile(r"[a-z0-9]+")


class Measured(Protocol):
    """A price standard: what it names, per which unit, and whether its category names its key."""

    @property
    def item(self) -> str:
        """What it names."""

    @property
    def unit(self) -> str:
        """Per which unit."""

    @property
    def is_keyed(self) -> bool:
        """Whether it bears the key that its category gives."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A price standard (SSH) in force: the highest price per unit in rupiah with tax."""

    item: str
    unit: str
    price: int
    decree: str
    is_keyed: bool


Standard = TypeVar("Standard", bound=Measured)


def standard_for(
    name: str, unit: str, standards: Sequence[Standard], *, is_meal: bool
) -> Standard | None:
    """Return the standard that measures a listing.

    The one that bears the key of the category goes before all others, if it is per the same unit;
    a portion is a portion, so a meal is measured whatever its unit is called. Where the category
    gives no key, or several standards bear it, the words decide: same unit, and all words of the
    standard in the name; the one with the most words wins. A meal is measured by the only one of
    its category. A line of a purchase request is measured the same way.
    """
    named, counted = _words(name), _words(unit)

    def per_unit(of: Sequence[Standard]) -> list[Standard]:
        return [one for one in of if _words(one.unit) == counted]

    keyed = [one for one in standards if one.is_keyed]
    chosen = per_unit(keyed) or (keyed if is_meal else [])
    if len(chosen) == 1:
        return chosen[0]
    for among in (chosen, per_unit(standards)):
        if fits := [one for one in among if _words(one.item) <= named]:
            return max(fits, key=lambda one: len(_words(one.item)))
    return standards[0] if is_meal and len(standards) == 1 else None


def percent_above(price: int, measure: int) -> float:
    """Return by how many percent a price lies above its measure; negative where below."""
    return round((price - measure) * 100 / measure, 1)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
