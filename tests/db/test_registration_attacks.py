"""A supplier's own web process attacks with SQL: it verifies nobody and reads nobody's numbers."""

from uuid import UUID

import psycopg
import pytest
from sqlalchemy.orm import Session

from procure.db.context import described, sign
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import now
from procure.launcher.provision import Urls
from procure.suppliers import service
from procure.suppliers.rules.registration import Step
from tests.conftest import CONTEXT_KEY, WorkAs
from tests.make.offices import Office, a_person, appoint
from tests.make.registering import HERE, SECRET, Registering, a_coach, an_owner, fill, new_owner
from tests.make.registering import places as with_places

REFUSED = (psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)


def as_web(database: Urls, actor: Actor) -> psycopg.Connection:
    web = psycopg.connect(database.web)
    context = sign(described(actor), now(), CONTEXT_KEY)
    web.execute("SELECT set_config('app.context', %s, true)", (context,))
    return web


@pytest.fixture
def sri(owner: Session, office: Office, work_as: WorkAs) -> Registering:
    """An owner with everything filled in."""
    with_places(owner)
    made = an_owner(work_as, office.region)
    made.fill_all()
    return made


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE suppliers SET status = 'active'",
        "UPDATE suppliers SET status = 'refused'",
        "UPDATE suppliers SET verified_at = now()",
        "UPDATE suppliers SET npwp_valid = true",
        "UPDATE suppliers SET coach_id = (SELECT id FROM people LIMIT 1)",
        "UPDATE suppliers SET region_id = gen_random_uuid()",
        "UPDATE suppliers SET confirmed_at = now()",
        "DELETE FROM suppliers",
        "UPDATE supplier_bank_accounts SET status = 'active'",
        "UPDATE supplier_bank_accounts SET account = 'x'",
        "INSERT INTO supplier_bank_accounts (id, region_id, supplier_id, bank_code, account,"
        " holder, status, proposed_by_id, proposed_at, reason) SELECT gen_random_uuid(), region_id,"
        " supplier_id, bank_code, account, holder, 'active', proposed_by_id, now(), ''"
        " FROM supplier_bank_accounts",
        "UPDATE supplier_identities SET region_id = gen_random_uuid()",
        "DELETE FROM supplier_identities",
        "UPDATE data_requests SET asked_by_id = gen_random_uuid()",
        "UPDATE supplier_links SET token_hash = 'x'",
        "DELETE FROM supplier_links",
        "INSERT INTO territories VALUES ('99', NULL, 'x')",
        "INSERT INTO kbli_codes VALUES ('99999', '2020', 'x')",
        "SELECT sec.release_numbers()",
    ],
)
def test_an_owner_does_not_verify_itself(database: Urls, sri: Registering, attack: str) -> None:
    with (
        as_web(database, sri.actor) as web,
        pytest.raises((*REFUSED, psycopg.errors.FeatureNotSupported)),
    ):
        web.execute(attack.encode())


@pytest.mark.parametrize(
    "table",
    ["supplier_profiles", "supplier_identities", "supplier_bank_accounts", "supplier_fingerprints"],
)
def test_the_numbers_of_one_supplier_do_not_exist_for_another(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    database: Urls,
    sri: Registering,
    table: str,
) -> None:
    rival = an_owner(work_as, office.region)
    person = a_person(owner, office.region)
    coach = a_coach(owner, office.region)
    held = appoint(owner, person, Role.REGISTRY_OFFICER)
    owner.commit()
    officer = Actor(person.id, "-", office.region.id, roles=frozenset({held.role}))
    count = f"SELECT count(*) FROM {table} WHERE supplier_id = '{sri.supplier_id}'".encode()
    for actor, found in ((rival.actor, False), (coach, False), (officer, True), (sri.actor, True)):
        with as_web(database, actor) as web:
            row = web.execute(count).fetchone()
        assert row is not None
        assert (row[0] > 0) is found, actor.roles


def test_a_coach_neither_reads_nor_writes_what_identifies_and_pays(
    owner: Session, office: Office, work_as: WorkAs, database: Urls
) -> None:
    coach = a_coach(owner, office.region)
    with_places(owner)
    begun = service.begin(work_as(coach), new_owner(office.region), HERE, SECRET)
    fill(work_as(coach), begun.id, Step.ADDRESS)
    for attack in (
        "INSERT INTO supplier_identities (supplier_id, region_id) VALUES (%s, %s)",
        "INSERT INTO supplier_bank_accounts (id, region_id, supplier_id, bank_code, account,"
        " holder, status, proposed_by_id, proposed_at, reason) VALUES (gen_random_uuid(), %(r)s,"
        " %(s)s, '008', 'x', 'x', 'proposed', %(c)s, now(), '')",
        "UPDATE suppliers SET confirmed_at = now() WHERE id = %(s)s",
        "UPDATE suppliers SET status = 'pending' WHERE id = %(s)s",
    ):
        named = {"r": office.region.id, "s": begun.id, "c": coach.user_id}
        given = named if "%(" in attack else (begun.id, office.region.id)
        with as_web(database, coach) as web, pytest.raises(REFUSED):
            web.execute(attack.encode(), given)


def test_another_supplier_s_rows_cannot_be_written(
    office: Office, work_as: WorkAs, database: Urls, sri: Registering
) -> None:
    rival = an_owner(work_as, office.region)
    with as_web(database, rival.actor) as web:
        for table in ("suppliers", "supplier_profiles", "supplier_identities"):
            column = {"suppliers": "name", "supplier_profiles": "steps"}.get(table, "nib")
            key = "id" if table == "suppliers" else "supplier_id"
            changed = web.execute(
                f"UPDATE {table} SET {column} = {column} WHERE {key} = %s".encode(),
                (sri.supplier_id,),
            )
            assert changed.rowcount == 0, table
    with as_web(database, rival.actor) as web, pytest.raises(REFUSED):
        web.execute(
            "INSERT INTO supplier_areas (supplier_id, regency_code) VALUES (%s, '33.75')",
            (sri.supplier_id,),
        )


def test_a_stranger_makes_no_supplier_but_their_own_draft(
    office: Office, database: Urls, sri: Registering
) -> None:
    stranger = Actor(UUID(int=1), "-", office.region.id)
    insert = (
        "INSERT INTO suppliers (id, region_id, slug, name, entity_type, scale, status, owner_name,"
        " address, regency_code, regency_name, phone, is_fiction, is_taxable, npwp_valid,"
        " final_letter_number) VALUES (%s, %s, 'x', 'x', 'individual', 'micro', %s, 'x', '', '',"
        " '', '', false, false, false, '')"
    )
    for actor, status in ((stranger, "draft"), (sri.actor, "active"), (sri.actor, "draft")):
        with as_web(database, actor) as web, pytest.raises(REFUSED):
            web.execute(insert, (UUID(int=77), office.region.id, status))
