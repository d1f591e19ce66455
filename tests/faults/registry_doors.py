"""The forms of registrations, each with somebody in front of it, and a sound filling."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select

from procure.accounts.models import Appointment, Person
from procure.accounts.queries import actor_for
from procure.kernel.actors import Role
from procure.kernel.clock import local, now
from procure.suppliers import links, service
from procure.suppliers.registry_models import DataRequestKind, SupplierLink, Territory
from procure.suppliers.rules.registration import Step
from tests.make.offices import a_person, appoint
from tests.make.registering import (
    DISTRICT,
    HERE,
    PASSWORD,
    SECRET,
    Registering,
    an_owner,
    asked,
    follow,
    lands,
    new_owner,
    version,
)

if TYPE_CHECKING:
    from tests.faults.doors import Hall, Open

_numbers = count(1)


def _ready(hall: "Hall") -> None:
    if hall.owner.scalars(select(Territory.code).limit(1)).first() is None:
        lands(hall.owner)
    hall.owner.rollback()


def _nik() -> str:
    return f"337401520890{next(_numbers):04d}"


def _owner(hall: "Hall") -> tuple[Registering, Person]:
    _ready(hall)
    made = an_owner(hall.work_as, hall.office.region)
    hall.owner.rollback()
    return made, hall.owner.get_one(Person, made.actor.user_id)


def _own(verb: str, **sound: str) -> "Callable[[Hall], Open]":
    def open_door(hall: "Hall") -> "Open":
        made, person = _owner(hall)
        return hall.by(person, f"/suppliers/{made.supplier_id}/{verb}", **sound)

    return open_door


def _step(step: Step, **sound: str) -> "Callable[[Hall], Open]":
    def open_door(hall: "Hall") -> "Open":
        made, person = _owner(hall)
        given = {**sound, "nik": _nik()} if step is Step.NUMBERS else sound
        seen = version(made.work(), made.supplier_id, step)
        return hall.by(person, f"/suppliers/{made.supplier_id}/{step}", version=seen, **given)

    return open_door


def _submit(hall: "Hall") -> "Open":
    made, person = _owner(hall)
    made.fill_all(numbers={"nik": _nik()})
    return hall.by(person, f"/suppliers/{made.supplier_id}/submit")


def _register(hall: "Hall") -> "Open":
    _ready(hall)
    return hall.by(
        None,
        "/register",
        name="Sri Wahyuningtyas",
        email=f"baru{next(_numbers)}@warung.example",
        phone="0812-3456-7890",
        new_password=PASSWORD,
        region=str(hall.office.region.id),
    )


def _confirm(hall: "Hall") -> "Open":
    link = asked(hall.work_as, hall.office.region)
    assert link is not None
    return hall.by(None, links.path_of(link.id, SECRET), agreed="y", password=PASSWORD)


def _coach(hall: "Hall") -> tuple[Person, Appointment]:
    person = a_person(hall.owner, hall.office.region, "Wahyu Pendamping")
    held = appoint(hall.owner, person, Role.COACH)
    hall.owner.commit()
    return person, held


def _begin(hall: "Hall") -> "Open":
    person, _held = _coach(hall)
    return hall.by(
        person,
        "/suppliers/begin",
        name="Sri Wahyuningtyas",
        business="Dapur Bu Sri",
        email=f"bantu{next(_numbers)}@warung.example",
        phone="0812-3456-7890",
    )


def _send_link(hall: "Hall") -> "Open":

    person, held = _coach(hall)
    work = hall.work_as(actor_for(person, [held]))
    begun = service.begin(work, new_owner(hall.office.region), HERE, SECRET)
    return hall.by(person, f"/suppliers/{begun.id}/link")


def _end_help(hall: "Hall") -> "Open":
    coach, held = _coach(hall)
    work = hall.work_as(actor_for(coach, [held]))
    begun = service.begin(work, new_owner(hall.office.region), HERE, SECRET)
    hall.owner.rollback()
    wanted = select(SupplierLink).where(SupplierLink.supplier_id == begun.id)
    _actor, person = follow(hall.work_as, hall.owner.scalars(wanted).one(), password=PASSWORD)
    return hall.by(person, f"/suppliers/{begun.id}/end-help")


def _dismiss(hall: "Hall") -> "Open":
    made, person = _owner(hall)
    operator = a_person(hall.owner, hall.office.region, "Dian Ayuningsih")
    held = appoint(hall.owner, operator, Role.SUPPLIER_OPERATOR, supplier_id=made.supplier_id)
    hall.owner.commit()
    path = f"/suppliers/{made.supplier_id}/operators/{held.id}/dismiss"
    return hall.by(person, path)


def _invite(hall: "Hall") -> "Open":
    made, person = _owner(hall)
    email = f"dian{next(_numbers)}@warung.example"
    return hall.by(person, f"/suppliers/{made.supplier_id}/invite", name="Dian", email=email)


PLACE = {
    "province_code": "33",
    "regency_code": "33.74",
    "district_code": DISTRICT,
    "village": "Pekunden",
    "address": "Jalan Anggrek 5",
    "postal_code": "50134",
}


def _answer(hall: "Hall") -> "Open":
    made, _person = _owner(hall)
    wish = "Nama di KTP saya berubah."
    asked_for = service.ask(made.work(), made.supplier_id, DataRequestKind.CORRECTION, wish)
    officer = a_person(hall.owner, hall.office.region)
    appoint(hall.owner, officer, Role.REGISTRY_OFFICER)
    hall.owner.commit()
    path = f"/suppliers/requests/{asked_for.id}/answer"
    return hall.by(officer, path, answer="Nama sudah kami perbaiki.")


def _close(hall: "Hall") -> "Open":
    made, _person = _owner(hall)
    service.ask(made.work(), made.supplier_id, DataRequestKind.CLOSING, "Saya berhenti usaha.")
    officer = a_person(hall.owner, hall.office.region)
    appoint(hall.owner, officer, Role.REGISTRY_OFFICER)
    hall.owner.commit()
    return hall.by(officer, f"/suppliers/{made.supplier_id}/close", reason="Sesuai permintaan.")


REGISTRY: "Mapping[str, Callable[[Hall], Open]]" = {
    "suppliers.answer": _answer,
    "suppliers.ask": _own("ask", kind="correction", wish="Nama di KTP saya berubah."),
    "suppliers.begin": _begin,
    "suppliers.choose_places": _own("places", **PLACE),
    "suppliers.close": _close,
    "suppliers.confirm": _confirm,
    "suppliers.declare_scale": _step(
        Step.SCALE, scale_year="2025", sales="120000000", capital="", scale_oss="micro"
    ),
    "suppliers.declare_tax": _step(
        Step.TAX,
        is_taxable="y",
        final_letter_number="S-1",
        final_letter_from="2026-01-05",
        final_letter_until="2028-12-31",
        exemption_letter_number="SKB-1",
        exemption_letter_until="2027-12-31",
        turnover_statement_year=str(local(now()).year),
    ),
    "suppliers.describe": _step(
        Step.BUSINESS,
        entity_type="partnership",
        name="Dapur Bu Sri",
        legal_name="CV Dapur Bu Sri",
        owner_name="Sri Wahyuningtyas",
        phone="0812-3456-7890",
    ),
    "suppliers.dismiss": _dismiss,
    "suppliers.end_help": _end_help,
    "suppliers.export": _own("export", format="json"),
    "suppliers.identify": _step(Step.NUMBERS, nib="", npwp=""),
    "suppliers.invite": _invite,
    "suppliers.locate": _step(Step.ADDRESS, **PLACE),
    "suppliers.name_account": _step(
        Step.BANK, bank_code="113", account="3000123456", holder="Sri Wahyuningtyas"
    ),
    "suppliers.offer": _step(
        Step.OFFER, categories="MKN.01", areas="33.74", kbli="56210", kbli_version="2020"
    ),
    "suppliers.register": _register,
    "suppliers.reveal": _own("reveal"),
    "suppliers.send_link": _send_link,
    "suppliers.submit": _submit,
    "suppliers.tag": _step(Step.TAGS, is_women_owned="y", is_disability_owned="y"),
}
"""How each form of this part is reached."""
