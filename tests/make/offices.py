"""A fixed cast: an agency with its people, a stranger next door, and money to spend."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Agency, Appointment, Person, Region, Unit
from procure.accounts.queries import actor_for
from procure.budgets.models import BudgetLine
from procure.catalogue.models import Category, SupplyKind
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import local, now

_numbers = count(1)

STAFF = (
    Role.REQUESTER,
    Role.COMMITMENT_OFFICER,
    Role.BUDGET_AUTHORITY,
    Role.PROCUREMENT_OFFICER,
    Role.TREASURER,
)


@dataclass
class Office:
    """An agency of a region, with one person for each duty."""

    region: Region
    agency: Agency
    unit: Unit
    budget_line: BudgetLine
    people: dict[Role, Person] = field(default_factory=dict)
    appointments: dict[Role, Appointment] = field(default_factory=dict)

    def actor(self, role: Role) -> Actor:
        """Return the person of this duty as they act."""
        return actor_for(self.people[role], [self.appointments[role]])

    @property
    def requester(self) -> Actor:
        """Who raises requests."""
        return self.actor(Role.REQUESTER)

    @property
    def commitment_officer(self) -> Actor:
        """The PPK."""
        return self.actor(Role.COMMITMENT_OFFICER)

    @property
    def budget_authority(self) -> Actor:
        """The PA."""
        return self.actor(Role.BUDGET_AUTHORITY)

    @property
    def officer(self) -> Actor:
        """The procurement officer."""
        return self.actor(Role.PROCUREMENT_OFFICER)

    @property
    def treasurer(self) -> Actor:
        """The treasurer."""
        return self.actor(Role.TREASURER)

    @property
    def auditor(self) -> Actor:
        """The auditor of the region."""
        return self.actor(Role.AUDITOR)

    @property
    def administrator(self) -> Actor:
        """The region's administrator."""
        return self.actor(Role.ADMINISTRATOR)


def a_region(owner: Session, **given: object) -> Region:
    """Make a region; rules are binding unless `binding_from=None` is given."""
    n = next(_numbers)
    facts: dict[str, object] = {
        "slug": f"region-{n}",
        "name": f"Provinsi Contoh {n}",
        "government": f"Pemerintah Provinsi Contoh {n}",
        "office": "Biro Pengadaan",
        "brand_name": "Blangkon",
        "brand": "jateng",
        "territory_code": "33",
        "letter_city": "Semarang",
        "regulation_number": "Peraturan Contoh 1/2026",
        "binding_from": date(2026, 1, 1),
        **given,
    }
    region = Region(**facts)
    owner.add(region)
    owner.flush()
    return region


def a_person(owner: Session, region: Region, name: str = "") -> Person:
    """Make a person without any appointment; nobody knows the password."""
    n = next(_numbers)
    person = Person(
        region_id=region.id,
        name=name or f"Orang {n} Contoh",
        email=f"orang{n}@contoh.example",
        nip="198209242009032002",
        password_hash="-",
    )
    owner.add(person)
    owner.flush()
    return person


def appoint(owner: Session, person: Person, role: Role, **given: object) -> Appointment:
    """Appoint a person by decree from the first day of 2026."""
    facts: dict[str, object] = {
        "region_id": person.region_id,
        "person_id": person.id,
        "role": role,
        "decree_number": "SK/1/2026",
        "decree_date": date(2026, 1, 2),
        "starts_on": date(2026, 1, 2),
        "title": role.label,
        **given,
    }
    appointment = Appointment(**facts)
    owner.add(appointment)
    owner.flush()
    return appointment


def categories(owner: Session) -> Sequence[Category]:
    """Return the categories of tests: a meal, a snack, stationery; made on first use."""
    found = owner.scalars(select(Category)).all()
    if found:
        return found
    rows = (
        ("MKN", None, "Makanan", "kotak", "5.1.02.01.01.0052", SupplyKind.CATERING, True),
        ("MKN.01", "MKN", "Nasi kotak", "kotak", "5.1.02.01.01.0052", SupplyKind.CATERING, True),
        ("MKN.02", "MKN", "Kudapan", "kotak", "5.1.02.01.01.0052", SupplyKind.CATERING, True),
        ("ATK", None, "Alat tulis", "buah", "5.1.02.01.01.0024", SupplyKind.GOODS, False),
        ("ATK.01", "ATK", "Kertas", "rim", "5.1.02.01.01.0025", SupplyKind.GOODS, False),
    )
    for code, parent, name, unit, account, kind, meal in rows:
        owner.add(
            Category(
                code=code,
                parent_code=parent,
                name=name,
                name_en=name,
                unit=unit,
                account_code=account,
                icon="tag",
                supply_kind=kind,
                is_meal=meal,
            )
        )
        owner.flush()
    return owner.scalars(select(Category)).all()


def a_budget_line(
    owner: Session, unit: Unit, ceiling: int = 100_000_000, **given: object
) -> BudgetLine:
    """Make a budget line of the unit for this year (rupiah)."""
    facts: dict[str, object] = {
        "region_id": unit.region_id,
        "agency_id": unit.agency_id,
        "unit_id": unit.id,
        "year": local(now()).year,
        "activity_code": "2.13.05.1.01.0004",
        "activity_name": "Fasilitasi PKK",
        "account_code": "5.1.02.01.01.0052",
        "account_name": "Belanja Makanan dan Minuman Rapat",
        "fund_source": "PAD",
        "dpa_number": "DPA/1/2026",
        "plan_code": "67916737",
        "ceiling": ceiling,
        **given,
    }
    line = BudgetLine(**facts)
    owner.add(line)
    owner.flush()
    return line


def an_office(
    owner: Session, region: Region | None = None, *, ceiling: int = 100_000_000
) -> Office:
    """Make an agency with a unit, its people and a budget line; also the region's auditor."""
    n = next(_numbers)
    categories(owner)
    region = region or a_region(owner)
    agency = Agency(
        region_id=region.id,
        code=f"2.13.{n}",
        name=f"Dinas Contoh {n}",
        short_name=f"DC{n}",
        address="Jalan Contoh 1, Semarang",
        contact="(024) 555-0100",
        letter_city="Semarang",
        order_number_template="{klasifikasi}/{nomor}/{unit}/{bulan_romawi}/{tahun}",
    )
    owner.add(agency)
    owner.flush()
    unit = Unit(region_id=region.id, agency_id=agency.id, name="Sekretariat")
    owner.add(unit)
    owner.flush()
    made = Office(region, agency, unit, a_budget_line(owner, unit, ceiling))
    for role in STAFF:
        person = a_person(owner, region, f"{role.label.split()[0]} {n}")
        made.people[role] = person
        made.appointments[role] = appoint(
            owner,
            person,
            role,
            agency_id=agency.id,
            unit_id=unit.id if role is Role.REQUESTER else None,
        )
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        person = a_person(owner, region, f"{role.label.split()[-1].title()} {n}")
        made.people[role] = person
        made.appointments[role] = appoint(owner, person, role)
    owner.commit()
    return made
