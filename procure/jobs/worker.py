"""The worker: does queued jobs and what the clock asks for, until it is told to stop."""

import asyncio
import logging
import os
import pkgutil
import signal
import sys
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import procrastinate
import structlog
from procrastinate import exceptions
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status
from prometheus_client import Counter
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import sessionmaker

import procure
from config import Settings
from procure.db.driver import how_to_connect
from procure.jobs.queue import AT_START, RETRY, queue, workshop
from procure.kernel.events import Subscriptions

CONCURRENCY = 4
GRACE_SECONDS = 8.0
"""How long jobs may run on after the order to stop; then the process ends and they are put back."""
LAST_SECONDS = 1.5
PAUSE_SECONDS = 2
"""How long to wait for a database that is away before trying again."""
POLL_SECONDS = 2
"""How long a job may wait whose announcement was missed; the others begin within milliseconds."""
MOST_ATTEMPTS = RETRY.max_attempts or 8

JOBS = Counter("tenong_jobs_total", "Jobs done by the worker", ["task", "outcome"])
log = structlog.get_logger("procure.jobs")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one worker works with: the settings, who hears events, and the rooms' tools."""

    settings: Settings
    subscriptions: Subscriptions
    tools: dict[str, Any]
    queues: tuple[str, ...] = ()
    concurrency: int = CONCURRENCY
    grace_seconds: float = GRACE_SECONDS


def learn_tasks() -> None:
    """Import the `jobs` module of every room that has one, so that its tasks are known."""
    for room in pkgutil.iter_modules(procure.__path__, "procure."):
        name = f"{room.name}.jobs"
        if room.ispkg and find_spec(name) is not None:
            import_module(name)


def equip(plan: Plan) -> Engine:
    """Set up the workshop: sessions of the keeper's role, keys, subscriptions and tools."""
    engine = create_engine(
        plan.settings.keeper_database_url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=plan.concurrency,
        max_overflow=1,
        pool_pre_ping=True,
        pool_use_lifo=True,
        connect_args=how_to_connect("tenong-worker"),
    )
    workshop.sessions = sessionmaker(engine, expire_on_commit=False)
    workshop.context_key = plan.settings.context_key
    workshop.keeper_key = plan.settings.keeper_key
    workshop.subscriptions = plan.subscriptions
    workshop.tools = dict(plan.tools)
    return engine


def observed(call_next: Callable[[], Any], context: JobContext, _worker: Any) -> Any:
    """Name the job in every log line that it writes, and count how it ended."""
    task = context.job.task_name
    with structlog.contextvars.bound_contextvars(job=task, job_id=context.job.id):
        try:
            result = call_next()
        except BaseException:
            JOBS.labels(task, "failed").inc()
            raise
        JOBS.labels(task, "done").inc()
        return result


@queue.periodic(cron="* * * * *")
@queue.task(name="jobs.put_back", queueing_lock="jobs.put_back", pass_context=True)
async def put_back(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - see the clock
    """Queue again what a worker had in hand when it died; give up what has failed too often."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        given_up = job.attempts >= MOST_ATTEMPTS
        log.warning("stalled", task=job.task_name, stalled_id=job.id, given_up=given_up)
        if not given_up:
            try:
                await manager.retry_job(job)
            except exceptions.UniqueViolation:
                given_up = True  # The same job waits in the queue already.
        if given_up:
            await manager.finish_job(job, Status.FAILED, delete_job=False)


class Ending:
    """Stops the worker on SIGTERM or SIGINT: gently at first, for good after the grace."""

    def __init__(self, grace_seconds: float) -> None:
        """Nothing is to stop yet."""
        self.asked = asyncio.Event()
        self._last = threading.Timer(grace_seconds + LAST_SECONDS, self._leave)
        self._last.daemon = True

    def watch(self) -> None:
        """Listen to the signals."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.ask)

    def ask(self) -> None:
        """Let running jobs finish and take no new ones."""
        if not self.asked.is_set():
            log.info("stopping")
            self.asked.set()
            self._last.start()

    def _leave(self) -> None:
        # A thread cannot be ended from outside. Its transaction ends with the connection, and the
        # job is put back by the next worker.
        log.warning("jobs were still running")
        sys.stderr.flush()
        os._exit(1)

    def done(self) -> None:
        """Everything ended in time."""
        self._last.cancel()


async def _work(plan: Plan, ending: Ending) -> None:
    connector = procrastinate.PsycopgConnector(
        conninfo=plan.settings.keeper_database_url,
        kwargs={"application_name": "tenong-jobs"},
        min_size=1,
        max_size=plan.concurrency + 2,
    )
    chosen: dict[str, Any] = {"queues": plan.queues} if plan.queues else {}
    with queue.replace_connector(connector) as app:
        async with app.open_async():
            for name in AT_START:
                await app.configure_task(name).defer_async()
            work = asyncio.create_task(
                app.run_worker_async(
                    concurrency=plan.concurrency,
                    delete_jobs="successful",
                    fetch_job_polling_interval=POLL_SECONDS,
                    shutdown_graceful_timeout=plan.grace_seconds,
                    install_signal_handlers=False,
                    task_middleware=[observed],
                    **chosen,
                )
            )
            asked = asyncio.create_task(ending.asked.wait())
            await asyncio.wait({work, asked}, return_when=asyncio.FIRST_COMPLETED)
            asked.cancel()
            if not work.done():
                work.cancel()
            with suppress(asyncio.CancelledError):
                await work


async def _work_until_asked(plan: Plan) -> None:
    """Work; when the database goes away, wait and begin again."""
    ending = Ending(plan.grace_seconds)
    ending.watch()
    while not ending.asked.is_set():
        try:
            await _work(plan, ending)
        except Exception as error:  # noqa: BLE001 - whatever it was, the queue must be served
            log.error("worker interrupted", why=str(error).splitlines()[0] if str(error) else "")
        if not ending.asked.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(ending.asked.wait(), PAUSE_SECONDS)
    ending.done()


def speak_json(level: str) -> None:
    """Let the queue's own log lines look like ours: one JSON object a line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(default=str),
            ],
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
        )
    )
    known: Collection[str] = logging.getLevelNamesMapping()
    for name in ("procrastinate", "procure"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level if level in known else "INFO")


def run(plan: Plan) -> None:
    """Work until SIGTERM or SIGINT; return within ten seconds of it.

    Raises ValueError when the keeper's database is not given.
    """
    if not plan.settings.keeper_database_url:
        raise ValueError("Set KEEPER_DATABASE_URL; see .env.example.")
    speak_json(plan.settings.log_level)
    learn_tasks()
    engine = equip(plan)
    log.info("working", tasks=sorted(queue.tasks), queues=list(plan.queues) or "all")
    asyncio.run(_work_until_asked(plan))
    engine.dispose()
    log.info("stopped")
