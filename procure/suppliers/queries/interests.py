"""Ties between officials and suppliers: declared ones, and those that the data shows."""

import re
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    String,
    and_,
    case,
    exists,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from procure.accounts.models import Appointment, Person
from procure.db.work import Work
from procure.kernel.actors import SUPPLIER_ROLES, Role
from procure.kernel.errors import NotFound
from procure.suppliers.kinds import InterestKind
from procure.suppliers.models import Supplier
from procure.suppliers.rules.interests import Noticed, Sign
from procure.suppliers.vetting_models import Interest


def declared_by_me(work: Work) -> Sequence[Interest]:
    """Return what the actor declared, those in force first."""
    wanted = (
        select(Interest)
        .options(joinedload(Interest.supplier, innerjoin=True))
        .where(Interest.person_id == work.actor.user_id)
        .order_by(Interest.ends_on.desc().nulls_first(), Interest.declared_at.desc())
    )
    return work.session.scalars(wanted).all()


def my_interest(work: Work, interest_id: UUID, *, lock: bool = False) -> Interest:
    """Return a declaration of the actor. Raises NotFound."""
    wanted = select(Interest).where(
        Interest.id == interest_id, Interest.person_id == work.actor.user_id
    )
    found = work.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound
    return found


def _in_force(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(Interest.starts_on <= day, or_(Interest.ends_on.is_(None), Interest.ends_on >= day))


def declared_by(work: Work, supplier_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether the actor declared a tie, in force today, to the supplier of a row."""
    return exists().where(
        Interest.supplier_id == supplier_id,
        Interest.person_id == work.actor.user_id,
        _in_force(work.today),
    )


def ties_on(
    suppliers: BindParameter[UUID], people: BindParameter[UUID], day: BindParameter[date]
) -> CompoundSelect[UUID, str, str, str]:
    """Return the statement for who of these people has to do with which supplier on a day.

    Declared ties, and people who act for a supplier themselves.
    """
    declared = (
        select(
            Interest.supplier_id,
            Person.name.label("person"),
            Supplier.name.label("supplier"),
            type_coerce(Interest.kind, String).label("kind"),
        )
        .join(Person, Person.id == Interest.person_id)
        .join(Supplier, Supplier.id == Interest.supplier_id)
        .where(Interest.supplier_id.in_(suppliers), Interest.person_id.in_(people), _in_force(day))
    )
    acting = (
        select(
            Appointment.supplier_id,
            Person.name,
            Supplier.name,
            case(
                (Appointment.role == Role.SUPPLIER_OWNER, InterestKind.OWNER.value),
                else_=InterestKind.MANAGER.value,
            ),
        )
        .join(Person, Person.id == Appointment.person_id)
        .join(Supplier, Supplier.id == Appointment.supplier_id)
        .where(
            Appointment.supplier_id.in_(suppliers),
            Appointment.person_id.in_(people),
            Appointment.role.in_(SUPPLIER_ROLES),
            Appointment.starts_on <= day,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day),
        )
    )
    return union_all(declared, acting)


def of_supplier(work: Work, supplier_id: UUID) -> Sequence[Interest]:
    """Return the ties to a supplier that are in force, with the officials."""
    wanted = (
        select(Interest)
        .options(joinedload(Interest.person, innerjoin=True))
        .where(Interest.supplier_id == supplier_id, _in_force(work.today))
        .order_by(Interest.declared_at)
    )
    return work.session.scalars(wanted).all()


def noticed(work: Work, supplier: Supplier) -> list[Noticed]:
    """Return officials of the region who seem to have to do with a supplier (domain 1.18).

    By acting for it, by its phone number, or by the owner's name; a sign, not a proof.
    """
    phones = _digits(supplier.phone)
    wanted = (
        select(Person.id, Person.name, Person.phone, Appointment.supplier_id)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Person.region_id == supplier.region_id,
            or_(
                Appointment.supplier_id == supplier.id,
                and_(
                    Appointment.supplier_id.is_(None),
                    or_(
                        Person.phone.is_not(None),
                        Person.name == supplier.owner_name,
                    ),
                ),
            ),
        )
    )
    found: dict[UUID, Noticed] = {}
    members, officials = set(), {}
    for person_id, name, phone, of in work.session.execute(wanted):
        if of is not None:
            members.add(person_id)
            continue
        officials[person_id] = name
        if phone and _digits(phone) == phones:
            found[person_id] = Noticed(name, Sign.PHONE)
        elif name.casefold() == supplier.owner_name.casefold():
            found.setdefault(person_id, Noticed(name, Sign.NAME))
    for person_id in members & officials.keys():
        found[person_id] = Noticed(officials[person_id], Sign.MEMBER)
    return sorted(found.values(), key=lambda one: one.person)


def _digits(phone: str) -> str:
    """Return a phone number without what people write between and before its digits."""
    return re.sub(r"^(62|0)", "", re.sub(r"\D", "", phone))
