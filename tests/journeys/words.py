"""The words of the screens, in the language of whoever reads them.

Stories are written in the words of the source; in an Indonesian browser they stand translated.
"""

import re
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po

CATALOGUE = Path("procure/translations/id/LC_MESSAGES/messages.po")

DATA: frozenset[str] = frozenset()
"""Words of the interface that are names in the demo's data as well, and so stay Indonesian."""


@cache
def _indonesian() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="id")


def in_language(language: str, text: str, **facts: object) -> str:
    """Return a sentence of the source as a page in `language` shows it, its facts filled in."""
    found = _indonesian().get(text) if language == "id" else None
    said = found.string if found else text
    sentence = said[0] if isinstance(said, tuple | list) else said
    return (sentence or text) % facts if facts else (sentence or text)


@cache
def other_words(language: str) -> frozenset[str]:
    """Return what pages say in the other language only: whole sentences without facts."""
    pairs = [
        (message.id, message.string)
        for message in _indonesian()
        if message.id and isinstance(message.id, str) and isinstance(message.string, str)
    ]
    english, indonesian = (frozenset(side) for side in zip(*pairs, strict=True))
    return (english - indonesian if language == "id" else indonesian - english) - DATA


def as_pattern(language: str, text: str, **facts: object) -> re.Pattern[str]:
    """Return a sentence as a pattern in which facts that are not given may be anything."""
    parts = re.split(r"%\((\w+)\)[sd]", in_language(language, text))
    wanted = [
        re.escape(part)
        if place % 2 == 0
        else re.escape(str(facts[part]))
        if part in facts
        else ".*?"
        for place, part in enumerate(parts)
    ]
    return re.compile("".join(wanted), re.IGNORECASE)
