"""Asking suppliers and taking quotes on a real database: what happens, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.kernel.clock import local, now
from procure.kernel.errors import NotFound, NotPermitted, ReasonMissing
from procure.kernel.regulation import Severity
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.sourcing import service
from procure.sourcing.models import Invitation, Rfq, SealingKey
from procure.sourcing.rules import inviting
from procure.sourcing.service.inviting import AnsweredAlready, NoKeyReady
from procure.sourcing.service.quoting import NothingOffered, NothingToWithdraw, SupplierNotActive
from procure.suppliers.models import Scale, SupplierStatus
from tests.conftest import WorkAs
from tests.make.offices import Office, an_office
from tests.make.quotations import (
    a_law,
    a_new_rfq,
    a_quote,
    a_tender,
    an_approved_purchase,
    close_now,
    open_now,
)
from tests.make.sellers import Seller


def test_publishing_invites_numbers_seals_and_begins_sourcing(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)

    rfq = service.publish(
        work_as(office.officer), purchase.id, a_new_rfq(work_as, office, *sellers)
    )

    owner.expire_all()
    assert purchase.status is PurchaseRequestStatus.SOURCING
    assert purchase.officer_id == office.officer.user_id
    assert rfq.number.startswith("PNW-")
    assert rfq.own_estimate == purchase.total
    assert owner.scalar(select(func.count()).select_from(Invitation)) == 3
    key = owner.get_one(SealingKey, rfq.sealing_key)
    assert key.rfq_id == rfq.id
    told = owner.scalars(select(AuditEntry.action).order_by(AuditEntry.at)).all()
    assert list(told) == ["purchase_request.source", "rfq.publish"]


def test_fewer_invitations_than_the_rule_asks_for_need_a_reason(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    few = a_new_rfq(work_as, office, sellers[0])

    with pytest.raises(inviting.TooFewInvited) as refusal:
        service.publish(work_as(office.officer), purchase.id, few)

    assert refusal.value.facts == {"least": 3, "count": 1}
    assert owner.scalar(select(func.count()).select_from(Rfq)) == 0
    owner.refresh(purchase)
    assert purchase.status is PurchaseRequestStatus.APPROVED
    explained = a_new_rfq(
        work_as, office, sellers[0], few_invited_reason="Hanya satu yang melayani daerah ini."
    )
    rfq = service.publish(work_as(office.officer), purchase.id, explained)
    assert rfq.few_invited_reason


def test_without_a_key_nothing_is_published_and_the_sentence_says_when_to_return(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    owner.execute(text("DELETE FROM sealing_keys"))
    owner.commit()

    with pytest.raises(NoKeyReady):
        service.publish(work_as(office.officer), purchase.id, a_new_rfq(work_as, office, *sellers))


def test_only_matching_active_suppliers_can_be_invited(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    sellers[0].supplier.status = SupplierStatus.SUSPENDED
    owner.commit()

    with pytest.raises(inviting.NotAMatch):
        service.publish(work_as(office.officer), purchase.id, a_new_rfq(work_as, office, *sellers))


def test_a_larger_business_needs_a_reason_or_is_refused_as_the_region_says(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    sellers[0].supplier.scale = Scale.MEDIUM
    owner.commit()
    silent = a_new_rfq(work_as, office, *sellers)

    with pytest.raises(inviting.LargerBusinessNeedsReason):
        service.publish(work_as(office.officer), purchase.id, silent)
    a_law(owner, office, "small-business-first", Severity.BLOCK)
    with pytest.raises(inviting.LargerBusinessInvited):
        service.publish(work_as(office.officer), purchase.id, silent)


def test_whoever_approved_the_purchase_cannot_source_it(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)

    with pytest.raises(NotPermitted):
        service.publish(
            work_as(office.commitment_officer), purchase.id, a_new_rfq(work_as, office, *sellers)
        )


def test_the_officer_next_door_does_not_see_the_purchase(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    neighbour = an_office(owner, office.region)

    with pytest.raises(NotFound):
        service.publish(
            work_as(neighbour.officer), purchase.id, a_new_rfq(work_as, office, *sellers)
        )


def test_a_second_request_waits_until_the_first_one_ended(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    new = a_new_rfq(work_as, office, *sellers)
    first = service.publish(work_as(office.officer), purchase.id, new)

    with pytest.raises(inviting.SourcingAlready):
        service.publish(work_as(office.officer), purchase.id, new)
    service.cancel(work_as(office.officer), first.id, "Jadwal acara berubah.")
    second = service.publish(work_as(office.officer), purchase.id, new)

    assert second.sealing_key != first.sealing_key
    owner.refresh(purchase)
    assert purchase.status is PurchaseRequestStatus.SOURCING


def test_a_deadline_moves_later_with_a_reason_and_never_earlier(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    new = a_new_rfq(work_as, office, *sellers)
    rfq = service.publish(work_as(office.officer), purchase.id, new)
    later = local(rfq.closes_at) + timedelta(days=1)
    while later.weekday() >= inviting.SATURDAY:
        later += timedelta(days=1)

    with pytest.raises(ReasonMissing):
        service.extend(work_as(office.officer), rfq.id, later, " ")
    with pytest.raises(inviting.DeadlineOnlyMovesLater):
        service.extend(
            work_as(office.officer), rfq.id, rfq.closes_at - timedelta(minutes=5), "Dipercepat saja"
        )
    service.extend(work_as(office.officer), rfq.id, later, "Dua penyedia minta waktu.")

    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).closes_at == later


def test_a_passed_deadline_is_not_extended(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    close_now(owner, rfq.id)

    with pytest.raises(inviting.QuotesAreClosed):
        service.extend(
            work_as(office.officer), rfq.id, now() + timedelta(days=3), "Satu penyedia terlambat."
        )


def test_a_question_is_answered_once_for_everybody(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    asked = service.ask(work_as(sellers[0].actor), rfq.id, "Apakah harus ada nasi merah?")

    service.answer(work_as(office.officer), rfq.id, asked.id, "Boleh nasi putih.")
    with pytest.raises(AnsweredAlready):
        service.answer(work_as(office.officer), rfq.id, asked.id, "Nasi merah.")

    entry = owner.scalars(select(AuditEntry).where(AuditEntry.action == "rfq.answer")).one()
    assert sellers[0].supplier.name not in entry.facts


def test_a_stranger_cannot_ask_or_quote(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, sellers[0])

    with pytest.raises(NotFound):
        service.ask(work_as(sellers[1].actor), rfq.id, "Boleh ikut menawar?")
    with pytest.raises(NotFound):
        a_quote(work_as, sellers[1], rfq, 30_000, 12_000)


def test_a_later_quote_replaces_the_earlier_and_a_withdrawal_counts_as_none(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    first = a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
    second = a_quote(work_as, sellers[0], rfq, 29_000, 12_000)
    a_quote(work_as, sellers[1], rfq, 31_000, 12_000)
    service.withdraw(work_as(sellers[1].actor), rfq.id)

    quotes = open_now(owner, work_as, office, rfq)

    assert (first.round, second.round) == (1, 2)
    assert [quote.supplier_id for quote in quotes] == [sellers[0].supplier.id]
    assert quotes[0].total == 50 * 29_000 + 50 * 12_000


def test_there_must_be_something_to_offer_and_something_to_withdraw(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)

    with pytest.raises(NothingOffered):
        a_quote(work_as, sellers[0], rfq, None, None)
    with pytest.raises(NothingToWithdraw):
        service.withdraw(work_as(sellers[0].actor), rfq.id)


def test_a_suspended_supplier_does_not_quote(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    sellers[0].supplier.status = SupplierStatus.SUSPENDED
    owner.commit()

    with pytest.raises(SupplierNotActive):
        a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
