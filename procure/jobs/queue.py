"""The job queue on PostgreSQL: a job exists if and only if the deed that asked for it happened."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy.orm import Session, sessionmaker

from procure.db.context import bind
from procure.db.work import Work
from procure.kernel.actors import system
from procure.kernel.clock import now
from procure.kernel.events import Subscriptions

queue = procrastinate.App(connector=procrastinate.PsycopgConnector())
"""All tasks; the worker gives it a real connection."""

_counter = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
"""Takes jobs in over the deed's own connection, in the worker just as in a web process."""

AT_START: list[str] = []
"""Tasks that a worker does at once when it starts, besides their own time."""

RETRY = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3)


def defer(work: Work, task: str, /, *, lock: str | None = None, **arguments: Any) -> None:
    """Queue a job in the transaction of this deed; `lock` keeps one waiting job of a kind."""
    if lock is None:
        _defer(work, task, None, arguments)
        return
    # One that waits already is enough; the savepoint keeps its refusal from ending the deed.
    with suppress(AlreadyEnqueued), work.session.begin_nested():
        _defer(work, task, lock, arguments)


def _defer(work: Work, task: str, lock: str | None, arguments: dict[str, Any]) -> None:
    raw = work.session.connection().connection.driver_connection
    job = _counter.configure_task(task, connection=raw, queueing_lock=lock, allow_unknown=True)
    job.defer(**arguments)


@dataclass
class Workshop:
    """What jobs work with: sessions of the keeper's role, the keys, and who listens to events."""

    sessions: sessionmaker[Session] | None = None
    context_key: bytes = b""
    keeper_key: bytes = b""
    subscriptions: Subscriptions = field(default_factory=dict)
    tools: dict[str, Any] = field(default_factory=dict)


workshop = Workshop()


@contextmanager
def working(region_id: UUID | None = None) -> Iterator[Work]:
    """Open a unit of work in which the system acts, in a region."""
    if workshop.sessions is None:
        raise RuntimeError("the worker is not set up")
    with workshop.sessions() as session:
        actor, moment = system(region_id), now()
        bind(session, actor, moment, workshop.context_key)
        yield Work(session, actor, moment, workshop.subscriptions)
