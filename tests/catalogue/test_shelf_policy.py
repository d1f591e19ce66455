"""Who may do what with listings, proposals, sheets and categories: one truth table."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from procure.catalogue.actions import (
    CategoryAction,
    ImportRunAction,
    ListingAction,
    ListingRevisionAction,
    PriceStandardAction,
)
from procure.catalogue.policy import (
    CATEGORY_POLICY,
    IMPORT_RUN_POLICY,
    LISTING_POLICY,
    LISTING_REVISION_POLICY,
    PRICE_STANDARD_POLICY,
)
from procure.kernel.actors import Actor, Role, system
from procure.kernel.labels import Labelled
from procure.kernel.policy import Policy

REGION, OURS, THEIRS = uuid4(), uuid4(), uuid4()


def a(*roles: Role, supplier: UUID | None = None) -> Actor:
    return Actor(uuid4(), "Orang", REGION, supplier_id=supplier, roles=frozenset(roles))


@dataclass
class Tie:
    """Somebody declared one."""

    person_id: UUID


@dataclass
class Offered:
    """Something of a supplier, to which somebody declared a tie."""

    supplier_id: UUID
    ties: tuple[Tie, ...]


TIED = a(Role.REGISTRY_OFFICER)
RECORD = Offered(OURS, (Tie(TIED.user_id),))


CAST = {
    "owner": a(Role.SUPPLIER_OWNER, supplier=OURS),
    "operator": a(Role.SUPPLIER_OPERATOR, supplier=OURS),
    "rival": a(Role.SUPPLIER_OWNER, supplier=THEIRS),
    "officer": a(Role.REGISTRY_OFFICER),
    "officer who declared a tie": TIED,
    "officer of the firm": a(Role.REGISTRY_OFFICER, Role.SUPPLIER_OWNER, supplier=OURS),
    "officer of a rival": a(Role.REGISTRY_OFFICER, Role.SUPPLIER_OWNER, supplier=THEIRS),
    "system": system(REGION),
}
SELLERS = {"owner", "operator", "officer of the firm"}
ANY_SELLER = SELLERS | {"rival", "officer of a rival"}
CURATORS = {"officer", "officer of a rival"}
OFFICERS = CURATORS | {"officer of the firm", "officer who declared a tie"}

TABLE: list[tuple[Policy, Labelled, set[str]]] = [
    (LISTING_POLICY, ListingAction.ADD, ANY_SELLER),
    (LISTING_POLICY, ListingAction.CHANGE, SELLERS),
    (LISTING_POLICY, ListingAction.REPRICE, SELLERS),
    (LISTING_POLICY, ListingAction.ADJUST, SELLERS),
    (LISTING_POLICY, ListingAction.WITHDRAW, SELLERS),
    (LISTING_POLICY, ListingAction.RESTORE, SELLERS),
    (LISTING_POLICY, ListingAction.TAKE_DOWN, CURATORS),
    (LISTING_POLICY, ListingAction.RETIRE, CURATORS),
    (LISTING_POLICY, ListingAction.LAPSE, CURATORS | {"system"}),
    (LISTING_POLICY, ListingAction.RECERTIFY, CURATORS | {"system"}),
    (LISTING_POLICY, ListingAction.EXPORT, ANY_SELLER | OFFICERS),
    (LISTING_REVISION_POLICY, ListingRevisionAction.SUBMIT, SELLERS),
    (LISTING_REVISION_POLICY, ListingRevisionAction.WITHDRAW, SELLERS),
    (LISTING_REVISION_POLICY, ListingRevisionAction.APPROVE, CURATORS),
    (LISTING_REVISION_POLICY, ListingRevisionAction.SEND_BACK, CURATORS),
    (LISTING_REVISION_POLICY, ListingRevisionAction.REFUSE, CURATORS),
    (IMPORT_RUN_POLICY, ImportRunAction.START, ANY_SELLER),
    (IMPORT_RUN_POLICY, ImportRunAction.FINISH_READING, {"system"}),
    (IMPORT_RUN_POLICY, ImportRunAction.CORRECT, SELLERS),
    (IMPORT_RUN_POLICY, ImportRunAction.MEND, SELLERS),
    (IMPORT_RUN_POLICY, ImportRunAction.APPLY, SELLERS),
    (IMPORT_RUN_POLICY, ImportRunAction.FINISH, {"system"}),
    (IMPORT_RUN_POLICY, ImportRunAction.CANCEL, SELLERS),
    (IMPORT_RUN_POLICY, ImportRunAction.APPROVE_BATCH, CURATORS),
    *((PRICE_STANDARD_POLICY, action, OFFICERS) for action in PriceStandardAction),
    (CATEGORY_POLICY, CategoryAction.ADD, OFFICERS),
    (CATEGORY_POLICY, CategoryAction.KEEP, OFFICERS),
]


@pytest.mark.parametrize(
    ("policy", "action", "allowed"), TABLE, ids=[str(action) for _policy, action, _who in TABLE]
)
def test_who_may(policy: Policy, action: Labelled, allowed: set[str]) -> None:
    found = {name for name, actor in CAST.items() if policy.allows(actor, action, RECORD)}
    assert found == allowed


def test_every_action_stands_in_the_table() -> None:
    actions = {action for _policy, action, _allowed in TABLE}
    for kind in (ListingAction, ListingRevisionAction, ImportRunAction, CategoryAction):
        assert set(kind) <= actions
