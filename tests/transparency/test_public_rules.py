"""Codes as people type them, and what the page answers."""

from decimal import Decimal

import pytest

from procure.orders.numbers import ALPHABET, new_short_code, shown
from procure.orders.workflow import PurchaseOrderStatus as Status
from procure.transparency.rules import Answer, answer_for, in_millions, share, tidied


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("7k4qx-m2r9t", "7K4QXM2R9T"), (" 7K4Q XM2R 9T ", "7K4QXM2R9T"), ("oil", "011"), ("-", "")],
)
def test_a_code_is_understood_however_it_is_typed(typed: str, stored: str) -> None:
    assert tidied(typed) == stored


def test_every_code_survives_being_read_aloud() -> None:
    assert tidied(shown(new_short_code()).lower()).strip(ALPHABET) == ""
    assert tidied(ALPHABET.lower()) == ALPHABET


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (Status.ISSUED, Answer.REAL),
        (Status.ACCEPTED, Answer.REAL),
        (Status.CANCELLED, Answer.CANCELLED),
        (Status.DECLINED, Answer.LAPSED),
        (Status.EXPIRED, Answer.LAPSED),
        (Status.PREPARED, Answer.UNKNOWN),
        (Status.SENT_BACK, Answer.UNKNOWN),
        (None, Answer.UNKNOWN),
    ],
)
def test_only_orders_in_force_are_real(status: Status | None, answer: Answer) -> None:
    assert answer_for(status) is answer


def test_a_share_of_nothing_is_not_zero() -> None:
    assert share(0, 0) is None
    assert share(2, 3) == 67


@pytest.mark.parametrize(
    ("rupiah", "figure", "unit"),
    [
        (950_000, Decimal(950_000), None),
        (1_250_000, Decimal("1.2"), "million"),
        (412_700_000_000, Decimal("412.7"), "billion"),
        (2_000_000_000_000, Decimal("2.0"), "trillion"),
    ],
)
def test_large_sums_are_said_in_short(rupiah: int, figure: Decimal, unit: str | None) -> None:
    assert in_millions(rupiah) == (figure, unit)
