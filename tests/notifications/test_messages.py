"""Who is told what, in which words, and what nobody is told."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g
from flask_babel import force_locale
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.db.work import Work
from procure.kernel.actors import Role, system
from procure.kernel.clock import now
from procure.kernel.events import Event
from procure.notifications import queries, service
from procure.notifications.models import MailStatus, Message
from procure.notifications.texts import TEXTS
from procure.notifications.words import sentence_of, subject_of
from procure.orders import events as orders
from procure.purchase_requests import events as purchase_requests
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing import events as sourcing
from procure.sourcing.models import Quote, QuoteLine
from procure.wiring import SUBSCRIPTIONS
from tests.make.cases import Case, a_case
from tests.make.offices import Office, an_office
from tests.make.sellers import Seller, a_seller

WorkAs = Callable[..., Work]
REASON = "Alasan yang cukup panjang."
IN_THEIR_NAME = {"orders/taken_for_you", "orders/declined_for_you"}
"""These and what suppliers are told of registrations is tried in tests/suppliers."""


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """The supplier that gets the order."""
    return a_seller(owner, office.region)


@pytest.fixture
def case(owner: Session, office: Office, seller: Seller) -> Case:
    """A purchase up to its order."""
    return a_case(owner, office, seller)


def announce(work: Work, event: Event) -> None:
    """Let only the notifications hear an event."""
    with work.transaction():
        for handler in SUBSCRIPTIONS[type(event)]:
            if handler.__module__ == "procure.notifications.handlers":
                handler(work, event)


def told(owner: Session) -> set[tuple[str, str]]:
    """Return (template, name of the person) of all messages."""
    owner.rollback()
    rows = owner.execute(
        select(Message.template, Person.name).join(Person, Message.person_id == Person.id)
    )
    return {(template, name) for template, name in rows}


def a_quote(owner: Session, case: Case, seller: Seller, *, price: int | None) -> Quote:
    """Write an opened quote of the case, as the keeper would."""
    quote = Quote(
        region_id=case.office.region.id,
        rfq_id=case.rfq.id,
        supplier_id=seller.supplier.id,
        total=(price or 0) * 10,
        delivery_cost=0,
        is_complete=price is not None,
        submitted_at=now(),
        opened_at=now(),
    )
    owner.add(quote)
    owner.flush()
    for line in case.purchase_request.lines:
        owner.add(
            QuoteLine(
                quote_id=quote.id,
                position=line.position,
                region_id=case.office.region.id,
                purchase_request_line_id=line.id,
                unit_price=price,
            )
        )
    owner.commit()
    return quote


def name_of(office: Office, role: Role) -> str:
    return office.people[role].name


def test_those_who_must_act_hear_of_requests_and_nobody_else(
    owner: Session, office: Office, case: Case, work_as: WorkAs
) -> None:
    an_office(owner, office.region)
    purchase_id = case.purchase_request.id
    requester = name_of(office, Role.REQUESTER)
    approver = name_of(office, Role.COMMITMENT_OFFICER)
    announce(work_as(office.requester), purchase_requests.PurchaseRequestSubmitted(purchase_id))
    assert told(owner) == {("purchase_requests/submitted", approver)}

    by_officer = work_as(office.commitment_officer)
    announce(by_officer, purchase_requests.PurchaseRequestEndorsed(purchase_id))
    announce(by_officer, purchase_requests.PurchaseRequestApproved(purchase_id))
    announce(by_officer, purchase_requests.PurchaseRequestSentBack(purchase_id, REASON))
    assert told(owner) == {
        ("purchase_requests/submitted", approver),
        ("purchase_requests/endorsed", name_of(office, Role.BUDGET_AUTHORITY)),
        ("purchase_requests/approved", requester),
        ("purchase_requests/ready", name_of(office, Role.PROCUREMENT_OFFICER)),
        ("purchase_requests/sent_back", requester),
    }


def test_nobody_is_told_of_their_own_deed(
    owner: Session, office: Office, case: Case, work_as: WorkAs
) -> None:
    announce(
        work_as(office.requester),
        purchase_requests.PurchaseRequestCancelled(case.purchase_request.id, REASON),
    )
    assert name_of(office, Role.REQUESTER) not in {name for _, name in told(owner)}


def test_invited_suppliers_hear_of_the_request_and_others_do_not(
    owner: Session, office: Office, case: Case, seller: Seller, work_as: WorkAs
) -> None:
    other = a_seller(owner, office.region)
    by_officer = work_as(office.officer)
    rfq_id = case.rfq.id
    announce(by_officer, sourcing.SuppliersInvited(rfq_id, (seller.supplier.id,)))
    announce(by_officer, sourcing.DeadlineExtended(rfq_id, REASON))
    announce(by_officer, sourcing.QuestionAnswered(rfq_id))
    announce(by_officer, sourcing.RfqEnded(rfq_id, REASON))
    announce(work_as(other.actor), sourcing.QuestionAsked(rfq_id))
    assert told(owner) == {
        *((f"sourcing/{what}", seller.person.name) for what in ("invited", "extended")),
        *((f"sourcing/{what}", seller.person.name) for what in ("answered", "ended")),
        ("sourcing/asked", name_of(office, Role.PROCUREMENT_OFFICER)),
    }
    asked = owner.scalars(select(Message).where(Message.template == "sourcing/asked")).one()
    assert other.supplier.name not in str(asked.facts)


def test_a_received_quote_is_told_to_nobody_before_the_opening(work_as: WorkAs) -> None:
    assert sourcing.QuoteReceived not in SUBSCRIPTIONS


def test_losers_are_told_why_in_two_lines(
    owner: Session, office: Office, case: Case, seller: Seller, work_as: WorkAs, app: Flask
) -> None:
    dearer, incomplete = a_seller(owner, office.region), a_seller(owner, office.region)
    a_quote(owner, case, seller, price=1000)
    a_quote(owner, case, dearer, price=1100)
    a_quote(owner, case, incomplete, price=None)
    announce(work_as(office.commitment_officer), orders.OrderIssued(case.order.id))
    assert told(owner) == {
        ("orders/issued", seller.person.name),
        ("sourcing/lost_price", dearer.person.name),
        ("sourcing/lost_incomplete", incomplete.person.name),
    }
    for person, words in ((dearer.person, "Rp11,000"), (incomplete.person, "left out")):
        message = owner.scalars(select(Message).where(Message.person_id == person.id)).one()
        with app.test_request_context(), force_locale("en"):
            lines = sentence_of(message).splitlines()
        assert len(lines) == 2
        assert words in lines[0]


def test_a_loser_to_a_dearer_quote_reads_the_reason(
    owner: Session, office: Office, case: Case, work_as: WorkAs
) -> None:
    cheaper = a_seller(owner, office.region)
    a_quote(owner, case, cheaper, price=1)
    case.award.is_lowest = False
    owner.commit()
    announce(work_as(office.commitment_officer), orders.OrderIssued(case.order.id))
    assert ("sourcing/lost_reason", cheaper.person.name) in told(owner)


def test_both_sides_hear_of_an_order(
    owner: Session, office: Office, case: Case, seller: Seller, work_as: WorkAs
) -> None:
    order_id, buyer = case.order.id, seller.person.name
    requester = name_of(office, Role.REQUESTER)
    officer = name_of(office, Role.PROCUREMENT_OFFICER)
    signer = name_of(office, Role.COMMITMENT_OFFICER)
    clock = work_as(system(office.region.id), keeper=True)
    announce(work_as(office.officer), orders.OrderPrepared(order_id))
    announce(clock, orders.OrderReminder(order_id, 50))
    announce(clock, orders.OrderExpired(order_id))
    announce(work_as(office.officer), orders.OrderReopened(order_id, REASON))
    announce(work_as(seller.actor), orders.OrderAccepted(order_id))
    announce(work_as(seller.actor), orders.OrderDeclined(order_id, REASON))
    announce(work_as(office.commitment_officer), orders.OrderCancelled(order_id, REASON))
    staff = (requester, officer, signer)
    assert told(owner) == {
        ("orders/prepared", signer),
        ("orders/reminder", buyer),
        ("orders/expired_supplier", buyer),
        ("orders/reopened", buyer),
        *(("orders/expired", name) for name in staff),
        *(("orders/accepted", name) for name in staff),
        *(("orders/declined", name) for name in staff),
        *(("orders/cancelled", name) for name in (requester, officer, buyer)),
    }


def every_event(case: Case) -> list[Event]:
    """Return one of each event that messages are about."""
    purchase, rfq, order = case.purchase_request.id, case.rfq.id, case.order.id
    return [
        purchase_requests.PurchaseRequestSubmitted(purchase),
        purchase_requests.PurchaseRequestEndorsed(purchase),
        purchase_requests.PurchaseRequestApproved(purchase),
        purchase_requests.PurchaseRequestSentBack(purchase, REASON),
        purchase_requests.PurchaseRequestCancelled(purchase, REASON),
        sourcing.SuppliersInvited(rfq, (case.seller.supplier.id,)),
        sourcing.DeadlineExtended(rfq, REASON),
        sourcing.QuestionAsked(rfq),
        sourcing.QuestionAnswered(rfq),
        sourcing.QuotesOpened(rfq),
        sourcing.RfqEnded(rfq, REASON),
        sourcing.AwardSentBack(case.award.id, REASON),
        orders.OrderPrepared(order),
        orders.OrderIssued(order),
        orders.OrderReminder(order, 50),
        orders.OrderExpired(order),
        orders.OrderReopened(order, REASON),
        orders.OrderAccepted(order),
        orders.OrderDeclined(order, REASON),
        orders.OrderCancelled(order, REASON),
    ]


@pytest.fixture
def all_told(
    owner: Session, office: Office, case: Case, seller: Seller, work_as: WorkAs
) -> list[Message]:
    """Every kind of message there is, once at least."""
    for price in (1100, None):
        a_quote(owner, case, a_seller(owner, office.region), price=price)
    a_quote(owner, case, seller, price=1000)
    clock = work_as(system(office.region.id), keeper=True)
    for one in every_event(case):
        announce(clock, one)
    case.award.is_lowest = False
    owner.commit()
    announce(clock, orders.OrderIssued(case.order.id))
    owner.rollback()
    return list(owner.scalars(select(Message)))


def test_every_text_is_used_and_can_be_said_in_both_languages(
    all_told: list[Message], app: Flask, work_as: WorkAs, office: Office
) -> None:
    rooms = ("suppliers/", "catalogue/")
    elsewhere = {name for name in TEXTS if name.startswith(rooms)} | IN_THEIR_NAME
    assert {message.template for message in all_told} == set(TEXTS) - elsewhere
    for language in ("id", "en"):
        with app.test_request_context(), force_locale(language):
            g.work = work_as(office.requester)
            for message in all_told:
                words = subject_of(message) + sentence_of(message)
                assert "%(" not in words
                assert "None" not in words
                assert len(sentence_of(message).splitlines()) <= 2


def test_every_message_leads_to_a_page_that_exists(all_told: list[Message], app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    for message in all_told:
        endpoint, _ = routes.match(message.path, method="GET")
        assert endpoint in {"desk.purchase", "rfqs.show", "purchase_orders.show"}


def test_a_deed_that_fails_tells_nobody(
    owner: Session, office: Office, case: Case, work_as: WorkAs
) -> None:
    def fail() -> None:
        work = work_as(office.requester)
        with work.transaction():
            announce(work, purchase_requests.PurchaseRequestSubmitted(case.purchase_request.id))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert told(owner) == set()


def statements(work: Work, deed: Callable[[], Any]) -> list[str]:
    """Return the statements that a deed sends."""
    sent: list[str] = []
    engine = work.session.get_bind()

    def note(_c: Any, _k: Any, statement: str, *_others: Any) -> None:
        sent.append(statement)

    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    deed()
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    return [one for one in sent if "set_config" not in one]


def test_telling_many_people_takes_few_statements(
    owner: Session, office: Office, case: Case, seller: Seller, work_as: WorkAs
) -> None:
    for _ in range(8):
        a_quote(owner, case, a_seller(owner, office.region), price=2000)
    work = work_as(office.commitment_officer)
    sent = statements(work, lambda: announce(work, orders.OrderIssued(case.order.id)))
    assert len(sent) == 4
    assert len(told(owner)) == 9


def unread(work: Work) -> int | None:
    mine = select(queries.unread_count()).select_from(Person)
    return work.session.scalar(mine.where(Person.id == work.actor.user_id))


def test_people_read_their_own_messages_only(
    owner: Session, office: Office, case: Case, work_as: WorkAs
) -> None:
    announce(
        work_as(office.requester),
        purchase_requests.PurchaseRequestSubmitted(case.purchase_request.id),
    )
    reader, other = work_as(office.commitment_officer), work_as(office.requester)
    assert unread(reader) == 1
    assert unread(other) == 0
    assert [message.template for message in queries.inbox(reader)] == [
        "purchase_requests/submitted"
    ]
    service.read(other)
    assert unread(reader) == 1
    service.read(reader)
    assert unread(reader) == 0


def test_without_a_mail_server_messages_stay_in_the_inbox_and_no_job_is_queued(
    owner: Session, office: Office, case: Case, work_as: WorkAs
) -> None:
    purchase = owner.get_one(PurchaseRequest, case.purchase_request.id)
    announce(work_as(office.requester), purchase_requests.PurchaseRequestSubmitted(purchase.id))
    owner.rollback()
    message = owner.scalars(select(Message)).one()
    assert (message.mail_status, message.mailed_at) == (MailStatus.SENT, None)
