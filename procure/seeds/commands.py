"""`flask seed`: loads reference rows, the demonstration, and many purchases for measuring."""

import click
from flask import current_app, url_for
from flask.cli import with_appcontext
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session

from config import Settings
from procure.kernel.clock import now
from procure.seeds.bulk import load_purchases
from procure.seeds.demo import PASSWORD, load_demo, sign_ins
from procure.seeds.reference import load_reference
from procure.seeds.showcase import Stage, load_showcase
from procure.wiring import SUBSCRIPTIONS


def _as_owner() -> Session:
    return Session(create_engine(current_app.config["OWNER_DATABASE_URL"], poolclass=NullPool))


@click.group()
def seed() -> None:
    """Rows to begin with."""


@seed.command()
@with_appcontext
def reference() -> None:
    """Load categories and the national rules; changes nothing else."""
    with _as_owner() as session, session.begin():
        load_reference(session)
    click.echo("categories and national rules are loaded")


@seed.command()
@with_appcontext
def demo() -> None:
    """Load two regions with people, suppliers and budgets who do not exist; safe to repeat."""
    hashed = current_app.extensions["passwords"].hash(PASSWORD)
    with _as_owner() as session, session.begin():
        load_demo(session, hashed, now())
    click.echo(f"the demonstration is loaded; sign in with the password {PASSWORD}")
    click.echo("`flask seed show` lists who can sign in")


@seed.command()
@with_appcontext
def show() -> None:
    """List the fictional people who can sign in."""
    with _as_owner() as session:
        found = sign_ins(session)
    for who in found:
        click.echo(f"{who.region:<24} {who.role.value:<20} {who.email:<42} {who.name}, {who.place}")
    click.echo(f"{len(found)} sign-ins, password {PASSWORD}")


@seed.command()
@with_appcontext
def showcase() -> None:
    """Let the demonstration's people buy a little, for the first look; safe to repeat."""
    settings: Settings = current_app.extensions["settings"]
    if not (settings.storage_url and settings.keeper_key):
        click.echo("the showcase needs STORAGE_URL and KEEPER_KEY; nothing was done")
        return
    engine = create_engine(current_app.config["OWNER_DATABASE_URL"], poolclass=NullPool)
    stage = Stage(now(), SUBSCRIPTIONS, settings.context_key, settings.keeper_key, _check_address)
    with (
        engine.begin() as connection,
        Session(connection, join_transaction_mode="create_savepoint") as session,
    ):
        made = load_showcase(session, stage)
    click.echo(f"{made} purchases were played" if made else "the showcase was played before")


def _check_address(short_code: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    with current_app.test_request_context():
        return settings.base_url + url_for("transparency.check", code=short_code)


@seed.command()
@click.option("--purchases", default=10_000, show_default=True, help="How many to add.")
@with_appcontext
def bulk(purchases: int) -> None:
    """Add finished purchases to the demonstration, to measure pages with."""
    with _as_owner() as session, session.begin():
        made = load_purchases(session, purchases, now())
    click.echo(f"{made} purchases added")
