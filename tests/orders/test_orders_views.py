"""The doors to orders: who sees which, what signing shows, and how refusals keep what was typed."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from procure.files import storage
from procure.kernel.actors import Role
from procure.orders import service
from procure.orders.models import PurchaseOrder
from procure.orders.workflow import PurchaseOrderStatus as Status
from procure.suppliers.models import Supplier
from tests.make.deals import Deal
from tests.make.offices import an_office
from tests.make.sellers import a_seller
from tests.make.visits import Visit, seen

REASON = "Dapur kami penuh pada hari itu."


@pytest.fixture
def ppk(visit: Visit, deal: Deal, papers: Path) -> FlaskClient:
    """The commitment officer's browser."""
    return visit(deal.office.people[Role.COMMITMENT_OFFICER])


@pytest.fixture
def cook(visit: Visit, deal: Deal, papers: Path) -> FlaskClient:
    """The supplier's browser."""
    return visit(deal.seller.person)


def address(deal: Deal, deed: str = "") -> str:
    return f"/purchase-orders/{deal.order.id}{deed}"


def status(owner: Session, deal: Deal) -> Status:
    owner.rollback()
    return owner.get_one(PurchaseOrder, deal.order.id, populate_existing=True).status


def test_the_review_shows_what_will_be_printed(ppk: FlaskClient, deal: Deal) -> None:
    page = ppk.get(address(deal, "/issue"))
    assert page.status_code == 200
    for words in (
        "SURAT PESANAN",
        "Nasi kotak ayam bakar",
        "Rp2.500.000",
        "Rp2.450.000",
        deal.seller.supplier.name,
        "SK/1/2026",
        "denda 1/1.000",
        "Aula Sekretariat",
    ):
        assert words in page.text


def test_signing_leads_to_the_purchase(owner: Session, ppk: FlaskClient, deal: Deal) -> None:
    answer = ppk.post(address(deal, "/issue"), data=seen(ppk, address(deal, "/issue")))
    assert answer.status_code == 302
    assert answer.location == f"/purchases/{deal.purchase.id}"
    assert status(owner, deal) is Status.ISSUED


def test_a_second_press_signs_nothing_twice(ppk: FlaskClient, deal: Deal) -> None:
    key = {"idempotency_key": "018f0000-0000-7000-8000-000000000001"}
    key |= seen(ppk, address(deal, "/issue"))
    first = ppk.post(address(deal, "/issue"), data=key)
    second = ppk.post(address(deal, "/issue"), data=key)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert ppk.post(address(deal, "/issue")).status_code == 409
    assert ppk.get(address(deal, "/issue")).status_code == 409


def test_the_paper_is_given_byte_for_byte(ppk: FlaskClient, cook: FlaskClient, deal: Deal) -> None:
    order = deal.issue()
    assert order.pdf_sha256 is not None
    answer = cook.get(address(deal, "/pdf"))
    assert answer.data == storage.get(order.pdf_sha256)
    assert answer.mimetype == "application/pdf"
    name = re.sub(r"[^A-Za-z0-9.]+", "-", order.number or "")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}.pdf"'
    assert answer.headers["ETag"] == f'"{order.pdf_sha256}"'
    again = ppk.get(address(deal, "/pdf"), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_paper_that_was_changed_is_not_shown(ppk: FlaskClient, deal: Deal, papers: Path) -> None:
    sha256 = deal.issue().pdf_sha256 or ""
    stored = papers / sha256[:2] / sha256[2:4] / sha256
    stored.write_bytes(stored.read_bytes() + b" ")
    answer = ppk.get(address(deal, "/pdf"))
    assert answer.status_code == 409
    assert answer.mimetype == "text/html"


def test_there_is_no_paper_before_the_signature(ppk: FlaskClient, deal: Deal) -> None:
    assert ppk.get(address(deal, "/pdf")).status_code == 404


def test_the_supplier_sees_the_net_and_can_answer(cook: FlaskClient, deal: Deal) -> None:
    deal.issue()
    page = cook.get(address(deal))
    assert page.status_code == 200
    assert "Rp2.450.000" in page.text
    assert f"{address(deal)}/accept" in page.text
    assert f"{address(deal)}/decline" in page.text
    assert f"{address(deal)}/issue" not in page.text
    assert "/purchases/" not in page.text


def test_the_supplier_accepts_with_one_press(owner: Session, cook: FlaskClient, deal: Deal) -> None:
    deal.issue()
    answer = cook.post(address(deal, "/accept"))
    assert (answer.status_code, answer.location) == (302, address(deal))
    assert status(owner, deal) is Status.ACCEPTED


def test_declining_asks_for_a_reason_and_keeps_what_was_typed(
    owner: Session, cook: FlaskClient, deal: Deal
) -> None:
    deal.issue()
    shown = seen(cook, address(deal, "/decline"))
    refused = cook.post(address(deal, "/decline"), data={"reason": "Penuh"})
    assert refused.status_code == 422
    assert "Penuh" in refused.text
    assert status(owner, deal) is Status.ISSUED
    done = cook.post(address(deal, "/decline"), data={"reason": REASON, **shown})
    assert (done.status_code, done.location) == (302, address(deal))
    assert status(owner, deal) is Status.DECLINED
    assert REASON in cook.get(address(deal)).text


def test_sending_back_and_cancelling_lead_to_the_purchase(
    owner: Session, ppk: FlaskClient, deal: Deal
) -> None:
    deal.issue()
    shown = seen(ppk, address(deal, "/cancel"))
    done = ppk.post(address(deal, "/cancel"), data={"reason": REASON, **shown})
    assert done.location == f"/purchases/{deal.purchase.id}"
    assert status(owner, deal) is Status.CANCELLED
    assert ppk.get(address(deal, "/send-back")).status_code == 409


def test_what_would_be_signed_differs_from_what_was_shown(
    owner: Session, ppk: FlaskClient, deal: Deal
) -> None:
    path = address(deal, "/issue")
    shown = seen(ppk, path)
    owner.get_one(Supplier, deal.seller.supplier.id).address = "Jalan Pindahan 9, Salatiga"
    owner.commit()
    refused = ppk.post(path, data=shown)
    assert refused.status_code == 409
    assert "Jalan Pindahan 9" in refused.text
    assert status(owner, deal) is Status.PREPARED
    assert ppk.post(path, data=seen(ppk, path)).status_code == 302
    assert status(owner, deal) is Status.ISSUED


def test_an_old_page_does_not_cancel_what_was_accepted(
    owner: Session, ppk: FlaskClient, cook: FlaskClient, deal: Deal
) -> None:
    deal.issue()
    shown = seen(ppk, address(deal, "/cancel"))
    cook.post(address(deal, "/accept"))
    refused = ppk.post(address(deal, "/cancel"), data={"reason": REASON, **shown})
    assert refused.status_code == 409
    assert REASON in refused.text
    assert status(owner, deal) is Status.ACCEPTED


def test_opening_again_asks_for_a_moment_ahead(
    owner: Session, visit: Visit, deal: Deal, papers: Path
) -> None:
    deal.issue()
    order = owner.get_one(PurchaseOrder, deal.order.id, populate_existing=True)
    order.status = Status.EXPIRED
    owner.commit()
    officer = visit(deal.office.people[Role.PROCUREMENT_OFFICER])
    typed = {"reason": REASON, "respond_on": "2020-01-01", "respond_hour": "10:00"}
    typed |= seen(officer, address(deal, "/reopen"))
    refused = officer.post(address(deal, "/reopen"), data=typed)
    assert refused.status_code == 422
    assert REASON in refused.text
    nonsense = officer.post(address(deal, "/reopen"), data={**typed, "respond_on": "besok"})
    assert nonsense.status_code == 422
    ahead = deal.purchase.needed_on.isoformat()
    done = officer.post(address(deal, "/reopen"), data={**typed, "respond_on": ahead})
    assert done.status_code == 302
    assert status(owner, deal) is Status.ISSUED


def test_others_do_not_know_the_order(
    owner: Session, visit: Visit, deal: Deal, papers: Path
) -> None:
    deal.issue()
    rival = a_seller(owner, deal.office.region)
    neighbour = an_office(owner, deal.office.region)
    for person in (rival.person, neighbour.people[Role.COMMITMENT_OFFICER]):
        browser = visit(person)
        for deed in ("", "/pdf", "/issue", "/cancel"):
            assert browser.get(address(deal, deed)).status_code == 404
        for deed in ("/accept", "/issue"):
            assert browser.post(address(deal, deed)).status_code == 404


def test_a_prepared_order_does_not_exist_for_its_supplier(cook: FlaskClient, deal: Deal) -> None:
    assert cook.get(address(deal)).status_code == 404
    assert deal.seller.supplier.name not in cook.get("/purchase-orders").text


def test_the_auditor_reads_and_does_nothing(visit: Visit, deal: Deal, papers: Path) -> None:
    deal.issue()
    auditor = visit(deal.office.people[Role.AUDITOR])
    assert auditor.get(address(deal)).status_code == 200
    assert auditor.get(address(deal, "/pdf")).status_code == 200
    assert auditor.post(address(deal, "/cancel"), data={"reason": REASON}).status_code == 403


def test_the_list_shows_orders_in_sight(ppk: FlaskClient, cook: FlaskClient, deal: Deal) -> None:
    number = deal.issue().number or ""
    assert number in ppk.get("/purchase-orders").text
    assert number in cook.get("/purchase-orders").text
    assert ppk.get("/purchase-orders?page=0").status_code == 200
    assert ppk.get("/purchase-orders?page=99").status_code == 200


def test_pages_ask_the_database_little(app: Flask, ppk: FlaskClient, deal: Deal) -> None:
    service.RESPONSE  # noqa: B018 - the room is loaded before statements are counted
    asked: list[str] = []
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
        event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    counts = {}
    for deed in ("/issue", ""):
        asked.clear()
        assert ppk.get(address(deal, deed)).status_code == 200
        counts[deed] = len([sql for sql in asked if "set_config" not in sql])
    assert counts["/issue"] <= 14, asked
    assert counts[""] <= 8, asked
