"""Every table that knows a region: nobody of another region sees a row of it, nor does a stranger.

The tables are asked of the catalogue, so that none is forgotten; they are filled by sending every
form of the product, and by one purchase from request to order.
"""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.accounts.queries import actor_for
from procure.catalogue.models import PriceStandard
from procure.kernel.actors import ANONYMOUS, Actor, Role
from procure.launcher.provision import Urls
from procure.suppliers.kinds import DocumentKind, Need
from procure.suppliers.vetting_models import DocumentRequirement
from tests.conftest import WorkAs
from tests.db.test_attacks import as_web
from tests.faults.doors import DOORS, a_hall
from tests.make.cases import a_case
from tests.make.offices import Office, a_person, an_office, appoint
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_change, a_refused_number
from tests.make.visits import Visit

WITH_REGION = """
    SELECT table_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND column_name = 'region_id' AND table_type = 'BASE TABLE'
    ORDER BY table_name
"""
ANYBODY_MAY_READ = {
    "agencies": "who arrives is asked with the agencies, before their region is known",
    "appointments": "who arrives is asked with the appointments, before their region is known",
    "document_requirements": "which papers are asked is public law",
    "listings": "the catalogue is public",
    "people": "who signs in is found by e-mail address, before their region is known",
    "price_standards": "a region's price standards are published",
    "regulation_versions": "rules are public law",
    "search_docs": "the catalogue is public",
    "search_words": "the catalogue is public",
    "stored_files": "bytes are named by their checksum alone; who may open them, uploads say",
    "supplier_links": "a link's holder has no region; what they hold is its secret",
    "suppliers": "sellers are public",
    "units": "who arrives is asked with the units, before their region is known",
}
"""Tables that the web process reads in every region, and why."""


def people_of(owner: Session, office: Office) -> Iterator[tuple[str, Actor]]:
    """Everybody there is in a region, each as they act."""
    for role in office.people:
        yield role, office.actor(role)
    for role in set(Role) - set(office.people) - {Role.SUPPLIER_OPERATOR, Role.SUPPLIER_OWNER}:
        person = a_person(owner, office.region)
        yield role, actor_for(person, [appoint(owner, person, role)])
    seller = a_seller(owner, office.region)
    yield Role.SUPPLIER_OWNER, seller.actor
    operator = a_person(owner, office.region)
    held = appoint(owner, operator, Role.SUPPLIER_OPERATOR, supplier_id=seller.supplier.id)
    yield Role.SUPPLIER_OPERATOR, actor_for(operator, [held])
    owner.commit()


def what_no_form_makes(owner: Session, seller: Seller) -> None:
    """What the commands of those who run the house load, and what goes as soon as it is settled."""
    region_id = seller.supplier.region_id
    a_refused_number(owner, seller)
    a_change(owner, seller)
    owner.add_all(
        (
            PriceStandard(
                region_id=region_id,
                category_code="ATK.01",
                item="Kertas",
                unit="rim",
                price=60_000,
                decree="SK/9/2026",
                valid_from=date(2026, 1, 1),
            ),
            DocumentRequirement(
                region_id=region_id,
                kind=DocumentKind.HALAL,
                need=Need.REQUIRED,
                valid_from=date(2026, 1, 1),
            ),
        )
    )
    owner.commit()


def seen_by(web: psycopg.Connection, table: str, region_id: UUID) -> int:
    """How many rows of a region somebody sees; a table that is locked shows none."""
    question = f"SELECT count(*) FROM {table} WHERE region_id = %s".encode()
    try:
        with web.transaction():
            found = web.execute(question, (region_id,)).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return 0
    assert found is not None
    return int(found[0])


@pytest.mark.timeout(300)
def test_no_row_of_a_region_is_seen_from_another(
    owner: Session, work_as: WorkAs, visit: Visit, database: Urls
) -> None:
    hall = a_hall(owner, work_as, visit)
    a_case(owner, hall.office, hall.sellers[0])
    for maker in DOORS.values():
        opened = maker(hall)
        kind, body = opened.filled or (None, urlencode(opened.sound).encode())
        opened.browser.post(
            opened.path, data=body, content_type=kind or "application/x-www-form-urlencoded"
        )
    what_no_form_makes(owner, hall.sellers[1])
    tables = [str(table) for table in owner.scalars(text(WITH_REGION))]
    region_id = hall.office.region.id
    with psycopg.connect(database.owner) as all_seeing:
        all_seeing.execute("SET row_security = off")
        empty = {table for table in tables if not seen_by(all_seeing, table, region_id)}
    assert empty == set()

    strangers = {"stranger": ANONYMOUS, **dict(people_of(owner, an_office(owner)))}
    seen = set()
    for name, actor in strangers.items():
        with as_web(database, actor) as web:
            seen |= {(table, name) for table in tables if seen_by(web, table, region_id)}
    wrong = sorted(f"{table}: {name}" for table, name in seen if table not in ANYBODY_MAY_READ)
    assert wrong == []
    assert {table for table, _ in seen} == set(ANYBODY_MAY_READ)
