"""From a stranger to a registration that waits for the officer: the deeds and each refusal."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person
from procure.accounts.rules import PasswordTooWeak, WrongPassword
from procure.audit.models import AuditEntry
from procure.kernel.actors import Role, system
from procure.kernel.errors import DomainError, NotFound, NotPermitted, StalePage, WrongStatus
from procure.notifications.models import Message
from procure.suppliers import queries, service
from procure.suppliers.models import EntityType, Scale, Supplier, SupplierIdentity, SupplierStatus
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.registry_models import Fingerprint, SupplierLink, SupplierProfile
from procure.suppliers.rules import naming, registration
from procure.suppliers.rules.registration import AlreadyRegistered, LinkGone, Step
from tests.conftest import WorkAs
from tests.make.offices import Office, appoint
from tests.make.registering import (
    ELSEWHERE,
    HERE,
    NIK,
    PASSWORD,
    SECRET,
    a_coach,
    an_owner,
    asked,
    fill,
    follow,
    new_owner,
    places,
    version,
)


def letters(owner: Session) -> list[str]:
    return list(owner.scalars(select(Message.template).order_by(Message.id)))


def test_registering_makes_nothing_but_a_link(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    before = len(owner.scalars(select(Person.id)).all())
    link = asked(work_as, office.region)
    assert link is not None
    assert len(owner.scalars(select(Person.id)).all()) == before
    letter = owner.scalars(select(Message)).one()
    assert (letter.template, letter.address) == ("suppliers/owner_link", link.email)
    assert letter.path == f"/register/links/{link.id}"  # not yet signed: it opens nothing


def test_whoever_has_an_account_is_told_so_by_mail_only(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    known = office.people[Role.TREASURER]
    assert asked(work_as, office.region, email=known.email.upper()) is None
    assert owner.scalars(select(SupplierLink)).all() == []
    letter = owner.scalars(select(Message)).one()
    assert (letter.template, letter.person_id) == ("suppliers/known", known.id)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": "Sri \u202eW"}, naming.HiddenSign),
        ({"phone": "024 8311174"}, DomainError),
        ({"password": "pendek"}, PasswordTooWeak),
        ({"password": "sri wahyuningtyas"}, PasswordTooWeak),
    ],
)
def test_a_bad_registration_leaves_nothing_behind(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    given: dict[str, str],
    error: type[DomainError],
) -> None:
    with pytest.raises(error):
        asked(work_as, office.region, **given)
    assert owner.scalars(select(SupplierLink)).all() == []
    assert letters(owner) == []


def test_the_link_makes_owner_and_draft(owner: Session, office: Office, work_as: WorkAs) -> None:
    link = asked(work_as, office.region)
    assert link is not None
    actor, person = follow(work_as, link)
    supplier = queries.get(work_as(actor), actor.supplier_id)  # type: ignore[arg-type]
    assert (supplier.status, supplier.owner_name) == (SupplierStatus.DRAFT, person.name)
    assert supplier.confirmed_at is not None
    held = owner.scalars(select(Appointment).where(Appointment.person_id == person.id)).one()
    assert (held.role, held.supplier_id) == (Role.SUPPLIER_OWNER, supplier.id)
    chain = select(AuditEntry.action, AuditEntry.actor_id).where(AuditEntry.chain == supplier.id)
    assert owner.execute(chain).all() == [("supplier.confirm", person.id)]


def test_a_link_works_once_and_for_three_days(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    link = asked(work_as, office.region)
    assert link is not None
    follow(work_as, link)
    with pytest.raises(LinkGone):
        follow(work_as, link)
    late = asked(work_as, office.region)
    assert late is not None
    owner.get_one(SupplierLink, late.id).ends_at -= timedelta(hours=72)
    owner.commit()
    with pytest.raises(LinkGone):
        follow(work_as, late)


def test_a_newer_link_ends_the_one_before(office: Office, work_as: WorkAs) -> None:
    first = asked(work_as, office.region, email="sri@warung.example")
    second = asked(work_as, office.region, email="sri@warung.example")
    assert first is not None
    assert second is not None
    with pytest.raises(LinkGone):
        follow(work_as, first)
    follow(work_as, second)


def test_the_mailbox_alone_does_not_open_what_a_stranger_prepared(
    office: Office, work_as: WorkAs
) -> None:
    link = asked(work_as, office.region)
    assert link is not None
    with pytest.raises(WrongPassword):
        follow(work_as, link, is_same_browser=False, password="kata sandi yang lain")
    follow(work_as, link, is_same_browser=False, password=PASSWORD)


def test_two_links_to_one_address_make_one_person(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    coach = a_coach(owner, office.region)
    email = "sri@warung.example"
    link = asked(work_as, office.region, email=email)
    service.begin(work_as(coach), new_owner(office.region, email=email), HERE, SECRET)
    other = owner.scalars(select(SupplierLink).where(SupplierLink.made_by_id.is_not(None))).one()
    assert link is not None
    follow(work_as, other, password=PASSWORD)
    with pytest.raises(DomainError):
        follow(work_as, link)


def test_a_coach_helps_with_what_everybody_may_know(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    places(owner)
    coach = a_coach(owner, office.region)
    supplier = service.begin(
        work_as(coach), new_owner(office.region, business="Dapur Bu Sri"), ELSEWHERE, SECRET
    )
    for step in (Step.BUSINESS, Step.ADDRESS, Step.OFFER, Step.TAX, Step.SCALE):
        fill(work_as(coach), supplier.id, step)
    for step in (Step.NUMBERS, Step.TAGS, Step.BANK):
        with pytest.raises(NotPermitted):
            fill(work_as(coach), supplier.id, step)
    with pytest.raises(NotPermitted):
        service.submit(work_as(coach), supplier.id)
    by = owner.scalars(select(AuditEntry.actor_name).where(AuditEntry.chain == supplier.id))
    assert set(by) == {coach.name}


def test_another_coach_finds_nothing(owner: Session, office: Office, work_as: WorkAs) -> None:
    coach, other = a_coach(owner, office.region), a_coach(owner, office.region)
    supplier = service.begin(work_as(coach), new_owner(office.region), HERE, SECRET)
    with pytest.raises(NotFound):
        queries.get(work_as(other), supplier.id)


@pytest.mark.parametrize(("origin", "same"), [(HERE, True), (ELSEWHERE, False)])
def test_a_confirmation_from_the_coach_s_own_phone_is_noted(
    owner: Session, office: Office, work_as: WorkAs, origin: object, same: bool
) -> None:
    coach = a_coach(owner, office.region)
    supplier = service.begin(work_as(coach), new_owner(office.region), HERE, SECRET)
    link = owner.scalars(select(SupplierLink)).one()
    follow(work_as, link, password=PASSWORD, origin=origin)
    noted = owner.get_one(SupplierProfile, supplier.id)
    assert (noted.is_same_device, noted.is_same_network) == (same, same)
    assert "suppliers/confirmed" in letters(owner)


def test_the_coach_sends_the_link_again_until_the_owner_confirmed(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    coach = a_coach(owner, office.region)
    supplier = service.begin(work_as(coach), new_owner(office.region), HERE, SECRET)
    link = service.send_link(work_as(coach), supplier.id, HERE, SECRET)
    assert link is not None
    follow(work_as, link, password=PASSWORD)
    with pytest.raises(LinkGone):
        service.send_link(work_as(coach), supplier.id, HERE, SECRET)


def test_a_registration_is_filled_in_and_sent(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    places(owner)
    officer = appoint(owner, office.people[Role.AUDITOR], Role.REGISTRY_OFFICER)
    owner.commit()
    sri = an_owner(work_as, office.region)
    with pytest.raises(registration.RegistrationIncomplete) as refusal:
        service.submit(sri.work(), sri.supplier_id)
    assert refusal.value.facts == {"count": 7}
    sri.fill_all()
    service.submit(sri.work(), sri.supplier_id)
    supplier = sri.supplier()
    assert (supplier.status, supplier.scale) == (SupplierStatus.PENDING, Scale.MICRO)
    assert supplier.regency_name == "Kota Semarang"
    told = select(Message.person_id).where(Message.template == "suppliers/submitted")
    assert owner.scalars(told).all() == [officer.person_id]
    with pytest.raises(WrongStatus):
        sri.fill(Step.TAX)


def test_numbers_are_encrypted_and_never_in_the_trail(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    sri = an_owner(work_as, office.region)
    sri.fill(Step.NUMBERS, nib="9120101234567")
    kept = owner.get_one(SupplierIdentity, sri.supplier_id)
    assert (kept.nib, kept.nik, kept.npwp) == ("9120101234567", NIK, NIK)
    assert kept.nitku == f"{NIK}000000"
    trail = " ".join(owner.scalars(select(AuditEntry.facts)))
    assert NIK not in trail
    assert '"changed": ["nib", "nik", "nitku", "npwp"]' in trail


def test_blank_numbers_stay_as_they_are(owner: Session, office: Office, work_as: WorkAs) -> None:
    sri = an_owner(work_as, office.region)
    sri.fill(Step.NUMBERS, nib="9120101234567")
    sri.fill(Step.NUMBERS, nik="", nib="9120101234568")
    kept = owner.get_one(SupplierIdentity, sri.supplier_id)
    assert (kept.nib, kept.nik) == ("9120101234568", NIK)


def test_a_company_gives_the_number_of_its_head_office_by_itself(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    sri = an_owner(work_as, office.region)
    sri.fill(Step.BUSINESS, entity_type=EntityType.PARTNERSHIP, legal_name="CV Maju Jaya")
    sri.fill(Step.NUMBERS, nib="9120101234567", npwp="01.109.137.8-000.000", nik="")
    kept = owner.get_one(SupplierIdentity, sri.supplier_id)
    assert (kept.npwp, kept.nitku) == ("0011091378000000", "0011091378000000000000")


@pytest.mark.parametrize("name", ["nik", "nib"])
def test_a_number_is_registered_once_in_a_region(
    owner: Session, office: Office, work_as: WorkAs, name: str
) -> None:
    first, second = (an_owner(work_as, office.region) for _ in range(2))
    number = {"nik": NIK, "nib": "9120101234567"}[name]
    first.fill(Step.NUMBERS, **{"nik": "", name: number})
    with pytest.raises(AlreadyRegistered) as refusal:
        second.fill(Step.NUMBERS, **{"nik": "", name: number})
    assert refusal.value.field == name
    assert owner.get(SupplierIdentity, second.supplier_id) is None


def test_two_browsers_that_give_one_nib_at_one_instant_end_in_one_supplier(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    people = [an_owner(work_as, office.region) for _ in range(2)]
    works = [one.work() for one in people]
    seen = [version(w, p.supplier_id, Step.NUMBERS) for w, p in zip(works, people, strict=True)]
    for work in works:
        work.session.commit()
    together = Barrier(2)

    def give(n: int) -> str:
        together.wait()
        numbers = service.numbering.Numbers(nib="9120101234567")
        try:
            service.identify(works[n], people[n].supplier_id, seen[n], numbers)
        except AlreadyRegistered as refusal:
            return f"refused at {refusal.field}"
        return "kept"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(give, range(2))) == ["kept", "refused at nib"]
    kept = owner.scalars(select(Fingerprint).where(Fingerprint.kind == "nib")).all()
    assert len(kept) == 1
    assert len(owner.scalars(select(SupplierIdentity)).all()) == 1


def test_the_numbers_of_a_refused_supplier_are_free_again(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    first, second = (an_owner(work_as, office.region) for _ in range(2))
    first.fill(Step.NUMBERS)
    supplier = owner.get_one(Supplier, first.supplier_id)
    owner.connection().exec_driver_sql("ALTER TABLE suppliers DISABLE TRIGGER check_step")
    supplier.status = SupplierStatus.REFUSED
    owner.commit()
    second.fill(Step.NUMBERS)


def test_phone_account_and_address_may_repeat(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    places(owner)
    for nik in (NIK, "3374015208900002"):
        an_owner(work_as, office.region).fill_all(numbers={"nik": nik})
    kinds = owner.execute(
        select(Fingerprint.kind, Fingerprint.digest).where(
            Fingerprint.kind.in_(["phone", "account", "address"])
        )
    ).all()
    assert len(kinds) == 6
    assert len(set(kinds)) == 3


def test_a_step_that_changed_meanwhile_is_refused(office: Office, work_as: WorkAs) -> None:
    sri = an_owner(work_as, office.region)
    work = sri.work()
    seen = version(work, sri.supplier_id, Step.TAGS)
    service.tag(work, sri.supplier_id, seen, is_women=True, is_disability=False)
    with pytest.raises(StalePage):
        service.tag(sri.work(), sri.supplier_id, seen, is_women=False, is_disability=True)


def test_an_idle_draft_lets_go_of_its_numbers_and_claims_them_again(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    places(owner)
    idle, other = (an_owner(work_as, office.region) for _ in range(2))
    idle.fill_all()
    owner.get_one(SupplierProfile, idle.supplier_id).updated_at -= timedelta(days=31)
    owner.commit()
    assert service.forget_drafts(work_as(system(), keeper=True)) > 0
    other.fill(Step.NUMBERS)
    with pytest.raises(AlreadyRegistered):
        service.submit(idle.work(), idle.supplier_id)


def test_an_account_in_another_s_name_is_noted(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    sri = an_owner(work_as, office.region)
    sri.fill(Step.BANK)
    assert not owner.get_one(SupplierProfile, sri.supplier_id).is_holder_different
    sri.fill(Step.BANK, holder="Budi Santoso")
    owner.expire_all()
    assert owner.get_one(SupplierProfile, sri.supplier_id).is_holder_different
    kept = owner.scalars(select(BankAccount)).one()
    assert (kept.account, kept.holder, kept.status) == ("3000123456", "Budi Santoso", "proposed")
