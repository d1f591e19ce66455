"""Indonesian words for amounts, dates and officials' numbers, as papers write them."""

from datetime import date
from typing import Final

_DIGITS: Final = (
    *("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    *("sepuluh", "sebelas"),
)
# Each scale: where it starts, how one of it is written, the word that follows a count of it.
_SCALES: Final = (
    (10**12, "satu triliun", "triliun"),
    (10**9, "satu miliar", "miliar"),
    (10**6, "satu juta", "juta"),
    (1_000, "seribu", "ribu"),
    (100, "seratus", "ratus"),
)
_END: Final = 10**15
_WEEKDAYS: Final = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NIP_DIGITS: Final = 18


def _words(number: int) -> str:
    for scale, one, many in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = one if count == 1 else f"{_words(count)} {many}"
            return f"{head} {_words(rest)}".rstrip()
    if number < len(_DIGITS):
        return _DIGITS[number]
    tens, ones = divmod(number, 10)
    if tens == 1:
        return f"{_DIGITS[ones]} belas"
    return f"{_DIGITS[tens]} puluh {_DIGITS[ones]}".rstrip()


def number_in_words(number: int) -> str:
    """Spell a whole number in Indonesian, without a unit.

    Args:
        number: between -999 trillion and 999 trillion.

    Raises:
        ValueError: the number is larger than Indonesian papers can spell here.
    """
    if abs(number) >= _END:
        raise ValueError("only numbers below one quadrillion can be spelled")
    if number < 0:
        return f"minus {_words(-number)}"
    return _words(number) or "nol"


def in_words(rupiah: int) -> str:
    """Spell an amount as papers do (terbilang): `dua juta lima belas ribu rupiah`.

    Args:
        rupiah: whole rupiah.

    Raises:
        ValueError: the amount is one quadrillion rupiah or more.
    """
    return f"{number_in_words(rupiah)} rupiah"


def weekday(on: date, lang: str = "id") -> str:
    """Name of the day of the week, `Senin`; English for any other language code."""
    return _WEEKDAYS.get(lang, _WEEKDAYS["en"])[on.weekday()]


def month(on: date, lang: str = "id") -> str:
    """Name of the month, `November`; English for any other language code."""
    return _MONTHS.get(lang, _MONTHS["en"])[on.month - 1]


def day(on: date, lang: str = "id", *, with_weekday: bool = False) -> str:
    """Write a date for people, `23 November 2026`, on request led by the weekday."""
    text = f"{on.day} {month(on, lang)} {on.year}"
    return f"{weekday(on, lang)}, {text}" if with_weekday else text


def date_in_words(on: date) -> str:
    """Spell a date as minutes do: `Senin tanggal dua puluh tiga bulan November tahun ...`."""
    return (
        f"{weekday(on)} tanggal {number_in_words(on.day)} bulan {month(on)} "
        f"tahun {number_in_words(on.year)}"
    )


def roman_month(number: int) -> str:
    """Write the month of a letter number in Roman figures, 11 as `XI`.

    Raises:
        ValueError: the month is not between 1 and 12.
    """
    if not 1 <= number <= len(_ROMAN):
        raise ValueError("a month lies between 1 and 12")
    return _ROMAN[number - 1]


def format_nip(nip: str) -> str:
    """Group an official's 18-digit number (NIP) as `19820924 200903 2 002`.

    Anything that is not 18 digits is given back as it came, so that a paper never loses it.
    """
    digits = "".join(nip.split())
    if len(digits) != _NIP_DIGITS or not digits.isdigit():
        return nip
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"
