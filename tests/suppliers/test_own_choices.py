"""What an owner decides about the own business: statements, tags by consent, the coach's help."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.audit.models import AuditEntry
from procure.kernel.clock import local, now
from procure.kernel.errors import NotFound, NotPermitted
from procure.notifications.models import Message
from procure.suppliers import queries, service
from procure.suppliers.kinds import Tag
from procure.suppliers.models import Supplier, SupplierStatus
from procure.suppliers.registry_models import SupplierLink, SupplierProfile
from procure.suppliers.rules.registration import NobodyHelps, Step
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.registering import (
    HERE,
    NIK,
    PASSWORD,
    SECRET,
    Registering,
    a_coach,
    an_owner,
    fill,
    follow,
    new_owner,
    places,
    version,
)
from tests.make.sellers import a_listing, a_seller
from tests.make.vetting import an_officer_person
from tests.make.visits import Visit


@pytest.fixture
def sri(owner: Session, office: Office, work_as: WorkAs) -> Registering:
    """An owner who has begun to fill in a registration."""
    places(owner)
    made = an_owner(work_as, office.region)
    made.fill(Step.BUSINESS)
    return made


def test_a_new_year_s_turnover_statement_leaves_the_old_one(sri: Registering) -> None:
    year = local(now()).year
    sri.fill(Step.TAX, turnover_statement_year=year - 1)
    sri.fill(Step.TAX, turnover_statement_year=year)
    assert sri.supplier().turnover_statement_years == [year - 1, year]
    assert queries.present(sri.work(), sri.supplier(), Step.TAX)["turnover_statement_year"] == year


def about(owner: Session, sri: Registering) -> SupplierProfile:
    owner.rollback()
    return owner.get_one(SupplierProfile, sri.supplier_id, populate_existing=True)


def test_the_moment_of_each_consent_is_kept_and_goes_with_its_withdrawal(
    sri: Registering, owner: Session
) -> None:
    before = now()
    sri.fill(Step.TAGS, is_women=True, is_disability=False)
    given = about(owner, sri)
    assert given.women_consented_at is not None
    assert before <= given.women_consented_at <= now() + timedelta(seconds=1)
    assert (given.is_disability_owned, given.disability_consented_at) == (False, None)

    first = given.women_consented_at
    sri.fill(Step.TAGS, is_women=True, is_disability=True)
    both = about(owner, sri)
    assert both.women_consented_at == first, "what was given before is not given anew"
    assert both.disability_consented_at is not None

    sri.fill(Step.TAGS, is_women=False, is_disability=False)
    gone = about(owner, sri)
    assert (gone.is_women_owned, gone.is_disability_owned) == (False, False)
    assert (gone.women_consented_at, gone.disability_consented_at) == (None, None)
    told = select(AuditEntry.facts).where(AuditEntry.action == "supplier.tag")
    assert all("is_women_owned" in one for one in owner.scalars(told).all()[::2])


TAGGED = {Tag.WOMEN: "Dimiliki perempuan", Tag.DISABILITY: "Dimiliki penyandang disabilitas"}


def consent(owner: Session, supplier: Supplier, *, women: bool, disability: bool) -> None:
    owner.merge(
        SupplierProfile(
            supplier_id=supplier.id,
            region_id=supplier.region_id,
            steps=["tags"],
            is_women_owned=women,
            women_consented_at=now() if women else None,
            is_disability_owned=disability,
            disability_consented_at=now() if disability else None,
            updated_at=now(),
        )
    )
    owner.commit()


def test_everybody_sees_a_tag_only_while_the_owner_consents(
    owner: Session, office: Office, client: FlaskClient, work_as: WorkAs
) -> None:
    seller = a_seller(owner, office.region)
    page = f"/catalogue/sellers/{seller.supplier.slug}"
    for women, disability in ((False, False), (True, False), (True, True), (False, False)):
        consent(owner, seller.supplier, women=women, disability=disability)
        text = client.get(page).text
        assert (TAGGED[Tag.WOMEN] in text, TAGGED[Tag.DISABILITY] in text) == (women, disability)
    consent(owner, seller.supplier, women=True, disability=True)
    owner.query(SupplierProfile).update({"women_consented_at": None})
    owner.commit()
    assert queries.shown_tags(work_as(office.officer), seller.supplier.id) == [Tag.DISABILITY]
    seller.supplier.status = SupplierStatus.SUSPENDED
    owner.commit()
    assert queries.shown_tags(work_as(office.officer), seller.supplier.id) == []


@pytest.mark.parametrize("order", ["", "cheapest", "dearest"])
def test_a_tag_moves_no_listing_up_or_down(
    owner: Session, office: Office, client: FlaskClient, order: str
) -> None:
    sellers = [a_seller(owner, office.region) for _ in range(3)]
    for seller in sellers:
        a_listing(owner, seller, name=f"Nasi kotak {seller.supplier.name}")
    names = [seller.supplier.name for seller in sellers]

    def found() -> list[str]:
        text = client.get(f"/catalogue?q=nasi+kotak&order={order}").text
        assert all(f"Nasi kotak {name}" in text for name in names)
        return sorted(names, key=lambda name: text.index(f"Nasi kotak {name}"))

    untouched = found()
    for tagged in sellers:
        for one in sellers:
            consent(owner, one.supplier, women=one is tagged, disability=one is tagged)
        assert found() == untouched


@pytest.fixture
def helped(owner: Session, office: Office, work_as: WorkAs) -> tuple[Registering, Registering]:
    """An owner who confirmed what a coach had begun, and the coach."""
    places(owner)
    coach = a_coach(owner, office.region)
    service.begin(work_as(coach), new_owner(office.region), HERE, SECRET)
    link = owner.scalars(select(SupplierLink)).one()
    actor, _person = follow(work_as, link, password=PASSWORD)
    return Registering(work_as, actor), Registering(work_as, coach)


def test_the_owner_ends_the_help_and_the_coach_sees_the_registration_no_more(
    owner: Session, work_as: WorkAs, helped: tuple[Registering, Registering]
) -> None:
    sri, coach = helped
    fill(coach.work(), sri.supplier_id, Step.BUSINESS)
    assert queries.coach_name(sri.work(), sri.supplier()) == "Wahyu Pendamping"

    service.end_help(sri.work(), sri.supplier_id)

    with pytest.raises(NotFound):
        fill(coach.work(), sri.supplier_id, Step.ADDRESS)
    assert queries.helped(coach.work()) == []
    assert sri.supplier().name == "Dapur Bu Sri", "what was filled in stays"
    sri.fill(Step.ADDRESS)
    owner.rollback()
    entry = owner.scalars(select(AuditEntry).where(AuditEntry.action == "supplier.end_help")).one()
    assert "Wahyu Pendamping" in entry.facts
    told = owner.scalars(select(Message).where(Message.template == "suppliers/help_ended")).one()
    assert told.person_id == coach.actor.user_id
    with pytest.raises(NobodyHelps):
        service.end_help(sri.work(), sri.supplier_id)


def test_nobody_but_the_owner_ends_it(
    owner: Session, office: Office, work_as: WorkAs, helped: tuple[Registering, Registering]
) -> None:
    sri, coach = helped
    stranger = a_seller(owner, office.region)
    with pytest.raises(NotPermitted):
        service.end_help(coach.work(), sri.supplier_id)
    with pytest.raises(NotFound):
        service.end_help(work_as(stranger.actor), sri.supplier_id)


def test_the_page_names_the_coach_and_lets_the_owner_go_on_alone(
    owner: Session, visit: Visit, helped: tuple[Registering, Registering]
) -> None:
    sri, _coach = helped
    browser = visit(owner.get_one(Person, sri.actor.user_id))
    page = f"/suppliers/{sri.supplier_id}/registration"
    assert "Wahyu Pendamping" in browser.get(page).text
    answer = browser.post(f"/suppliers/{sri.supplier_id}/end-help")
    assert answer.location == page
    after = browser.get(page).text
    assert "Wahyu Pendamping" not in after
    assert "end-help" not in after


def test_a_nik_of_a_lost_district_warns_owner_and_officer_and_refuses_nobody(
    owner: Session, office: Office, visit: Visit, sri: Registering
) -> None:
    browser = visit(owner.get_one(Person, sri.actor.user_id))
    path = f"/suppliers/{sri.supplier_id}/numbers"
    sentence = "Kecamatan dalam NIK tidak ada dalam daftar wilayah sekarang."
    lost = NIK[:4] + "77" + NIK[6:]
    for nik, is_told in ((lost, True), (NIK, False)):
        seen = version(sri.work(), sri.supplier_id, Step.NUMBERS)
        answer = browser.post(path, data={"nik": nik, "version": seen}, follow_redirects=True)
        assert answer.status_code == 200
        assert (sentence in answer.text) is is_told
        assert (sentence in browser.get(path).text) is is_told
    sri.fill(Step.NUMBERS, nik=lost)
    owner.get_one(Supplier, sri.supplier_id).status = SupplierStatus.PENDING
    owner.commit()
    desk = visit(an_officer_person(owner, office.region)[0])
    page = desk.get(f"/registry/{sri.supplier_id}").text
    assert sentence in page
    assert lost not in page
