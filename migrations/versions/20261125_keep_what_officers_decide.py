"""Keep what is asked of suppliers and what officers decide about them."""

from alembic import op
import sqlalchemy as sa


revision = "0010_vetting"
down_revision = "0009_bank_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_requirements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column(
            "entity_type",
            sa.Enum(
                "individual",
                "sole_company",
                "partnership",
                "company",
                "cooperative",
                name="entity_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("category_group", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nib",
                "npwp",
                "nik",
                "halal",
                "pirt",
                "slhs",
                "bank_book",
                "tax_letter",
                "other",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "need",
            sa.Enum(
                "required",
                "recommended",
                name="need_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("article", sa.String(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from",
            name=op.f("ck_document_requirements_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_document_requirements_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_requirements")),
    )
    op.create_table(
        "supplier_remarks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "identity",
                "place",
                "offer",
                "tax",
                "papers",
                "bank",
                name="item_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_remarks_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_remarks_supplier_id_suppliers"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_supplier_remarks_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_remarks")),
    )
    op.create_index(
        "ix_supplier_remarks_supplier_id", "supplier_remarks", ["supplier_id"], unique=False
    )
    op.create_table(
        "expiry_notices",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["supplier_documents.id"],
            name=op.f("fk_expiry_notices_document_id_supplier_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "days", name=op.f("pk_expiry_notices")),
    )
    op.create_table(
        "supplier_sanctions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "suspension",
                "debarment",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decision_number", sa.String(), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_by_id", sa.Uuid(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decision_date <= starts_on", name=op.f("ck_supplier_sanctions_decided_before_start")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_supplier_sanctions_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_sanctions_decided_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_sanctions_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_sanctions_replied_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_sanctions_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_sanctions")),
    )
    op.create_index(
        "ix_supplier_sanctions_supplier_id", "supplier_sanctions", ["supplier_id"], unique=False
    )
    op.create_table(
        "blacklist_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "clear",
                "listed",
                "unsure",
                name="result_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_upload_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["people.id"], name=op.f("fk_blacklist_checks_checked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_upload_id"],
            ["uploads.id"],
            name=op.f("fk_blacklist_checks_evidence_upload_id_uploads"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_blacklist_checks_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_blacklist_checks_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blacklist_checks")),
    )
    op.create_index(
        "ix_blacklist_checks_supplier_id_checked_on",
        "blacklist_checks",
        ["supplier_id", "checked_on"],
        unique=False,
    )
    op.create_table(
        "cluster_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "separate",
                "same_owner",
                "joint",
                "refused",
                name="verdict_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("supplier_id < other_id", name=op.f("ck_cluster_decisions_in_order")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_cluster_decisions_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["suppliers.id"], name=op.f("fk_cluster_decisions_other_id_suppliers")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_cluster_decisions_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_cluster_decisions_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_decisions")),
    )
    op.create_index(
        "ix_cluster_decisions_other_id", "cluster_decisions", ["other_id"], unique=False
    )
    op.create_index(
        "ix_cluster_decisions_supplier_id_other_id",
        "cluster_decisions",
        ["supplier_id", "other_id"],
        unique=False,
    )
    op.create_table(
        "interests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "owner",
                "manager",
                "family",
                "other",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_interests_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_interests_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_interests_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_interests_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
    )
    op.create_index("ix_interests_person_id", "interests", ["person_id"], unique=False)
    op.create_index("ix_interests_supplier_id", "interests", ["supplier_id"], unique=False)


def downgrade() -> None:
    op.drop_table("interests")
    op.drop_table("cluster_decisions")
    op.drop_table("blacklist_checks")
    op.drop_table("supplier_sanctions")
    op.drop_table("expiry_notices")
    op.drop_table("supplier_remarks")
    op.drop_table("document_requirements")
