"""Let rows of another region, and messages of another person, not exist for the web process.

The policies of messages and of done deeds were written at the beginning but never switched on;
requests for quotation had none. How many messages wait for somebody is counted by a function,
because a visitor's context is not known yet when the page asks.
"""

from alembic import op

revision = "0015_guard_messages"
down_revision = "0014_purchase_templates"
branch_labels = None
depends_on = None

TABLES = ("done_deeds", "messages", "rfqs")

UNREAD = """
CREATE FUNCTION sec.unread(of_person uuid, most integer) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
    SELECT count(*) FROM (
        SELECT 1 FROM messages WHERE person_id = of_person AND read_at IS NULL LIMIT most
    ) waiting
$$;
REVOKE ALL ON FUNCTION sec.unread(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.unread(uuid, integer) TO tenong_web, tenong_keeper;
"""


def upgrade() -> None:
    op.execute(UNREAD)
    op.execute(
        "CREATE POLICY of_region ON rfqs TO tenong_web USING (region_id = (SELECT sec.region())) "
        "WITH CHECK (region_id = (SELECT sec.region()))"
    )
    for table in TABLES:
        op.execute(
            f"CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true)"
        )
        op.execute(f"CREATE POLICY auditor ON {table} FOR SELECT TO tenong_auditor USING (true)")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY auditor ON {table}")
        op.execute(f"DROP POLICY keeper ON {table}")
    op.execute("DROP POLICY of_region ON rfqs")
    op.execute("DROP FUNCTION sec.unread(uuid, integer)")
