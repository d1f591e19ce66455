"""How a rule reads by itself, how far its source was checked, and the days it counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from lokal import is_working_day

from procure.kernel.clock import ZONES, local
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


STEP_DAYS: Final = "step-days"
LEAD_TIME: Final = "lead-time"
DUE_CODES: Final = (STEP_DAYS, LEAD_TIME)
"""The rules that say until when somebody has the ball."""

_LAST_MINUTE: Final = time(23, 59)


def _works(day: date) -> bool:
    try:
        return is_working_day(day)
    except ValueError:  # the joint decree on holidays of that year is not out yet
        return day.isoweekday() not in (6, 7)


def earliest_day(today: date, days: int) -> date:
    """Return the day that lies this many working days after today."""
    day = today
    while days > 0:
        day += timedelta(days=1)
        days -= _works(day)
    return day


def latest_day(needed_on: date, days: int) -> date:
    """Return the last day from which this many working days are left until a day."""
    day = needed_on
    while days > 0:
        days -= _works(day)
        day -= timedelta(days=1)
    return day


def step_due(
    laws: Mapping[str, Regulation],
    steps: tuple[str, ...],
    since: datetime | None,
    needed: datetime,
    zone: str,
) -> datetime | None:
    """Tell until when steps that began at a moment are to be done; none where no rule says so.

    Args:
        laws: the rules in force, with `step-days` among them.
        steps: names of figures of that rule, each some working days, one after the other.
        since: when the first of them began; where nobody knows, the need alone counts.
        needed: when the goods are needed; no step takes longer.
        zone: WIB, WITA or WIT.
    """
    law = laws.get(STEP_DAYS)
    if law is None:
        return None
    if since is None:
        return needed
    day = local(since, zone).date()
    for step in steps:
        day = earliest_day(day, law.parameters[step])
    return min(datetime.combine(day, time(law.parameters["hour"]), ZONES[zone]), needed)


def last_moment(laws: Mapping[str, Regulation], needed_on: date, zone: str) -> datetime | None:
    """Tell when a purchase must be under way at the latest: the lead time before it is needed."""
    law = laws.get(LEAD_TIME)
    if law is None:
        return None
    day = latest_day(needed_on, law.parameters["days"])
    return datetime.combine(day, _LAST_MINUTE, ZONES[zone])
