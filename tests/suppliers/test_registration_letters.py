"""Who hears what about registrations, letters to those who are not here yet, the owner's name."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask, g
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person
from procure.accounts.queries import actor_for
from procure.jobs.queue import workshop
from procure.kernel.actors import Role
from procure.notifications import jobs, service
from procure.notifications.models import MailStatus, Message
from procure.notifications.texts import TEXTS
from procure.notifications.words import sentence_of, subject_of
from procure.orders import service as orders
from procure.suppliers import links
from procure.suppliers import service as suppliers
from procure.suppliers.models import Supplier, SupplierStatus
from procure.suppliers.registry_models import DataRequestKind, SupplierLink
from procure.suppliers.rules.registration import Step
from tests.conftest import WorkAs
from tests.faults.outside import a_mail_server
from tests.make.deals import a_deal, the_law
from tests.make.offices import Office, a_person, appoint
from tests.make.registering import (
    ELSEWHERE,
    HERE,
    PASSWORD,
    SECRET,
    Registering,
    a_coach,
    asked,
    fill,
    follow,
    new_owner,
    places,
)
from tests.make.sellers import a_seller

OF_REGISTRATION = (
    "owner_link helped_link operator_link known confirmed submitted sent changed joined "
    "data_request answered".split()
)


def told(owner: Session, template: str) -> set[UUID | None]:
    owner.rollback()
    return set(owner.scalars(select(Message.person_id).where(Message.template == template)))


def an_officer(owner: Session, office: Office) -> Appointment:
    made = appoint(owner, a_person(owner, office.region), Role.REGISTRY_OFFICER)
    owner.commit()
    return made


def test_everybody_concerned_hears_of_a_registration(
    owner: Session, office: Office, work_as: WorkAs, app: Flask
) -> None:
    places(owner)
    officer, coach = an_officer(owner, office), a_coach(owner, office.region)
    supplier = suppliers.begin(work_as(coach), new_owner(office.region), ELSEWHERE, SECRET)
    link = owner.scalars(select(SupplierLink)).one()
    actor, person = follow(work_as, link, password=PASSWORD)
    sri = Registering(work_as, actor)
    sri.fill_all()
    suppliers.submit(sri.work(), supplier.id)
    owner.connection().exec_driver_sql("ALTER TABLE suppliers DISABLE TRIGGER check_step")
    owner.get_one(Supplier, supplier.id).status = SupplierStatus.ACTIVE
    owner.commit()
    fill(sri.work(), supplier.id, Step.ADDRESS, address="Jalan Kenanga 7")
    wish = suppliers.ask(
        sri.work(), supplier.id, DataRequestKind.CLOSING, "Saya berhenti berjualan."
    )
    registrar = actor_for(owner.get_one(Person, officer.person_id), [officer])
    suppliers.answer(work_as(registrar), wish.id, "Akun Anda sudah kami tutup.")
    who = ("Dian", "dian@warung.example")
    suppliers.invite(sri.work(), supplier.id, who, HERE, SECRET)
    invited = select(SupplierLink).where(SupplierLink.purpose == "operator")
    follow(work_as, owner.scalars(invited).one(), password=PASSWORD)
    asked(work_as, office.region, email=person.email)
    asked(work_as, office.region)

    assert told(owner, "suppliers/confirmed") == {coach.user_id}
    assert told(owner, "suppliers/sent") == {coach.user_id}
    for name in ("submitted", "changed", "data_request"):
        assert told(owner, f"suppliers/{name}") == {officer.person_id}, name
    assert told(owner, "suppliers/joined") == {person.id}
    assert told(owner, "suppliers/answered") == {person.id}
    assert told(owner, "suppliers/known") == {person.id}

    everything = owner.scalars(select(Message)).all()
    names = {message.template for message in everything}
    assert names == {f"suppliers/{name}" for name in OF_REGISTRATION}
    assert names <= set(TEXTS)
    for language in ("id", "en"):
        with app.test_request_context(), force_locale(language):
            g.work = work_as(office.requester)
            for message in everything:
                said = subject_of(message) + sentence_of(message)
                assert "%(" not in said
                assert "None" not in said


@pytest.mark.usefixtures("app")  # sets where papers are stored
@pytest.mark.parametrize(
    ("deed", "heard"),
    [("accept", "orders/taken_for_you"), ("decline", "orders/declined_for_you")],
)
def test_the_owner_hears_of_every_order_answered_in_their_name(
    owner: Session, office: Office, work_as: WorkAs, deed: str, heard: str
) -> None:
    the_law(owner)
    seller = a_seller(owner, office.region)
    case = a_deal(owner, work_as, office, seller)
    case.issue()
    person = a_person(owner, office.region, "Dian Ayuningsih")
    held = appoint(owner, person, Role.SUPPLIER_OPERATOR, supplier_id=seller.supplier.id)
    owner.commit()
    operator = actor_for(person, [held])
    if deed == "accept":
        orders.accept(work_as(operator), case.order.id)
    else:
        orders.decline(work_as(operator), case.order.id, "Dapur sedang penuh minggu ini.")
    assert told(owner, heard) == {seller.person.id}


@pytest.mark.usefixtures("app")
def test_an_owner_who_answers_is_not_told_of_it(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    the_law(owner)
    seller = a_seller(owner, office.region)
    case = a_deal(owner, work_as, office, seller)
    case.issue()
    orders.accept(work_as(seller.actor), case.order.id)
    assert told(owner, "orders/taken_for_you") == set()


@pytest.fixture
def mailing(app: Flask, keeper_work: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's tools in this process."""
    monkeypatch.setitem(workshop.tools, "app", app)
    monkeypatch.setattr(service, "_mail_is_on", True)


def test_the_link_in_the_mail_works_and_the_waiting_letter_holds_none(
    owner: Session, office: Office, work_as: WorkAs, app: Flask, mailing: None
) -> None:
    link = asked(work_as, office.region, email="sri@warung.example")
    assert link is not None
    letter = owner.scalars(select(Message)).one()
    token = links.token_of(link.id, SECRET)
    assert token not in f"{letter.path} {letter.facts}"
    with a_mail_server() as (box, url):
        with_mail = type(app.extensions["settings"]).from_environment(
            {
                "DATABASE_URL": "-",
                "SECRET_KEY": SECRET,
                "CONTEXT_KEY": "01" * 32,
                "IDENTITY_KEY": "02" * 32,
                "SMTP_URL": url,
            }
        )
        before = app.extensions["settings"]
        app.extensions["settings"] = with_mail
        try:
            jobs._mail_all([letter.id])
        finally:
            app.extensions["settings"] = before
        (mailed,) = box.to("sri@warung.example")
    body = mailed.get_body(("plain",))
    assert body is not None
    assert f"/register/links/{token}" in body.get_content().replace("=\n", "")
    owner.refresh(letter)
    assert letter.mail_status is MailStatus.SENT
    assert letter.mailed_at is not None
    assert letter.mailed_at <= datetime.now(UTC)
