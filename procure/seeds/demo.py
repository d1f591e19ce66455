"""The demonstration as a whole: loaded in one transaction, as often as you like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Agency, Appointment, Person, Region
from procure.kernel.actors import Role
from procure.kernel.clock import local
from procure.seeds.market import load_market
from procure.seeds.offices import load_offices
from procure.seeds.people import load_people
from procure.seeds.reference import load_reference
from procure.suppliers.models import Supplier

PASSWORD: Final = "tenong-demo-2026"  # noqa: S105 - printed by `seed show`; the people are fiction


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """Who can sign in to look around."""

    region: str
    place: str
    role: Role
    name: str
    email: str


def load_demo(session: Session, password_hash: str, moment: datetime) -> None:
    """Load everything; `password_hash` is shared by all fictional people (one costly hash)."""
    secret = (password_hash, moment)
    load_reference(session)
    load_offices(session, local(moment, "WIB").year)
    load_people(session, secret)
    load_market(session, secret)


def sign_ins(session: Session) -> Sequence[DemoSignIn]:
    """Return the fictional people with what they are appointed to, region by region."""
    wanted = (
        select(Region.name, Agency.short_name, Supplier.name, Appointment.role, Person)
        .join(Person, Person.id == Appointment.person_id)
        .join(Region, Region.id == Person.region_id)
        .outerjoin(Agency, Agency.id == Appointment.agency_id)
        .outerjoin(Supplier, Supplier.id == Appointment.supplier_id)
        .where(Person.is_fiction)
        .order_by(
            Region.slug, Supplier.name.nulls_first(), Agency.short_name.nulls_last(), Person.email
        )
    )
    return [
        DemoSignIn(region, office or supplier or "-", role, person.name, person.email)
        for region, office, supplier, role, person in session.execute(wanted)
    ]
