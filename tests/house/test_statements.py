"""What one purchase asks of the database, page by page and deed by deed."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.kernel.actors import Role, system
from procure.kernel.clock import local, now
from procure.orders.models import PurchaseOrder
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing import service as sourcing
from procure.sourcing.models import Quote, Rfq
from procure.sourcing.rules.inviting import proposed_deadline
from tests.conftest import KEEPER_KEY, WorkAs
from tests.make.offices import Office
from tests.make.quotations import close_now, some_keys, the_region_s_law
from tests.make.sellers import Seller, a_seller
from tests.make.statements import few_statements
from tests.make.visits import SEEN, Visit

LINES = (("Nasi kotak", "MKN.01", 50, 30_000), ("Kudapan", "MKN.02", 50, 12_000))
PRICES = {"lines-0-price": "28.000", "lines-1-price": "11.000"}


@pytest.fixture
def sellers(owner: Session, office: Office) -> list[Seller]:
    """Three caterers, the law of the region, and sealing keys."""
    the_region_s_law(owner, office)
    some_keys(owner)
    office.budget_line.year = (local(now()) + timedelta(days=10)).year
    owner.commit()
    return [a_seller(owner, office.region) for _ in range(3)]


@dataclass
class Counting:
    """Reads pages and does deeds that may ask the database so often, the sign-in included."""

    app: Flask
    seen: dict[str, str] = field(default_factory=dict)

    def read(self, browser: FlaskClient, path: str, most: int) -> None:
        with few_statements(self.app, most):
            answer = browser.get(path)
        assert answer.status_code == 200, path
        mark = SEEN.search(answer.text)
        self.seen = {"seen": mark.group(1)} if mark else {}

    def do(self, browser: FlaskClient, path: str, most: int, **typed: Any) -> None:
        with few_statements(self.app, most):
            key = {"idempotency_key": str(uuid4())}
            answer = browser.post(path, data={**key, **self.seen, **typed})
        assert answer.status_code == 302, answer.text


@pytest.fixture
def counting(app: Flask) -> Counting:
    """Count what pages and deeds of the application ask."""
    return Counting(app)


def a_request(office: Office) -> dict[str, Any]:
    lines = {
        f"lines-{number}-{field}": value
        for number, (name, code, quantity, price) in enumerate(LINES)
        for field, value in (
            ("name", name),
            ("category_code", code),
            ("quantity", quantity),
            ("unit", "kotak"),
            ("price", price),
        )
    }
    return {
        "budget_line_id": str(office.budget_line.id),
        "category_code": "MKN.01",
        "purpose": "Konsumsi rapat koordinasi",
        "needed_on": (local(now()) + timedelta(days=10)).date().isoformat(),
        "window_from": "11:00",
        "window_until": "12:00",
        "delivery_address": "Aula Sekretariat",
        "delivery_contact": "Ratna 0812",
        "delivery_regency_code": "33.74",
        "event_name": "Rapat koordinasi",
        "event_from": "09:00",
        "event_until": "13:00",
        "head_count": "50",
        "act": "submit",
        **lines,
    }


def an_invitation(sellers: list[Seller]) -> dict[str, Any]:
    closes_at = proposed_deadline(local(now()), {}) + timedelta(days=1)
    while closes_at.weekday() > 4:
        closes_at += timedelta(days=1)
    return {
        "supplier_ids": [str(seller.supplier.id) for seller in sellers],
        "closes_on": closes_at.date().isoformat(),
        "closes_hour": "14",
        "catalogue_found": "no",
        "catalogue_note": "Dicari hari ini pukul 10.00, tidak ada.",
    }


def test_one_purchase_asks_little_from_the_request_to_the_order(
    owner: Session,
    office: Office,
    visit: Visit,
    sellers: list[Seller],
    work_as: WorkAs,
    counting: Counting,
) -> None:
    read, do = counting.read, counting.do
    people = [visit(office.people[role]) for role in (Role.REQUESTER, Role.COMMITMENT_OFFICER)]
    people += [visit(office.people[Role.PROCUREMENT_OFFICER])]
    cooks = [visit(seller.person) for seller in sellers]
    for browser in (*people, *cooks):
        browser.get("/account")  # from the second page on, the cookie tells as whom one acts
    requester, ppk, officer = people

    read(requester, "/purchase-requests/new?template=meal", 9)
    do(requester, "/purchase-requests/new", 17, **a_request(office))
    purchase = owner.scalars(select(PurchaseRequest)).one()
    page, approval = f"/purchases/{purchase.id}", f"/purchase-requests/{purchase.id}/approve"
    read(requester, page, 3)
    read(ppk, approval, 5)
    do(ppk, approval, 12, act="approve", **PRICES)
    read(officer, page, 3)

    read(officer, f"{page}/invite", 7)
    do(officer, f"{page}/invite", 18, **an_invitation(sellers))
    rfq = owner.scalars(select(Rfq)).one()
    read(officer, f"/rfqs/{rfq.id}", 3)
    for cook in cooks:
        read(cook, f"/rfqs/{rfq.id}/quote", 2)
        do(cook, f"/rfqs/{rfq.id}/quote", 6, **PRICES)
        read(cook, f"/rfqs/{rfq.id}/quote/receipt", 2)

    rfq.published_at -= timedelta(days=1)
    owner.commit()
    close_now(owner, rfq.id)
    do(officer, f"/rfqs/{rfq.id}/open", 6)
    sourcing.reveal(work_as(system(office.region.id), keeper=True), rfq.id, KEEPER_KEY)
    read(officer, f"/rfqs/{rfq.id}/compare", 3)
    chosen = owner.scalars(select(Quote.id)).first()
    why = "Penawaran lengkap dengan harga terendah."
    do(officer, f"/rfqs/{rfq.id}/award", 18, quote_id=str(chosen), reason=why)
    read(officer, page, 5)

    order = owner.scalars(select(PurchaseOrder)).one()
    read(ppk, page, 5)
    read(ppk, f"/purchase-orders/{order.id}/issue", 4)
    do(ppk, f"/purchase-orders/{order.id}/issue", 23)
    read(ppk, page, 5)
