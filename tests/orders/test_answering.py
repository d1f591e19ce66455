"""How long a supplier has to answer, and when reminders are due."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from procure.kernel.regulation import Regulation, Severity
from procure.orders.rules.answering import (
    LONGEST,
    AnsweredTooLate,
    AnswerTimeOutOfRange,
    StillTimeToAnswer,
    check_in_time,
    check_new_time,
    check_time_is_over,
    percent_gone,
    reminder_due,
    respond_by,
)

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LAW = Regulation(
    code="order-response",
    version=uuid4(),
    sentence="",
    article="",
    severity=Severity.INFORM,
    remedy="",
    parameters={"hours": 24, "remind_first": 50, "remind_second": 90},
)


def test_the_supplier_has_the_hours_of_the_rule() -> None:
    assert respond_by(NOW, LAW) == NOW + 24 * HOUR


def test_an_answer_on_the_last_second_is_too_late() -> None:
    check_in_time(NOW + HOUR, NOW)
    with pytest.raises(AnsweredTooLate) as refusal:
        check_in_time(NOW, NOW)
    assert refusal.value.facts == {"until": NOW}


def test_an_order_does_not_expire_before_its_time() -> None:
    check_time_is_over(NOW, NOW)
    with pytest.raises(StillTimeToAnswer) as refusal:
        check_time_is_over(NOW + HOUR, NOW)
    assert refusal.value.facts == {"until": NOW + HOUR}


def test_an_order_without_a_time_never_expires() -> None:
    with pytest.raises(StillTimeToAnswer):
        check_time_is_over(None, NOW)


@pytest.mark.parametrize("until", [NOW, NOW - HOUR, NOW + LONGEST + HOUR])
def test_a_new_time_lies_ahead_within_a_month(until: datetime) -> None:
    with pytest.raises(AnswerTimeOutOfRange) as refusal:
        check_new_time(until, NOW)
    assert refusal.value.field == "respond_on"


def test_a_new_time_may_be_any_moment_of_the_month() -> None:
    check_new_time(NOW + LONGEST, NOW)


@pytest.mark.parametrize(
    ("left", "gone"), [(24, 0), (12, 50), (6, 75), (0, 100), (-5, 100), (72, 0)]
)
def test_time_gone_is_counted_back_from_the_end(left: int, gone: int) -> None:
    assert percent_gone(NOW + left * HOUR, NOW, LAW) == gone


@pytest.mark.parametrize(
    ("gone", "reminded", "due"),
    [(49, 0, None), (50, 0, 50), (89, 50, None), (90, 50, 90), (95, 0, 90), (100, 90, None)],
)
def test_each_reminder_is_sent_once(gone: int, reminded: int, due: int | None) -> None:
    assert reminder_due(gone, reminded, LAW) == due
