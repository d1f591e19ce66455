"""Let requests for quotation of another region not exist for the web process.

Messages and done deeds were guarded just before; requests for quotation had no policy at all.
"""

from alembic import op

revision = "0019_guard_rfqs"
down_revision = "0018_catalogue_gaps"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE POLICY of_region ON rfqs TO tenong_web USING (region_id = (SELECT sec.region())) "
        "WITH CHECK (region_id = (SELECT sec.region()))"
    )
    op.execute("CREATE POLICY keeper ON rfqs TO tenong_keeper USING (true) WITH CHECK (true)")
    op.execute("CREATE POLICY auditor ON rfqs FOR SELECT TO tenong_auditor USING (true)")
    op.execute("ALTER TABLE rfqs ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("ALTER TABLE rfqs DISABLE ROW LEVEL SECURITY")
    for policy in ("auditor", "keeper", "of_region"):
        op.execute(f"DROP POLICY {policy} ON rfqs")
