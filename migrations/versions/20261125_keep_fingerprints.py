"""Keep keyed digests of the numbers of suppliers, so that likenesses show."""

from alembic import op
import sqlalchemy as sa


revision = "vetting_marks"
down_revision = "vetting_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier_fingerprints",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nib",
                "npwp",
                "nik",
                "phone",
                "account",
                "address",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_fingerprints_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_fingerprints_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint(
            "supplier_id", "kind", "digest", name=op.f("pk_supplier_fingerprints")
        ),
    )
    op.create_index(
        "ix_supplier_fingerprints_alike",
        "supplier_fingerprints",
        ["region_id", "kind", "digest"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("supplier_fingerprints")
