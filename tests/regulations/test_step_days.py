"""Until when a step is to be done: working days of a dated rule, never after the need."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from procure.kernel.clock import ZONES
from procure.kernel.regulation import Regulation, Severity
from procure.regulations.rules import earliest_day, last_moment, latest_day, step_due

WIB = ZONES["WIB"]
FRIDAY = datetime(2026, 11, 27, 10, tzinfo=WIB)
FAR = FRIDAY + timedelta(days=30)


def laws(**figures: int) -> Mapping[str, Regulation]:
    """Return both rules; figures replace those of the steps."""
    steps = {"approve": 2, "open": 1, "hour": 16, **figures}
    told = {"step-days": steps, "lead-time": {"days": 2}}
    return {
        code: Regulation(code, uuid4(), code, "-", Severity.INFORM, "", parameters)
        for code, parameters in told.items()
    }


@pytest.mark.parametrize(
    ("steps", "until"),
    [
        (("open",), datetime(2026, 11, 30, 16, tzinfo=WIB)),
        (("approve",), datetime(2026, 12, 1, 16, tzinfo=WIB)),
        (("approve", "approve"), datetime(2026, 12, 3, 16, tzinfo=WIB)),
    ],
)
def test_a_step_takes_working_days_and_ends_at_the_rule_s_hour(
    steps: tuple[str, ...], until: datetime
) -> None:
    assert step_due(laws(), steps, FRIDAY, FAR, "WIB") == until


def test_the_hour_is_that_of_the_region() -> None:
    until = step_due(laws(hour=15), ("open",), FRIDAY, FAR, "WIT")
    assert until == datetime(2026, 11, 30, 15, tzinfo=ZONES["WIT"])


def test_no_step_takes_longer_than_the_need_or_than_anybody_knows() -> None:
    needed = FRIDAY + timedelta(days=1)
    assert step_due(laws(), ("approve",), FRIDAY, needed, "WIB") == needed
    assert step_due(laws(), ("approve",), None, FAR, "WIB") == FAR
    assert step_due({}, ("approve",), FRIDAY, FAR, "WIB") is None


def test_a_draft_is_sent_the_lead_time_before_the_need() -> None:
    monday = date(2026, 11, 30)
    until = last_moment(laws(), monday, "WIB")
    assert until is not None
    assert until.date() == date(2026, 11, 26)
    assert last_moment({}, monday, "WIB") is None


@pytest.mark.parametrize("ahead", range(14))
@pytest.mark.parametrize("days", [0, 1, 2, 5])
def test_the_last_day_is_the_last_from_which_the_earliest_day_is_early_enough(
    ahead: int, days: int
) -> None:
    needed = date(2026, 12, 21) + timedelta(days=ahead)  # with Christmas among the days
    last = latest_day(needed, days)
    assert earliest_day(last, days) <= needed
    assert earliest_day(last + timedelta(days=1), days) > needed
