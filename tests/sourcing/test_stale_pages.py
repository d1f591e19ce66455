"""What was shown is what is decided: deeds of sourcing refuse a page that was overtaken."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.db.work import Work
from procure.kernel.clock import local, now
from procure.kernel.errors import StalePage
from procure.orders import service as orders
from procure.orders.models import PurchaseOrder
from procure.purchase_requests import service as purchases
from procure.regulations.queries import in_force
from procure.sourcing import queries, service
from procure.sourcing.models import Award, Rfq
from procure.sourcing.rules.inviting import proposed_deadline
from procure.sourcing.service.choosing import AWARD_LAWS
from procure.sourcing.workflow import RfqStatus
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.quotations import a_new_rfq, a_quote, a_tender, an_approved_purchase, open_now
from tests.make.sellers import Seller

REASON = "Harga terendah dan lengkap."
REFUSAL = "Alasan pemilihan belum menyebut mutu."


def shown(work: Work, rfq: Rfq) -> str:
    """Return the mark of the comparison as a page would show it now."""
    laws = in_force(work, AWARD_LAWS)
    return queries.comparison(work, queries.opened(work, rfq.id), laws).mark


def test_suppliers_are_invited_for_the_purchase_that_was_shown(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    old = purchase.mark
    first = service.publish(
        work_as(office.officer), purchase.id, a_new_rfq(work_as, office, *sellers), seen=old
    )
    service.cancel(work_as(office.officer), first.id, "Salah memilih penyedia.", seen=first.mark)
    with pytest.raises(StalePage):
        service.publish(
            work_as(office.officer), purchase.id, a_new_rfq(work_as, office, *sellers), seen=old
        )


def test_a_deadline_moves_on_from_the_one_that_was_shown(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    closes_at = proposed_deadline(local(now()), {})
    rfq = a_tender(owner, office, *sellers, open_for=closes_at - now())
    old = rfq.mark
    days = [closes_at + timedelta(days=n) for n in range(1, 6)]
    later, latest = [day.replace(hour=14) for day in days if day.weekday() < 5][:2]
    service.extend(work_as(office.officer), rfq.id, later, "Dua minta waktu.", seen=old)
    with pytest.raises(StalePage):
        service.extend(work_as(office.officer), rfq.id, latest, "Satu minta waktu.", seen=old)
    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).closes_at == later


def test_a_request_that_was_opened_is_not_cancelled_from_a_page_of_before(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    old = rfq.mark
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
    open_now(owner, work_as, office, rfq)
    with pytest.raises(StalePage):
        service.cancel(work_as(office.officer), rfq.id, "Salah memilih penyedia.", seen=old)
    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).status is RfqStatus.OPENED


def test_an_award_sent_back_is_not_made_again_from_the_old_comparison(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 28_000, 12_000)
    quote = open_now(owner, work_as, office, rfq)[0]
    old = shown(work_as(office.officer), rfq)
    made = service.award(work_as(office.officer), rfq.id, quote.id, REASON, seen=old)
    order_id = owner.scalars(
        select(PurchaseOrder.id).where(PurchaseOrder.award_id == made.id)
    ).one()
    orders.send_back(work_as(office.commitment_officer), order_id, REFUSAL)
    with pytest.raises(StalePage):
        service.award(work_as(office.officer), rfq.id, quote.id, REASON, seen=old)
    fresh = shown(work_as(office.officer), rfq)
    again = service.award(work_as(office.officer), rfq.id, quote.id, REASON, seen=fresh)
    owner.expire_all()
    assert owner.get_one(Award, again.id).rfq_id == rfq.id


def test_a_cancelled_purchase_is_not_cancelled_over_suppliers_who_were_asked_since(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    purchase = an_approved_purchase(owner, office)
    old = purchase.mark
    service.publish(work_as(office.officer), purchase.id, a_new_rfq(work_as, office, *sellers))
    with pytest.raises(StalePage):
        purchases.cancel(work_as(office.commitment_officer), purchase.id, REFUSAL, seen=old)
