"""When money may go to an account."""

from datetime import timedelta
from uuid import uuid4

import pytest

from procure.kernel.clock import now
from procure.kernel.regulation import Regulation, Severity
from procure.suppliers.kinds import BankAccountStatus as Status
from procure.suppliers.rules import banking as rules

MOMENT = now()
LAW = Regulation("bank-change-cooling", uuid4(), "s", "a", Severity.BLOCK, "r", {"hours": 48})


def test_the_first_account_waits_for_nothing_and_a_change_waits_the_region_s_hours() -> None:
    assert rules.cooling(LAW, is_change=False) == timedelta()
    assert rules.cooling(LAW, is_change=True) == timedelta(hours=48)
    assert rules.cooling(None, is_change=True) == timedelta(hours=rules.SAFE_HOURS)


@pytest.mark.parametrize(
    ("accounts", "because"),
    [
        ([], rules.FrozenBecause.NO_ACCOUNT),
        ([rules.Seen(Status.ACTIVE)], None),
        ([rules.Seen(Status.PROPOSED)], rules.FrozenBecause.NO_ACCOUNT),
        (
            [rules.Seen(Status.PROPOSED), rules.Seen(Status.ACTIVE)],
            rules.FrozenBecause.CHANGE_WAITS,
        ),
        (
            [rules.Seen(Status.CHECKED), rules.Seen(Status.ACTIVE)],
            rules.FrozenBecause.CHANGE_WAITS,
        ),
        (
            [rules.Seen(Status.CHECKED, MOMENT), rules.Seen(Status.ACTIVE)],
            rules.FrozenBecause.COOLING,
        ),
        ([rules.Seen(Status.REFUSED), rules.Seen(Status.ACTIVE)], None),
    ],
)
def test_a_change_under_way_freezes_the_payments(
    accounts: list[rules.Seen], because: rules.FrozenBecause | None
) -> None:
    freeze = rules.frozen(accounts)
    assert (freeze.because if freeze else None) == because


def test_an_account_is_used_after_both_checks_and_its_time_only() -> None:
    rules.check_may_be_used(MOMENT, MOMENT)
    with pytest.raises(rules.NotConfirmed):
        rules.check_may_be_used(None, MOMENT)
    with pytest.raises(rules.StillCooling):
        rules.check_may_be_used(MOMENT + timedelta(seconds=1), MOMENT)


@pytest.mark.parametrize(
    ("code", "account", "holder", "refusal"),
    [
        ("11", "3000123456", "Sri", rules.BankUnknown),
        ("113", "12345", "Sri", rules.AccountMisshapen),
        ("113", "1" * 21, "Sri", rules.AccountMisshapen),
        ("113", "3000123456", " ", rules.HolderMissing),
    ],
)
def test_a_misshapen_account_is_refused_at_its_field(
    code: str, account: str, holder: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        rules.check_account(code, account, holder)


def test_an_account_is_kept_without_dots_and_blanks() -> None:
    assert rules.check_account("113", "3-000.123 456", " Sri  Rahayu") == (
        "113",
        "3000123456",
        "Sri Rahayu",
    )


@pytest.mark.parametrize(
    ("holder", "agrees"),
    [
        ("SRI RAHAYU", True),
        ("Hj. Sri Rahayu, S.E.", False),
        ("CV Dapur Sri", True),
        ("Budi", False),
    ],
)
def test_the_holder_is_compared_without_case_signs_and_titles(holder: str, agrees: bool) -> None:
    assert rules.names_agree(holder, "Sri Rahayu", "Dapur Sri") == agrees
