"""Commands: keys, audit, worker."""

import sys

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from config import Settings
from procure.audit.queries import breaks
from procure.db.context import padded_keys
from procure.db.work import Work
from procure.jobs.worker import CONCURRENCY, Plan, run
from procure.kernel.actors import system
from procure.kernel.clock import now
from procure.seeds.commands import seed
from procure.wiring import SUBSCRIPTIONS


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(keys)
    app.cli.add_command(audit)
    app.cli.add_command(seed)
    app.cli.add_command(docs)
    app.cli.add_command(worker)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@click.group()
def keys() -> None:
    """Keys that the database holds."""


@keys.command("install")
@with_appcontext
def install() -> None:
    """Give the database the context key, so that it can verify who acts."""
    inner, outer = padded_keys(_settings().context_key)
    engine = create_engine(current_app.config["OWNER_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO sec.context_keys (id, inner_key, outer_key) "
                "VALUES (1, :inner, :outer) "
                "ON CONFLICT (id) DO UPDATE SET inner_key = :inner, outer_key = :outer"
            ),
            {"inner": inner, "outer": outer},
        )
    engine.dispose()


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command("verify")
@with_appcontext
def verify() -> None:
    """Recompute every hash chain; say where it does not hold and end with 1."""
    engine = create_engine(current_app.config["OWNER_DATABASE_URL"])
    with Session(engine) as session:
        work = Work(session, system(), now())
        found = list(breaks(work))
        entries = session.scalar(text("SELECT count(*) FROM audit_entries"))
    for broken in found:
        click.echo(f"{broken.chain} #{broken.position}: {broken.what}")
    click.echo(f"{entries} entries, {len(found)} breaks")
    if found:
        sys.exit(1)


@click.command()
@with_appcontext
def docs() -> None:
    """Draw docs/workflows.md from the workflows and policies in the code."""
    from procure.docs import write

    click.echo(f"{write()} is drawn.")


@click.command()
@click.option("--queues", default="", help="Only these queues, with commas between; else all.")
@click.option("--concurrency", default=CONCURRENCY, show_default=True, help="Jobs at a time.")
@with_appcontext
def worker(queues: str, concurrency: int) -> None:
    """Do queued jobs and what the clock asks for, until SIGTERM."""
    tools = {"app": current_app._get_current_object()}  # type: ignore[attr-defined]  # noqa: SLF001
    names = tuple(filter(None, queues.split(",")))
    run(Plan(_settings(), SUBSCRIPTIONS, tools, names, concurrency))
