"""A job exists if and only if the deed that asked for it happened."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.db.work import Work
from procure.jobs.queue import defer, working, workshop
from procure.kernel.actors import SYSTEM_ID
from tests.make.offices import Office

WorkAs = Callable[..., Work]


def queued(owner: Session) -> list[str]:
    rows = owner.execute(text("SELECT task_name FROM procrastinate_jobs ORDER BY id"))
    owner.rollback()
    return [name for (name,) in rows]


def test_a_job_is_queued_when_the_deed_commits(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    work = work_as(office.requester)
    with work.transaction():
        defer(work, "tests.hello", name="x")
        assert queued(owner) == [], "nobody sees it before the deed is done"
    assert queued(owner) == ["tests.hello"]


def test_a_deed_that_fails_leaves_no_job(owner: Session, office: Office, work_as: WorkAs) -> None:
    def fail() -> None:
        work = work_as(office.requester)
        with work.transaction():
            defer(work, "tests.hello")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert queued(owner) == []


def test_one_waiting_job_of_a_kind_is_enough_and_the_deed_goes_on(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    for _ in range(2):
        work = work_as(office.requester)
        with work.transaction():
            defer(work, "tests.locked", lock="one")
            defer(work, "tests.hello")
    assert queued(owner) == ["tests.locked", "tests.hello", "tests.hello"]


def test_jobs_act_as_the_system_in_their_region(office: Office, keeper_work: None) -> None:
    with working(office.region.id) as work:
        assert work.actor.user_id == SYSTEM_ID
        assert work.session.scalar(text("SELECT sec.region()")) == office.region.id


def test_jobs_do_not_run_in_a_process_that_is_not_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "sessions", None)
    with pytest.raises(RuntimeError), working():
        pass
