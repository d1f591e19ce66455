"""Whether a price is fair: beside the price standard, and beside what was paid before."""

import re
from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

_WORD: Final = re.compile(r"[a-z0-9]+")


class Measured(Protocol):
    """A price standard: what it names, and per which unit."""

    @property
    def item(self) -> str:
        """What it names."""

    @property
    def unit(self) -> str:
        """Per which unit it holds."""


Standard = TypeVar("Standard", bound=Measured)


def standard_for(
    name: str, unit: str, standards: Sequence[Standard], *, is_meal: bool
) -> Standard | None:
    """Return the standard that measures a listing: same unit, and all its words in the name.

    The one with the most words wins; a meal is measured by the only one of its category. This is
    how a line of a purchase request is measured, so that both say the same.
    """
    named, counted = _words(name), _words(unit)
    fits = [one for one in standards if _words(one.unit) == counted and _words(one.item) <= named]
    if fits:
        return max(fits, key=lambda one: len(_words(one.item)))
    return standards[0] if is_meal and len(standards) == 1 else None


def percent_above(price: int, measure: int) -> float:
    """Return by how many percent a price lies above its measure; negative where below."""
    return round((price - measure) * 100 / measure, 1)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
