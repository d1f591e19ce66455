"""How a rule reads by itself, without the facts of a case, and how far its source was checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from procure.kernel.labels import N_, Labelled
from procure.kernel.regulation import Regulation, Severity

_FACT: Final = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one rule as it stands in its row, in force from a day, in both languages."""

    id: UUID
    code: str
    valid_from: date
    valid_until: date | None
    sentence: str
    sentence_en: str
    article: str
    severity: Severity
    remedy: str
    remedy_en: str
    parameters: Mapping[str, int]
    source: str

    def as_rule(self, language: str = "id") -> Regulation:
        """Return the value that rules are handed, in Indonesian or English."""
        english = language == "en"
        return Regulation(
            code=self.code,
            version=self.id,
            sentence=self.sentence_en if english else self.sentence,
            article=self.article,
            severity=self.severity,
            remedy=self.remedy_en if english else self.remedy,
            parameters=self.parameters,
        )


class Trust(Labelled):
    """How far the text behind a rule was checked."""

    VERIFIED = "verified", N_("Text read"), "success"
    SECONDARY = "secondary", N_("From secondary sources"), "warning"
    FICTION = "fiction", N_("Fictional example"), "info"


def in_general(sentence: str) -> str:
    """Return the rule without its case: what stands before the last semicolon ahead of a fact.

    `Direct purchase goes up to Rp50.000.000; this purchase is %(total)s.` becomes
    `Direct purchase goes up to Rp50.000.000.`
    """
    fact = _FACT.search(sentence)
    if fact is None:
        return sentence
    rule, semicolon, _ = sentence[: fact.start()].rpartition(";")
    return f"{rule}." if semicolon else _FACT.sub("\N{HORIZONTAL ELLIPSIS}", sentence)


def trust_in(source: str) -> tuple[Trust, str]:
    """Return how far a source was checked, and the words after that mark."""
    mark, _, words = source.partition(":")
    if mark in tuple(Trust):
        return Trust(mark), words.strip()
    return Trust.SECONDARY, source
