"""Who is at the door, and who is appointed to what."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from procure.accounts.models import Agency, Appointment, Person, Region, SignIn, Unit
from procure.db import context
from procure.db.work import Work
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import local
from procure.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person whose browser showed a valid sign-in."""

    actor: Actor
    person: Person
    region: Region | None
    sign_in: SignIn
    beside: Sequence[Any] = ()


def hashed(token: str) -> bytes:
    """Return what is stored of a sign-in token."""
    return hashlib.sha256(token.encode()).digest()


def arriving(*beside: ColumnElement[Any]) -> Select[Any]:
    """Return the statement that finds who holds a token, if the sign-in still counts.

    `beside` are columns whose values other rooms want to know of this `Person`.
    """
    return (
        select(
            SignIn,
            Person,
            Region,
            Appointment.role,
            Appointment.agency_id,
            Appointment.unit_id,
            Appointment.supplier_id,
            Appointment.starts_on,
            Appointment.ends_on,
            *beside,
        )
        .join(Person, SignIn.person_id == Person.id)
        .outerjoin(Region, Person.region_id == Region.id)
        .outerjoin(Appointment, Appointment.person_id == Person.id)
        .where(
            SignIn.token_hash == bindparam("token_hash"),
            SignIn.ended_at.is_(None),
            SignIn.ends_at > bindparam("moment"),
            Person.is_blocked.is_(False),
        )
        .order_by(Appointment.starts_on, Appointment.id)
    )


ARRIVING = arriving()


def arrive(
    session: Session,
    token: str,
    now: datetime,
    agency_id: UUID | None,
    statement: Select[Any] = ARRIVING,
    **values: Any,
) -> Arrival | None:
    """Return who holds this token, if the sign-in still counts; one statement.

    `values` are those of the columns `beside` in the statement.
    """
    given = {"token_hash": hashed(token), "moment": now, **values}
    rows: Sequence[Any] = session.execute(statement, given).all()
    if not rows:
        return None
    sign_in, person = rows[0][0], rows[0][1]
    region: Region | None = rows[0][2]
    day = local(now, region.zone if region is not None else "WIB").date()
    held = [
        row
        for row in rows
        if row.role and row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
    ]
    return Arrival(actor_for(person, held, agency_id), person, region, sign_in, rows[0][9:])


class Held(Protocol):
    """What an appointment says about where somebody acts, and as what."""

    @property
    def role(self) -> Role: ...
    @property
    def agency_id(self) -> UUID | None: ...
    @property
    def unit_id(self) -> UUID | None: ...
    @property
    def supplier_id(self) -> UUID | None: ...


def actor_for(person: Person, appointments: Sequence[Held], agency_id: UUID | None = None) -> Actor:
    """Return the person as they act for one agency: the chosen one, else the first."""
    agencies = [a.agency_id for a in appointments if a.agency_id]
    chosen = agency_id if agency_id in agencies else next(iter(agencies), None)
    here = [a for a in appointments if a.agency_id in (chosen, None)]
    return Actor(
        user_id=person.id,
        name=person.name,
        region_id=person.region_id,
        agency_id=chosen,
        unit_id=next((a.unit_id for a in here if a.unit_id), None),
        supplier_id=next((a.supplier_id for a in here if a.supplier_id), None),
        roles=frozenset(a.role for a in here),
    )


_SITE = (
    select(Region, context.COLUMN)
    .order_by(
        (Region.host == bindparam("host")).desc().nulls_last(),
        (Region.slug == bindparam("slug")).desc(),
        Region.slug,
    )
    .limit(1)
)


def site(session: Session, taken: str, *, host: str, slug: str) -> Region | None:
    """Return the region that an anonymous page wears: by host, by choice, else the first.

    The same statement sets the context that is `taken` along.
    """
    found = session.execute(_SITE, {"host": host, "slug": slug, "context": taken}).first()
    if found is None:
        return None
    context.was_set(session, taken)
    region: Region = found[0]
    return region


def regions(session: Session) -> Sequence[Region]:
    """Return all regions, for the choice on the front page."""
    return session.scalars(select(Region).order_by(Region.name)).all()


def holders(
    work: Work, role: Role, agency_id: UUID | None, unit_id: UUID | None = None
) -> list[UUID]:
    """Return who holds a role today in an agency (and in a unit, where the role has one).

    Without an agency: who holds it for the whole region.
    """
    given = {"role": role, "agency": agency_id, "unit": unit_id, "day": work.today}
    wanted = _holders(of_agency=agency_id is not None, of_unit=unit_id is not None)
    return list(work.session.scalars(wanted, given))


@cache
def _holders(*, of_agency: bool, of_unit: bool) -> Select[UUID]:
    agency_id: BindParameter[UUID] | None = bindparam("agency") if of_agency else None
    wanted = select(Appointment.person_id).where(
        Appointment.role == bindparam("role"),
        Appointment.agency_id == agency_id,
        *_on(bindparam("day")),
    )
    if of_unit:
        here = Appointment.unit_id == bindparam("unit")
        wanted = wanted.where(or_(Appointment.unit_id.is_(None), here))
    return wanted


def members(work: Work, supplier_ids: Iterable[UUID] | Select[UUID]) -> list[tuple[UUID, UUID]]:
    """Return (supplier, person) for everybody who acts for these suppliers today."""
    ids = supplier_ids if isinstance(supplier_ids, Select) else list(supplier_ids)
    wanted = select(Appointment.supplier_id, Appointment.person_id).where(
        Appointment.supplier_id.in_(ids), *_on(work.today)
    )
    return [(supplier, person) for supplier, person in work.session.execute(wanted) if supplier]


def owners(work: Work, supplier_id: UUID) -> list[UUID]:
    """Return who owns a supplier today."""
    wanted = select(Appointment.person_id).where(
        Appointment.supplier_id == supplier_id,
        Appointment.role == Role.SUPPLIER_OWNER,
        *_on(work.today),
    )
    return list(work.session.scalars(wanted))


def appointment(work: Work, person_id: UUID, role: Role, agency_id: UUID) -> Appointment:
    """Return the appointment by which a person signs today. Raises NotFound."""
    given = {"person": person_id, "role": role, "agency": agency_id, "day": work.today}
    found = work.session.scalar(_appointment(), given)
    if found is None:
        raise NotFound
    return found


@cache
def _appointment() -> Select[Appointment]:
    return (
        select(Appointment)
        .where(
            Appointment.person_id == bindparam("person"),
            Appointment.role == bindparam("role"),
            Appointment.agency_id == bindparam("agency"),
            *_on(bindparam("day")),
        )
        .order_by(Appointment.starts_on.desc())
        .limit(1)
    )


def _on(day: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    return (
        Appointment.starts_on <= day,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day),
    )


def me(work: Work) -> Person:
    """Return the person who acts."""
    found = work.session.get(Person, work.actor.user_id)
    if found is None:
        raise NotFound
    return found


def my_sign_ins(work: Work) -> Sequence[SignIn]:
    """Return the browsers in which the person is signed in, latest first."""
    wanted = (
        select(SignIn)
        .where(
            SignIn.person_id == work.actor.user_id,
            SignIn.ended_at.is_(None),
            SignIn.ends_at > work.now,
        )
        .order_by(SignIn.seen_at.desc())
    )
    return work.session.scalars(wanted).all()


def agency(work: Work, agency_id: UUID) -> Agency:
    """Return an agency of the region. Raises NotFound."""
    wanted = select(Agency).where(Agency.id == agency_id, Agency.region_id == work.actor.region_id)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


MOST_APPOINTMENTS = 100


def my_appointments(work: Work) -> Sequence[Appointment]:
    """Return what the person is appointed to today, with the agencies."""
    wanted = (
        select(Appointment)
        .options(joinedload(Appointment.agency))
        .where(Appointment.person_id == work.actor.user_id, *_on(work.today))
        .order_by(Appointment.starts_on, Appointment.id)
    )
    return work.session.scalars(wanted).all()


def appointments(work: Work, search: str = "") -> Sequence[Appointment]:
    """Return the offices held in the region now or later, by name; at most a hundred."""
    wanted = (
        select(Appointment)
        .join(Appointment.person)
        .options(joinedload(Appointment.person), joinedload(Appointment.agency))
        .where(
            Appointment.region_id == work.actor.region_id,
            Appointment.supplier_id.is_(None),
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= work.today),
        )
        .order_by(Person.name, Appointment.starts_on)
        .limit(MOST_APPOINTMENTS)
    )
    if words := search.strip():
        wanted = wanted.where(
            or_(
                Person.name.icontains(words, autoescape=True),
                Person.email.icontains(words, autoescape=True),
            )
        )
    return work.session.scalars(wanted).all()


def get(work: Work, appointment_id: UUID, *, lock: bool = False) -> Appointment:
    """Return an appointment of the region, with the person. Raises NotFound."""
    wanted = (
        select(Appointment)
        .options(joinedload(Appointment.person, innerjoin=True), joinedload(Appointment.agency))
        .where(
            Appointment.id == appointment_id,
            Appointment.region_id == work.actor.region_id,
            Appointment.supplier_id.is_(None),
        )
    )
    found = work.session.scalar(wanted.with_for_update(of=Appointment) if lock else wanted)
    if found is None:
        raise NotFound
    return found


def held_in(
    work: Work, person_id: UUID, starts_on: date, ends_on: date | None
) -> Sequence[Appointment]:
    """Return what a person is appointed to on any day of a term."""
    wanted = select(Appointment).where(
        Appointment.person_id == person_id,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= starts_on),
    )
    if ends_on is not None:
        wanted = wanted.where(Appointment.starts_on <= ends_on)
    return work.session.scalars(wanted).all()


def person_at(work: Work, email: str, *, lock: bool = False) -> Person | None:
    """Return the person of the region with this address; `lock` makes two deeds on them queue."""
    wanted = select(Person).where(
        Person.email == email.strip().casefold(), Person.region_id == work.actor.region_id
    )
    return work.session.scalar(wanted.with_for_update() if lock else wanted)


def person(work: Work, person_id: UUID, *, lock: bool = False) -> Person:
    """Return a person of the region; `lock` makes two deeds on them queue. Raises NotFound."""
    wanted = select(Person).where(Person.id == person_id, Person.region_id == work.actor.region_id)
    found = work.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound
    return found


def units(work: Work) -> Sequence[tuple[Unit, Agency]]:
    """Return the units of the region with their agencies, by name."""
    wanted = (
        select(Unit, Agency)
        .join(Agency, Unit.agency_id == Agency.id)
        .where(Agency.region_id == work.actor.region_id)
        .order_by(Agency.name, Unit.name)
    )
    return [(unit, agency) for unit, agency in work.session.execute(wanted)]


def unit(work: Work, unit_id: UUID) -> Unit:
    """Return a unit of the region. Raises NotFound."""
    wanted = select(Unit).where(Unit.id == unit_id, Unit.region_id == work.actor.region_id)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Example:
    """An invented person of the demonstration, who can be tried."""

    name: str
    email: str
    roles: tuple[Role, ...]
    place: str


def examples(work: Work) -> list[Example]:
    """Return the invented people of the region; none where people are real."""
    wanted = (
        select(Person, Appointment.role, Agency.short_name)
        .join(Appointment, Appointment.person_id == Person.id)
        .outerjoin(Agency, Appointment.agency_id == Agency.id)
        .where(Person.is_fiction, Person.region_id == work.actor.region_id, *_on(work.today))
        .order_by(Agency.short_name, Person.email)
    )
    found: dict[UUID, Example] = {}
    for person, role, place in work.session.execute(wanted):
        known = found.get(person.id)
        roles = (*known.roles, role) if known else (role,)
        found[person.id] = Example(person.name, person.email, roles, place or "")
    return list(found.values())
