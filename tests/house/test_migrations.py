"""Migrations go down to nothing and up again, and leave nothing out."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.orm import Session

from procure.app import driver_url
from procure.launcher.provision import Urls
from procure.suppliers.workflow import SupplierStatus
from procure.tables import metadata
from tests.make.offices import Office
from tests.make.sellers import a_seller


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


def test_the_release_before_finds_a_closed_account_refused(
    app: Flask, database: Urls, owner: Session, office: Office
) -> None:
    closed = a_seller(owner, office.region, status=SupplierStatus.CLOSED).supplier.id
    kept = a_seller(owner, office.region).supplier.id
    owner.close()
    runner = app.test_cli_runner()
    down = runner.invoke(args=["db", "downgrade", "0019_guard_rfqs"])
    assert down.exit_code == 0, down.output
    rows = owner.execute(text("SELECT id, status FROM suppliers"))
    found = {supplier_id: status for supplier_id, status in rows}  # noqa: C416 - rows are more than pairs
    assert found == {closed: "refused", kept: "active"}
    owner.close()
    up = runner.invoke(args=["db", "upgrade"])
    assert up.exit_code == 0, up.output
