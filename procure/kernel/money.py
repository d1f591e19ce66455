"""Whole rupiah: how they are written and how fractions are rounded."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_MINUS: Final = "\N{MINUS SIGN}"
_ONE: Final = Decimal(1)
WHOLE: Final = 10_000
"""The whole of something in hundredths of a percent (basis points)."""


def _grouped(number: int, lang: str) -> str:
    text = f"{number:,}"
    return text.replace(",", ".") if lang == "id" else text


def rupiah(amount: int, lang: str = "id") -> str:
    """Write whole rupiah as `Rp1.234.567`, without a space and with a true minus sign."""
    sign = _MINUS if amount < 0 else ""
    return f"{sign}Rp{_grouped(abs(amount), lang)}"


def quantity(number: Decimal | int, lang: str = "id") -> str:
    """Write a count or measure without trailing zeros: `1.250`, `2,5`."""
    number = Decimal(number)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    fraction = fraction.rstrip("0")
    text = _grouped(int(whole), lang)
    if fraction:
        text += ("," if lang == "id" else ".") + fraction
    return _MINUS + text if number < 0 else text


def percent(basis_points: int, lang: str = "id") -> str:
    """Write a rate given in hundredths of a percent: 150 as `1,5%`."""
    return quantity(Decimal(basis_points) / 100, lang) + "%"


def round_half_up(amount: Decimal) -> int:
    """Round to whole rupiah, half a rupiah upwards in size (PER-11/PJ/2025)."""
    return int(amount.quantize(_ONE, rounding=ROUND_HALF_UP))


def share(amount: int, basis_points: int) -> int:
    """Take a rate in hundredths of a percent of an amount, in whole rupiah rounded half up."""
    return round_half_up(Decimal(amount) * basis_points / WHOLE)


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide whole rupiah over lines in proportion, so that the parts add up exactly.

    The rupiah left over by rounding go to the lines with the largest fractions, earlier lines
    first; with no weight at all the whole amount goes to the first line.

    Args:
        amount: rupiah to divide, zero or more.
        weights: one weight per line, zero or more.
    """
    total = sum(weights)
    if total == 0:
        return [amount if index == 0 else 0 for index in range(len(weights))]
    parts = [amount * weight // total for weight in weights]
    remainders = [amount * weight % total for weight in weights]
    left = amount - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: -remainders[i])[:left]:
        parts[index] += 1
    return parts
