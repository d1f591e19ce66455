"""How migrations run: as the owner of the tables, with short lock timeouts."""

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, text

from procure.tables import metadata

LOCK_TIMEOUT = "4s"


def run() -> None:
    """Run the migrations in one transaction each; give up rather than hold others up."""
    engine = create_engine(current_app.config["OWNER_DATABASE_URL"])
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata,
            transaction_per_migration=True,
            include_name=lambda name, kind, _: (
                not (kind == "table" and (name or "").startswith("procrastinate_"))
            ),
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
