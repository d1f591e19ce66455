"""Words for amounts, dates and officials' numbers, as Indonesian papers write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lokal import terbilang

from procure.kernel.words import (
    date_in_words,
    day,
    format_nip,
    in_words,
    number_in_words,
    roman_month,
    weekday,
)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (1_000, "seribu"),
        (1_001, "seribu satu"),
        (2_000, "dua ribu"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (2_015_500, "dua juta lima belas ribu lima ratus"),
        (1_000_000_000, "satu miliar"),
        (1_000_000_000_000, "satu triliun"),
        (999 * 10**12, "sembilan ratus sembilan puluh sembilan triliun"),
    ],
)
def test_amounts_are_spelled_as_on_receipts(amount: int, words: str) -> None:
    assert in_words(amount) == f"{words} rupiah"


def test_a_negative_amount_says_minus() -> None:
    assert in_words(-1_500) == "minus seribu lima ratus rupiah"


def test_a_quadrillion_is_refused() -> None:
    with pytest.raises(ValueError, match="quadrillion"):
        in_words(10**15)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_spelling_agrees_with_an_independent_speller(number: int) -> None:
    assert number_in_words(number) == terbilang(number)


def test_a_date_is_spelled_as_in_minutes() -> None:
    assert date_in_words(date(2026, 11, 23)) == (
        "Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam"
    )


def test_a_date_is_written_in_both_languages() -> None:
    on = date(2026, 8, 17)
    assert day(on) == "17 Agustus 2026"
    assert day(on, with_weekday=True) == "Senin, 17 Agustus 2026"
    assert day(on, "en", with_weekday=True) == "Monday, 17 August 2026"
    assert weekday(on) == "Senin"


def test_letter_numbers_carry_roman_months() -> None:
    assert [roman_month(n) for n in (1, 4, 9, 11, 12)] == ["I", "IV", "IX", "XI", "XII"]
    with pytest.raises(ValueError, match="month"):
        roman_month(13)


def test_an_officials_number_is_grouped() -> None:
    assert format_nip("198209242009032002") == "19820924 200903 2 002"
    assert format_nip("19820924 200903 2 002") == "19820924 200903 2 002"
    assert format_nip("12345") == "12345"
