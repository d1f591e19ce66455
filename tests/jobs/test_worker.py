"""The worker as a program: it hears of new jobs, stops gently, and puts back what was left."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.db.work import Work
from procure.jobs import worker
from procure.jobs.queue import defer, queue
from procure.launcher.provision import Urls
from tests.make.offices import Office

HERE = Path(__file__).parent
WorkAs = Callable[..., Work]
StartWorker = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start_worker(database: Urls) -> Iterator[StartWorker]:
    """Start workers on the database of the test; none outlives it."""
    started: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [
                sys.executable,
                str(Path(__file__).with_name("a_worker.py")),
                database.keeper,
                "01" * 32,
            ],
            stderr=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": "."},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(true: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def ask(work: Work, task: str, **arguments: Any) -> None:
    with work.transaction():
        defer(work, task, **arguments)


def noted(owner: Session, word: str) -> bool:
    found = owner.scalar(text("SELECT count(*) FROM sign_in_delays WHERE key = :w"), {"w": word})
    owner.rollback()
    return bool(found)


def state(owner: Session, task: str) -> str | None:
    found: str | None = owner.scalar(
        text("SELECT status::text FROM procrastinate_jobs WHERE task_name = :t"), {"t": task}
    )
    owner.rollback()
    return found


def test_a_job_of_the_web_process_is_done_at_once_and_the_worker_stops_gently(
    owner: Session, office: Office, work_as: WorkAs, start_worker: StartWorker
) -> None:
    ask(work_as(office.requester), "tests.note", word="before")
    process = start_worker()
    until(lambda: noted(owner, "before"))
    begun = time.monotonic()
    ask(work_as(office.requester), "tests.note", word="after")
    until(lambda: noted(owner, "after"))
    assert time.monotonic() - begun < 3, "it was told, it did not poll"
    until(lambda: state(owner, "tests.note") is None)

    ask(work_as(office.requester), "tests.sleep", seconds=1)
    until(lambda: state(owner, "tests.sleep") == "doing")
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 0
    assert state(owner, "tests.sleep") is None, "the job in hand was finished"
    lines = [json.loads(line) for line in said.splitlines()]
    working = next(line for line in lines if line["event"] == "working")
    assert {"tests.note", "jobs.put_back"} <= set(working["tasks"])
    assert lines[-1]["event"] == "stopped"


def test_a_job_that_takes_too_long_does_not_hold_the_stop_up(
    owner: Session, office: Office, work_as: WorkAs, start_worker: StartWorker
) -> None:
    ask(work_as(office.requester), "tests.sleep", seconds=60)
    process = start_worker()
    until(lambda: state(owner, "tests.sleep") == "doing")
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=15)
    assert time.monotonic() - begun < 4.5
    assert process.returncode == 1


def test_what_a_dead_worker_had_in_hand_is_done_by_the_next(
    owner: Session, office: Office, work_as: WorkAs, start_worker: StartWorker
) -> None:
    ask(work_as(office.requester), "tests.note", word="left")
    ask(work_as(office.requester), "tests.sleep", seconds=0)
    owner.execute(
        text("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name LIKE 'tests.%'")
    )
    owner.execute(
        text("UPDATE procrastinate_jobs SET attempts = :n WHERE task_name = 'tests.sleep'"),
        {"n": worker.MOST_ATTEMPTS},
    )
    owner.commit()
    ask(work_as(office.requester), "jobs.put_back", timestamp=0)
    start_worker()
    until(lambda: noted(owner, "left"))
    until(lambda: state(owner, "tests.sleep") == "failed")


def test_the_worker_comes_back_after_the_database_was_away(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    start_worker: StartWorker,
    database: Urls,
    cluster: object,
) -> None:
    process = start_worker()
    ask(work_as(office.requester), "tests.note", word="first")
    until(lambda: noted(owner, "first"))
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:  # type: ignore[attr-defined]
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name IN ('tenong-worker', 'tenong-jobs')"
        )
    ask(work_as(office.requester), "tests.note", word="second")
    until(lambda: noted(owner, "second"), 30)
    assert process.poll() is None


def test_every_room_with_jobs_is_known_to_the_worker() -> None:
    worker.learn_tasks()
    assert {"sourcing.reveal", "orders.due", "notifications.mail"} <= set(queue.tasks)
