"""People x deeds: who may do what with a purchase request."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from procure.kernel.actors import Actor, Role, system
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY

REGION, AGENCY, UNIT = uuid4(), uuid4(), uuid4()


def somebody(*roles: Role, unit: UUID | None = None, agency: UUID | None = AGENCY) -> Actor:
    return Actor(uuid4(), "Somebody", REGION, agency, unit, roles=frozenset(roles))


REQUESTER = somebody(Role.REQUESTER, unit=UNIT)
CAST = {
    "requester": REQUESTER,
    "colleague": somebody(Role.REQUESTER, unit=UNIT),
    "ppk": somebody(Role.COMMITMENT_OFFICER),
    "second ppk": somebody(Role.COMMITMENT_OFFICER),
    "ppk of another unit": somebody(Role.COMMITMENT_OFFICER, unit=uuid4()),
    "pa": somebody(Role.BUDGET_AUTHORITY),
    "officer": somebody(Role.PROCUREMENT_OFFICER),
    "treasurer": somebody(Role.TREASURER),
    "auditor": somebody(Role.AUDITOR, agency=None),
    "administrator": somebody(Role.ADMINISTRATOR, agency=None),
    "ppk next door": somebody(Role.COMMITMENT_OFFICER, agency=uuid4()),
    "officer next door": somebody(Role.PROCUREMENT_OFFICER, agency=uuid4()),
    "supplier": somebody(Role.SUPPLIER_OWNER, agency=None),
    "system": system(REGION),
}


@dataclass(frozen=True)
class Request:
    agency_id: UUID = AGENCY
    unit_id: UUID = UNIT
    requester_id: UUID = REQUESTER.user_id
    endorsed_by_id: UUID | None = None
    approved_by_id: UUID | None = None
    officer_id: UUID | None = None
    needs_budget_authority: bool = False


SMALL = Request()
LARGE = Request(needs_budget_authority=True)
ENDORSED = replace(LARGE, endorsed_by_id=CAST["ppk"].user_id)

TABLE: list[tuple[Do, Request, set[str]]] = [
    (Do.DRAFT, SMALL, {"requester", "colleague"}),
    (Do.REVISE, SMALL, {"requester"}),
    (Do.SUBMIT, SMALL, {"requester"}),
    (Do.ENDORSE, SMALL, set()),
    (Do.ENDORSE, LARGE, {"ppk", "second ppk"}),
    (Do.APPROVE, SMALL, {"ppk", "second ppk"}),
    (Do.APPROVE, LARGE, set()),
    (Do.APPROVE, ENDORSED, {"pa"}),
    (Do.SEND_BACK, SMALL, {"ppk", "second ppk"}),
    (Do.SEND_BACK, ENDORSED, {"ppk", "second ppk", "pa"}),
    (Do.CANCEL, SMALL, {"requester", "ppk", "second ppk"}),
    (Do.SOURCE, SMALL, {"officer"}),
    (Do.ORDER, SMALL, {"ppk", "second ppk"}),
    (
        Do.RESUME,
        SMALL,
        {"officer", "ppk", "second ppk", "supplier", "system"},
    ),
]


@pytest.mark.parametrize(("action", "request_", "may"), TABLE)
def test_each_deed_is_for_exactly_these_people(
    action: Do, request_: Request, may: set[str]
) -> None:
    allowed = {
        name
        for name, person in CAST.items()
        if PURCHASE_REQUEST_POLICY.allows(person, action, request_)
    }
    assert allowed == may


def test_every_deed_stands_in_the_table() -> None:
    assert {action for action, *_rest in TABLE} == set(Do)


BOTH = Actor(
    REQUESTER.user_id,
    "Somebody with every duty",
    REGION,
    AGENCY,
    roles=frozenset(
        {
            Role.REQUESTER,
            Role.COMMITMENT_OFFICER,
            Role.BUDGET_AUTHORITY,
            Role.PROCUREMENT_OFFICER,
        }
    ),
)


@pytest.mark.parametrize("action", [Do.ENDORSE, Do.APPROVE, Do.SEND_BACK, Do.SOURCE, Do.ORDER])
@pytest.mark.parametrize("request_", [SMALL, LARGE, ENDORSED])
def test_nobody_decides_on_their_own_request(action: Do, request_: Request) -> None:
    assert not PURCHASE_REQUEST_POLICY.allows(BOTH, action, request_)


@pytest.mark.parametrize(
    ("action", "part"),
    [
        (Do.APPROVE, {"needs_budget_authority": True, "endorsed_by_id": BOTH.user_id}),
        (Do.SOURCE, {"endorsed_by_id": BOTH.user_id}),
        (Do.SOURCE, {"approved_by_id": BOTH.user_id}),
        (Do.ORDER, {"officer_id": BOTH.user_id}),
    ],
)
def test_incompatible_duties_on_one_purchase_are_refused(
    action: Do, part: dict[str, object]
) -> None:
    request_ = replace(SMALL, requester_id=uuid4(), **part)  # type: ignore[arg-type]
    assert not PURCHASE_REQUEST_POLICY.allows(BOTH, action, request_)
