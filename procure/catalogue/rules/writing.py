"""Names that people read as they are written: no letters that only look like others."""

import unicodedata
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_

_UNITS: Final = frozenset("µμΩºª")
"""Signs of measures that count as letters of other scripts."""
_INVISIBLE: Final = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})


class LettersMixed(DomainError):
    """A letter of another script only looks like one of ours."""

    text = N_("Write it in Latin letters: “%(letter)s” (number %(place)s) only looks like one.")
    field = "name"


class TextEmpty(DomainError):
    """A text says nothing."""

    text = N_("Fill this in.")


def tidy(text: str) -> str:
    """Return a text on one line as it is kept: signs in their usual form, nothing invisible."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    usual = unicodedata.normalize("NFKC", text)
    kept = (" " if sign.isspace() else sign for sign in usual)
    seen = (sign for sign in kept if unicodedata.category(sign) not in _INVISIBLE)
    return " ".join("".join(seen).split())


def tidy_lines(text: str) -> str:
    """Return a longer text, line by line as `tidy` does."""
    return "\n".join(tidy(line) for line in text.replace("\r", "\n").split("\n")).strip()


def check_letters(text: str, *, field: str = "name") -> None:
    """Refuse letters that are not Latin: they would hide a name from search and from eyes."""
    if text.isascii():
        return
    for place, sign in enumerate(text, start=1):
        if sign.isalpha() and sign not in _UNITS and "LATIN" not in unicodedata.name(sign, ""):
            raise LettersMixed(field=field, letter=sign, place=place)
