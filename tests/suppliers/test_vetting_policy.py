"""Who may do what with suppliers, as a truth table."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from procure.kernel.actors import Actor, Role, system
from procure.kernel.labels import Labelled
from procure.suppliers.actions import (
    BankAccountAction,
    DocumentAction,
    InterestAction,
    SupplierAction,
)
from procure.suppliers.policy import (
    BANK_ACCOUNT_POLICY,
    DOCUMENT_POLICY,
    INTEREST_POLICY,
    SUPPLIER_POLICY,
)

REGION, SUPPLIER, AGENCY = uuid4(), uuid4(), uuid4()


def an_actor(role: Role, **given: UUID | None) -> Actor:
    facts: dict[str, UUID | None] = {"region_id": REGION, **given}
    return Actor(uuid4(), str(role), roles=frozenset({role}), **facts)


OFFICER, SECOND = an_actor(Role.REGISTRY_OFFICER), an_actor(Role.REGISTRY_OFFICER)
TIED = an_actor(Role.REGISTRY_OFFICER)
OWNER = an_actor(Role.SUPPLIER_OWNER, supplier_id=SUPPLIER)
OPERATOR = an_actor(Role.SUPPLIER_OPERATOR, supplier_id=SUPPLIER)
EVERYBODY: dict[str, Actor] = {
    "officer": OFFICER,
    "second officer": SECOND,
    "officer who declared a tie": TIED,
    "officer of the family": replace(an_actor(Role.REGISTRY_OFFICER), supplier_id=SUPPLIER),
    "officer elsewhere": an_actor(Role.REGISTRY_OFFICER, region_id=uuid4()),
    "owner": OWNER,
    "operator": OPERATOR,
    "rival": an_actor(Role.SUPPLIER_OWNER, supplier_id=uuid4()),
    "buyer": an_actor(Role.PROCUREMENT_OFFICER, agency_id=AGENCY),
    "treasurer": an_actor(Role.TREASURER, agency_id=AGENCY),
    "auditor": an_actor(Role.AUDITOR),
    "coach": an_actor(Role.COACH),
    "administrator": an_actor(Role.ADMINISTRATOR),
    "clock": system(REGION),
}


@dataclass(frozen=True)
class Tie:
    """Somebody declared one."""

    person_id: UUID


@dataclass(frozen=True)
class Subject:
    """Whatever the deed is about."""

    id: UUID = SUPPLIER
    region_id: UUID = REGION
    supplier_id: UUID = SUPPLIER
    person_id: UUID = OFFICER.user_id
    coach_id: UUID | None = None
    proposed_by_id: UUID = OWNER.user_id
    first_checked_by_id: UUID | None = OFFICER.user_id
    ties: tuple[Tie, ...] = (Tie(TIED.user_id),)


OFFICERS = {"officer", "second officer"}
SUPPLIERS = {
    SupplierAction.ANSWER: OFFICERS,
    SupplierAction.CLOSE: OFFICERS,
    SupplierAction.ACCEPT: OFFICERS,
    SupplierAction.ASK_AGAIN: OFFICERS,
    SupplierAction.REFUSE: OFFICERS,
    SupplierAction.ACCEPT_CHANGE: OFFICERS,
    SupplierAction.RETURN_CHANGE: OFFICERS,
    SupplierAction.SUSPEND: OFFICERS,
    SupplierAction.DEBAR: OFFICERS,
    SupplierAction.REINSTATE: OFFICERS | {"clock"},
    SupplierAction.INSPECT: OFFICERS,
    SupplierAction.JUDGE: OFFICERS,
    SupplierAction.CHECK_BLACKLIST: OFFICERS,
    SupplierAction.REPLY: {"owner", "operator"},
}
PAPERS = {
    DocumentAction.SEND: {"owner", "operator"},
    DocumentAction.ACCEPT: OFFICERS,
    DocumentAction.ASK_AGAIN: OFFICERS,
    DocumentAction.REPLACE: {"owner", "operator"},
}
ACCOUNTS = {
    BankAccountAction.PROPOSE: {"owner"},
    BankAccountAction.CHECK: OFFICERS,
    BankAccountAction.CONFIRM: {"second officer"},
    BankAccountAction.ACTIVATE: {"second officer", "clock"},
    BankAccountAction.REPLACE: OFFICERS | {"clock"},
    BankAccountAction.REFUSE: OFFICERS,
    BankAccountAction.OBJECT: {"owner", "operator"},
    BankAccountAction.INSPECT: OFFICERS,
}
INTERESTS = {
    InterestAction.DECLARE: {
        *OFFICERS,
        "officer who declared a tie",
        "officer of the family",
        "officer elsewhere",
        "buyer",
        "treasurer",
    },
    InterestAction.END: {"officer"},
}
CASES = [
    (policy, action, allowed)
    for policy, table in (
        (SUPPLIER_POLICY, SUPPLIERS),
        (DOCUMENT_POLICY, PAPERS),
        (BANK_ACCOUNT_POLICY, ACCOUNTS),
        (INTEREST_POLICY, INTERESTS),
    )
    for action, allowed in table.items()
]


@pytest.mark.parametrize(
    ("policy", "action", "allowed"), CASES, ids=[str(case[1]) for case in CASES]
)
def test_each_deed_is_for_exactly_these_people(
    policy: object, action: Labelled, allowed: set[str]
) -> None:
    found = {
        name
        for name, actor in EVERYBODY.items()
        if policy.allows(actor, action, Subject())  # type: ignore[attr-defined]
    }
    assert found == allowed


def test_no_deed_on_papers_accounts_and_interests_is_left_out() -> None:
    assert set(PAPERS) == set(DocumentAction)
    assert set(ACCOUNTS) == set(BankAccountAction)
    assert set(INTERESTS) == set(InterestAction)
