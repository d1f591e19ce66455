"""Let an agency keep its routine purchases as templates of its own."""

from alembic import op
import sqlalchemy as sa


revision = "0014_purchase_templates"
down_revision = "0013_search"
branch_labels = None
depends_on = None

BOTH = "tenong_web, tenong_keeper"

RULES = """
CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true);
CREATE POLICY auditor ON {table} FOR SELECT TO tenong_auditor USING (true);
CREATE POLICY of_agency ON {table} TO tenong_web
    USING (agency_id = (SELECT sec.agency()) AND region_id = (SELECT sec.region()))
    WITH CHECK (agency_id = (SELECT sec.agency()) AND region_id = (SELECT sec.region()));
"""


def upgrade() -> None:
    op.create_table(
        "purchase_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_purchase_templates_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_purchase_templates_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_purchase_templates_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_templates")),
    )
    op.create_index(op.f("ix_purchase_templates_agency_id"), "purchase_templates", ["agency_id"])
    op.create_table(
        "purchase_template_lines",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("specification", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("is_per_person", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "quantity > 0", name=op.f("ck_purchase_template_lines_quantity_positive")
        ),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name=op.f("fk_purchase_template_lines_category_code_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_purchase_template_lines_listing_id_listings"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_purchase_template_lines_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["agencies.id"],
            name=op.f("fk_purchase_template_lines_agency_id_agencies"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["purchase_templates.id"],
            name=op.f("fk_purchase_template_lines_template_id_purchase_templates"),
        ),
        sa.PrimaryKeyConstraint("template_id", "position", name=op.f("pk_purchase_template_lines")),
    )
    both = "purchase_templates, purchase_template_lines"
    op.execute(f"GRANT SELECT ON {both} TO {BOTH}, tenong_auditor")
    op.execute(f"GRANT INSERT ON {both} TO {BOTH}")
    op.execute(f"GRANT UPDATE (title, version, retired_at) ON purchase_templates TO {BOTH}")
    op.execute(f"GRANT DELETE ON purchase_template_lines TO {BOTH}")
    for table in ("purchase_templates", "purchase_template_lines"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(RULES.format(table=table))


def downgrade() -> None:
    op.drop_table("purchase_template_lines")
    op.drop_table("purchase_templates")
