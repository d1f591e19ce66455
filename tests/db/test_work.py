"""The unit of work: one transaction, what is remembered in it, and what is done at its end."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import create_engine, event, insert, text
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.app import driver_url
from procure.db.base import new_id, table_of
from procure.db.deeds import DoneDeed
from procure.db.driver import how_to_connect
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.launcher.provision import Urls
from tests.conftest import WorkAs
from tests.make.offices import Office


@pytest.fixture
def work(work_as: WorkAs, office: Office) -> Work:
    """The requester's unit of work."""
    return work_as(office.requester)


@pytest.fixture
def sent(work: Work) -> Iterator[list[str]]:
    """The statements that the unit of work sends."""
    found: list[str] = []

    def note(*given: object) -> None:
        found.append(str(given[2]))

    engine = work.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_what_was_asked_is_remembered_until_the_transaction_ends(work: Work) -> None:
    answers = iter(range(10))
    with work.transaction():
        assert [work.remember("n", lambda: next(answers)) for _ in range(3)] == [0, 0, 0]
        with work.transaction():
            assert work.remember("n", lambda: next(answers)) == 0
    assert work.remember("n", lambda: next(answers)) == 1


def test_a_refused_deed_leaves_nothing_remembered_and_nothing_done_at_its_end(work: Work) -> None:
    done: list[str] = []

    def fail() -> None:
        with work.transaction():
            work.remember("n", lambda: 1)
            work.at_the_end(lambda: done.append("written"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert work.remember("n", lambda: 2) == 2
    with work.transaction():
        assert done == []
    assert done == []


def test_the_end_comes_once_after_the_outermost_block(work: Work) -> None:
    done: list[str] = []
    with work.transaction():
        with work.transaction():
            work.at_the_end(lambda: done.append("written"))
        assert done == []
    assert done == ["written"]
    work.at_the_end(lambda: done.append("at once"))
    assert done == ["written", "at once"]


def test_rows_that_are_added_together_travel_in_one_statement(work: Work, sent: list[str]) -> None:
    me = work.actor.user_id
    rows = [{"key": new_id(), "person_id": me, "path": f"/{n}"} for n in range(20)]
    with work.transaction():
        work.session.execute(insert(table_of(DoneDeed)), rows)
    assert len([one for one in sent if one.startswith("INSERT")]) == 1
    assert work.session.scalar(text("SELECT count(*) FROM done_deeds")) == 20


@pytest.mark.parametrize("end", [Work.end_reading, Work.leave])
def test_what_a_page_wrote_by_mistake_is_not_kept(
    owner: Session, office: Office, work: Work, end: Callable[[Work], None]
) -> None:
    person = office.people[Role.REQUESTER]
    for flushes in (False, True):
        work.session.get_one(Person, person.id).name = "Coretan"
        if flushes:
            work.session.flush()
        end(work)
        work.session.close()
        owner.expire_all()
        assert owner.get_one(Person, person.id).name != "Coretan"


def test_a_page_that_only_read_ends_with_a_commit(work: Work) -> None:
    work.session.scalar(text("SELECT 1"))
    ended: list[str] = []
    event.listen(work.session, "after_commit", lambda _: ended.append("commit"))
    work.end_reading()
    assert ended == ["commit"]
    assert not work.session.in_transaction()


def test_leaving_a_page_that_only_read_keeps_its_statements_prepared(
    database: Urls, office: Office
) -> None:
    engine = create_engine(
        driver_url(database.web), pool_size=1, connect_args=how_to_connect("test")
    )
    work = Work(Session(engine), office.requester, now())
    for _ in range(3):
        work.session.scalar(text("SELECT 1"))
        line: Any = work.session.connection().connection.driver_connection
        work.leave()
        assert line.info.transaction_status == TransactionStatus.IDLE
        assert not work.session.in_transaction()
    prepared = line.execute("SELECT statement FROM pg_prepared_statements").fetchall()
    assert ("SELECT 1",) in prepared
    line.rollback()
    engine.dispose()
