"""Who may do what with a supplier: the truth table."""

from dataclasses import replace
from uuid import UUID

import pytest

from procure.kernel.actors import ANONYMOUS, Actor, Role, system
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.models import Supplier
from procure.suppliers.policy import SUPPLIER_POLICY, own_business, registrant

REGION, SHOP, OTHER = UUID(int=1), UUID(int=20), UUID(int=21)
OWNER = Actor(UUID(int=30), "Sri", REGION, supplier_id=SHOP, roles=frozenset({Role.SUPPLIER_OWNER}))
PEOPLE = {
    "owner": OWNER,
    "operator": replace(OWNER, user_id=UUID(int=31), roles=frozenset({Role.SUPPLIER_OPERATOR})),
    "owner of another": replace(OWNER, user_id=UUID(int=32), supplier_id=OTHER),
    "coach": Actor(UUID(int=40), "Wahyu", REGION, roles=frozenset({Role.COACH})),
    "another coach": Actor(UUID(int=41), "Tutik", REGION, roles=frozenset({Role.COACH})),
    "registry officer": Actor(
        UUID(int=42), "Budi", REGION, roles=frozenset({Role.REGISTRY_OFFICER})
    ),
    "administrator": Actor(UUID(int=43), "Ani", REGION, roles=frozenset({Role.ADMINISTRATOR})),
    "treasurer": Actor(UUID(int=44), "Tri", REGION, roles=frozenset({Role.TREASURER})),
    "stranger": ANONYMOUS,
    "system": system(REGION),
}
RECORD = Supplier(id=SHOP, coach_id=UUID(int=40))
OWN = {"owner"}
SHARED = {"owner", "coach"}
WHO_MAY = {
    Do.BEGIN: {"coach", "another coach"},
    Do.SEND_LINK: {"coach"},
    Do.END_HELP: OWN,
    Do.CONFIRM: OWN,
    Do.DESCRIBE: SHARED,
    Do.IDENTIFY: OWN,
    Do.LOCATE: SHARED,
    Do.OFFER: SHARED,
    Do.DECLARE_TAX: SHARED,
    Do.DECLARE_SCALE: SHARED,
    Do.TAG: OWN,
    Do.NAME_ACCOUNT: OWN,
    Do.SUBMIT: OWN,
    Do.INVITE: OWN,
    Do.JOIN: {"owner", "operator"},
    Do.DISMISS: OWN,
    Do.REVEAL: OWN,
    Do.EXPORT: OWN,
    Do.ASK: OWN,
}


@pytest.mark.parametrize("action", WHO_MAY)
def test_each_deed_is_for_exactly_these_people(action: Do) -> None:
    may = {n for n, person in PEOPLE.items() if SUPPLIER_POLICY.allows(person, action, RECORD)}
    assert may == WHO_MAY[action]


def test_registrations_are_for_suppliers_and_coaches() -> None:
    come_in = {name for name, person in PEOPLE.items() if registrant.test(person, None)}
    assert come_in == {"owner", "operator", "owner of another", "coach", "another coach"}
    at_home = {name for name, person in PEOPLE.items() if own_business.test(person, None)}
    assert at_home == {"owner", "operator", "owner of another"}
