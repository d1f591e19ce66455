"""Opening and choosing on a real database: what happens, and what is refused."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from procure.db.work import Work
from procure.kernel.actors import system
from procure.kernel.errors import WrongStatus
from procure.purchase_requests import service as purchase_service
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.sourcing import service
from procure.sourcing.handlers import QuotesBeingOpened, SupplierChosenAlready
from procure.sourcing.models import Award, Rfq, SealingKey
from procure.sourcing.rules import choosing, inviting
from procure.sourcing.service.opening import STOCK
from procure.sourcing.workflow import AwardStatus, RfqStatus
from tests.conftest import KEEPER_KEY, WorkAs
from tests.make.offices import Office
from tests.make.quotations import (
    a_quote,
    a_tender,
    an_approved_purchase,
    close_now,
    open_now,
)
from tests.make.sellers import Seller, a_listing, a_seller

REASON = "Harga terendah dan lengkap."


def test_nobody_opens_before_the_deadline(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)

    with pytest.raises(inviting.QuotesStillSealed):
        service.open(work_as(office.officer), rfq.id)


def test_opening_queues_the_keeper_and_the_keeper_publishes_the_root(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
    close_now(owner, rfq.id)

    service.open(work_as(office.officer), rfq.id)

    job = owner.execute(text("SELECT task_name, args FROM procrastinate_jobs")).one()
    assert job.task_name == "sourcing.reveal"
    assert job.args == {"rfq_id": str(rfq.id), "region_id": str(office.region.id)}
    keeper = work_as(system(office.region.id), keeper=True)
    service.reveal(keeper, rfq.id, KEEPER_KEY)
    again = service.reveal(work_as(system(office.region.id), keeper=True), rfq.id, KEEPER_KEY)
    assert again.status is RfqStatus.OPENED
    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).quotes_root is not None


def test_the_cheapest_is_awarded_with_a_short_reason_and_another_with_a_real_one(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
    a_quote(work_as, sellers[1], rfq, 28_000, 12_000)
    by_seller = {q.supplier_id: q for q in open_now(owner, work_as, office, rfq)}
    dearer = by_seller[sellers[0].supplier.id]
    cheaper = by_seller[sellers[1].supplier.id]

    with pytest.raises(choosing.CheaperOneNeedsReason):
        service.award(work_as(office.officer), rfq.id, dearer.id, "Lebih enak.")
    with pytest.raises(choosing.ReasonTooShort):
        service.award(work_as(office.officer), rfq.id, cheaper.id, "Murah.")
    made = service.award(work_as(office.officer), rfq.id, cheaper.id, REASON)

    assert made.is_lowest
    assert made.total == 2_000_000
    assert made.number.startswith("PNT-")
    assert [line.unit_price for line in made.lines] == [28_000, 12_000]
    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).status is RfqStatus.AWARDED


def test_an_incomplete_quote_and_one_above_the_estimate_cannot_win(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, None)
    a_quote(work_as, sellers[1], rfq, 50_000, 15_000)

    for quote in open_now(owner, work_as, office, rfq):
        with pytest.raises(choosing.NotInTheRunning):
            service.award(work_as(office.officer), rfq.id, quote.id, REASON)
    assert owner.scalar(select(func.count()).select_from(Award)) == 0


def alone(work: Work) -> Work:
    """Let no other room listen."""
    work.subscriptions = {}
    return work


def test_the_next_supplier_is_chosen_when_the_first_did_not_take_the_order(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 28_000, 12_000)
    a_quote(work_as, sellers[1], rfq, 30_000, 12_000)
    by_seller = {q.supplier_id: q for q in open_now(owner, work_as, office, rfq)}
    first, second = (by_seller[s.supplier.id] for s in sellers[:2])
    made = service.award(alone(work_as(office.officer)), rfq.id, first.id, REASON)
    ppk = alone(work_as(office.commitment_officer))
    award = ppk.session.get_one(Award, made.id)
    service.sign(ppk, award)
    service.lapse(ppk, award, "Penyedia tidak menjawab.")

    with pytest.raises(choosing.NotInTheRunning):
        service.award(alone(work_as(office.officer)), rfq.id, first.id, REASON)
    again = service.award(alone(work_as(office.officer)), rfq.id, second.id, REASON)

    assert again.is_lowest
    assert award.status is AwardStatus.LAPSED


def test_an_award_sent_back_returns_to_the_comparison(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 28_000, 12_000)
    quote = open_now(owner, work_as, office, rfq)[0]
    made = service.award(alone(work_as(office.officer)), rfq.id, quote.id, REASON)
    ppk = alone(work_as(office.commitment_officer))

    service.send_back(ppk, ppk.session.get_one(Award, made.id), "Alasan kurang jelas.")

    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).status is RfqStatus.OPENED
    assert owner.get_one(Award, made.id).status is AwardStatus.SENT_BACK


def direct(seller: Seller, other: Seller, **given: object) -> service.NewDirectPurchase:
    facts: dict[str, object] = {
        "supplier_id": seller.supplier.id,
        "prices": (28_500, 13_000),
        "sources": (
            service.Source(seller.supplier.name, "Etalase: nasi kotak", 2_075_000),
            service.Source(other.supplier.name, "Etalase: nasi kotak", 2_200_000),
        ),
        "reason": REASON,
        **given,
    }
    return service.NewDirectPurchase(**facts)  # type: ignore[arg-type]


def test_a_direct_purchase_compares_two_sources_and_becomes_an_award(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)

    made = service.buy(work_as(office.officer), purchase.id, direct(*sellers[:2]))

    assert (made.total, made.is_lowest) == (2_075_000, True)
    owner.expire_all()
    kept = owner.get_one(Award, made.id)
    assert [source.total for source in kept.price_sources] == [2_075_000, 2_200_000]
    assert purchase.status is PurchaseRequestStatus.SOURCING


def test_a_direct_purchase_needs_two_different_sources_with_evidence(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    one = service.Source("Dapur  Satu", "Etalase: nasi kotak", 2_075_000)
    same = service.Source("dapur satu", "Etalase: nasi kotak", 2_075_000)
    blank = service.Source("Toko Dua", "ada", 2_300_000)

    with pytest.raises(choosing.TooFewPriceSources) as refusal:
        service.buy(work_as(office.officer), purchase.id, direct(*sellers[:2], sources=(one, same)))
    with pytest.raises(choosing.SourceWithoutEvidence):
        service.buy(
            work_as(office.officer), purchase.id, direct(*sellers[:2], sources=(one, blank))
        )

    assert refusal.value.facts == {"least": 2, "count": 1}
    owner.refresh(purchase)
    assert purchase.status is PurchaseRequestStatus.APPROVED


def test_larger_values_are_not_bought_directly(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    lines = (("Nasi kotak", "MKN.01", 1_800, "kotak", 30_000),)
    purchase = an_approved_purchase(owner, office, lines=lines)

    with pytest.raises(choosing.AboveDirectPurchaseCeiling) as refusal:
        service.buy(work_as(office.officer), purchase.id, direct(*sellers[:2], prices=(27_000,)))

    assert refusal.value.facts == {"total": 54_000_000, "ceiling": 50_000_000}


def test_no_direct_purchase_above_the_own_estimate_or_from_a_stranger(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    stranger = a_seller(owner, office.region, categories=("ATK.01",))

    with pytest.raises(choosing.AboveOwnEstimate):
        service.buy(
            work_as(office.officer), purchase.id, direct(*sellers[:2], delivery_cost=900_000)
        )
    with pytest.raises(choosing.SupplierNotAvailable):
        service.buy(work_as(office.officer), purchase.id, direct(stranger, sellers[1]))


def test_cancelling_the_purchase_ends_the_request(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)

    purchase_service.cancel(
        work_as(office.requester), rfq.purchase_request_id, "Acara dibatalkan pimpinan."
    )

    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).status is RfqStatus.CANCELLED


def test_a_purchase_with_an_award_or_an_opening_is_not_cancelled_from_above(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 28_000, 12_000)
    close_now(owner, rfq.id)
    service.open(work_as(office.officer), rfq.id)

    with pytest.raises(QuotesBeingOpened):
        purchase_service.cancel(work_as(office.requester), rfq.purchase_request_id, "Acara batal.")
    opened = service.reveal(work_as(system(office.region.id), keeper=True), rfq.id, KEEPER_KEY)
    quote_id = owner.scalar(text("SELECT id FROM quotes"))
    service.award(work_as(office.officer), opened.id, quote_id, REASON)
    with pytest.raises(SupplierChosenAlready):
        purchase_service.cancel(work_as(office.requester), rfq.purchase_request_id, "Acara batal.")

    owner.expire_all()
    kept = owner.get_one(PurchaseRequest, rfq.purchase_request_id)
    assert kept.status is PurchaseRequestStatus.SOURCING


def test_an_ended_request_takes_nothing_more(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    service.cancel(work_as(office.officer), rfq.id, "Jadwal acara berubah.")

    with pytest.raises(WrongStatus):
        a_quote(work_as, sellers[0], rfq, 30_000, 12_000)


def test_closing_without_an_award_leaves_the_purchase_with_the_officer(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    open_now(owner, work_as, office, rfq)

    service.fail(work_as(office.officer), rfq.id, "Tidak ada penawaran masuk.")
    a_listing(owner, sellers[0])
    made = service.buy(work_as(office.officer), rfq.purchase_request_id, direct(*sellers[:2]))

    assert made.rfq_id is None


def test_the_keeper_keeps_keys_ready(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    keeper = work_as(system(), keeper=True)

    assert service.stock_keys(keeper, KEEPER_KEY) == STOCK - 3
    assert service.stock_keys(work_as(system(), keeper=True), KEEPER_KEY) == 0
    assert owner.scalar(select(func.count()).select_from(SealingKey)) == STOCK
