"""Whose turn it is, and until when: every status of request, quotation and order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from procure.desk.rules import STAGES, Ball, Standing, ball, stage
from procure.kernel.actors import Actor, Role
from procure.orders.workflow import PurchaseOrderStatus as Order
from procure.purchase_requests.workflow import PurchaseRequestStatus as Request
from procure.sourcing.workflow import RfqStatus as Rfq

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SOON, BEFORE = NOW + timedelta(hours=5), NOW - timedelta(hours=1)
DUE = NOW + timedelta(days=2)
AUTHOR = uuid4()


def standing(request: Request, **others: object) -> Standing:
    return replace(Standing(request, AUTHOR, supplier="Dapur Bu Sri", due=DUE), **others)  # type: ignore[arg-type]


TURNS: list[tuple[Standing, Role | str, datetime | None]] = [
    (standing(Request.DRAFT), Role.REQUESTER, DUE),
    (standing(Request.SUBMITTED), Role.COMMITMENT_OFFICER, DUE),
    (standing(Request.SUBMITTED, needs_budget_authority=True), Role.COMMITMENT_OFFICER, DUE),
    (standing(Request.ENDORSED, needs_budget_authority=True), Role.BUDGET_AUTHORITY, DUE),
    (standing(Request.APPROVED), Role.PROCUREMENT_OFFICER, DUE),
    (standing(Request.SOURCING), Role.PROCUREMENT_OFFICER, DUE),
    (standing(Request.SOURCING, rfq=Rfq.PUBLISHED, closes_at=SOON), "The invited suppliers", SOON),
    (
        standing(Request.SOURCING, rfq=Rfq.PUBLISHED, closes_at=BEFORE),
        Role.PROCUREMENT_OFFICER,
        DUE,
    ),
    (standing(Request.SOURCING, rfq=Rfq.OPENING, closes_at=BEFORE), Role.SYSTEM, None),
    (standing(Request.SOURCING, rfq=Rfq.OPENED, closes_at=BEFORE), Role.PROCUREMENT_OFFICER, DUE),
    (standing(Request.SOURCING, rfq=Rfq.FAILED), Role.PROCUREMENT_OFFICER, DUE),
    (
        standing(Request.SOURCING, rfq=Rfq.AWARDED, order=Order.PREPARED),
        Role.COMMITMENT_OFFICER,
        DUE,
    ),
    (standing(Request.SOURCING, order=Order.PREPARED), Role.COMMITMENT_OFFICER, DUE),
    (standing(Request.ORDERED, order=Order.ISSUED, respond_by=SOON), "Dapur Bu Sri", SOON),
    (
        standing(Request.ORDERED, order=Order.EXPIRED, respond_by=BEFORE),
        Role.PROCUREMENT_OFFICER,
        DUE,
    ),
    (standing(Request.ORDERED, order=Order.ACCEPTED, deliver_by=SOON), "Dapur Bu Sri", SOON),
]


@pytest.mark.parametrize(("where", "holder", "until"), TURNS)
def test_somebody_always_has_the_ball(
    where: Standing, holder: Role | str, until: datetime | None
) -> None:
    found = ball(where, NOW)
    assert found is not None
    assert (found.role or found.name) == holder
    assert found.until == until
    assert found.deed


def test_nobody_has_the_ball_of_a_cancelled_purchase() -> None:
    assert ball(standing(Request.CANCELLED), NOW) is None
    assert stage(standing(Request.CANCELLED)) is None


def test_every_status_of_a_request_is_told() -> None:
    assert {where.request for where, _, _ in TURNS} | {Request.CANCELLED} == set(Request)


@pytest.mark.parametrize(
    ("where", "at"),
    [
        (standing(Request.DRAFT), 0),
        (standing(Request.SUBMITTED), 1),
        (standing(Request.ENDORSED), 1),
        (standing(Request.APPROVED), 2),
        (standing(Request.SOURCING, rfq=Rfq.OPENED), 2),
        (standing(Request.SOURCING, order=Order.PREPARED), 3),
        (standing(Request.ORDERED, order=Order.ISSUED), 4),
        (standing(Request.ORDERED, order=Order.EXPIRED), 4),
        (standing(Request.ORDERED, order=Order.ACCEPTED), 5),
    ],
)
def test_the_stage_follows_the_statuses(where: Standing, at: int) -> None:
    assert stage(where) == at
    assert at < len(STAGES)


def test_a_draft_s_ball_is_with_its_author_alone() -> None:
    roles = frozenset({Role.REQUESTER})
    author = Actor(AUTHOR, "Penulis", None, roles=roles)
    colleague = Actor(uuid4(), "Rekan", None, roles=roles)
    found = ball(standing(Request.DRAFT), NOW)
    assert found is not None
    assert found.is_with(author)
    assert not found.is_with(colleague)


def test_a_ball_that_suppliers_hold_is_with_nobody_of_the_agency() -> None:
    officer = Actor(uuid4(), "Pejabat", None, roles=frozenset({Role.PROCUREMENT_OFFICER}))
    assert not Ball("quote", name="The invited suppliers").is_with(officer)
    assert Ball("open", Role.PROCUREMENT_OFFICER).is_with(officer)
