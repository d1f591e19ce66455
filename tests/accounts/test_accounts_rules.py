"""Who may come in, how long a failure makes them wait, and which duties exclude each other."""

from datetime import UTC, date, datetime, timedelta

import pytest

from procure.accounts.rules import (
    LONGEST_WAIT,
    EndedTooEarly,
    EndedTooLate,
    EndsBeforeStart,
    IncompatibleRole,
    PasswordTooWeak,
    PlaceMissing,
    PlaceNotWanted,
    WaitAWhile,
    check_compatible,
    check_end,
    check_may_try,
    check_password,
    check_place,
    check_term,
    device_name,
    wait_after,
)
from procure.kernel.actors import Role

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


def test_waits_double_after_three_failures_and_stop_at_a_quarter_of_an_hour() -> None:
    waits = [wait_after(n).total_seconds() for n in range(1, 7)]
    assert waits == [0, 0, 2, 4, 8, 16]
    assert wait_after(1000) == LONGEST_WAIT
    assert wait_after(19, 20) == timedelta()


def test_ten_guesses_take_longer_than_four_minutes() -> None:
    assert sum(wait_after(n).total_seconds() for n in range(1, 10)) >= 240


def test_a_try_that_comes_too_soon_is_told_the_seconds() -> None:
    with pytest.raises(WaitAWhile) as refusal:
        check_may_try(NOON + timedelta(seconds=3, milliseconds=1), NOON)
    assert refusal.value.facts == {"seconds": 4}
    check_may_try(NOON, NOON)
    check_may_try(None, NOON)


@pytest.mark.parametrize(
    "password", ["too short", "x" * 129, "indonesia1945", "saya Budi Santoso!", "budi@contoh2026"]
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak) as refusal:
        check_password(
            password,
            about=("Budi Santoso", "budi@contoh.example"),
            common=frozenset({"indonesia1945"}),
        )
    assert refusal.value.field == "new_password"


def test_a_sentence_is_a_good_password() -> None:
    check_password("tiga ayam di atas pagar", about=("Budi Santoso",), common=frozenset())


@pytest.mark.parametrize(
    ("role", "held"),
    [
        (Role.AUDITOR, Role.REQUESTER),
        (Role.ADMINISTRATOR, Role.COMMITMENT_OFFICER),
        (Role.ADMINISTRATOR, Role.AUDITOR),
        (Role.TREASURER, Role.COMMITMENT_OFFICER),
        (Role.PROCUREMENT_OFFICER, Role.TREASURER),
        (Role.SUPPLIER_OWNER, Role.REQUESTER),
    ],
)
def test_duties_that_exclude_each_other_are_refused_both_ways(role: Role, held: Role) -> None:
    for first, second in ((role, held), (held, role)):
        with pytest.raises(IncompatibleRole) as refusal:
            check_compatible(first, [second])
        assert refusal.value.facts == {"first": first, "second": second}


def test_a_requester_may_also_be_treasurer_or_officer() -> None:
    check_compatible(Role.REQUESTER, [Role.TREASURER])
    check_compatible(Role.PROCUREMENT_OFFICER, [Role.REQUESTER])
    check_compatible(Role.SUPPLIER_OWNER, [Role.SUPPLIER_OPERATOR])


def test_roles_are_held_where_they_belong() -> None:
    check_place(Role.COMMITMENT_OFFICER, has_agency=True, has_unit=False)
    check_place(Role.REQUESTER, has_agency=True, has_unit=True)
    check_place(Role.AUDITOR, has_agency=False, has_unit=False)
    with pytest.raises(PlaceMissing):
        check_place(Role.COMMITMENT_OFFICER, has_agency=False, has_unit=False)
    with pytest.raises(PlaceMissing):
        check_place(Role.REQUESTER, has_agency=True, has_unit=False)
    with pytest.raises(PlaceNotWanted):
        check_place(Role.AUDITOR, has_agency=True, has_unit=False)


def test_terms_end_after_they_begin_and_never_in_the_past() -> None:
    check_term(TODAY, None)
    check_term(TODAY, TODAY)
    begun = date(2026, 1, 1)
    check_end(date(2026, 11, 23), starts_on=begun, present_end=None, today=TODAY)
    with pytest.raises(EndsBeforeStart):
        check_term(TODAY, date(2026, 11, 23))
    with pytest.raises(EndedTooEarly):
        check_end(date(2026, 11, 22), starts_on=begun, present_end=None, today=TODAY)
    with pytest.raises(EndedTooLate):
        check_end(date(2027, 1, 2), starts_on=begun, present_end=date(2027, 1, 1), today=TODAY)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Firefox/127.0", "Firefox, Linux"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_in_two_words(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
