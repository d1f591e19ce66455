"""A person's own web process reads nobody else's messages and answers nobody else's forms."""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.orm import Session

from procure.db.deeds import DoneDeed
from procure.kernel.actors import ANONYMOUS, Actor, Role
from procure.launcher.provision import Urls
from procure.notifications.models import MailStatus, Message
from tests.db.test_attacks import REFUSED, as_web
from tests.make.offices import Office


@pytest.fixture
def told(owner: Session, office: Office) -> None:
    """A message and a form of the treasurer, and a letter to somebody who is not here yet."""
    treasurer = office.people[Role.TREASURER]
    common = {"template": "x", "facts": {}, "path": "/", "mail_status": MailStatus.WAITING}
    owner.add_all(
        [
            Message(person_id=treasurer.id, region_id=office.region.id, **common),
            Message(address="sri@warung.example", addressee="Sri", language="id", **common),
            DoneDeed(key=uuid4(), person_id=treasurer.id, path="/x", location="/y"),
        ]
    )
    owner.commit()


def rows(database: Urls, actor: Actor, table: str) -> int:
    with as_web(database, actor) as web:
        row = web.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("table", ["messages", "done_deeds"])
def test_rows_of_one_person_do_not_exist_for_another(
    database: Urls, office: Office, table: str
) -> None:
    others = (office.requester, office.officer, office.auditor, ANONYMOUS)
    assert [rows(database, actor, table) for actor in others] == [0, 0, 0, 0]
    assert rows(database, office.treasurer, table) == 1


@pytest.mark.usefixtures("told")
def test_nobody_marks_or_turns_the_messages_of_another(
    owner: Session, database: Urls, office: Office
) -> None:
    with as_web(database, office.requester) as web:
        changed = web.execute("UPDATE messages SET read_at = now()")
        assert changed.rowcount == 0
        assert web.execute("UPDATE done_deeds SET location = '/evil'").rowcount == 0
    for attack in (
        "UPDATE messages SET person_id = sec.person()",
        "UPDATE messages SET facts = '{}'",
        "UPDATE messages SET mail_status = 'sent'",
        "DELETE FROM messages",
        "UPDATE done_deeds SET person_id = sec.person()",
        "INSERT INTO done_deeds (key, person_id, path) "
        "VALUES (gen_random_uuid(), gen_random_uuid(), '/')",
        "DELETE FROM done_deeds",
    ):
        with as_web(database, office.treasurer) as web, pytest.raises(REFUSED):
            web.execute(attack.encode())


@pytest.mark.usefixtures("told")
def test_a_deed_tells_others_and_the_clock_mails_them(database: Urls, office: Office) -> None:
    other = office.people[Role.TREASURER].id
    with as_web(database, office.requester) as web:
        web.execute(
            "INSERT INTO messages (id, person_id, template, facts, path, mail_status) "
            "VALUES (gen_random_uuid(), %s, 'x', '{}', '/', 'waiting')",
            (other,),
        )
    with psycopg.connect(database.keeper) as keeper:
        assert keeper.execute("UPDATE messages SET mail_status = 'sent'").rowcount == 3
