"""Who may do what with accounts and appointments: the truth table."""

from dataclasses import replace
from uuid import UUID

import pytest

from procure.accounts.actions import AccountAction, AppointmentAction
from procure.accounts.models import Appointment, Person
from procure.accounts.policy import ACCOUNT_POLICY, APPOINTMENT_POLICY
from procure.kernel.actors import ANONYMOUS, Actor, Role

ME, OTHER = UUID(int=10), UUID(int=11)
STAFF = Actor(ME, "Staff", UUID(int=1), roles=frozenset({Role.REQUESTER}))
ADMINISTRATOR = replace(STAFF, roles=frozenset({Role.ADMINISTRATOR}))
STRANGER = ANONYMOUS


OWN = [action for action in AccountAction if action is not AccountAction.CLOSE]


@pytest.mark.parametrize("action", OWN)
def test_people_look_after_their_own_account_only(action: AccountAction) -> None:
    mine, others = Person(id=ME), Person(id=OTHER)
    for_all = action in {AccountAction.SIGN_IN, AccountAction.FAIL, AccountAction.REGISTER}
    any_account = for_all or action in {
        AccountAction.SIGN_OUT,
        AccountAction.STAY,
        AccountAction.SWITCH,
    }
    assert ACCOUNT_POLICY.allows(STAFF, action, mine)
    assert ACCOUNT_POLICY.allows(STAFF, action, others) is any_account
    assert ACCOUNT_POLICY.allows(STRANGER, action, mine) is for_all


def test_only_a_registry_officer_of_the_region_closes_the_account_of_another() -> None:
    close = AccountAction.CLOSE
    officer = replace(STAFF, roles=frozenset({Role.REGISTRY_OFFICER}))
    mine, others = Person(id=ME, region_id=UUID(int=1)), Person(id=OTHER, region_id=UUID(int=1))
    assert ACCOUNT_POLICY.allows(officer, close, others)
    assert not ACCOUNT_POLICY.allows(officer, close, mine)
    assert not ACCOUNT_POLICY.allows(officer, close, Person(id=OTHER, region_id=UUID(int=2)))
    for nobody in (STAFF, ADMINISTRATOR, STRANGER):
        assert not ACCOUNT_POLICY.allows(nobody, close, others)
        assert not ACCOUNT_POLICY.allows(nobody, close, mine)


@pytest.mark.parametrize("action", AppointmentAction)
def test_only_an_administrator_appoints_and_only_others(action: AppointmentAction) -> None:
    others, mine = Appointment(person_id=OTHER), Appointment(person_id=ME)
    assert APPOINTMENT_POLICY.allows(ADMINISTRATOR, action, others)
    assert not APPOINTMENT_POLICY.allows(ADMINISTRATOR, action, mine)
    assert not APPOINTMENT_POLICY.allows(STAFF, action, others)
    assert not APPOINTMENT_POLICY.allows(STRANGER, action, others)
