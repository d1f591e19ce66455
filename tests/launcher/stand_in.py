"""A stand-in for the application: the doors that the launcher knocks at, little behind them."""

import os
import signal
import threading
from pathlib import Path

import click
import psycopg
from flask import Flask

app = Flask("wsgi")


def url(name: str) -> str:
    return Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8")


@app.get("/readyz")
def readyz() -> str:
    psycopg.connect(url("DATABASE_URL")).close()
    return " ".join(sorted(os.environ))


@app.cli.group()
def db() -> None:
    """The tables."""


@db.command()
def upgrade() -> None:
    with psycopg.connect(url("OWNER_DATABASE_URL")) as owner:
        owner.execute("CREATE TABLE alembic_version (version_num text PRIMARY KEY)")
        owner.execute("INSERT INTO alembic_version VALUES ('0002_second')")


@app.cli.group()
def keys() -> None:
    """The keys."""


@keys.command()
def install() -> None:
    Path(os.environ["CONTEXT_KEY_FILE"]).read_text(encoding="utf-8")


@app.cli.group()
def seed() -> None:
    """The demo."""


@seed.command()
def demo() -> None:
    with psycopg.connect(url("OWNER_DATABASE_URL")) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS seeds (at timestamptz DEFAULT now())")
        owner.execute("INSERT INTO seeds DEFAULT VALUES")


@seed.command()
def showcase() -> None:
    with psycopg.connect(url("OWNER_DATABASE_URL")) as owner:
        owner.execute("SELECT at FROM seeds")


@seed.command()
def show() -> None:
    click.echo("sari / nasi-kotak")


@app.cli.command()
def worker() -> None:
    psycopg.connect(url("KEEPER_DATABASE_URL")).close()
    Path("worker.started").write_text(
        " ".join([str(os.getpid()), *sorted(os.environ)]), encoding="utf-8"
    )
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    while not asked.wait(0.2):
        pass
