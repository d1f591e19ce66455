"""Pages of suppliers, and what lists and home tell each person."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.sourcing import queries, service
from procure.sourcing.models import Award, Question, SealedQuote
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.quotations import (
    a_quote,
    a_tender,
    an_approved_purchase,
    close_now,
    open_now,
    the_region_s_law,
)
from tests.make.sellers import Seller, a_seller
from tests.make.statements import few_statements
from tests.make.visits import SEEN, Visit, seen

REASON = "Harga terendah dan lengkap."


def test_a_supplier_writes_a_quote_on_one_page_and_gets_a_receipt(
    app: Flask, owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    browser = visit(sellers[0].person)

    first = browser.get(f"/rfqs/{rfq.id}")
    assert f"/rfqs/{rfq.id}/quote" in first.text
    with few_statements(app):
        assert browser.get(f"/rfqs/{rfq.id}/quote").status_code == 200
    answer = browser.post(
        f"/rfqs/{rfq.id}/quote",
        data={
            "lines-0-price": "29.500",
            "lines-1-price": "Rp 12.000",
            "delivery_cost": "",
            "note": "Datang pukul 10.30",
            "idempotency_key": str(uuid4()),
            **seen(browser, f"/rfqs/{rfq.id}/quote"),
        },
    )

    assert (answer.status_code, answer.location) == (302, f"/rfqs/{rfq.id}/quote/receipt")
    receipt = browser.get(answer.location)
    kept = owner.scalars(select(SealedQuote)).one()
    assert bytes(kept.quote_hash).hex() in receipt.text
    again = browser.get(f"/rfqs/{rfq.id}/quote")
    assert "29.500" not in again.text
    assert "Datang pukul 10.30" not in again.text


def test_pressing_twice_sends_once(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    browser = visit(sellers[0].person)
    data = {"lines-0-price": "29500", "lines-1-price": "12000", "idempotency_key": str(uuid4())}
    data |= seen(browser, f"/rfqs/{rfq.id}/quote")

    answers = [browser.post(f"/rfqs/{rfq.id}/quote", data=data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert owner.scalar(select(func.count()).select_from(SealedQuote)) == 1


def test_adding_up_keeps_nothing(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)

    answer = visit(sellers[0].person).post(
        f"/rfqs/{rfq.id}/quote/check",
        data={
            "lines-0-price": "29500",
            "lines-1-price": "12000",
            "delivery_cost": "25000",
            "idempotency_key": str(uuid4()),
        },
    )

    assert answer.status_code == 200
    assert "Rp2.100.000" in answer.text
    assert owner.scalar(select(func.count()).select_from(SealedQuote)) == 0


def test_a_late_quote_is_refused_clearly_and_the_typed_text_stays(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    close_now(owner, rfq.id)

    answer = visit(sellers[0].person).post(
        f"/rfqs/{rfq.id}/quote",
        data={"lines-0-price": "29500", "lines-1-price": "12000", "note": "Datang pagi"},
    )

    assert answer.status_code == 422
    assert "29.500" in answer.text
    assert "Datang pagi" in answer.text
    assert "govuk-error-summary" in answer.text
    assert owner.scalar(select(func.count()).select_from(SealedQuote)) == 0


@pytest.mark.parametrize(
    "data", [{"lines-0-price": "banyak"}, {"lines-0-price": "-5"}, {"lines-0-price": "0"}, {}]
)
def test_prices_that_are_none_are_refused(
    owner: Session,
    office: Office,
    visit: Visit,
    sellers: list[Seller],
    data: dict[str, str],
) -> None:
    rfq = a_tender(owner, office, *sellers)

    browser = visit(sellers[0].person)
    shown = seen(browser, f"/rfqs/{rfq.id}/quote")
    answer = browser.post(f"/rfqs/{rfq.id}/quote", data={**data, **shown})

    assert answer.status_code == 422
    assert data.get("lines-0-price", "") in answer.text


def test_a_quote_written_before_an_answer_was_given_is_shown_again_first(
    owner: Session, office: Office, visit: Visit, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    browser, path = visit(sellers[0].person), f"/rfqs/{rfq.id}/quote"
    typed = {"lines-0-price": "29500", "lines-1-price": "12000", "note": "Datang pagi"}
    shown = seen(browser, path)
    asked = service.ask(work_as(sellers[1].actor), rfq.id, "Apakah termasuk air minum?")
    service.answer(work_as(office.officer), rfq.id, asked.id, "Ya, satu botol.")

    refused = browser.post(path, data={**typed, **shown})

    assert refused.status_code == 409
    assert "29.500" in refused.text
    assert "Datang pagi" in refused.text
    assert owner.scalar(select(func.count()).select_from(SealedQuote)) == 0
    fresh = SEEN.search(refused.text)
    assert fresh
    assert browser.post(path, data={**typed, "seen": fresh.group(1)}).status_code == 302


def test_an_old_page_replaces_or_withdraws_no_quote_that_a_colleague_sent_since(
    owner: Session, office: Office, visit: Visit, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 29_500, 12_000)
    browser, path = visit(sellers[0].person), f"/rfqs/{rfq.id}/quote"
    shown = seen(browser, path)
    a_quote(work_as, sellers[0], rfq, 28_000, 12_000)

    for deed in (path, f"{path}/withdraw"):
        sent = {"lines-0-price": "29500", "lines-1-price": "12000", **shown}
        assert browser.post(deed, data=sent).status_code == 409

    assert owner.scalar(select(func.count()).select_from(SealedQuote)) == 2


def test_a_quote_is_withdrawn_after_a_second_look(
    owner: Session, office: Office, visit: Visit, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 29_500, 12_000)
    browser = visit(sellers[0].person)

    path = f"/rfqs/{rfq.id}/quote/withdraw"
    sent = {"idempotency_key": str(uuid4()), **seen(browser, path)}
    answer = browser.post(path, data=sent)

    assert answer.status_code == 302
    last = owner.scalars(select(SealedQuote).order_by(SealedQuote.round.desc())).first()
    assert last is not None
    assert last.is_withdrawal


def test_questions_are_public_without_the_asker(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    asking = visit(sellers[0].person)
    assert asking.post(f"/rfqs/{rfq.id}/questions", data={"text": "pendek"}).status_code == 422
    asking.post(f"/rfqs/{rfq.id}/questions", data={"text": "Apakah harus ada nasi merah?"})
    asked = owner.scalars(select(Question)).one()
    rival = visit(sellers[1].person)
    assert "nasi merah" not in rival.get(f"/rfqs/{rfq.id}").text
    answering = visit(office.people[Role.PROCUREMENT_OFFICER])
    assert (
        sellers[0].supplier.name
        not in answering.get(f"/rfqs/{rfq.id}/questions/{asked.id}/answer").text
    )

    answering.post(
        f"/rfqs/{rfq.id}/questions/{asked.id}/answer", data={"answer": "Boleh nasi putih."}
    )

    page = rival.get(f"/rfqs/{rfq.id}").text
    assert "nasi merah" in page
    assert "Boleh nasi putih." in page
    assert sellers[0].supplier.name not in page


def test_a_loser_learns_who_won_at_which_price_and_why(
    owner: Session, office: Office, visit: Visit, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
    a_quote(work_as, sellers[1], rfq, 28_000, 12_000)
    open_now(owner, work_as, office, rfq)
    work = work_as(office.officer)
    work.subscriptions = {}
    compared = queries.comparison(work, queries.opened(work, rfq.id), {})
    from procure.sourcing import service

    made = service.award(work, rfq.id, compared.columns[0].quote.id, REASON)
    ppk = work_as(office.commitment_officer)
    service.sign(ppk, ppk.session.get_one(Award, made.id))

    page = visit(sellers[0].person).get(f"/rfqs/{rfq.id}").text

    assert sellers[1].supplier.name in page
    assert "Rp2.000.000" in page
    assert REASON in page


@pytest.mark.parametrize("has_some", [True, False])
def test_lists_show_invitations_or_the_next_step(
    app: Flask,
    owner: Session,
    office: Office,
    visit: Visit,
    work_as: WorkAs,
    has_some: bool,
) -> None:
    the_region_s_law(owner, office)
    seller = a_seller(owner, office.region)
    if has_some:
        for _ in range(3):
            rfq = a_tender(owner, office, seller)
            a_quote(work_as, seller, rfq, 29_500, 12_000)
    for person in (seller.person, office.people[Role.PROCUREMENT_OFFICER]):
        browser = visit(person)
        with few_statements(app):
            page = browser.get("/rfqs")
        assert page.status_code == 200
        assert page.text.count('href="/rfqs/') == (3 if has_some else 0)


def test_home_tells_each_person_what_waits(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    approved = an_approved_purchase(owner, office)
    running = a_tender(owner, office, sellers[0], sellers[1])
    a_quote(work_as, sellers[1], running, 29_500, 12_000)
    closed, opened = (a_tender(owner, office, sellers[0]) for _ in range(2))
    close_now(owner, closed.id)
    open_now(owner, work_as, office, opened)
    owner.add(
        Question(
            region_id=office.region.id,
            rfq_id=running.id,
            asked_by_id=sellers[0].supplier.id,
            text="Apakah ada parkir?",
            asked_at=now(),
        )
    )
    owner.commit()

    def told(person: object) -> set[tuple[str, object]]:
        return {
            (one.endpoint, next(iter(one.arguments.values())))
            for one in queries.waiting_for(work_as(person))
        }

    assert told(office.officer) == {
        ("rfqs.choose", approved.id),
        ("rfqs.show", running.id),
        ("rfqs.show", closed.id),
        ("rfqs.compare", opened.id),
    }
    assert told(sellers[0].actor) == {("rfqs.show", running.id)}
    assert told(sellers[1].actor) == set()
    assert told(office.requester) == set()


def test_the_database_agrees_that_the_page_was_seen(
    owner: Session, office: Office, visit: Visit, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    browser = visit(sellers[0].person)

    for _ in range(2):
        assert browser.get(f"/rfqs/{rfq.id}").status_code == 200

    assert owner.scalar(text("SELECT count(*) FROM invitations WHERE seen_at IS NOT NULL")) == 1
