"""The numbers of a supplier: each check returns the bare number, or refuses with the exact reason.

Numbers are text, never integers. People may type blanks, dots, dashes and slashes between digits;
these fall away. The checks are our own; lokal-id only agrees or disagrees in the tests.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_

BETWEEN: Final = frozenset(" .-/\u00a0")
"""What people type between digits, and what falls away."""
WOMEN_FROM: Final = 40
"""The NIK of a woman has forty added to the day of birth."""
PROVINCES: Final = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 "
    "81 82 91 92 93 94 95 96".split()
)
"""The 38 provinces (Kepmendagri 300.2.2-2430/2025)."""
KBLI_VERSIONS: Final = ("2020", "2025")
LAST_ACCOUNT: Final = 20


class DigitsWanted(DomainError):
    """A sign that is no digit."""

    text = N_("Only digits belong here: “%(sign)s” is not a digit.")


class WrongLength(DomainError):
    """Too few or too many digits."""

    text = N_("%(wanted)s digits are wanted, %(typed)s were typed.")


class LengthOutOfRange(DomainError):
    """Too few or too many digits where the number of digits differs."""

    text = N_("%(least)s to %(most)s digits are wanted, %(typed)s were typed.")


class DayUnknown(DomainError):
    """The day of birth in a NIK is none."""

    text = N_(
        "The day %(day)s does not exist: digits 7 and 8 are the day of birth, 01 to 31, "
        "for women 41 to 71."
    )


class MonthUnknown(DomainError):
    """The month of birth in a NIK is none."""

    text = N_("The month %(month)s does not exist: digits 9 and 10 are the month of birth.")


class DateUnknown(DomainError):
    """Day and month of birth never come together."""

    text = N_("The date of birth %(day)s-%(month)s-%(year)s does not exist.")


class SerialMissing(DomainError):
    """A NIK that ends in four zeros."""

    text = N_("The last four digits are 0000; numbers of people begin at 0001.")


class ProvinceUnknown(DomainError):
    """The first two digits of a NIK are no province."""

    text = N_("No province has the code %(code)s; it is the beginning of the number.")


class DistrictUnknown(DomainError):
    """Regency and district in a NIK are counted from 01."""

    text = N_("Digits 3 to 6 are regency and district, counted from 01: %(code)s does not exist.")


class AllZeros(DomainError):
    """A number of zeros only."""

    text = N_("A number of zeros only was never given to anybody.")


class ZeroWanted(DomainError):
    """The tax number of a business begins with 0."""

    text = N_(
        "The 16-digit tax number of a business is a 0 and its old 15 digits; this begins with "
        "%(first)s."
    )


class NikWanted(DomainError):
    """The tax number of a person is the NIK."""

    text = N_(
        "The tax number of a person is the identity number (NIK) since Coretax. "
        "Type the NIK, or leave this blank."
    )


class NikDiffers(DomainError):
    """Tax number and identity number of one person differ."""

    text = N_("The tax number of a person is the same as the NIK; these two differ.")


class PlaceOfAnother(DomainError):
    """A place number (NITKU) that belongs to another tax number."""

    text = N_("A place number (NITKU) begins with the 16 digits of the tax number; this does not.")


class VersionUnknown(DomainError):
    """A KBLI of a year that has none."""

    text = N_("There is no KBLI of %(version)s; choose 2020 or 2025.")


class BankUnknown(DomainError):
    """A bank code that is not in the list."""

    text = N_("No bank has the code %(code)s.")
    field = "bank_code"


class NotMobile(DomainError):
    """A telephone number that is no Indonesian mobile number."""

    text = N_("An Indonesian mobile number begins with 08 or +628; this begins with %(start)s.")


class PirtExpiryUnknown(DomainError):
    """The last two digits of a P-IRT number are no year that can be."""

    text = N_("The last two digits are the year in which the number ends; 20%(year)s is too far.")


class PrefixWanted(DomainError):
    """Letters are wanted before the digits."""

    text = N_("This number begins with %(wanted)s, then digits.")


class PostalCodeUnknown(DomainError):
    """A postal code that begins with 0."""

    text = N_("Postal codes begin with 1 to 9, never with 0.")


def said(sign: str) -> str:
    """Return a sign as it can be shown: itself, or its name if it has no shape."""
    if sign.isprintable() and not sign.isspace() and not unicodedata.combining(sign):
        return sign
    return unicodedata.name(sign, f"U+{ord(sign):04X}")


def digits(text: str) -> str:
    """Return the bare digits of a typed number. Raises DigitsWanted."""
    bare = "".join(sign for sign in text.strip() if sign not in BETWEEN)
    for sign in bare:
        if not "0" <= sign <= "9":
            raise DigitsWanted(sign=said(sign))
    return bare


def _exactly(text: str, wanted: int) -> str:
    bare = digits(text)
    if len(bare) != wanted:
        raise WrongLength(wanted=wanted, typed=len(bare))
    if not bare.strip("0"):
        raise AllZeros
    return bare


def _from_to(text: str, least: int, most: int) -> str:
    bare = digits(text)
    if not least <= len(bare) <= most:
        raise LengthOutOfRange(least=least, most=most, typed=len(bare))
    if not bare.strip("0"):
        raise AllZeros
    return bare


def nib(text: str) -> str:
    """Return a business number (NIB) of 13 digits; it has no public check digit."""
    return _exactly(text, 13)


@dataclass(frozen=True, slots=True)
class Nik:
    """An identity number and what it says: where it was given, sex, day of birth."""

    number: str
    is_woman: bool
    day: int
    month: int
    year: int

    @property
    def province(self) -> str:
        """The code of the province, `33`."""
        return self.number[:2]

    @property
    def regency(self) -> str:
        """The code of the regency or city as of when the number was given, `33.74`."""
        return f"{self.number[:2]}.{self.number[2:4]}"

    @property
    def district(self) -> str:
        """The code of the district as of when the number was given, `33.74.01`."""
        return district_of(self.number)


def district_of(number: str) -> str:
    """Return the code of the district in an identity number (NIK), `33.74.01`."""
    return f"{number[:2]}.{number[2:4]}.{number[4:6]}"


def nik(text: str) -> Nik:
    """Return an identity number (NIK) of 16 digits with what it says.

    A district that does not exist any more is no fault: people keep their number when it is
    divided. Owner and officer are told of it (`queries.has_lost_place`). The two digits of the
    year fit 19xx or 20xx.
    """
    bare = _exactly(text, 16)
    if bare[:2] not in PROVINCES:
        raise ProvinceUnknown(code=bare[:2])
    if "00" in (bare[2:4], bare[4:6]):
        raise DistrictUnknown(code=f"{bare[:2]}.{bare[2:4]}.{bare[4:6]}")
    written, month, year = int(bare[6:8]), int(bare[8:10]), int(bare[10:12])
    is_woman = written > WOMEN_FROM
    day = written - WOMEN_FROM if is_woman else written
    if not 1 <= day <= 31:  # noqa: PLR2004 - the days of a month
        raise DayUnknown(day=bare[6:8])
    if not 1 <= month <= 12:  # noqa: PLR2004 - the months of a year
        raise MonthUnknown(month=bare[8:10])
    if not any(_is_a_day(century + year, month, day) for century in (1900, 2000)):
        raise DateUnknown(day=f"{day:02d}", month=bare[8:10], year=bare[10:12])
    if bare[12:] == "0000":
        raise SerialMissing
    return Nik(bare, is_woman, day, month, year)


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def npwp_of_business(text: str) -> str:
    """Return the 16-digit tax number of a business; 15 typed digits get their 0 in front."""
    bare = digits(text)
    if len(bare) == 15:  # noqa: PLR2004 - the number of before Coretax
        bare = f"0{bare}"
    bare = _exactly(bare, 16)
    if bare[0] != "0":
        raise ZeroWanted(first=bare[0])
    return bare


def npwp_of_person(text: str, own_nik: str = "") -> str:
    """Return the tax number of a person, which is their NIK."""
    bare = digits(text)
    if len(bare) == 15 or bare[:1] == "0":  # noqa: PLR2004 - the number of before Coretax
        raise NikWanted
    bare = nik(bare).number
    if own_nik and bare != own_nik:
        raise NikDiffers
    return bare


def tax_card(text: str) -> str:
    """Return the 16 digits on a tax card, of a person or a business; an old card shows 15."""
    bare = digits(text)
    return _exactly(f"0{bare}" if len(bare) == 15 else bare, 16)  # noqa: PLR2004 - as above


def npwp_looks_right(number: str) -> bool:
    """Whether the check digit fits (Luhn over the first nine of the old 15 digits).

    A warning at most: the rule was found by trying, not read in a regulation. The tax number of a
    person is a NIK and has no check digit.
    """
    if not number.startswith("0"):
        return True
    old = number[1:10]
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(old)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004


def nitku(text: str, npwp: str = "") -> str:
    """Return a place number (NITKU): the 16-digit tax number and six digits; 000000 is the head."""
    bare = _exactly(text, 22)
    if npwp and not bare.startswith(npwp):
        raise PlaceOfAnother
    return bare


def kbli(text: str, version: str) -> str:
    """Return a business field code (KBLI) of five digits, of the version 2020 or 2025."""
    if version not in KBLI_VERSIONS:
        raise VersionUnknown(version=version)
    return _exactly(text, 5)


def bank_code(text: str, banks: Collection[str]) -> str:
    """Return a bank code of three digits that is in the list of banks."""
    bare = _exactly(text, 3)
    if bare not in banks:
        raise BankUnknown(code=bare)
    return bare


def account(text: str) -> str:
    """Return a bank account number of 6 to 20 digits."""
    return _from_to(text, 6, LAST_ACCOUNT)


def phone(text: str) -> str:
    """Return an Indonesian mobile number as `+628…`, however it was typed."""
    typed = "".join(sign for sign in text.strip() if sign not in BETWEEN and sign not in "()")
    bare = digits(typed.removeprefix("+"))
    if bare.startswith("62"):
        bare = bare[2:]
    bare = bare.removeprefix("0")
    if not bare.startswith("8") or bare[1:2] == "0":
        raise NotMobile(start=typed[:4] or "-")
    if not 9 <= len(bare) <= 12:  # noqa: PLR2004 - 08 and 8 to 11 digits
        raise LengthOutOfRange(least=10, most=13, typed=len(bare) + 1)
    return f"+62{bare}"


def pirt(text: str, today: date) -> str:
    """Return a home industry number (P-IRT): 13 digits and the year of its end, at most 5 ahead."""
    typed = text.strip().upper().replace("P-IRT", "").replace("PIRT", "")
    bare = _exactly(typed, 15)
    if int(bare[13:]) > today.year % 100 + 5:
        raise PirtExpiryUnknown(year=bare[13:])
    return bare


def bpom(text: str) -> str:
    """Return a number of the food agency (BPOM): MD (made here) or ML (imported), 12 digits."""
    typed = "".join(text.upper().replace("BPOM", "").replace("RI", "").split())
    if typed[:2] not in ("MD", "ML"):
        raise PrefixWanted(wanted="MD / ML")
    return typed[:2] + _exactly(typed[2:], 12)


def halal(text: str) -> str:
    """Return the number of a halal certificate: ID and 11 to 17 digits."""
    typed = "".join(text.upper().split())
    if typed[:2] != "ID":
        raise PrefixWanted(wanted="ID")
    return "ID" + _from_to(typed[2:], 11, 17)


def postal_code(text: str) -> str:
    """Return a postal code of five digits."""
    bare = _exactly(text, 5)
    if bare[0] == "0":
        raise PostalCodeUnknown
    return bare


def masked(number: str | None, shown: int = 4) -> str:
    """Return a number of which only the last signs can be read; nothing for none."""
    if not number:
        return ""
    hidden = max(len(number) - shown, 0) or len(number)
    return "•" * hidden + number[hidden:]
