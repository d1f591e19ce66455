"""What an active supplier changes: officers see it, one decides, and the tax follows."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.kernel.actors import Actor
from procure.kernel.errors import NotFound, NotPermitted, ReasonMissing
from procure.notifications.models import Message
from procure.orders import drafting
from procure.suppliers import queries, service
from procure.suppliers.kinds import DocumentKind, ReviewItem
from procure.suppliers.models import EntityType, Supplier
from procure.suppliers.rules.registration import ChangedMeanwhile, Letter, NothingChanged, Step
from procure.suppliers.workflow import DocumentStatus, SupplierStatus
from tests.conftest import WorkAs
from tests.make.deals import an_award
from tests.make.offices import Office
from tests.make.registering import NIK, Registering, an_owner, fill, places
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_paper, an_officer, an_officer_person, verify
from tests.make.visits import Visit

NEW_NIK = "3374015208900002"
WHY = "Alamat di NIB masih yang lama, mohon diperbaiki dulu."


@pytest.fixture
def officer(owner: Session, office: Office) -> Actor:
    """A registry officer of the region."""
    return an_officer(owner, office.region)


@pytest.fixture
def sri(owner: Session, office: Office, work_as: WorkAs) -> Registering:
    """A caterer without any tax letter, whose registration is filled in."""
    places(owner)
    made = an_owner(work_as, office.region)
    made.fill_all(tax={"letter": Letter("", None, None), "turnover_statement_year": None})
    return made


@pytest.fixture
def active(owner: Session, work_as: WorkAs, sri: Registering, officer: Actor) -> Seller:
    """The caterer once verified."""
    return verify(owner, work_as, sri, officer)


def fresh(owner: Session, seller: Seller) -> Supplier:
    owner.rollback()
    return owner.get_one(Supplier, seller.supplier.id, populate_existing=True)


def seen(work_as: WorkAs, officer: Actor, seller: Seller) -> str:
    return queries.mark_of(queries.changes_of(work_as(officer), seller.supplier.id))


def accept(work_as: WorkAs, officer: Actor, seller: Seller) -> None:
    service.accept_change(work_as(officer), seller.supplier.id, seen(work_as, officer, seller))


def test_what_changes_is_kept_with_what_stood_there_when_an_officer_last_looked(
    sri: Registering, active: Seller
) -> None:
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    sri.fill(Step.ADDRESS, address="Jalan Melati 9")
    sri.fill(Step.NUMBERS, nik=NEW_NIK)
    changed = queries.changes_of(sri.work(), active.supplier.id)
    assert {str(one.field): one.before for one in changed} == {
        "npwp": NIK,
        "nik": NIK,
        "nitku": f"{NIK}000000",
        "address": "Jalan Anggrek 5",
    }
    assert sri.supplier().status is SupplierStatus.ACTIVE


def test_a_supplier_of_before_self_registration_may_change_as_well(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    places(owner)
    seller = a_seller(owner, office.region)
    fill(work_as(seller.actor), seller.supplier.id, Step.ADDRESS)
    changed = queries.changes_of(work_as(seller.actor), seller.supplier.id)
    assert [str(one.field) for one in changed] == ["address", "district_code"]


def test_a_suspended_supplier_that_changes_is_looked_at_as_well(
    owner: Session, sri: Registering, active: Seller
) -> None:
    owner.connection().exec_driver_sql("ALTER TABLE suppliers DISABLE TRIGGER check_step")
    fresh(owner, active).status = SupplierStatus.SUSPENDED
    owner.commit()
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    assert len(queries.changes_of(sri.work(), active.supplier.id)) == 1


def test_an_accepted_change_leaves_the_pile_and_stands_in_the_trail(
    owner: Session, work_as: WorkAs, sri: Registering, active: Seller, officer: Actor
) -> None:
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    assert queries.counts(work_as(officer))[queries.Stage.CHANGES] == 1
    accept(work_as, officer, active)
    assert queries.counts(work_as(officer))[queries.Stage.CHANGES] == 0
    owner.rollback()
    entry = owner.scalars(
        select(AuditEntry).where(AuditEntry.action == "supplier.accept_change")
    ).one()
    assert (entry.actor_id, entry.facts) == (officer.user_id, '{"changed": ["address"]}')
    told = owner.scalars(select(Message.template).where(Message.person_id == active.person.id))
    assert "suppliers/change_accepted" in told.all()
    with pytest.raises(NothingChanged):
        accept(work_as, officer, active)


def test_a_change_that_came_after_the_page_was_opened_is_not_accepted_unseen(
    work_as: WorkAs, sri: Registering, active: Seller, officer: Actor
) -> None:
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    page = seen(work_as, officer, active)
    sri.fill(Step.NUMBERS, nik=NEW_NIK)
    with pytest.raises(ChangedMeanwhile):
        service.accept_change(work_as(officer), active.supplier.id, page)
    assert len(queries.changes_of(work_as(officer), active.supplier.id)) == 4


def test_a_change_is_asked_again_with_a_reason_until_it_is_good(
    owner: Session, work_as: WorkAs, sri: Registering, active: Seller, officer: Actor
) -> None:
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    with pytest.raises(ReasonMissing):
        service.return_change(work_as(officer), active.supplier.id, "  ")
    service.return_change(work_as(officer), active.supplier.id, WHY)

    assert fresh(owner, active).status is SupplierStatus.ACTIVE
    remarks = queries.open_remarks(sri.work(), active.supplier.id)
    assert [(one.item, one.text) for one in remarks] == [(ReviewItem.PLACE, WHY)]
    assert queries.tasks(work_as(officer)) == [
        task for task in queries.tasks(work_as(officer)) if task.stage != queries.Stage.CHANGES
    ]
    told = owner.execute(
        select(Message.template, Message.path).where(Message.person_id == active.person.id)
    ).all()
    assert ("suppliers/change_returned", "/supplier") in told

    sri.fill(Step.ADDRESS, address="Jalan Melati 9")
    assert queries.Stage.CHANGES in {task.stage for task in queries.tasks(work_as(officer))}
    accept(work_as, officer, active)
    assert queries.open_remarks(sri.work(), active.supplier.id) == []


def test_only_an_officer_decides_on_a_change(
    office: Office, work_as: WorkAs, sri: Registering, active: Seller
) -> None:
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    for actor in (sri.actor, office.auditor, office.officer):
        with pytest.raises((NotFound, NotPermitted)):
            service.accept_change(work_as(actor), active.supplier.id, "")
        with pytest.raises((NotFound, NotPermitted)):
            service.return_change(work_as(actor), active.supplier.id, WHY)


def test_the_officers_are_led_to_the_case(
    owner: Session, sri: Registering, active: Seller, officer: Actor
) -> None:
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    owner.rollback()
    path = owner.scalars(
        select(Message.path).where(
            Message.person_id == officer.user_id, Message.template == "suppliers/changed"
        )
    ).one()
    assert path == f"/registry/{active.supplier.id}#changes"


@pytest.fixture
def desk(owner: Session, office: Office, visit: Visit) -> FlaskClient:
    """A registry officer's browser."""
    return visit(an_officer_person(owner, office.region)[0])


def test_the_case_shows_before_and_now_masked_and_the_deeds(
    sri: Registering, active: Seller, desk: FlaskClient, work_as: WorkAs, officer: Actor
) -> None:
    sri.fill(Step.NUMBERS, nik=NEW_NIK)
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    pile = desk.get("/registry?stage=changes")
    assert active.supplier.name in pile.text
    address = f"/suppliers/{active.supplier.id}"
    page = desk.get(f"/registry/{active.supplier.id}").text
    assert NIK not in page
    assert NEW_NIK not in page
    for word in ("0001", "0002", "Jalan Anggrek 5", "Jalan Kenanga 7", f"{address}/accept-change"):
        assert word in page

    full = desk.post(f"{address}/inspect").text
    assert NIK in full
    assert NEW_NIK in full

    assert desk.post(f"{address}/accept-change", data={"seen": "earlier"}).status_code == 409
    short = desk.post(f"{address}/return-change", data={"reason": "kurang"})
    assert short.status_code == 422
    assert "kurang" in short.text
    assert desk.post(f"{address}/return-change", data={"reason": WHY}).status_code == 302
    mark = seen(work_as, officer, active)
    assert desk.post(f"{address}/accept-change", data={"seen": mark}).status_code == 302
    assert f"{address}/accept-change" not in desk.get(f"/registry/{active.supplier.id}").text


def withheld(owner: Session, work_as: WorkAs, office: Office, seller: Seller) -> list[int]:
    award = an_award(owner, office, seller)
    work = work_as(office.commitment_officer)
    found = drafting.terms(work, work.session.get_one(type(award), award.id))
    return [item.rate for item in found.sheet.total.taxes if item.kind.startswith("pph")]


def test_a_verified_caterer_is_taxed_at_the_rate_with_a_tax_number(
    owner: Session, office: Office, work_as: WorkAs, sri: Registering, officer: Actor
) -> None:
    assert not sri.supplier().npwp_valid
    active = verify(owner, work_as, sri, officer)
    assert active.supplier.npwp_valid
    normal = withheld(owner, work_as, office, active)

    sri.fill(Step.NUMBERS, nik=NEW_NIK)
    active.supplier = fresh(owner, active)
    assert not active.supplier.npwp_valid
    higher = withheld(owner, work_as, office, active)
    assert len(normal) == len(higher) > 0
    assert all(more > less for less, more in zip(normal, higher, strict=True))


def test_a_changed_tax_number_is_proven_by_the_new_paper_and_a_look(
    owner: Session, work_as: WorkAs, sri: Registering, active: Seller, officer: Actor
) -> None:
    sri.fill(Step.NUMBERS, nik=NEW_NIK)
    accept(work_as, officer, active)
    assert not fresh(owner, active).npwp_valid  # the card still shows the old number

    old = queries.latest(work_as(officer), active.supplier.id)[DocumentKind.NIK]
    service.ask_again_supplier_document(work_as(officer), old.id, "Kirim KTP yang baru.")
    waiting = {"status": DocumentStatus.WAITING, "number": NEW_NIK, "valid_until": None}
    card = a_paper(owner, active, DocumentKind.NIK, **waiting)
    service.accept_supplier_document(work_as(officer), card.id)
    assert fresh(owner, active).npwp_valid


def test_what_has_nothing_to_do_with_the_tax_number_leaves_it_proven(
    owner: Session, work_as: WorkAs, office: Office, officer: Actor
) -> None:
    places(owner)
    seller = a_seller(owner, office.region, entity_type=EntityType.COMPANY)
    fill(work_as(seller.actor), seller.supplier.id, Step.ADDRESS)
    accept(work_as, officer, seller)
    card = a_paper(owner, seller, DocumentKind.NIK, status=DocumentStatus.WAITING)
    service.accept_supplier_document(work_as(officer), card.id)
    assert fresh(owner, seller).npwp_valid


def test_another_legal_form_needs_another_proof(
    owner: Session, work_as: WorkAs, sri: Registering, active: Seller, officer: Actor
) -> None:
    sri.fill(Step.BUSINESS, entity_type=EntityType.COMPANY, legal_name="PT Dapur Bu Sri")
    assert not fresh(owner, active).npwp_valid
    accept(work_as, officer, active)
    assert not fresh(owner, active).npwp_valid
