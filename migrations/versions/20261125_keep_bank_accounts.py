"""Keep each bank account of a supplier, with who proposed it and who checked it.

The previous release goes on with the columns of the identities; this one writes them no more.
"""

from alembic import op
import sqlalchemy as sa


revision = "vetting_accounts"
down_revision = "0004_shelves"
branch_labels = None
depends_on = None

MOVE = """
INSERT INTO supplier_bank_accounts (
    id, region_id, supplier_id, bank_code, account, holder, status, proposed_at, usable_from, reason
)
SELECT gen_random_uuid(), i.region_id, i.supplier_id, i.bank_code, i.bank_account,
       coalesce(i.bank_holder, ''::bytea),
       CASE WHEN s.verified_at IS NULL THEN 'proposed' ELSE 'active' END,
       coalesce(s.verified_at, now()), s.verified_at, ''
FROM supplier_identities i JOIN suppliers s ON s.id = i.supplier_id
WHERE i.bank_account IS NOT NULL AND i.bank_holder IS NOT NULL
"""
"""Accounts of verified suppliers stay in use; the others wait for two people to look at them."""


def upgrade() -> None:
    op.create_table(
        "supplier_bank_accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "checked",
                "active",
                "replaced",
                "refused",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("first_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("second_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("usable_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("book_upload_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "first_checked_by_id <> proposed_by_id",
            name=op.f("ck_supplier_bank_accounts_first_is_another"),
        ),
        sa.CheckConstraint(
            "second_checked_by_id <> first_checked_by_id",
            name=op.f("ck_supplier_bank_accounts_second_is_another"),
        ),
        sa.CheckConstraint(
            "second_checked_by_id <> proposed_by_id",
            name=op.f("ck_supplier_bank_accounts_second_is_no_proposer"),
        ),
        sa.ForeignKeyConstraint(
            ["book_upload_id"],
            ["uploads.id"],
            name=op.f("fk_supplier_bank_accounts_book_upload_id_uploads"),
        ),
        sa.ForeignKeyConstraint(
            ["first_checked_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_bank_accounts_first_checked_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_bank_accounts_proposed_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_bank_accounts_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["second_checked_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_bank_accounts_second_checked_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_bank_accounts_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_bank_accounts")),
    )
    op.create_index(
        "ix_supplier_bank_accounts_supplier_id",
        "supplier_bank_accounts",
        ["supplier_id"],
        unique=False,
    )
    op.create_index(
        "uq_supplier_bank_accounts_active",
        "supplier_bank_accounts",
        ["supplier_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
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
    op.drop_table("supplier_bank_accounts")
