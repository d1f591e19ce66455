"""Pages of the agency: choosing how to buy, inviting, opening, comparing, awarding."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.kernel.actors import Role
from procure.kernel.clock import local, now
from procure.sourcing import queries
from procure.sourcing.models import Award, Rfq
from procure.sourcing.rules.inviting import proposed_deadline
from procure.sourcing.workflow import RfqStatus
from tests.conftest import WorkAs
from tests.make.offices import Office, an_office
from tests.make.quotations import (
    a_quote,
    a_tender,
    an_approved_purchase,
    close_now,
    open_now,
)
from tests.make.sellers import Seller, a_listing
from tests.make.statements import few_statements
from tests.make.visits import Visit, seen

REASON = "Harga terendah dan lengkap."


def test_the_officer_chooses_how_to_buy(
    app: Flask, owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])

    with few_statements(app):
        answer = browser.get(f"/purchases/{purchase.id}/source")

    assert answer.status_code == 200
    assert f"/purchases/{purchase.id}/buy" in answer.text
    assert f"/purchases/{purchase.id}/invite" in answer.text


def test_above_the_ceiling_only_quotes_are_offered(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    lines = (("Nasi kotak", "MKN.01", 1_800, "kotak", 30_000),)
    purchase = an_approved_purchase(owner, office, lines=lines)

    answer = visit(office.people[Role.PROCUREMENT_OFFICER]).get(f"/purchases/{purchase.id}/source")

    assert f"/purchases/{purchase.id}/buy" not in answer.text
    assert f"/purchases/{purchase.id}/invite" in answer.text


def form_of(office: Office, *sellers: Seller) -> dict[str, object]:
    closes_at = proposed_deadline(local(now()), {}) + timedelta(days=1)
    while closes_at.weekday() >= 5:
        closes_at += timedelta(days=1)
    return {
        "supplier_ids": [str(seller.supplier.id) for seller in sellers],
        "closes_on": closes_at.date().isoformat(),
        "closes_hour": "14",
        "catalogue_found": "no",
        "catalogue_note": "Dicari 24 November pukul 10.00, tidak ada.",
        "idempotency_key": str(uuid4()),
    }


def test_suppliers_are_invited_from_the_page(
    app: Flask, owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])
    address = f"/purchases/{purchase.id}/invite"

    with few_statements(app):
        page = browser.get(address)
    assert page.text.count(" checked") == 3

    data = {**form_of(office, *sellers), **seen(browser, address)}
    answer = browser.post(address, data=data)

    rfq = owner.scalars(select(Rfq)).one()
    assert (answer.status_code, answer.location) == (302, f"/rfqs/{rfq.id}")
    assert browser.get(answer.location).status_code == 200


def test_a_refused_invitation_keeps_what_was_typed(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])

    address = f"/purchases/{purchase.id}/invite"
    data = {**form_of(office, sellers[0]), **seen(browser, address)}
    answer = browser.post(address, data=data)

    assert answer.status_code == 422
    assert "few_invited_reason-error" in answer.text
    assert "Dicari 24 November pukul 10.00" in answer.text
    assert owner.scalar(select(func.count()).select_from(Rfq)) == 0


def test_the_agency_s_page_is_the_same_whether_nobody_or_everybody_quoted(
    owner: Session, office: Office, visit: Visit, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers, open_for=timedelta(days=2, minutes=30))
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])
    changing = re.compile(
        r'(csrf_token|idempotency_key)" value="[^"]*"|data-(server-now|session-seconds)="[^"]*"'
    )

    def pages() -> list[str]:
        paths = (f"/rfqs/{rfq.id}", "/rfqs", f"/purchases/{rfq.purchase_request_id}")
        return [changing.sub("", browser.get(path).text) for path in paths]

    before = pages()
    for seller in sellers:
        a_quote(work_as, seller, rfq, 29_500, 12_000)

    assert pages() == before


def test_opening_shows_that_it_is_under_way_and_then_leads_to_the_comparison(
    owner: Session, office: Office, visit: Visit, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])
    early = browser.get(f"/rfqs/{rfq.id}")
    assert f"/rfqs/{rfq.id}/open" not in early.text
    close_now(owner, rfq.id)
    assert f"/rfqs/{rfq.id}/open" in browser.get(f"/rfqs/{rfq.id}").text

    browser.post(f"/rfqs/{rfq.id}/open")

    page = browser.get(f"/rfqs/{rfq.id}").text
    assert 'data-hx-trigger="every 2s"' in page
    assert browser.get(f"/rfqs/{rfq.id}/compare").status_code == 404


def test_quotes_are_compared_and_one_is_awarded(
    app: Flask,
    owner: Session,
    office: Office,
    visit: Visit,
    work_as: WorkAs,
    sellers: list[Seller],
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
    a_quote(work_as, sellers[1], rfq, 28_000, 12_500, delivery_cost=20_000)
    a_quote(work_as, sellers[2], rfq, 27_000, None)
    open_now(owner, work_as, office, rfq)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])

    with few_statements(app):
        page = browser.get(f"/rfqs/{rfq.id}/compare")

    assert page.status_code == 200
    for amount in ("Rp2.100.000", "Rp2.045.000", "Rp1.350.000", "Rp28.000", "Rp20.000"):
        assert amount in page.text
    assert page.text.count("lowmark") == 2
    work = work_as(office.officer)
    compared = queries.comparison(work, queries.opened(work, rfq.id), {})
    dearer = compared.columns[1].quote.id
    shown = seen(browser, f"/rfqs/{rfq.id}/compare")
    typed = {"quote_id": str(dearer), "reason": "Lebih enak.", **shown}
    refused = browser.post(f"/rfqs/{rfq.id}/award", data=typed)
    assert refused.status_code == 422
    assert "Lebih enak." in refused.text

    answer = browser.post(
        f"/rfqs/{rfq.id}/award",
        data={
            "quote_id": str(compared.columns[0].quote.id),
            "reason": REASON,
            "idempotency_key": str(uuid4()),
            **shown,
        },
    )

    assert answer.location == f"/purchases/{rfq.purchase_request_id}"
    assert owner.scalars(select(Award.supplier_id)).one() == sellers[1].supplier.id


def test_a_comparison_without_quotes_says_the_next_step(
    owner: Session, office: Office, visit: Visit, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    open_now(owner, work_as, office, rfq)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])

    page = browser.get(f"/rfqs/{rfq.id}/compare")

    assert f"/rfqs/{rfq.id}/fail" in page.text
    shown = seen(browser, f"/rfqs/{rfq.id}/fail")
    answer = browser.post(
        f"/rfqs/{rfq.id}/fail", data={"reason": "Tidak ada penawaran yang masuk.", **shown}
    )
    assert answer.location == f"/purchases/{rfq.purchase_request_id}"
    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).status is RfqStatus.FAILED


@pytest.mark.parametrize("path", ["", "/compare", "/quote", "/extend", "/cancel", "/award"])
def test_what_is_not_yours_does_not_exist(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller], path: str
) -> None:
    rfq = a_tender(owner, office, sellers[0])
    neighbour = an_office(owner, office.region)

    for person in (neighbour.people[Role.PROCUREMENT_OFFICER], sellers[1].person):
        assert visit(person).get(f"/rfqs/{rfq.id}{path}").status_code == 404


def test_deeds_of_the_officer_are_refused_to_colleagues(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    requester = visit(office.people[Role.REQUESTER])

    assert requester.get(f"/rfqs/{rfq.id}").status_code == 200
    for path in ("/extend", "/cancel"):
        assert requester.get(f"/rfqs/{rfq.id}{path}").status_code == 403
    assert requester.post(f"/rfqs/{rfq.id}/quote", data={}).status_code == 403


def test_a_deadline_is_extended_with_a_reason(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    closes_at = proposed_deadline(local(now()), {})
    rfq = a_tender(owner, office, *sellers, open_for=closes_at - now())
    later = closes_at + timedelta(days=1)
    while later.weekday() >= 5:
        later += timedelta(days=1)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])
    data = {
        **seen(browser, f"/rfqs/{rfq.id}/extend"),
        "closes_on": later.date().isoformat(),
        "closes_hour": "14",
        "reason": "Dua minta waktu.",
    }

    refused = browser.post(f"/rfqs/{rfq.id}/extend", data={**data, "closes_on": "2026-01-05"})
    answer = browser.post(f"/rfqs/{rfq.id}/extend", data=data)

    assert refused.status_code == 422
    assert "Dua minta waktu." in refused.text
    assert answer.location == f"/rfqs/{rfq.id}"


def test_direct_purchase_begins_with_the_catalogue_and_ends_with_an_award(
    app: Flask, owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    for price, seller in zip((28_000, 29_000), sellers, strict=False):
        a_listing(owner, seller, price=price)
        a_listing(owner, seller, category_code="MKN.02", name="Snack box", price=12_000)
    browser = visit(office.people[Role.PROCUREMENT_OFFICER])
    address = f"/purchases/{purchase.id}/buy"
    with few_statements(app):
        shop = browser.get(address)
    assert "Rp2.000.000" in shop.text
    chosen = f"{address}?supplier={sellers[0].supplier.id}"

    page = browser.get(chosen).text
    assert 'value="28.000"' in page
    assert 'value="2.050.000"' in page
    data = {
        **seen(browser, chosen),
        "lines-0-price": "28000",
        "lines-1-price": "12000",
        "sources-0-name": sellers[0].supplier.name,
        "sources-0-evidence": "Etalase: nasi kotak",
        "sources-0-total": "2.000.000",
        "reason": REASON,
    }
    refused = browser.post(chosen, data=data)
    assert refused.status_code == 422
    assert REASON in refused.text
    answer = browser.post(
        chosen,
        data={
            **data,
            "sources-1-name": sellers[1].supplier.name,
            "sources-1-evidence": "Etalase: nasi kotak",
            "sources-1-total": "2.050.000",
            "idempotency_key": str(uuid4()),
        },
    )

    assert answer.location == f"/purchases/{purchase.id}"
    assert owner.scalars(select(Award.total)).one() == 2_000_000


def test_without_listings_the_page_says_what_to_do(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)

    answer = visit(office.people[Role.PROCUREMENT_OFFICER]).get(f"/purchases/{purchase.id}/buy")

    assert f"/purchases/{purchase.id}/invite" in answer.text
