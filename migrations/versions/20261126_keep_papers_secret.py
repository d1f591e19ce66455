"""Keep the numbers of papers secret, a turnover statement for each year, and what else is due.

Nothing has been released yet, so columns that nobody reads any more go at once. What is encrypted
is encrypted with the key of this installation: up and down both need it where there are rows.
"""

from alembic import op
import sqlalchemy as sa

from procure.db.secrets import Encrypted

revision = "0017_own_data"
down_revision = "0014_purchase_templates"
branch_labels = None
depends_on = None

BOTH = "tenong_web, tenong_keeper"

OFFICER = """
    region_id = (SELECT sec.region()) AND kind = 'account'
    AND 'registry_officer' = ANY ((SELECT sec.roles())::text[])
"""
RULES = f"""
CREATE POLICY officer_restores ON supplier_fingerprints FOR UPDATE TO tenong_web
    USING ({OFFICER}) WITH CHECK ({OFFICER});
CREATE POLICY own ON blacklist_checks FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
);
CREATE POLICY officer_removes ON supplier_fingerprints FOR DELETE TO tenong_web USING ({OFFICER});
"""
"""Who refuses a changed account puts back the mark of the one before; a look into the national
blacklist that holds payments is known to the supplier whose payments it holds."""


def upgrade() -> None:
    op.execute(RULES)
    _turn_numbers(sa.String(), Encrypted())
    for column in ("bank_code", "bank_account", "bank_holder"):
        op.drop_column("supplier_identities", column)
    _keep_each_statement()
    # The tax number of a person is the NIK: the card is as personal as the identity card.
    op.execute(
        "UPDATE uploads u SET purpose = 'identity' FROM supplier_documents d "
        "WHERE d.upload_id = u.id AND d.kind = 'npwp' AND u.purpose = 'certificate'"
    )


def _turn_numbers(before: sa.types.TypeEngine[str], after: sa.types.TypeEngine[str]) -> None:
    """Write the number of each paper anew, in another type of column."""
    op.alter_column("supplier_documents", "number", new_column_name="number_before")
    op.add_column("supplier_documents", sa.Column("number", after, nullable=True))
    papers = sa.table(
        "supplier_documents",
        sa.column("id", sa.Uuid()),
        sa.column("number_before", before),
        sa.column("number", after),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(papers.c.id, papers.c.number_before)).all()
    for paper_id, number in rows:
        connection.execute(papers.update().where(papers.c.id == paper_id).values(number=number))
    op.alter_column("supplier_documents", "number", nullable=False)
    op.drop_column("supplier_documents", "number_before")


def _keep_each_statement() -> None:
    op.add_column(
        "suppliers",
        sa.Column(
            "turnover_statement_years",
            sa.ARRAY(sa.Integer()),
            server_default="{}",
            nullable=False,
        ),
    )
    op.execute(
        "UPDATE suppliers SET turnover_statement_years = ARRAY[turnover_statement_year] "
        "WHERE turnover_statement_year IS NOT NULL"
    )
    op.drop_column("suppliers", "turnover_statement_year")
    op.execute(f"GRANT UPDATE (turnover_statement_years) ON suppliers TO {BOTH}")


def downgrade() -> None:
    for policy in ("officer_restores", "officer_removes"):
        op.execute(f"DROP POLICY {policy} ON supplier_fingerprints")
    op.execute("DROP POLICY own ON blacklist_checks")
    op.add_column("suppliers", sa.Column("turnover_statement_year", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE suppliers SET turnover_statement_year = "
        "(SELECT max(year) FROM unnest(turnover_statement_years) AS year)"
    )
    op.drop_column("suppliers", "turnover_statement_years")
    op.execute(f"GRANT UPDATE (turnover_statement_year) ON suppliers TO {BOTH}")
    op.add_column(
        "supplier_identities",
        sa.Column("bank_code", sa.String(), server_default="", nullable=False),
    )
    for column in ("bank_account", "bank_holder"):
        op.add_column("supplier_identities", sa.Column(column, sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE supplier_identities i SET bank_code = b.bank_code, bank_account = b.account, "
        "bank_holder = b.holder FROM supplier_bank_accounts b "
        "WHERE b.supplier_id = i.supplier_id AND b.status = 'active'"
    )
    _turn_numbers(Encrypted(), sa.String())
