"""Migrations go down to nothing and up again, and leave nothing out."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import NullPool, create_engine, inspect

from procure.app import driver_url
from procure.launcher.provision import Urls
from procure.tables import metadata


def test_the_models_and_the_migrations_agree(database: Urls) -> None:
    engine = create_engine(driver_url(database.owner), poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: (
                    not (kind == "table" and (name or "").startswith("procrastinate_"))
                )
            },
        )
        assert compare_metadata(context, metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(app: Flask, database: Urls) -> None:
    runner = app.test_cli_runner()
    down = runner.invoke(args=["db", "downgrade", "base"])
    assert down.exit_code == 0, down.output
    engine = create_engine(driver_url(database.owner), poolclass=NullPool)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    assert "sec" not in inspect(engine).get_schema_names()
    up = runner.invoke(args=["db", "upgrade"])
    assert up.exit_code == 0, up.output
