"""Registrations of tests: places to choose from, somebody who registers, each step filled in."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person, Region
from procure.accounts.passwords import Passwords
from procure.accounts.queries import actor_for
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS, Actor, Role
from procure.kernel.clock import local, now
from procure.suppliers import links, queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.models import EntityType, Scale, Supplier
from procure.suppliers.registry_models import KbliCode, SupplierLink, Territory
from procure.suppliers.rules.registration import Letter, Step
from procure.suppliers.service.describing import Address, Business, Declared, Offer, TaxProfile
from procure.suppliers.service.filling import version_of
from procure.suppliers.service.linking import Origin
from procure.suppliers.service.numbering import Account, Numbers
from procure.suppliers.service.registering import Following, NewOwner
from tests.conftest import WorkAs
from tests.make.deals import the_law
from tests.make.offices import a_person, appoint, categories

SECRET = "only for tests"
PASSWORD = "kuda nil makan rumput"
PASSWORDS = Passwords(memory_kib=64, passes=1)
HERE = Origin("phone", "home")
ELSEWHERE = Origin("desk", "office")
NIK = "3374015208900001"
DISTRICT = "33.74.01"

_numbers = count(1)


def places(owner: Session) -> None:
    """Make what registrations choose from, and load the law."""
    lands(owner)
    the_law(owner)
    owner.commit()


def lands(owner: Session) -> None:
    """Make a province with two cities and a district in each, some KBLI, and categories."""
    categories(owner)
    for code, name in (
        ("33", "Jawa Tengah"),
        ("33.74", "Kota Semarang"),
        ("33.22", "Kabupaten Semarang"),
        (DISTRICT, "Semarang Tengah"),
        ("33.22.19", "Ungaran Barat"),
    ):
        parent = code.rpartition(".")[0] or None
        owner.add(Territory(code=code, parent_code=parent, name=name))
        owner.flush()
    for code, title in (("56210", "Jasa boga"), ("56290", "Jasa boga periode tertentu")):
        owner.add(KbliCode(code=code, version="2020", title=title))
    owner.commit()


def new_owner(region: Region, **given: Any) -> NewOwner:
    """Return what a caterer types to register."""
    n = next(_numbers)
    facts: dict[str, Any] = {
        "name": "Sri Wahyuningtyas",
        "email": f"sri{n}@warung.example",
        "phone": f"0812-3456-{n:04d}",
        "region_id": region.id,
        "password": PASSWORD,
        **given,
    }
    return NewOwner(**facts)


def asked(work_as: WorkAs, region: Region, **given: Any) -> SupplierLink | None:
    """Register as a stranger; return the link that is mailed."""
    work = work_as(ANONYMOUS)
    return service.register(work, new_owner(region, **given), HERE, SECRET, PASSWORDS)


def follow(work_as: WorkAs, link: SupplierLink, **given: Any) -> tuple[Actor, Person]:
    """Follow a link in the browser that asked for it; return who one has become."""
    actor = service.newcomer(link)
    facts: dict[str, Any] = {
        "link_id": link.id,
        "token_hash": links.hashed(links.token_of(link.id, SECRET)),
        "password": "",
        "is_same_browser": True,
        "origin": HERE,
        **given,
    }
    return actor, service.confirm(work_as(actor), Following(**facts), PASSWORDS)


@dataclass
class Registering:
    """An owner whose registration is being filled in."""

    work_as: WorkAs
    actor: Actor

    @property
    def supplier_id(self) -> UUID:
        """Which supplier."""
        assert self.actor.supplier_id is not None
        return self.actor.supplier_id

    def work(self) -> Work:
        """Return a unit of work of the owner."""
        return self.work_as(self.actor)

    def supplier(self) -> Supplier:
        """Return the supplier as it stands in the database."""
        return queries.get(self.work(), self.supplier_id)

    def fill(self, step: Step, **changed: Any) -> Supplier:
        """Fill one step in well, with what is given otherwise."""
        return fill(self.work(), self.supplier_id, step, **changed)

    def fill_all(self, **changed: Any) -> None:
        """Fill in every step."""
        for step in Step:
            self.fill(step, **changed.get(str(step), {}))


def an_owner(work_as: WorkAs, region: Region, **given: Any) -> Registering:
    """Register and confirm; nothing is filled in yet."""
    link = asked(work_as, region, **given)
    assert link is not None
    actor, _person = follow(work_as, link)
    return Registering(work_as, actor)


def a_coach(owner: Session, region: Region) -> Actor:
    """Make a coach of the cooperative office."""
    person = a_person(owner, region, "Wahyu Pendamping")
    held: Appointment = appoint(owner, person, Role.COACH)
    owner.commit()
    return actor_for(person, [held])


def version(work: Work, supplier_id: UUID, step: Step) -> str:
    """Return what the page of a step would carry now."""
    return version_of(queries.present(work, queries.get(work, supplier_id), step))


SOUND: dict[Step, dict[str, Any]] = {
    Step.BUSINESS: {
        "entity_type": EntityType.INDIVIDUAL,
        "name": "Dapur Bu Sri",
        "legal_name": "",
        "owner_name": "Sri Wahyuningtyas",
        "phone": "0812-3456-7890",
    },
    Step.NUMBERS: {"nik": NIK},
    Step.ADDRESS: {
        "address": "Jalan Anggrek 5",
        "village": "Pekunden",
        "postal_code": "50134",
        "district_code": DISTRICT,
    },
    Step.OFFER: {
        "categories": ["MKN.01", "MKN.02"],
        "areas": ["33.74", "33.22"],
        "kbli": ["56210"],
        "kbli_version": "2020",
    },
    Step.TAX: {
        "is_taxable": False,
        "letter": Letter("S-1", date(2026, 1, 5), date(2028, 12, 31)),
        "exemption_letter_number": "",
        "exemption_letter_until": None,
        "turnover_statement_year": local(now()).year,
    },
    Step.SCALE: {
        "scale_oss": Scale.MICRO,
        "scale_year": 2025,
        "sales": 120_000_000,
        "capital": None,
    },
    Step.TAGS: {"is_women": True, "is_disability": False},
    Step.BANK: {"bank_code": "113", "account": "3000123456", "holder": "SRI WAHYUNINGTYAS"},
}
DEEDS: dict[Step, tuple[Do, Any, Any]] = {
    Step.BUSINESS: (Do.DESCRIBE, service.describe, Business),
    Step.NUMBERS: (Do.IDENTIFY, service.identify, Numbers),
    Step.ADDRESS: (Do.LOCATE, service.locate, Address),
    Step.OFFER: (Do.OFFER, service.offer, Offer),
    Step.TAX: (Do.DECLARE_TAX, service.declare_tax, TaxProfile),
    Step.SCALE: (Do.DECLARE_SCALE, service.declare_scale, Declared),
    Step.BANK: (Do.NAME_ACCOUNT, service.name_account, Account),
}


def fill(work: Work, supplier_id: UUID, step: Step, **changed: Any) -> Supplier:
    """Fill one step in as whoever acts."""
    given, seen = {**SOUND[step], **changed}, version(work, supplier_id, step)
    if step is Step.TAGS:
        return service.tag(work, supplier_id, seen, **given)
    _action, deed, value = DEEDS[step]
    filled: Supplier = deed(work, supplier_id, seen, value(**given))
    return filled
