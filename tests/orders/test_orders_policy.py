"""Who may do what with an order: one table of people and deeds."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from procure.kernel.actors import ANONYMOUS, Actor, Role, system
from procure.orders.actions import PurchaseOrderAction as Do
from procure.orders.policy import PURCHASE_ORDER_POLICY

REGION, AGENCY, OTHER_AGENCY, SUPPLIER, RIVAL = (uuid4() for _ in range(5))
REQUESTER_ID, AWARDER_ID = uuid4(), uuid4()


@dataclass
class Order:
    """What the policy asks of an order."""

    agency_id: UUID = AGENCY
    supplier_id: UUID = SUPPLIER
    requester_id: UUID = REQUESTER_ID
    award_officer_id: UUID = AWARDER_ID


def person(*roles: Role, id_: UUID | None = None, **where: UUID) -> Actor:
    return Actor(id_ or uuid4(), "Contoh", REGION, roles=frozenset(roles), **where)


EVERYBODY = {
    "requester": person(Role.REQUESTER, id_=REQUESTER_ID, agency_id=AGENCY),
    "commitment officer": person(Role.COMMITMENT_OFFICER, agency_id=AGENCY),
    "commitment officer who requested": person(
        Role.COMMITMENT_OFFICER, id_=REQUESTER_ID, agency_id=AGENCY
    ),
    "commitment officer who awarded": person(
        Role.COMMITMENT_OFFICER, Role.PROCUREMENT_OFFICER, id_=AWARDER_ID, agency_id=AGENCY
    ),
    "commitment officer elsewhere": person(Role.COMMITMENT_OFFICER, agency_id=OTHER_AGENCY),
    "procurement officer": person(Role.PROCUREMENT_OFFICER, agency_id=AGENCY),
    "procurement officer elsewhere": person(Role.PROCUREMENT_OFFICER, agency_id=OTHER_AGENCY),
    "budget authority": person(Role.BUDGET_AUTHORITY, agency_id=AGENCY),
    "treasurer": person(Role.TREASURER, agency_id=AGENCY),
    "auditor": person(Role.AUDITOR),
    "administrator": person(Role.ADMINISTRATOR),
    "supplier": person(Role.SUPPLIER_OWNER, supplier_id=SUPPLIER),
    "supplier's operator": person(Role.SUPPLIER_OPERATOR, supplier_id=SUPPLIER),
    "rival": person(Role.SUPPLIER_OWNER, supplier_id=RIVAL),
    "system": system(REGION),
    "stranger": ANONYMOUS,
}
AWARDER = "commitment officer who awarded"
WHO_MAY = {
    Do.PREPARE: [AWARDER, "procurement officer", "procurement officer elsewhere"],
    Do.ISSUE: ["commitment officer"],
    Do.SEND_BACK: ["commitment officer"],
    Do.ACCEPT: ["supplier", "supplier's operator"],
    Do.DECLINE: ["supplier", "supplier's operator"],
    Do.EXPIRE: ["system"],
    Do.REOPEN: [AWARDER, "procurement officer"],
    Do.CANCEL: ["commitment officer"],
}


@pytest.mark.parametrize("action", Do)
def test_each_deed_is_for_exactly_these_people(action: Do) -> None:
    allowed = [
        name
        for name, who in EVERYBODY.items()
        if PURCHASE_ORDER_POLICY.allows(who, action, Order())
    ]
    assert allowed == WHO_MAY[action]
