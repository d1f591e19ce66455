"""Who may do what while suppliers are asked and chosen: one truth table."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest

from procure.kernel.actors import Actor, Role, system
from procure.kernel.labels import Labelled
from procure.sourcing.actions import AwardAction, QuoteAction, RfqAction
from procure.sourcing.policy import AWARD_POLICY, QUOTE_POLICY, RFQ_POLICY, reader

REGION, HERE, THERE = uuid4(), uuid4(), uuid4()


def person(role: Role, agency: UUID | None = HERE, supplier: UUID | None = None) -> Actor:
    return Actor(
        uuid4(), role.value, REGION, agency_id=agency, supplier_id=supplier, roles=frozenset({role})
    )


REQUESTER = person(Role.REQUESTER)
ENDORSER = person(Role.COMMITMENT_OFFICER)
APPROVER = person(Role.BUDGET_AUTHORITY)
OFFICER = person(Role.PROCUREMENT_OFFICER)

EVERYONE: dict[str, Actor] = {
    "requester": REQUESTER,
    "endorser": ENDORSER,
    "approver": APPROVER,
    "officer": OFFICER,
    "officer who requested": Actor(
        REQUESTER.user_id, "both", REGION, HERE, roles=frozenset({Role.PROCUREMENT_OFFICER})
    ),
    "officer who approved": Actor(
        APPROVER.user_id, "both", REGION, HERE, roles=frozenset({Role.PROCUREMENT_OFFICER})
    ),
    "officer next door": person(Role.PROCUREMENT_OFFICER, THERE),
    "commitment officer next door": person(Role.COMMITMENT_OFFICER, THERE),
    "treasurer": person(Role.TREASURER),
    "auditor": person(Role.AUDITOR, None),
    "administrator": person(Role.ADMINISTRATOR, None),
    "owner": person(Role.SUPPLIER_OWNER, None, uuid4()),
    "operator": person(Role.SUPPLIER_OPERATOR, None, uuid4()),
    "system": system(REGION),
}
OFFICERS = {"officer", "officer who requested", "officer who approved", "officer next door"}
SUPPLIERS = {"owner", "operator"}


@dataclass
class Subject:
    """What policies ask of a request or an award."""

    agency_id: UUID = HERE
    requester_id: UUID = REQUESTER.user_id
    endorsed_by_id: UUID | None = ENDORSER.user_id
    approved_by_id: UUID | None = APPROVER.user_id
    others: dict[str, Any] = field(default_factory=dict)


WHO_MAY: dict[Labelled, set[str]] = {
    RfqAction.PUBLISH: OFFICERS,
    RfqAction.EXTEND: {"officer"},
    RfqAction.OPEN: {"officer"},
    RfqAction.REVEAL: {"system"},
    RfqAction.AWARD: {"officer"},
    RfqAction.REVISIT: {"officer", "endorser", "system"} | SUPPLIERS,
    RfqAction.FAIL: {"officer"},
    RfqAction.CANCEL: {"officer", "endorser"},
    RfqAction.END: {"requester", "officer who requested", "endorser"},
    RfqAction.ASK: SUPPLIERS,
    RfqAction.ANSWER: {"officer"},
    QuoteAction.SUBMIT: SUPPLIERS,
    QuoteAction.WITHDRAW: SUPPLIERS,
    AwardAction.BUY: OFFICERS,
    AwardAction.SIGN: {"endorser"},
    AwardAction.SEND_BACK: {"endorser"},
    AwardAction.LAPSE: {"endorser", "system"} | SUPPLIERS,
}
TABLES = {"rfq": RFQ_POLICY, "quote": QUOTE_POLICY, "award": AWARD_POLICY}


@pytest.mark.parametrize("action", [*RfqAction, *QuoteAction, *AwardAction])
def test_each_action_is_for_exactly_these_people(action: Labelled) -> None:
    policy = TABLES[action.split(".")[0]]
    allowed = {name for name, actor in EVERYONE.items() if policy.allows(actor, action, Subject())}
    assert allowed == WHO_MAY[action]


def test_lists_are_for_agencies_suppliers_and_auditors() -> None:
    assert {name for name, actor in EVERYONE.items() if not reader.test(actor, None)} == {
        "administrator",
        "system",
    }
