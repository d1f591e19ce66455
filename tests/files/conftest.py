"""A supplier with its people, and files that they send."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.accounts.queries import actor_for
from procure.db.work import Work
from procure.files import means
from procure.files.models import Purpose
from procure.files.service import Sent
from procure.kernel.actors import Actor, Role
from tests.files.pictures import picture
from tests.make.offices import Office, a_person, appoint
from tests.make.sellers import Seller, a_seller

WorkAs = Callable[..., Work]
Set = Callable[..., None]


@dataclass
class Cast:
    """Who has to do with the files of one supplier."""

    office: Office
    seller: Seller
    operator: Person
    operator_actor: Actor
    rival: Seller
    registrar: Person
    registrar_actor: Actor
    coach_actor: Actor


@pytest.fixture
def cast(owner: Session, office: Office) -> Cast:
    """A supplier with owner and operator, a rival, and people of the region."""
    seller, rival = a_seller(owner, office.region), a_seller(owner, office.region)
    operator, registrar, coach = (a_person(owner, office.region) for _ in range(3))
    helps = appoint(owner, operator, Role.SUPPLIER_OPERATOR, supplier_id=seller.supplier.id)
    examines = appoint(owner, registrar, Role.REGISTRY_OFFICER)
    coaches = appoint(owner, coach, Role.COACH)
    owner.commit()
    return Cast(
        office,
        seller,
        operator,
        actor_for(operator, [helps]),
        rival,
        registrar,
        actor_for(registrar, [examines]),
        actor_for(coach, [coaches]),
    )


@pytest.fixture
def set_means(app: Flask) -> Iterator[Set]:
    """Run this process with other limits, scanner or quotas: `set_means(uploads_per_hour=1)`."""
    settings = app.extensions["settings"]

    def change(**given: Any) -> None:
        means.use(replace(settings, **given))

    yield change
    means.use(settings)


def sent(
    data: bytes | None = None,
    name: str = "ktp.jpg",
    purpose: Purpose = Purpose.IDENTITY,
    upload_id: UUID | None = None,
) -> Sent:
    """Return a file as somebody sends it."""
    return Sent(upload_id or uuid4(), purpose, name, BytesIO(picture() if data is None else data))
