"""Verifying registrations and papers: who decides, what must be there, and what is said."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.files.models import Purpose
from procure.kernel.clock import now
from procure.kernel.errors import NotFound, NotPermitted, ReasonMissing, WrongStatus
from procure.notifications.models import Message
from procure.suppliers import queries, service
from procure.suppliers.kinds import DocumentKind, ReviewItem
from procure.suppliers.models import SupplierDocument
from procure.suppliers.rules import identifiers
from procure.suppliers.rules import papers as rules
from procure.suppliers.workflow import DocumentStatus, SupplierStatus
from tests.conftest import WorkAs
from tests.make.offices import Office, a_region
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_file, a_paper, an_officer, asks, today

WHY = "Alamat belum lengkap, mohon ditambah nomor rumah."


@pytest.fixture
def cook(owner: Session, office: Office) -> Seller:
    """A caterer that waits for verification."""
    return a_seller(owner, office.region, status=SupplierStatus.PENDING, verified_at=None)


def told(owner: Session, seller: Seller) -> list[str]:
    owner.rollback()
    wanted = select(Message.template).where(Message.person_id == seller.person.id)
    return list(owner.scalars(wanted))


def deeds(owner: Session, seller: Seller) -> list[str]:
    owner.rollback()
    wanted = (
        select(AuditEntry.action)
        .where(AuditEntry.chain == seller.supplier.id)
        .order_by(AuditEntry.position)
    )
    return list(owner.scalars(wanted))


def test_a_registration_with_its_papers_is_accepted_and_told(
    owner: Session, office: Office, cook: Seller, work_as: WorkAs
) -> None:
    asks(owner, DocumentKind.NIK)
    a_paper(owner, cook, DocumentKind.NIK, number="3374015208900001", valid_until=None)

    supplier = service.accept(work_as(an_officer(owner, office.region)), cook.supplier.id)

    assert supplier.status is SupplierStatus.ACTIVE
    assert supplier.verified_at is not None
    assert told(owner, cook) == ["suppliers/accepted"]
    assert deeds(owner, cook) == ["supplier.accept"]


def test_without_a_required_paper_nothing_is_accepted(
    owner: Session, office: Office, cook: Seller, work_as: WorkAs
) -> None:
    asks(owner, DocumentKind.NIK)
    a_paper(owner, cook, DocumentKind.NIK, status=DocumentStatus.WAITING)

    with pytest.raises(rules.PapersMissing):
        service.accept(work_as(an_officer(owner, office.region)), cook.supplier.id)

    owner.refresh(cook.supplier)
    assert cook.supplier.status is SupplierStatus.PENDING
    assert told(owner, cook) == []


def test_what_is_wrong_goes_back_part_by_part_and_is_settled_by_the_next_decision(
    owner: Session, office: Office, cook: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    remarks = {ReviewItem.PLACE: "Nomor rumah kurang.", ReviewItem.TAX: "  "}
    service.ask_again(work_as(officer), cook.supplier.id, WHY, remarks)

    found = queries.open_remarks(work_as(cook.actor), cook.supplier.id)
    assert [(one.item, one.text) for one in found] == [(ReviewItem.PLACE, "Nomor rumah kurang.")]
    assert told(owner, cook) == ["suppliers/asked_again"]

    owner.refresh(cook.supplier)
    cook.supplier.status = SupplierStatus.PENDING
    owner.commit()
    service.refuse(work_as(officer), cook.supplier.id, WHY)
    assert queries.open_remarks(work_as(cook.actor), cook.supplier.id) == []


def test_a_refusal_needs_a_reason_and_leaves_nothing_behind_without_one(
    owner: Session, office: Office, cook: Seller, work_as: WorkAs
) -> None:
    with pytest.raises(ReasonMissing):
        service.refuse(work_as(an_officer(owner, office.region)), cook.supplier.id, " ")
    assert deeds(owner, cook) == []


def test_neither_the_supplier_nor_other_officials_nor_another_region_decide(
    owner: Session, office: Office, cook: Seller, work_as: WorkAs
) -> None:
    for actor in (cook.actor, office.officer, office.auditor, office.administrator):
        with pytest.raises((NotFound, NotPermitted)):
            service.accept(work_as(actor), cook.supplier.id)
    with pytest.raises(NotFound):
        service.accept(work_as(an_officer(owner, a_region(owner))), cook.supplier.id)


def test_an_active_supplier_is_not_accepted_twice(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    seller = a_seller(owner, office.region)
    with pytest.raises(WrongStatus):
        service.accept(work_as(an_officer(owner, office.region)), seller.supplier.id)


def test_reading_the_numbers_in_full_stands_in_the_trail(
    owner: Session, office: Office, cook: Seller, work_as: WorkAs
) -> None:
    identity = service.inspect(work_as(an_officer(owner, office.region)), cook.supplier.id)
    assert identity.npwp == "0011091378000000"
    assert deeds(owner, cook) == ["supplier.inspect"]
    for actor in (office.auditor, cook.actor):
        with pytest.raises(NotPermitted):
            service.inspect(work_as(actor), cook.supplier.id)


def a_new_paper(owner: Session, seller: Seller, **given: object) -> service.NewPaper:
    upload = a_file(owner, seller.person, Purpose.CERTIFICATE, seller)
    facts: dict[str, object] = {
        "kind": DocumentKind.HALAL,
        "number": "ID 0011 0000 1234 56789",
        "valid_until": today() + timedelta(days=900),
        "upload_id": upload.id,
        **given,
    }
    return service.NewPaper(**facts)  # type: ignore[arg-type]


def papers_of(owner: Session, seller: Seller) -> list[tuple[str, DocumentStatus]]:
    owner.rollback()
    wanted = (
        select(SupplierDocument)
        .where(SupplierDocument.supplier_id == seller.supplier.id)
        .order_by(SupplierDocument.sent_at)
        .execution_options(populate_existing=True)
    )
    return [(one.number, one.status) for one in owner.scalars(wanted)]


def test_a_newer_paper_replaces_the_one_before_and_waits_for_a_look(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    seller = a_seller(owner, office.region, verified_at=now())
    officer = an_officer(owner, office.region)
    a_paper(owner, seller, number="ID00110000000000001", sent_at=now() - timedelta(days=9))

    service.send(work_as(seller.actor), a_new_paper(owner, seller))

    assert papers_of(owner, seller) == [
        ("ID00110000000000001", DocumentStatus.REPLACED),
        ("ID00110000123456789", DocumentStatus.WAITING),
    ]
    owner.rollback()
    wanted = select(Message.template).where(Message.person_id == officer.user_id)
    assert owner.scalars(wanted).all() == ["suppliers/paper_sent"]


def test_a_file_of_somebody_else_is_no_paper(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    seller, rival = a_seller(owner, office.region), a_seller(owner, office.region)
    stolen = a_new_paper(owner, rival)
    with pytest.raises(NotFound):
        service.send(work_as(seller.actor), stolen)
    assert papers_of(owner, seller) == []


def test_a_refused_number_leaves_the_paper_before_as_it_is(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    seller = a_seller(owner, office.region)
    a_paper(owner, seller)
    with pytest.raises(identifiers.PrefixWanted):
        service.send(work_as(seller.actor), a_new_paper(owner, seller, number="123"))
    assert papers_of(owner, seller) == [("ID00110000123456789", DocumentStatus.ACCEPTED)]


def test_an_officer_accepts_a_paper_or_asks_again_with_a_reason(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    seller = a_seller(owner, office.region)
    officer = an_officer(owner, office.region)
    paper = a_paper(owner, seller, status=DocumentStatus.WAITING)
    day = today()

    assert not queries.holds(work_as(officer), seller.supplier.id, DocumentKind.HALAL, day)
    service.accept_supplier_document(work_as(officer), paper.id)
    assert queries.holds(work_as(officer), seller.supplier.id, DocumentKind.HALAL, day)

    with pytest.raises(ReasonMissing):
        service.ask_again_supplier_document(work_as(officer), paper.id, "")
    service.ask_again_supplier_document(work_as(officer), paper.id, "Foto buram, kirim ulang.")
    assert not queries.holds(work_as(officer), seller.supplier.id, DocumentKind.HALAL, day)
    assert told(owner, seller) == ["suppliers/paper_asked_again"]
    with pytest.raises(NotPermitted):
        service.ask_again_supplier_document(work_as(seller.actor), paper.id, WHY)


def test_a_paper_that_ended_while_it_waited_is_not_accepted(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    seller = a_seller(owner, office.region)
    yesterday = today() - timedelta(days=2)
    paper = a_paper(owner, seller, status=DocumentStatus.WAITING, valid_until=yesterday)
    with pytest.raises(rules.PaperOver):
        service.accept_supplier_document(work_as(an_officer(owner, office.region)), paper.id)
    assert papers_of(owner, seller)[0][1] is DocumentStatus.WAITING
