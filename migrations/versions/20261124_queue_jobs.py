"""Create the job queue (procrastinate), so that a job is part of the deed that asks for it."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003_jobs"
down_revision = "0002_guards"
branch_labels = None
depends_on = None

BOTH = "tenong_web, tenong_keeper"


def upgrade() -> None:
    connection = op.get_bind().connection.driver_connection
    connection.execute(SchemaManager.get_schema())
    op.execute(
        "DO $$ DECLARE t record; BEGIN FOR t IN SELECT tablename FROM pg_tables "
        "WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%' LOOP EXECUTE format("
        f"'GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {BOTH}', t.tablename); END LOOP; END $$"
    )
    op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {BOTH}")


def downgrade() -> None:
    op.execute(
        "DO $$ DECLARE f record; BEGIN "
        "FOR f IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
        "AND tablename LIKE 'procrastinate%' LOOP "
        "EXECUTE format('DROP TABLE %I CASCADE', f.tablename); END LOOP; "
        "FOR f IN SELECT oid::regprocedure AS name FROM pg_proc WHERE proname LIKE 'procrastinate%' LOOP "
        "EXECUTE format('DROP FUNCTION %s CASCADE', f.name); END LOOP; "
        "FOR f IN SELECT typname FROM pg_type WHERE typname LIKE 'procrastinate%' "
        "AND typtype IN ('e', 'c') LOOP "
        "EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', f.typname); END LOOP; END $$"
    )
