"""Drawing a price history as a line: where its corners lie."""

from collections.abc import Sequence
from datetime import date
from typing import Final

WIDTH: Final = 300
HEIGHT: Final = 80
EDGE: Final = 6


def corners(steps: Sequence[tuple[date, int]], until: date) -> str:
    """Return the corners of a stepped line for SVG, from the first price to `until`.

    Args:
        steps: (day, price in rupiah) in order; a price holds until the next one.
        until: the last day that is drawn.
    """
    if not steps:
        return ""
    begin = steps[0][0]
    days = max((until - begin).days, 1)
    prices = [price for _, price in steps]
    low, high = min(prices), max(prices)

    def across(day: date) -> int:
        return EDGE + round((WIDTH - 2 * EDGE) * min(max((day - begin).days / days, 0), 1))

    def up(price: int) -> int:
        share = (price - low) / (high - low) if high > low else 0.5
        return EDGE + round((HEIGHT - 2 * EDGE) * (1 - share))

    found: list[tuple[int, int]] = []
    for day, price in steps:
        if found:
            found.append((across(day), found[-1][1]))
        found.append((across(day), up(price)))
    found.append((WIDTH - EDGE, found[-1][1]))
    return " ".join(f"{x},{y}" for x, y in found)
