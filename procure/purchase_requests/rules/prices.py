"""Finding the price standard (SSH) that a line is measured by."""

from collections.abc import Sequence
from dataclasses import dataclass

from procure.catalogue.rules import fairness


@dataclass(frozen=True, slots=True)
class Standard:
    """The highest price of one item, in rupiah per unit with tax, by the region's decree."""

    category_code: str
    item: str
    unit: str
    price: int
    decree: str
    is_keyed: bool = False


def standard_for(
    name: str,
    unit: str,
    category_code: str,
    standards: Sequence[Standard],
    *,
    is_meal: bool = False,
) -> Standard | None:
    """Return the standard of a category that measures an item, as listings are measured.

    None means: not enough data.
    """
    here = [one for one in standards if one.category_code == category_code]
    return fairness.standard_for(name, unit, here, is_meal=is_meal)
