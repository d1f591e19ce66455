"""Give the rules an edition that changes with every change of them.

A web process may keep the rules it has read for as long as the edition is the same. The column is
only added; the release before does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_law_edition"
down_revision = "0004_shelves"
branch_labels = None
depends_on = None

RENEW = """
CREATE FUNCTION sec.renew_law_edition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    UPDATE regions SET law_edition = gen_random_uuid();
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION sec.renew_law_edition FROM PUBLIC;
CREATE TRIGGER renew_law_edition AFTER INSERT OR UPDATE OR DELETE ON regulation_versions
    FOR EACH STATEMENT EXECUTE FUNCTION sec.renew_law_edition();
"""


def upgrade() -> None:
    op.add_column(
        "regions",
        sa.Column(
            "law_edition", sa.Uuid(), server_default=sa.func.gen_random_uuid(), nullable=False
        ),
    )
    op.execute(RENEW)


def downgrade() -> None:
    op.execute("DROP TRIGGER renew_law_edition ON regulation_versions")
    op.execute("DROP FUNCTION sec.renew_law_edition")
    op.drop_column("regions", "law_edition")
