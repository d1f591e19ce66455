"""Decisions that keep a supplier out for a time, and the look into the national blacklist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from procure.kernel.errors import Conflict, DomainError
from procure.kernel.labels import N_
from procure.kernel.regulation import Finding, Regulation
from procure.suppliers.kinds import BlacklistResult, SanctionKind

ENOUGH: Final = 10
"""Characters that a reply needs at least to mean something."""


class DecisionMissing(DomainError):
    """A sanction stands in a decision."""

    text = N_("Write the number of the decision.")
    field = "decision_number"


class DecidedLater(DomainError):
    """A decision comes before what it decides."""

    text = N_("The decision of %(decided_on)s cannot begin before it was made.")
    field = "starts_on"


class DecisionAhead(DomainError):
    """A decision that was not made yet."""

    text = N_("The decision is dated %(decided_on)s: that day has not come yet.")
    field = "decision_date"


class StartsLater(DomainError):
    """A sanction is recorded once it begins."""

    text = N_("Record the sanction on the day it begins, %(starts_on)s, or later.")
    field = "starts_on"


class EndMissing(DomainError):
    """A debarment ends on a day."""

    text = N_("Write the last day of the debarment.")
    field = "ends_on"


class EndsBeforeToday(DomainError):
    """A sanction that is over already keeps nobody out."""

    text = N_("The sanction would have ended on %(ends_on)s. Check the last day.")
    field = "ends_on"


class AnsweredAlready(Conflict):
    """The right of reply is used once."""

    text = N_("You have answered already. Your answer stands beside the decision.")


class ReplyTooShort(DomainError):
    """The answer says too little."""

    text = N_("Write at least %(least)s characters.")
    field = "reply"


class CheckedAhead(DomainError):
    """A look that has not been taken yet."""

    text = N_("Write the day on which you looked; it cannot be later than today.")
    field = "checked_on"


class EvidenceMissing(DomainError):
    """A check that found something is proven."""

    text = N_("Add a picture or print of what the blacklist shows.")
    field = "evidence_upload_id"


@dataclass(frozen=True, slots=True)
class Term:
    """A decision and the days it covers."""

    kind: SanctionKind
    decision_number: str
    decision_date: date
    starts_on: date
    ends_on: date | None


def check_term(term: Term, today: date) -> None:
    """Refuse a decision whose number or days cannot be right.

    Raises DecisionMissing, DecisionAhead, DecidedLater, StartsLater, EndMissing or EndsBeforeToday.
    """
    if not term.decision_number.strip():
        raise DecisionMissing
    if term.decision_date > today:
        raise DecisionAhead(decided_on=term.decision_date)
    if term.starts_on < term.decision_date:
        raise DecidedLater(decided_on=term.decision_date)
    if term.starts_on > today:
        raise StartsLater(starts_on=term.starts_on)
    if term.ends_on is None:
        if term.kind is SanctionKind.DEBARMENT:
            raise EndMissing
    elif term.ends_on < today:
        raise EndsBeforeToday(ends_on=term.ends_on)


def is_over(ends_on: date | None, today: date) -> bool:
    """Whether a sanction's last day lies behind us; the last day itself still counts."""
    return ends_on is not None and ends_on < today


def check_reply(reply: str, *, is_answered: bool) -> None:
    """Refuse a second answer or an empty one. Raises AnsweredAlready or ReplyTooShort."""
    if is_answered:
        raise AnsweredAlready
    if len(reply.strip()) < ENOUGH:
        raise ReplyTooShort(least=ENOUGH)


def check_look(
    result: BlacklistResult, checked_on: date, today: date, *, has_evidence: bool
) -> None:
    """Refuse a look from the future, or a find without proof.

    Raises CheckedAhead or EvidenceMissing.
    """
    if checked_on > today:
        raise CheckedAhead
    if result is not BlacklistResult.CLEAR and not has_evidence:
        raise EvidenceMissing


def about_blacklist(
    checks: Iterable[tuple[date, BlacklistResult]], today: date, law: Regulation | None
) -> Finding | None:
    """Say that nobody looked into the national blacklist within the days of the region's row."""
    if law is None:
        return None
    since = today - timedelta(days=law.parameters["days"])
    if any(day >= since and result is not BlacklistResult.UNSURE for day, result in checks):
        return None
    return Finding(law, sentence=law.sentence, remedy=law.remedy)
