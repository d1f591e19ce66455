"""Purchase requests of tests, written as the owner, in the status that a test needs."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.db.base import new_id
from procure.kernel.actors import Role
from procure.kernel.clock import local, now
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from tests.make.offices import Office

_numbers = count(1)
Row = tuple[str, str, int, str, int]
LINES: tuple[Row, ...] = (
    ("Nasi kotak ayam bakar", "MKN.01", 50, "kotak", 35_000),
    ("Snack box", "MKN.02", 50, "kotak", 15_000),
)


def next_week() -> date:
    """Return the same weekday of next week in Jakarta."""
    return local(now()).date() + timedelta(days=7)


def a_purchase_request(
    owner: Session,
    office: Office,
    *,
    status: S = S.DRAFT,
    lines: Sequence[Row] = LINES,
    **given: object,
) -> PurchaseRequest:
    """Make a request for boxed lunches and snacks, Rp 2,500,000 unless other lines are given.

    A status after submission also reserves the budget, as the database demands it.
    """
    estimate = sum(quantity * price for _, _, quantity, _, price in lines)
    late = status not in (S.DRAFT, S.SUBMITTED, S.ENDORSED)
    facts: dict[str, object] = {
        "id": new_id(),
        "region_id": office.region.id,
        "agency_id": office.agency.id,
        "unit_id": office.unit.id,
        "number": f"PR-{next(_numbers):04d}",
        "requester_id": office.people[Role.REQUESTER].id,
        "budget_line_id": office.budget_line.id,
        "category_code": "MKN.01",
        "purpose": "Konsumsi rapat koordinasi",
        "needed_on": next_week(),
        "window_from": time(11),
        "window_until": time(12),
        "delivery_address": "Aula Sekretariat, Jalan Contoh 1",
        "delivery_contact": "Ratna 0812",
        "delivery_regency_code": "33.74",
        "event_name": "Rapat koordinasi",
        "event_from": time(9),
        "event_until": time(13),
        "head_count": 50,
        "has_guests": True,
        "estimate": estimate,
        "own_estimate": estimate if late else None,
        "approved_by_id": office.people[Role.COMMITMENT_OFFICER].id if late else None,
        **given,
    }
    made = PurchaseRequest(**facts)
    made.lines = [
        PurchaseRequestLine(
            region_id=office.region.id,
            position=position,
            category_code=code,
            name=name,
            quantity=quantity,
            unit=unit,
            price=price,
            own_price=price if late else None,
        )
        for position, (name, code, quantity, unit, price) in enumerate(lines, 1)
    ]
    owner.add(made)
    owner.flush()
    if status is not S.DRAFT:
        _bring(owner, made.id, status)
    owner.commit()
    owner.refresh(made)
    return made


def _bring(owner: Session, purchase_id: UUID, status: S) -> None:
    """Walk the allowed steps, reserving money on the way."""
    path = [
        S.SUBMITTED,
        *{S.ENDORSED: [S.ENDORSED]}.get(status, [S.APPROVED, S.SOURCING, S.ORDERED]),
    ]
    purchase = owner.get_one(PurchaseRequest, purchase_id)
    for step in path[: path.index(status) + 1] if status in path else [S.CANCELLED]:
        purchase.status = step
        owner.flush()
        if step is S.SUBMITTED:
            reserve(owner, purchase)
        if step is S.ORDERED:
            move(owner, purchase, "commit", purchase.total)


def reserve(owner: Session, purchase: PurchaseRequest) -> None:
    """Reserve the estimate of a request."""
    move(owner, purchase, "reserve", purchase.estimate)


def move(owner: Session, purchase: PurchaseRequest, kind: str, amount: int) -> None:
    """Move money of a purchase as the database does it."""
    short = owner.scalar(
        select(func.move_budget(purchase.budget_line_id, purchase.id, kind, amount))
    )
    assert short is None, short
