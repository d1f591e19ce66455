"""Rupiah on paper, rates, and rounding that adds up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.kernel.money import percent, quantity, round_half_up, rupiah, share, spread


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "Rp0"),
        (999, "Rp999"),
        (1_234_567, "Rp1.234.567"),
        (-50_000, "\N{MINUS SIGN}Rp50.000"),
    ],
)
def test_rupiah_is_written_without_a_space(amount: int, text: str) -> None:
    assert rupiah(amount) == text


def test_english_groups_with_commas() -> None:
    assert rupiah(1_234_567, "en") == "Rp1,234,567"


@pytest.mark.parametrize(
    ("basis_points", "text"), [(150, "1,5%"), (1_200, "12%"), (50, "0,5%"), (25, "0,25%")]
)
def test_rates_are_kept_as_hundredths_of_a_percent(basis_points: int, text: str) -> None:
    assert percent(basis_points) == text


def test_quantities_lose_trailing_zeros() -> None:
    assert quantity(Decimal("2.500")) == "2,5"
    assert quantity(1250) == "1.250"
    assert quantity(Decimal("-3.0")) == "\N{MINUS SIGN}3"
    assert quantity(Decimal("1E+3"), "en") == "1,000"


@pytest.mark.parametrize(
    ("exact", "whole"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.49", 2), ("-2.5", -3)]
)
def test_half_a_rupiah_goes_up(exact: str, whole: int) -> None:
    assert round_half_up(Decimal(exact)) == whole


def test_a_share_is_rounded_once() -> None:
    assert share(5_000_000, 150) == 75_000
    assert share(100, 50) == 1


@given(
    st.integers(min_value=0, max_value=10**15),
    st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=60),
)
def test_parts_add_up_and_stay_near_their_share(amount: int, weights: list[int]) -> None:
    parts = spread(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    if total:
        assert all(
            abs(Decimal(part) - Decimal(amount) * weight / total) < 1 + Decimal("1e-9")
            for part, weight in zip(parts, weights, strict=True)
        )


def test_without_weights_the_first_line_carries_all() -> None:
    assert spread(7, [0, 0]) == [7, 0]
    assert spread(5, [1, 1, 1]) == [2, 2, 1]
