"""The trail: nobody edits it, nobody forges it, and whoever tries is found."""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from procure.accounts.actions import AccountAction as Do
from procure.accounts.queries import me
from procure.audit.queries import breaks, story
from procure.audit.service import record
from procure.kernel.actors import Role
from procure.launcher.cluster import Cluster
from procure.launcher.provision import Urls, in_database
from tests.conftest import CASE, WorkAs
from tests.make.offices import Office


def three_deeds(work_as: WorkAs, office: Office) -> None:
    for _ in range(3):
        work = work_as(office.requester)
        with work.transaction():
            record(work, Do.PREFER, me(work), reason="karena", facts={"language": "id"})


def test_the_database_says_who_did_it_and_when(work_as: WorkAs, office: Office) -> None:
    three_deeds(work_as, office)
    entries = story(work_as(office.auditor), office.requester.user_id)
    assert [entry.position for entry in entries] == [1, 2, 3]
    assert {entry.actor_name for entry in entries} == {office.people[Role.REQUESTER].name}
    assert entries[0].hash == entries[1].previous_hash


def test_an_untouched_trail_has_no_breaks(work_as: WorkAs, office: Office, owner: Session) -> None:
    three_deeds(work_as, office)
    assert list(breaks(work_as(office.auditor, keeper=True))) == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_entries SET reason = 'lain'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "INSERT INTO audit_heads VALUES (gen_random_uuid(), NULL, 1, '', now())",
        "UPDATE audit_heads SET length = 0",
        "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
    ],
)
def test_the_web_process_cannot_change_the_trail(
    work_as: WorkAs, office: Office, attack: str
) -> None:
    three_deeds(work_as, office)
    with pytest.raises(DBAPIError, match=r"denied|owner|kept"):
        work_as(office.requester).session.execute(text(attack))


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE audit_entries SET reason = 'lain' WHERE position = 2", "changed"),
        ("DELETE FROM audit_entries WHERE position = 2", "missing"),
        ("DELETE FROM audit_entries WHERE position = 3", "cut"),
        ("DELETE FROM audit_entries", "whole chain"),
    ],
)
def test_whoever_edits_behind_the_triggers_is_found(
    cluster: Cluster, work_as: WorkAs, office: Office, tampering: str, found: str
) -> None:
    three_deeds(work_as, office)
    with psycopg.connect(in_database(cluster.admin_url(), CASE)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(tampering.encode())
    said = [broken.what for broken in breaks(work_as(office.auditor, keeper=True))]
    assert any(found in what for what in said)


def test_a_forged_context_is_refused(database: Urls, office: Office) -> None:
    forged = f"{office.requester.user_id}|{office.region.id}|||||9999999999|{'0' * 64}"
    with psycopg.connect(database.web) as web:
        web.execute("SELECT set_config('app.context', %s, true)", (forged,))
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not signed"):
            web.execute("SELECT * FROM audit_entries")


def test_nobody_can_act_without_a_context(database: Urls) -> None:
    entry = (
        "INSERT INTO audit_entries (id, chain, action, subject_kind, subject_id, before, after, "
        "reason, facts, laws) VALUES (%s, %s, 'a.b', 'a', %s, '', '', '', '{}', '{}')"
    )
    with (
        psycopg.connect(database.web) as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody acts"),
    ):
        web.execute(entry, (uuid4(), uuid4(), uuid4()))


def test_deeds_of_one_transaction_stand_in_their_order(work_as: WorkAs, office: Office) -> None:
    work = work_as(office.requester)
    with work.transaction():
        for reason in ("satu", "dua", "tiga"):
            record(work, Do.PREFER, me(work), reason=reason)
    entries = story(work_as(office.auditor), office.requester.user_id)
    assert [(one.position, one.reason) for one in entries] == [(1, "satu"), (2, "dua"), (3, "tiga")]
    assert list(breaks(work_as(office.auditor, keeper=True))) == []
