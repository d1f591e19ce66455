"""Numbers in the agency's own pattern, and short codes that people read aloud."""

from datetime import date

import pytest

from procure.orders.numbers import ALPHABET, letter_number, new_short_code, shown


@pytest.mark.parametrize(
    ("template", "number"),
    [
        ("{klasifikasi}/{nomor}/{unit}/{bulan_romawi}/{tahun}", "000.3.2/7/DC1/XI/2026"),
        ("{nomor:04}/{klasifikasi}/{unit}/{bulan}/{tahun}", "0007/000.3.2/DC1/11/2026"),
    ],
)
def test_a_number_follows_the_agency_s_pattern(template: str, number: str) -> None:
    assert letter_number(template, 7, "Dc1", date(2026, 11, 24)) == number


def test_a_pattern_with_an_unknown_word_is_refused() -> None:
    with pytest.raises(KeyError, match="bidang"):
        letter_number("{nomor}/{bidang}", 1, "DC1", date(2026, 11, 24))


def test_short_codes_are_random_and_free_of_letters_that_are_misread() -> None:
    codes = {new_short_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 10 and set(code) <= set(ALPHABET) for code in codes)
    assert not set("ILOU") & set(ALPHABET)


def test_a_short_code_is_shown_in_two_halves() -> None:
    assert shown("7K4QXM2R9T") == "7K4QX-M2R9T"
