"""Move the bank accounts of suppliers into rows of their own; three people stand behind each.

The previous release goes on with the columns of the identities; this one writes them no more.
"""

from alembic import op
import sqlalchemy as sa


revision = "0009_bank_accounts"
down_revision = "0008_registry"
branch_labels = None
depends_on = None

CHECKS = {
    "first_is_another": "first_checked_by_id <> proposed_by_id",
    "second_is_no_proposer": "second_checked_by_id <> proposed_by_id",
}

MOVE = """
INSERT INTO supplier_bank_accounts (
    id, region_id, supplier_id, bank_code, account, holder, status, proposed_at, usable_from, reason
)
SELECT gen_random_uuid(), i.region_id, i.supplier_id, i.bank_code, i.bank_account, i.bank_holder,
       CASE WHEN s.verified_at IS NULL THEN 'proposed' ELSE 'active' END,
       coalesce(s.verified_at, now()), s.verified_at, ''
FROM supplier_identities i JOIN suppliers s ON s.id = i.supplier_id
WHERE i.bank_account IS NOT NULL AND i.bank_holder IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM supplier_bank_accounts b WHERE b.supplier_id = i.supplier_id
)
"""
"""Accounts of verified suppliers stay in use; the others wait for two people to look at them."""


def upgrade() -> None:
    op.alter_column("supplier_bank_accounts", "proposed_by_id", nullable=True)
    for name, rule in CHECKS.items():
        op.create_check_constraint(
            op.f(f"ck_supplier_bank_accounts_{name}"), "supplier_bank_accounts", rule
        )
    op.create_index(
        "uq_supplier_bank_accounts_waiting",
        "supplier_bank_accounts",
        ["supplier_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('proposed', 'checked')"),
    )
    op.execute(MOVE)
    op.alter_column("supplier_identities", "bank_code", server_default="")


def downgrade() -> None:
    op.alter_column("supplier_identities", "bank_code", server_default=None)
    op.drop_index("uq_supplier_bank_accounts_waiting", table_name="supplier_bank_accounts")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_supplier_bank_accounts_{name}"), "supplier_bank_accounts")
    op.execute("DELETE FROM supplier_bank_accounts WHERE proposed_by_id IS NULL")
    op.alter_column("supplier_bank_accounts", "proposed_by_id", nullable=False)
