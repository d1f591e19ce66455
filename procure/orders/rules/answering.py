"""How long a supplier has to answer an order, and when they are reminded of it."""

from datetime import datetime, timedelta
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.kernel.regulation import Regulation

_WHOLE: Final = 100
LONGEST: Final = timedelta(days=30)
"""The longest time that a reopened order may stay open; a guard against a mistyped year."""


class AnsweredTooLate(DomainError):
    """The time to answer the order is over."""

    text = N_(
        "The time to answer this order ended on %(until)s. "
        "Ask the procurement officer to open it again."
    )


class StillTimeToAnswer(DomainError):
    """An order does not expire before its time."""

    text = N_("The supplier may still answer this order until %(until)s.")


class AnswerTimeOutOfRange(DomainError):
    """A reopened order gets a time to answer that lies ahead, within a month."""

    text = N_("Give a moment between %(earliest)s and %(latest)s.")
    field = "respond_on"


def respond_by(issued_at: datetime, law: Regulation) -> datetime:
    """Tell until when the supplier may answer: some hours after the signature (order-response)."""
    return issued_at + timedelta(hours=law.parameters["hours"])


def check_in_time(until: datetime | None, now: datetime) -> None:
    """Refuse an answer that comes after the time is over. Raises AnsweredTooLate."""
    if until is not None and now >= until:
        raise AnsweredTooLate(until=until)


def check_time_is_over(until: datetime | None, now: datetime) -> None:
    """Refuse to let an order expire while it may be answered. Raises StillTimeToAnswer."""
    if until is None or now < until:
        raise StillTimeToAnswer(until=until)


def check_new_time(until: datetime, now: datetime) -> None:
    """Refuse a new time to answer that is over already or too far. Raises AnswerTimeOutOfRange."""
    if not now < until <= now + LONGEST:
        raise AnswerTimeOutOfRange(earliest=now, latest=now + LONGEST)


def percent_gone(until: datetime, now: datetime, law: Regulation) -> int:
    """Tell how much of the lawful time to answer has gone by, in whole percent.

    Counted back from the end, so that it also holds for an order that was opened again for
    longer or shorter than the rule's hours.
    """
    left = (until - now) / timedelta(hours=law.parameters["hours"])
    return min(max(_WHOLE - int(left * _WHOLE), 0), _WHOLE)


def reminder_due(gone: int, reminded: int, law: Regulation) -> int | None:
    """Tell which reminder is due, in percent of the time gone; none when it was sent already.

    Args:
        gone: percent of the time that has gone by.
        reminded: percent of the last reminder sent, 0 for none.
        law: the row `order-response` with `remind_first` and `remind_second`.
    """
    marks = sorted((law.parameters["remind_first"], law.parameters["remind_second"]))
    passed = [mark for mark in marks if reminded < mark <= gone]
    return passed[-1] if passed else None
