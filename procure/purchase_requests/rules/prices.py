"""Finding the price standard (SSH) that a line is measured by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Standard:
    """The highest price of one item, in rupiah per unit with tax, by the region's decree."""

    category_code: str
    item: str
    unit: str
    price: int
    decree: str


def words_of(text: str) -> frozenset[str]:
    """Return the words of a name, without case and signs."""
    return frozenset(_WORD.findall(text.casefold()))


def standard_for(
    name: str,
    unit: str,
    category_code: str,
    standards: Sequence[Standard],
    *,
    is_meal: bool = False,
) -> Standard | None:
    """Return the standard for an item: same category and unit, and all its words in the name.

    The one with the most words wins. A meal is measured by the only standard of its category,
    because a portion is a portion whatever is in the box. None means: not enough data.
    """
    here = [one for one in standards if one.category_code == category_code]
    named = words_of(name)
    same_unit = [one for one in here if words_of(one.unit) == words_of(unit)]
    fits = [one for one in same_unit if words_of(one.item) <= named]
    if fits:
        return max(fits, key=lambda one: len(words_of(one.item)))
    return here[0] if is_meal and len(here) == 1 else None
