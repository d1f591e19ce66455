"""Sanctions and what they stop until the order; ties, likenesses, and the blacklist."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.files.models import Purpose
from procure.kernel.actors import Role, system
from procure.kernel.clock import now
from procure.kernel.errors import NotFound, NotPermitted
from procure.kernel.regulation import Severity
from procure.notifications.models import Message
from procure.orders import service as orders
from procure.orders.models import PurchaseOrder
from procure.orders.workflow import PurchaseOrderStatus
from procure.regulations.models import RegulationVersion
from procure.suppliers import queries, service
from procure.suppliers.kinds import BlacklistResult, InterestKind, MarkKind, Verdict
from procure.suppliers.rules import interests, sanctions
from procure.suppliers.rules import standing as rules
from procure.suppliers.vetting_models import Sanction
from procure.suppliers.workflow import SupplierStatus
from tests.conftest import WorkAs
from tests.make.deals import a_deal, address_of, the_law
from tests.make.offices import Office
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_file, alike, an_officer, an_officer_person, today

WHY = "Tiga kali tidak mengirim barang tanpa alasan."


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """A caterer, and the law."""
    the_law(owner)
    return a_seller(owner, office.region, verified_at=now())


def a_decision(**given: object) -> service.NewSanction:
    facts: dict[str, object] = {
        "decision_number": "027/15/2026",
        "decision_date": today(),
        "starts_on": today(),
        "ends_on": today() + timedelta(days=30),
        "reason": WHY,
        **given,
    }
    return service.NewSanction(**facts)  # type: ignore[arg-type]


def status(owner: Session, seller: Seller) -> SupplierStatus:
    owner.rollback()
    owner.refresh(seller.supplier)
    return seller.supplier.status


def told(owner: Session, seller: Seller) -> list[str]:
    owner.rollback()
    wanted = (
        select(Message.template)
        .where(Message.person_id == seller.person.id)
        .order_by(Message.created_at, Message.id)
    )
    return list(owner.scalars(wanted))


def test_a_suspension_and_a_debarment_are_decisions_that_the_supplier_reads(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    service.suspend(work_as(officer), seller.supplier.id, a_decision())
    assert status(owner, seller) is SupplierStatus.SUSPENDED
    service.debar(work_as(officer), seller.supplier.id, a_decision(decision_number="027/16/2026"))
    assert status(owner, seller) is SupplierStatus.DEBARRED
    assert told(owner, seller) == ["suppliers/suspended", "suppliers/debarred"]
    numbers = [
        one.decision_number
        for one in queries.sanctions_of(work_as(seller.actor), seller.supplier.id)
    ]
    assert numbers == ["027/16/2026", "027/15/2026"]


def test_a_refused_decision_suspends_nobody(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    with pytest.raises(sanctions.DecisionMissing):
        service.suspend(work_as(officer), seller.supplier.id, a_decision(decision_number=""))
    assert status(owner, seller) is SupplierStatus.ACTIVE
    assert owner.scalars(select(Sanction)).all() == []


def test_a_supplier_suspended_after_the_award_gets_no_order(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    deal = a_deal(owner, work_as, office, seller)
    service.suspend(work_as(an_officer(owner, office.region)), seller.supplier.id, a_decision())
    with pytest.raises(rules.SupplierSanctioned):
        orders.issue(work_as(office.commitment_officer), deal.order.id, address_of)
    owner.rollback()
    order = owner.get_one(PurchaseOrder, deal.order.id)
    assert order.status is PurchaseOrderStatus.PREPARED
    in_force = queries.in_force_on(work_as(office.treasurer), seller.supplier.id, today())
    assert len(in_force) == 1


def test_the_supplier_answers_once_and_the_answer_stands_beside_the_decision(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    made = service.suspend(work_as(officer), seller.supplier.id, a_decision())
    answer = "Barang sudah dikirim, bukti terlampir."

    service.reply(work_as(seller.actor), made.id, answer)

    with pytest.raises(sanctions.AnsweredAlready):
        service.reply(work_as(seller.actor), made.id, answer)
    with pytest.raises(NotFound):
        service.reply(work_as(a_seller(owner, office.region).actor), made.id, answer)
    shown = queries.sanctions_of(work_as(officer), seller.supplier.id)
    assert shown[0].reply == answer
    owner.rollback()
    wanted = select(Message.template).where(Message.person_id == officer.user_id)
    assert "suppliers/sanction_answered" in owner.scalars(wanted).all()


def test_the_clock_ends_a_sanction_after_its_last_day_and_not_on_it(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    service.suspend(work_as(officer), seller.supplier.id, a_decision())
    clock = work_as(system(office.region.id), keeper=True)
    clock.now = now() + timedelta(days=30)
    assert service.end_what_is_over(clock, office.region.id) == 0
    clock.now = now() + timedelta(days=31)
    assert service.end_what_is_over(clock, office.region.id) == 1
    assert service.end_what_is_over(clock, office.region.id) == 0
    assert status(owner, seller) is SupplierStatus.ACTIVE
    assert told(owner, seller)[-1] == "suppliers/time_is_over"


def test_a_longer_sanction_keeps_a_supplier_out_when_a_shorter_one_ends(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    service.suspend(work_as(officer), seller.supplier.id, a_decision())
    longer = a_decision(ends_on=today() + timedelta(days=365))
    service.debar(work_as(officer), seller.supplier.id, longer)
    clock = work_as(system(office.region.id), keeper=True)
    clock.now = now() + timedelta(days=40)
    assert service.end_what_is_over(clock, office.region.id) == 1
    assert status(owner, seller) is SupplierStatus.DEBARRED


def test_an_officer_ends_a_sanction_early_with_a_reason(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    service.suspend(work_as(officer), seller.supplier.id, a_decision(ends_on=None))
    service.reinstate(work_as(officer), seller.supplier.id, "Keberatan penyedia diterima.")
    assert status(owner, seller) is SupplierStatus.ACTIVE
    assert queries.in_force_on(work_as(officer), seller.supplier.id, today()) == []


def test_who_was_found_in_the_national_blacklist_gets_no_order(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    deal = a_deal(owner, work_as, office, seller)
    person, officer = an_officer_person(owner, office.region)
    look = service.NewLook(today(), BlacklistResult.LISTED, "", None)
    with pytest.raises(sanctions.EvidenceMissing):
        service.check_blacklist(work_as(officer), seller.supplier.id, look)
    proof = a_file(owner, person, Purpose.EVIDENCE)
    look = service.NewLook(today(), BlacklistResult.LISTED, "Halaman 2.", proof.id)
    service.check_blacklist(work_as(officer), seller.supplier.id, look)
    with pytest.raises(rules.SupplierBlacklisted):
        orders.issue(work_as(office.commitment_officer), deal.order.id, address_of)
    with pytest.raises(NotPermitted):
        service.check_blacklist(work_as(office.officer), seller.supplier.id, look)


def a_tie(seller: Seller) -> service.NewInterest:
    return service.NewInterest(
        seller.supplier.id, InterestKind.FAMILY, today() - timedelta(days=9), "Adik saya."
    )


def test_whoever_declared_an_interest_signs_no_order_with_that_supplier(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    deal = a_deal(owner, work_as, office, seller)
    made = service.declare(work_as(office.commitment_officer), a_tie(seller))
    with pytest.raises(interests.DeclaredAlready):
        service.declare(work_as(office.commitment_officer), a_tie(seller))
    with pytest.raises(rules.InterestConflicts) as refusal:
        orders.issue(work_as(office.commitment_officer), deal.order.id, address_of)
    assert refusal.value.facts["supplier"] == seller.supplier.name

    service.end(work_as(office.commitment_officer), made.id)
    tomorrow = work_as(office.commitment_officer)
    tomorrow.now = now() + timedelta(days=1)
    orders.issue(tomorrow, deal.order.id, address_of)
    with pytest.raises(NotFound):
        service.end(work_as(office.officer), made.id)
    with pytest.raises(NotPermitted):
        service.declare(work_as(seller.actor), a_tie(seller))


def test_an_official_who_acts_for_a_supplier_is_noticed_without_declaring(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    official = office.people[Role.REQUESTER]
    official.phone = "+62 " + seller.supplier.phone.removeprefix("0")
    owner.commit()
    found = queries.noticed(work_as(an_officer(owner, office.region)), seller.supplier)
    assert [(one.person, one.sign) for one in found] == [(official.name, interests.Sign.PHONE)]


def test_a_likeness_is_seen_decided_with_a_reason_and_shown_to_who_invites(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    other, stranger = a_seller(owner, office.region), a_seller(owner, office.region)
    alike(owner, MarkKind.PHONE, seller, other)
    officer = an_officer(owner, office.region)
    ids = [seller.supplier.id, other.supplier.id, stranger.supplier.id]
    found = queries.cluster_of(work_as(officer), seller.supplier.id)
    assert [(one.supplier.id, one.marks, one.verdict) for one in found] == [
        (other.supplier.id, (MarkKind.PHONE,), None)
    ]
    assert [one.verdict for one in queries.likenesses(work_as(office.officer), ids)] == [None]

    with pytest.raises(NotFound):
        service.judge(
            work_as(officer), seller.supplier.id, stranger.supplier.id, Verdict.JOINT, WHY
        )
    service.judge(work_as(officer), other.supplier.id, seller.supplier.id, Verdict.SAME_OWNER, WHY)

    shown = queries.likenesses(work_as(office.officer), ids)
    assert [one.verdict for one in shown] == [Verdict.SAME_OWNER]
    assert queries.likenesses(work_as(seller.actor), ids) == []


def test_what_a_region_blocks_the_national_row_only_warns_of(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    deal = a_deal(owner, work_as, office, seller)
    national = owner.scalars(
        select(RegulationVersion).where(RegulationVersion.code == "halal-certificate")
    ).one()
    values = {
        column.name: getattr(national, column.name)
        for column in RegulationVersion.__table__.columns
        if column.name not in ("id", "region_id", "severity")
    }
    owner.add(RegulationVersion(region_id=office.region.id, severity=Severity.BLOCK, **values))
    owner.commit()
    with pytest.raises(rules.PaperKeepsOut):
        orders.issue(work_as(office.commitment_officer), deal.order.id, address_of)
