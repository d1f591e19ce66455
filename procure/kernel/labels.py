"""Enumerations whose members carry the words shown to people."""

from collections.abc import Callable
from enum import StrEnum
from typing import Self


def _marked(text: str) -> str:
    return text


N_: Callable[[str], str] = _marked
"""Marks a source text for translation; it is translated when shown."""


class Labelled(StrEnum):
    """An enumeration member that cannot be written without its label."""

    label: str
    tone: str

    def __new__(cls, value: str, label: str = "", tone: str = "neutral") -> Self:
        """Keep the value as the string, the label (English source) and the colour tone beside it.

        The label has a default only because looking up `Kind(value)` is written the same way.
        """
        if not label:
            raise TypeError(f"{value} has no label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.tone = tone
        return member
