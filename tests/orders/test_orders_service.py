"""What happens to an order: each deed with its consequences, each refusal leaving nothing."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.audit.queries import breaks, story
from procure.budgets.models import BudgetHold
from procure.db.numbering import Counter
from procure.db.work import Work
from procure.files import storage
from procure.kernel.actors import system
from procure.kernel.clock import now
from procure.kernel.errors import NotFound, NotPermitted, ReasonMissing, WrongStatus
from procure.orders import service
from procure.orders.actions import PurchaseOrderAction as Do
from procure.orders.events import OrderExpired, OrderReminder
from procure.orders.models import OrderTax, PurchaseOrder
from procure.orders.rules import ContractForm
from procure.orders.rules.answering import AnsweredTooLate, AnswerTimeOutOfRange, StillTimeToAnswer
from procure.orders.workflow import PurchaseOrderStatus as Status
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.sourcing.models import Award
from procure.sourcing.workflow import AwardStatus
from tests.conftest import WorkAs
from tests.make.deals import Deal, a_deal, address_of
from tests.make.offices import Office, an_office
from tests.make.sellers import a_seller

REASON = "Dapur kami penuh pada hari itu."
HOUR = timedelta(hours=1)


def fresh(owner: Session, order: PurchaseOrder) -> PurchaseOrder:
    owner.rollback()
    return owner.get_one(PurchaseOrder, order.id, populate_existing=True)


def held(owner: Session, deal: Deal) -> tuple[int, int]:
    owner.rollback()
    hold = owner.get_one(BudgetHold, deal.purchase.id, populate_existing=True)
    return hold.reserved, hold.committed


def stands(owner: Session, deal: Deal) -> tuple[str, str, str]:
    order = fresh(owner, deal.order)
    purchase = owner.get_one(PurchaseRequest, deal.purchase.id, populate_existing=True)
    award = owner.get_one(Award, deal.award.id, populate_existing=True)
    return order.status, award.status, purchase.status


def actions(owner: Session, deal: Deal) -> list[str]:
    owner.rollback()
    wanted = select(AuditEntry.action).where(AuditEntry.chain == deal.purchase.id)
    return list(owner.scalars(wanted.order_by(AuditEntry.position)))


def test_an_order_is_prepared_from_its_award(owner: Session, deal: Deal) -> None:
    order = fresh(owner, deal.order)
    assert (order.status, order.number, order.pdf_sha256) == (Status.PREPARED, None, None)
    assert (order.total, order.contract_form) == (2_500_000, ContractForm.RECEIPT)
    assert order.title == "SURAT PESANAN"
    assert order.net_to_supplier == 2_450_000  # catering by an individual: art. 23, 2 percent
    assert len(order.short_code) == 10
    assert order.laws
    assert actions(owner, deal) == [Do.PREPARE]


def test_signing_numbers_the_order_freezes_the_paper_and_commits_the_money(
    owner: Session, deal: Deal, papers: Path
) -> None:
    assert held(owner, deal) == (2_500_000, 0)
    deal.issue()
    order = fresh(owner, deal.order)
    assert stands(owner, deal) == (
        Status.ISSUED,
        AwardStatus.SIGNED,
        PurchaseRequestStatus.ORDERED,
    )
    assert held(owner, deal) == (0, 2_500_000)
    assert order.number is not None
    assert order.number.startswith("000.3.2/1/DC")
    assert order.issued_at is not None
    assert order.respond_by == order.issued_at + 24 * HOUR
    assert order.issued_by_id == deal.office.commitment_officer.user_id
    taxes = owner.scalars(select(OrderTax).where(OrderTax.order_id == order.id)).all()
    assert [(tax.kind, tax.base, tax.rate, tax.amount) for tax in taxes] == [
        ("pph23", 2_500_000, "200", 50_000)
    ]
    assert order.pdf_sha256 is not None
    paper = storage.get(order.pdf_sha256)
    assert paper.startswith(b"%PDF-")
    assert hashlib.sha256(paper).hexdigest() == order.pdf_sha256
    assert list(breaks(deal.work_as(deal.office.auditor, keeper=True))) == []


def test_the_trail_keeps_number_hash_and_the_versions_of_law(owner: Session, deal: Deal) -> None:
    order = deal.issue()
    entry = next(
        entry
        for entry in story(deal.work_as(deal.office.auditor), deal.purchase.id)
        if entry.action == Do.ISSUE
    )
    assert order.number is not None
    assert order.pdf_sha256 is not None
    assert order.number in entry.facts
    assert order.pdf_sha256 in entry.facts
    assert set(entry.laws) == set(order.laws)
    assert len(entry.laws) >= 5


def test_an_order_is_signed_only_once(owner: Session, deal: Deal) -> None:
    issued = deal.issue()
    with pytest.raises(WrongStatus):
        deal.issue()
    assert fresh(owner, deal.order).number == issued.number
    assert held(owner, deal) == (0, 2_500_000)
    assert actions(owner, deal).count(Do.ISSUE) == 1


def test_the_officer_who_awarded_does_not_sign(owner: Session, deal: Deal) -> None:
    with pytest.raises(NotPermitted):
        service.issue(deal.work_as(deal.office.officer), deal.order.id, address_of)
    assert stands(owner, deal)[0] == Status.PREPARED
    assert owner.scalars(select(Counter).where(Counter.kind == "order")).all() == []


def test_another_agency_does_not_know_the_order(owner: Session, deal: Deal) -> None:
    neighbour = an_office(owner, deal.office.region)
    with pytest.raises(NotFound):
        service.issue(deal.work_as(neighbour.commitment_officer), deal.order.id, address_of)


def test_a_failed_signature_leaves_nothing_and_gives_its_number_back(
    owner: Session, deal: Deal
) -> None:
    work = deal.work_as(deal.office.commitment_officer)

    def fall(_code: str) -> str:
        raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        service.issue(work, deal.order.id, fall)
    assert stands(owner, deal) == (
        Status.PREPARED,
        AwardStatus.PROPOSED,
        PurchaseRequestStatus.SOURCING,
    )
    assert held(owner, deal) == (2_500_000, 0)
    assert actions(owner, deal) == [Do.PREPARE]
    assert "/1/" in (deal.issue().number or "")


def test_numbers_have_no_gaps(owner: Session, deal: Deal, work_as: WorkAs, office: Office) -> None:
    second = a_deal(owner, work_as, office, deal.seller)
    work = work_as(office.commitment_officer)
    with suppress(RuntimeError), work.transaction():
        service.issue(work, second.order.id, address_of)
        raise RuntimeError("something else in the same deed fails")
    assert fresh(owner, second.order).number is None
    first = deal.issue().number or ""
    after = second.issue().number or ""
    assert [number.split("/")[1] for number in (first, after)] == ["1", "2"]


def test_the_database_keeps_the_paper_as_it_was(owner: Session, deal: Deal) -> None:
    deal.issue()
    fresh(owner, deal.order).pdf_sha256 = "f" * 64
    with pytest.raises(DBAPIError, match="an issued order is frozen"):
        owner.flush()
    owner.rollback()


def test_sending_back_returns_the_choice_to_the_officer(owner: Session, deal: Deal) -> None:
    work = deal.work_as(deal.office.commitment_officer)
    service.send_back(work, deal.order.id, REASON)
    assert stands(owner, deal) == (
        Status.SENT_BACK,
        AwardStatus.SENT_BACK,
        PurchaseRequestStatus.SOURCING,
    )
    assert held(owner, deal) == (2_500_000, 0)


@pytest.mark.parametrize("deed", [service.send_back, service.decline, service.cancel])
def test_deeds_that_need_a_reason_are_refused_without_one(
    owner: Session, deal: Deal, deed: Callable[[Work, object, str], object]
) -> None:
    if deed is not service.send_back:
        deal.issue()
    before = stands(owner, deal)
    supplier = deed is service.decline
    who = deal.seller.actor if supplier else deal.office.commitment_officer
    with pytest.raises(ReasonMissing):
        deed(deal.work_as(who), deal.order.id, "  ")
    assert stands(owner, deal) == before


def test_the_supplier_accepts(owner: Session, deal: Deal) -> None:
    deal.issue()
    service.accept(deal.work_as(deal.seller.actor), deal.order.id)
    order = fresh(owner, deal.order)
    assert order.status is Status.ACCEPTED
    assert order.responded_at is not None
    assert held(owner, deal) == (0, 2_500_000)


def test_a_supplier_does_not_know_an_order_that_is_not_signed(deal: Deal) -> None:
    with pytest.raises(NotFound):
        service.accept(deal.work_as(deal.seller.actor), deal.order.id)


def test_another_supplier_does_not_know_the_order(owner: Session, deal: Deal) -> None:
    deal.issue()
    rival = a_seller(owner, deal.office.region)
    with pytest.raises(NotFound):
        service.accept(deal.work_as(rival.actor), deal.order.id)


def test_a_decline_returns_the_purchase_to_sourcing_with_its_money(
    owner: Session, deal: Deal
) -> None:
    deal.issue()
    service.decline(deal.work_as(deal.seller.actor), deal.order.id, REASON)
    assert stands(owner, deal) == (
        Status.DECLINED,
        AwardStatus.LAPSED,
        PurchaseRequestStatus.SOURCING,
    )
    assert held(owner, deal) == (2_500_000, 0)
    assert fresh(owner, deal.order).end_reason == REASON


def later(work: Work, hours: float) -> Work:
    work.now = now() + timedelta(hours=hours)
    return work


@pytest.mark.parametrize("deed", [service.accept, service.decline])
def test_an_answer_after_the_time_is_refused(
    owner: Session, deal: Deal, deed: Callable[..., object]
) -> None:
    deal.issue()
    work = later(deal.work_as(deal.seller.actor), 24.1)
    arguments = (REASON,) if deed is service.decline else ()
    with pytest.raises(AnsweredTooLate):
        deed(work, deal.order.id, *arguments)
    assert stands(owner, deal)[0] == Status.ISSUED


def clock(deal: Deal, hours: float) -> Work:
    return later(deal.work_as(system(deal.office.region.id), keeper=True), hours)


def heard(work: Work) -> list[object]:
    found: list[object] = []
    work.subscriptions = {
        kind: (lambda _work, event: found.append(event),) for kind in (OrderReminder, OrderExpired)
    }
    return found


def test_the_clock_reminds_twice_and_then_lets_the_order_expire(owner: Session, deal: Deal) -> None:
    deal.issue()
    told: list[list[object]] = []
    for hours in (11.9, 12.1, 12.2, 21.7, 21.8, 24.1, 24.2):
        work = clock(deal, hours)
        told.append(heard(work))
        service.keep_time(work)
    order_id = deal.order.id
    assert told == [
        [],
        [OrderReminder(order_id, 50)],
        [],
        [OrderReminder(order_id, 90)],
        [],
        [OrderExpired(order_id)],
        [],
    ]
    assert stands(owner, deal)[0] == Status.EXPIRED


def test_an_expired_order_keeps_award_and_money_until_people_decide(
    owner: Session, deal: Deal
) -> None:
    deal.issue()
    service.expire(clock(deal, 24.1), deal.order.id)
    assert stands(owner, deal) == (
        Status.EXPIRED,
        AwardStatus.SIGNED,
        PurchaseRequestStatus.ORDERED,
    )
    assert held(owner, deal) == (0, 2_500_000)


def test_an_order_does_not_expire_early_and_only_by_the_clock(owner: Session, deal: Deal) -> None:
    deal.issue()
    with pytest.raises(StillTimeToAnswer):
        service.expire(clock(deal, 23), deal.order.id)
    with pytest.raises(NotPermitted):
        service.expire(later(deal.work_as(deal.office.officer), 25), deal.order.id)
    assert stands(owner, deal)[0] == Status.ISSUED


def test_an_expired_order_can_be_opened_again_and_accepted(owner: Session, deal: Deal) -> None:
    deal.issue()
    service.expire(clock(deal, 24.1), deal.order.id)
    officer = later(deal.work_as(deal.office.officer), 25)
    service.reopen(officer, deal.order.id, officer.now + 6 * HOUR, REASON)
    order = fresh(owner, deal.order)
    assert (order.status, order.reminded_percent) == (Status.ISSUED, 50)
    service.accept(later(deal.work_as(deal.seller.actor), 26), deal.order.id)
    assert stands(owner, deal) == (
        Status.ACCEPTED,
        AwardStatus.SIGNED,
        PurchaseRequestStatus.ORDERED,
    )


def test_an_order_is_not_opened_again_into_the_past(owner: Session, deal: Deal) -> None:
    deal.issue()
    service.expire(clock(deal, 24.1), deal.order.id)
    officer = later(deal.work_as(deal.office.officer), 25)
    with pytest.raises(AnswerTimeOutOfRange):
        service.reopen(officer, deal.order.id, officer.now - HOUR, REASON)
    assert stands(owner, deal)[0] == Status.EXPIRED


@pytest.mark.parametrize("until", ["issued", "accepted", "expired"])
def test_a_cancelled_order_returns_the_purchase_to_sourcing(
    owner: Session, deal: Deal, until: str
) -> None:
    deal.issue()
    if until == "accepted":
        service.accept(deal.work_as(deal.seller.actor), deal.order.id)
    if until == "expired":
        service.expire(clock(deal, 24.1), deal.order.id)
    service.cancel(deal.work_as(deal.office.commitment_officer), deal.order.id, REASON)
    assert stands(owner, deal) == (
        Status.CANCELLED,
        AwardStatus.LAPSED,
        PurchaseRequestStatus.SOURCING,
    )
    assert held(owner, deal) == (2_500_000, 0)


@pytest.mark.parametrize(
    ("quantity", "form", "title"),
    [
        (285, ContractForm.RECEIPT, "SURAT PESANAN"),
        (286, ContractForm.VOUCHER, "SURAT PESANAN"),
        (1429, ContractForm.WORK_ORDER, "SURAT PERINTAH KERJA (SPK)"),
    ],
)
def test_the_legal_form_follows_the_value(
    owner: Session, work_as: WorkAs, papers: Path, quantity: int, form: ContractForm, title: str
) -> None:
    office = an_office(owner)
    seller = a_seller(owner, office.region)
    lines = (("Nasi kotak", "MKN.01", quantity, "kotak", 35_000),)
    deal = a_deal(owner, work_as, office, seller, lines)
    assert (deal.order.contract_form, deal.order.title) == (form, title)
    assert deal.issue().title == title


def test_orders_are_practice_until_the_regent_s_regulation_is_in_force(
    owner: Session, work_as: WorkAs, papers: Path
) -> None:
    office = an_office(owner)
    office.region.binding_from = None
    owner.commit()
    deal = a_deal(owner, work_as, office, a_seller(owner, office.region))
    assert deal.order.is_practice
    assert deal.issue().is_practice
