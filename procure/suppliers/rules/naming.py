"""Names that are what they look like: Latin letters, no hidden signs, blanks folded.

A name that looks like another's but is written with Cyrillic letters, or that turns the text around
it, would deceive whoever reads an order. It is refused, and the sign is named.
"""

import unicodedata
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.suppliers.rules.identifiers import said

LATIN_UNTIL: Final = 0x250
"""Behind the letters of living Latin alphabets come phonetic ones that look like others."""
LOOKALIKES: Final = frozenset("\u0131\u01c0\u01c1\u01c2\u01c3\u0237")
SIGNS: Final = frozenset(" .,'\u2019-&/()+@#:\u2013")
LEAST: Final = 2
MOST: Final = 120


class NameMissing(DomainError):
    """Nothing, or no letter."""

    text = N_("Write the name, with letters.")


class NameTooLong(DomainError):
    """Longer than any paper has room for."""

    text = N_("Write at most %(most)s signs; these are %(typed)s.")


class HiddenSign(DomainError):
    """A sign that cannot be seen or that turns the text around."""

    text = N_("There is a hidden sign in it (%(sign)s). Type the name yourself, do not paste it.")


class ForeignLetter(DomainError):
    """A letter that only looks like ours."""

    text = N_("“%(letter)s” is not one of our letters (%(name)s). Write the name in Latin letters.")


class SignNotForNames(DomainError):
    """A sign that names do not have."""

    text = N_("“%(sign)s” does not belong in a name.")


def name(text: str, most: int = MOST) -> str:
    """Return a name with its blanks folded, in the usual form of Unicode (NFC)."""
    for sign in text:
        if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn", "Cs"} and sign not in "\t\r\n":
            raise HiddenSign(sign=unicodedata.name(sign, f"U+{ord(sign):04X}"))
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    for sign in folded:
        _check(sign)
    if len(folded) < LEAST or not any(sign.isalpha() for sign in folded):
        raise NameMissing
    if len(folded) > most:
        raise NameTooLong(most=most, typed=len(folded))
    return folded


def _check(sign: str) -> None:
    if sign.isalpha() or unicodedata.category(sign).startswith("M"):
        if ord(sign) >= LATIN_UNTIL or sign in LOOKALIKES:
            raise ForeignLetter(letter=said(sign), name=unicodedata.name(sign, "?").lower())
    elif not "0" <= sign <= "9" and sign not in SIGNS:
        raise SignNotForNames(sign=said(sign))


TITLES: Final = frozenset("cv pt ud firma koperasi tbk persero perorangan pd".split())


def same_holder(holder: str, *names: str) -> bool:
    """Whether a bank account is in one of these names; case, signs and `CV`, `PT` do not count."""
    return any(_core(holder) == _core(one) for one in names if one)


def _core(text: str) -> tuple[str, ...]:
    plain = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return tuple(word for word in plain.split() if word not in TITLES)
