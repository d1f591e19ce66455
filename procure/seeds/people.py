"""Officials of the demonstration: neither the people nor their decrees exist."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person
from procure.kernel.actors import Role
from procure.seeds.loading import ROWS, load, read
from procure.seeds.names import named
from procure.seeds.offices import agency_id, region_id, unit_id

SINCE: Final = date(2026, 1, 2)
CERTIFIED: Final = frozenset({Role.COMMITMENT_OFFICER, Role.PROCUREMENT_OFFICER})
OWN_CHOICES: Final = ("password_hash", "password_set_at", "language", "theme", "is_blocked")
"""What a person may have changed since; loading again leaves it alone."""


def person_row(
    email: str, name: str, region: UUID, nip: str | None, secret: tuple[str, datetime]
) -> dict[str, Any]:
    """Return the row of a fictional person; `secret` is the password's hash and when it was set."""
    key = named("person", email)
    return {
        "id": key,
        "region_id": region,
        "name": name,
        "email": email,
        "phone": f"0812{key.int % 10_000:04d}0000",
        "nip": nip,
        "password_hash": secret[0],
        "password_set_at": secret[1],
        "language": "id",
        "theme": "auto",
        "is_fiction": True,
        "is_blocked": False,
    }


def appointment_row(person_id: UUID, region: UUID, role: Role, **where: object) -> dict[str, Any]:
    """Return the row of an appointment by a fictional decree."""
    return {
        "id": named("appointment", person_id, role),
        "region_id": region,
        "person_id": person_id,
        "role": role,
        "agency_id": None,
        "unit_id": None,
        "supplier_id": None,
        "decree_number": "SK contoh 00/2026 (fiktif)",
        "decree_date": SINCE,
        "starts_on": SINCE,
        "ends_on": None,
        "capacity": "",
        "title": role.label,
        "certificate_number": "",
        "certificate_until": None,
        "end_reason": "",
        **where,
    }


def load_people(session: Session, secret: tuple[str, datetime]) -> None:
    """Load the officials of both regions and what they are appointed to."""
    cast = read(ROWS, "people")
    load(session, Person, (_person(row, secret) for row in cast), keep=OWN_CHOICES)
    load(session, Appointment, _appointments(cast), keep=("ends_on", "end_reason"))


def _email(row: Mapping[str, str]) -> str:
    return f"{row['login']}@{row['region']}.example"


def _person(row: Mapping[str, str], secret: tuple[str, datetime]) -> dict[str, Any]:
    """Give a NIP of the right shape whose serial 000 was never given to anybody."""
    sex = "2" if row["name"].split()[-1].endswith(("i", "h")) else "1"
    nip = f"{row['birth']}{int(row['birth'][:4]) + 25}03{sex}000"
    return person_row(_email(row), row["name"], region_id(row["region"]), nip, secret)


def _appointments(cast: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for row in cast:
        slug, office, role = row["region"], row["office"], Role(row["role"])
        certified = role in CERTIFIED
        yield appointment_row(
            named("person", _email(row)),
            region_id(slug),
            role,
            title=row["title"],
            agency_id=agency_id(slug, office) if office else None,
            unit_id=unit_id(slug, office, row["unit"]) if row["unit"] else None,
            certificate_number="PBJ-CONTOH-0000" if certified else "",
            certificate_until=date(2029, 12, 31) if certified else None,
        )
