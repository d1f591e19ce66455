"""Create the tables of every room.

The previous release is still serving while this runs: add first, use in the next release, remove
in the one after. Keep locks short; the lock timeout is four seconds.
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "0001_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("chain", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("laws", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_roles", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("chain", "position", name=op.f("uq_audit_entries_chain_position")),
    )
    op.create_index(
        "ix_audit_entries_region_at", "audit_entries", ["region_id", "at"], unique=False
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject_id"], unique=False)
    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "categories",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("account_code", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column(
            "supply_kind",
            sa.Enum(
                "goods",
                "catering",
                "restaurant",
                "packaged_food",
                "printing",
                "service",
                name="supply_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_meal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["categories.code"], name=op.f("fk_categories_parent_code_categories")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_categories")),
    )
    op.create_table(
        "done_deeds",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("key", "person_id", name=op.f("pk_done_deeds")),
    )
    op.create_table(
        "regions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("brand_name", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("territory_code", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("letter_city", sa.String(), nullable=False),
        sa.Column("regulation_number", sa.String(), nullable=True),
        sa.Column("binding_from", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regions")),
        sa.UniqueConstraint("host", name=op.f("uq_regions_host")),
        sa.UniqueConstraint("slug", name=op.f("uq_regions_slug")),
    )
    op.create_table(
        "sealing_keys",
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_private_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rfq_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("public_key", name=op.f("pk_sealing_keys")),
        sa.UniqueConstraint("rfq_id", name=op.f("uq_sealing_keys_rfq_id")),
    )
    op.create_table(
        "sign_in_delays",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_delays")),
    )
    op.create_table(
        "agencies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("letter_city", sa.String(), nullable=False),
        sa.Column("order_number_template", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_agencies_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
    )
    op.create_index(op.f("ix_agencies_region_id"), "agencies", ["region_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("nip", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column(
            "password_set_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("is_fiction", sa.Boolean(), nullable=False),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_people_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_index(op.f("ix_people_region_id"), "people", ["region_id"], unique=False)
    op.create_table(
        "price_standards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("decree", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name=op.f("fk_price_standards_category_code_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_price_standards_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_standards")),
    )
    op.create_index(
        "ix_price_standards_region_id_category_code",
        "price_standards",
        ["region_id", "category_code"],
        unique=False,
    )
    op.create_table(
        "regulation_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("sentence_en", sa.Text(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "block",
                "warn",
                "inform",
                name="severity_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("remedy_en", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from",
            name=op.f("ck_regulation_versions_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_regulation_versions_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation_versions")),
    )
    op.create_index(
        "ix_regulation_versions_code_valid_from",
        "regulation_versions",
        ["code", "valid_from"],
        unique=False,
    )
    op.create_table(
        "stored_files",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_stored_files_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_files")),
    )
    op.create_table(
        "suppliers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
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
            nullable=False,
        ),
        sa.Column(
            "scale",
            sa.Enum(
                "micro",
                "small",
                "medium",
                name="scale_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "active",
                "suspended",
                "debarred",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("regency_code", sa.String(), nullable=False),
        sa.Column("regency_name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_fiction", sa.Boolean(), nullable=False),
        sa.Column("is_taxable", sa.Boolean(), nullable=False),
        sa.Column("npwp_valid", sa.Boolean(), nullable=False),
        sa.Column("final_letter_number", sa.String(), nullable=False),
        sa.Column("final_letter_from", sa.Date(), nullable=True),
        sa.Column("final_letter_until", sa.Date(), nullable=True),
        sa.Column("exemption_letter_until", sa.Date(), nullable=True),
        sa.Column("turnover_statement_year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_suppliers_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppliers")),
        sa.UniqueConstraint("slug", name=op.f("uq_suppliers_slug")),
    )
    op.create_index(op.f("ix_suppliers_region_id"), "suppliers", ["region_id"], unique=False)
    op.create_table(
        "counters",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_counters_agency_id_agencies")
        ),
        sa.PrimaryKeyConstraint("agency_id", "kind", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "listings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("minimum_order", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("day_capacity", sa.Integer(), nullable=True),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("sold_count", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("price > 0", name=op.f("ck_listings_price_positive")),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name=op.f("fk_listings_category_code_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_listings_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_listings_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
    )
    op.create_index(
        "ix_listings_region_id_category_code",
        "listings",
        ["region_id", "category_code"],
        unique=False,
    )
    op.create_index(op.f("ix_listings_supplier_id"), "listings", ["supplier_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "mail_status",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                name="mail_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_messages_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_messages_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(
        "ix_messages_person_id_created_at", "messages", ["person_id", "created_at"], unique=False
    )
    op.create_index(
        "ix_messages_unread",
        "messages",
        ["person_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_person_id"), "sign_ins", ["person_id"], unique=False)
    op.create_table(
        "supplier_areas",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_areas_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("supplier_id", "regency_code", name=op.f("pk_supplier_areas")),
    )
    op.create_table(
        "supplier_categories",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name=op.f("fk_supplier_categories_category_code_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_categories_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint(
            "supplier_id", "category_code", name=op.f("pk_supplier_categories")
        ),
    )
    op.create_table(
        "supplier_identities",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("nib", sa.LargeBinary(), nullable=True),
        sa.Column("npwp", sa.LargeBinary(), nullable=True),
        sa.Column("nik", sa.LargeBinary(), nullable=True),
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("bank_account", sa.LargeBinary(), nullable=True),
        sa.Column("bank_holder", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_identities_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_identities_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_supplier_identities")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_units_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_units_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_agency_id"), "units", ["agency_id"], unique=False)
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "requester",
                "commitment_officer",
                "budget_authority",
                "procurement_officer",
                "treasurer",
                "auditor",
                "registry_officer",
                "administrator",
                "coach",
                "supplier_owner",
                "supplier_operator",
                "lender",
                "system",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("decree_number", sa.String(), nullable=False),
        sa.Column("decree_date", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("certificate_number", sa.String(), nullable=False),
        sa.Column("certificate_until", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_appointments_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_appointments_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_appointments_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_appointments_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_appointments_supplier_id_suppliers")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_appointments_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(
        "ix_appointments_agency_id_role", "appointments", ["agency_id", "role"], unique=False
    )
    op.create_index(
        "ix_appointments_person_id_starts_on",
        "appointments",
        ["person_id", "starts_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_appointments_supplier_id"), "appointments", ["supplier_id"], unique=False
    )
    op.create_table(
        "budget_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("activity_code", sa.String(), nullable=False),
        sa.Column("activity_name", sa.String(), nullable=False),
        sa.Column("account_code", sa.String(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("fund_source", sa.String(), nullable=False),
        sa.Column("dpa_number", sa.String(), nullable=False),
        sa.Column("plan_code", sa.String(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "reserved + committed <= ceiling", name=op.f("ck_budget_lines_never_overspent")
        ),
        sa.CheckConstraint(
            "reserved >= 0 AND committed >= 0", name=op.f("ck_budget_lines_balance_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_budget_lines_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_budget_lines_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_budget_lines_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_lines")),
    )
    op.create_index(op.f("ix_budget_lines_agency_id"), "budget_lines", ["agency_id"], unique=False)
    op.create_index(
        "ix_budget_lines_unit_id_year", "budget_lines", ["unit_id", "year"], unique=False
    )
    op.create_table(
        "budget_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("budget_line_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reserve",
                "commit",
                "release",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_budget_entries_amount_positive")),
        sa.ForeignKeyConstraint(
            ["budget_line_id"],
            ["budget_lines.id"],
            name=op.f("fk_budget_entries_budget_line_id_budget_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_budget_entries_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_entries")),
    )
    op.create_index(
        op.f("ix_budget_entries_budget_line_id"), "budget_entries", ["budget_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_budget_entries_purchase_id"), "budget_entries", ["purchase_id"], unique=False
    )
    op.create_table(
        "budget_holds",
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("budget_line_id", sa.Uuid(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "reserved >= 0 AND committed >= 0", name=op.f("ck_budget_holds_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["budget_line_id"],
            ["budget_lines.id"],
            name=op.f("fk_budget_holds_budget_line_id_budget_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_budget_holds_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("purchase_id", name=op.f("pk_budget_holds")),
    )
    op.create_table(
        "purchase_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "endorsed",
                "approved",
                "sourcing",
                "ordered",
                "cancelled",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("endorsed_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("budget_line_id", sa.Uuid(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=False),
        sa.Column("window_from", sa.Time(), nullable=False),
        sa.Column("window_until", sa.Time(), nullable=False),
        sa.Column("delivery_address", sa.Text(), nullable=False),
        sa.Column("delivery_contact", sa.String(), nullable=False),
        sa.Column("delivery_regency_code", sa.String(), nullable=False),
        sa.Column("event_name", sa.String(), nullable=False),
        sa.Column("event_from", sa.Time(), nullable=True),
        sa.Column("event_until", sa.Time(), nullable=True),
        sa.Column("head_count", sa.Integer(), nullable=True),
        sa.Column("has_guests", sa.Boolean(), nullable=False),
        sa.Column("splitting_reason", sa.Text(), nullable=False),
        sa.Column("estimate", sa.BigInteger(), nullable=False),
        sa.Column("own_estimate", sa.BigInteger(), nullable=True),
        sa.Column("needs_budget_authority", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> requester_id",
            name=op.f("ck_purchase_requests_nobody_approves_own"),
        ),
        sa.CheckConstraint(
            "endorsed_by_id IS NULL OR endorsed_by_id <> requester_id",
            name=op.f("ck_purchase_requests_nobody_endorses_own"),
        ),
        sa.CheckConstraint(
            "head_count IS NULL OR head_count > 0",
            name=op.f("ck_purchase_requests_head_count_positive"),
        ),
        sa.CheckConstraint(
            "officer_id IS NULL OR officer_id <> approved_by_id",
            name=op.f("ck_purchase_requests_officer_is_not_approver"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_purchase_requests_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["people.id"],
            name=op.f("fk_purchase_requests_approved_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["budget_line_id"],
            ["budget_lines.id"],
            name=op.f("fk_purchase_requests_budget_line_id_budget_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name=op.f("fk_purchase_requests_category_code_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["endorsed_by_id"],
            ["people.id"],
            name=op.f("fk_purchase_requests_endorsed_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["people.id"], name=op.f("fk_purchase_requests_officer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_purchase_requests_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["people.id"], name=op.f("fk_purchase_requests_requester_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_purchase_requests_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_requests")),
        sa.UniqueConstraint(
            "agency_id", "number", name=op.f("uq_purchase_requests_agency_id_number")
        ),
    )
    op.create_index(
        "ix_purchase_requests_agency_id_status",
        "purchase_requests",
        ["agency_id", "status"],
        unique=False,
    )
    op.create_index(
        op.f("ix_purchase_requests_budget_line_id"),
        "purchase_requests",
        ["budget_line_id"],
        unique=False,
    )
    op.create_index(
        "ix_purchase_requests_region_id_created_at",
        "purchase_requests",
        ["region_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_purchase_requests_requester_id", "purchase_requests", ["requester_id"], unique=False
    )
    op.create_index(
        "ix_purchase_requests_unit_id_created_at",
        "purchase_requests",
        ["unit_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "purchase_request_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_request_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("specification", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("own_price", sa.BigInteger(), nullable=True),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "own_price IS NULL OR own_price > 0",
            name=op.f("ck_purchase_request_lines_own_price_positive"),
        ),
        sa.CheckConstraint("price > 0", name=op.f("ck_purchase_request_lines_price_positive")),
        sa.CheckConstraint(
            "quantity > 0", name=op.f("ck_purchase_request_lines_quantity_positive")
        ),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name=op.f("fk_purchase_request_lines_category_code_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_purchase_request_lines_listing_id_listings"),
        ),
        sa.ForeignKeyConstraint(
            ["purchase_request_id"],
            ["purchase_requests.id"],
            name=op.f("fk_purchase_request_lines_purchase_request_id_purchase_requests"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_purchase_request_lines_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_request_lines")),
        sa.UniqueConstraint(
            "purchase_request_id",
            "position",
            deferrable=True,
            initially="DEFERRED",
            name=op.f("uq_purchase_request_lines_purchase_request_id_position"),
        ),
    )
    op.create_table(
        "rfqs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "published",
                "opening",
                "opened",
                "awarded",
                "failed",
                "cancelled",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("own_estimate", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealing_key", sa.LargeBinary(), nullable=False),
        sa.Column("quotes_root", sa.LargeBinary(), nullable=True),
        sa.Column("catalogue_found", sa.Boolean(), nullable=False),
        sa.Column("catalogue_note", sa.Text(), nullable=False),
        sa.Column("few_invited_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "closes_at > published_at", name=op.f("ck_rfqs_closes_after_publication")
        ),
        sa.CheckConstraint(
            "opened_at IS NULL OR opened_at >= closes_at", name=op.f("ck_rfqs_opened_after_closing")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_rfqs_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["people.id"], name=op.f("fk_rfqs_officer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_request_id"],
            ["purchase_requests.id"],
            name=op.f("fk_rfqs_purchase_request_id_purchase_requests"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_rfqs_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rfqs")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_rfqs_agency_id_number")),
    )
    op.create_index("ix_rfqs_agency_id_status", "rfqs", ["agency_id", "status"], unique=False)
    op.create_index(
        "ix_rfqs_region_id_status_closes_at",
        "rfqs",
        ["region_id", "status", "closes_at"],
        unique=False,
    )
    op.create_index(
        "uq_rfqs_one_open_per_purchase",
        "rfqs",
        ["purchase_request_id"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('failed', 'cancelled')"),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("rfq_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_invitations_region_id_regions")
        ),
        sa.ForeignKeyConstraint(["rfq_id"], ["rfqs.id"], name=op.f("fk_invitations_rfq_id_rfqs")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_invitations_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint(
            "rfq_id", "supplier_id", name=op.f("uq_invitations_rfq_id_supplier_id")
        ),
    )
    op.create_index(
        op.f("ix_invitations_supplier_id"), "invitations", ["supplier_id"], unique=False
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("rfq_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["suppliers.id"], name=op.f("fk_questions_asked_by_id_suppliers")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_questions_region_id_regions")
        ),
        sa.ForeignKeyConstraint(["rfq_id"], ["rfqs.id"], name=op.f("fk_questions_rfq_id_rfqs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_rfq_id"), "questions", ["rfq_id"], unique=False)
    op.create_table(
        "quotes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("rfq_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("delivery_cost", sa.BigInteger(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("total >= 0", name=op.f("ck_quotes_total_not_negative")),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_quotes_region_id_regions")
        ),
        sa.ForeignKeyConstraint(["rfq_id"], ["rfqs.id"], name=op.f("fk_quotes_rfq_id_rfqs")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_quotes_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("rfq_id", "supplier_id", name=op.f("uq_quotes_rfq_id_supplier_id")),
    )
    op.create_index(op.f("ix_quotes_supplier_id"), "quotes", ["supplier_id"], unique=False)
    op.create_table(
        "sealed_quotes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("rfq_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("is_withdrawal", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("quote_hash", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_sealed_quotes_region_id_regions")
        ),
        sa.ForeignKeyConstraint(["rfq_id"], ["rfqs.id"], name=op.f("fk_sealed_quotes_rfq_id_rfqs")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["people.id"], name=op.f("fk_sealed_quotes_submitted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_sealed_quotes_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_quotes")),
        sa.UniqueConstraint(
            "rfq_id", "quote_hash", name=op.f("uq_sealed_quotes_rfq_id_quote_hash")
        ),
        sa.UniqueConstraint(
            "rfq_id", "supplier_id", "round", name=op.f("uq_sealed_quotes_rfq_id_supplier_id_round")
        ),
    )
    op.create_index("ix_sealed_quotes_supplier_id", "sealed_quotes", ["supplier_id"], unique=False)
    op.create_table(
        "awards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_request_id", sa.Uuid(), nullable=False),
        sa.Column("rfq_id", sa.Uuid(), nullable=True),
        sa.Column("quote_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "direct",
                "quotation",
                name="method_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "signed",
                "sent_back",
                "lapsed",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("delivery_cost", sa.BigInteger(), nullable=False),
        sa.Column("is_lowest", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("total > 0", name=op.f("ck_awards_total_positive")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_awards_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["people.id"], name=op.f("fk_awards_officer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_request_id"],
            ["purchase_requests.id"],
            name=op.f("fk_awards_purchase_request_id_purchase_requests"),
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quotes.id"], name=op.f("fk_awards_quote_id_quotes")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_awards_region_id_regions")
        ),
        sa.ForeignKeyConstraint(["rfq_id"], ["rfqs.id"], name=op.f("fk_awards_rfq_id_rfqs")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_awards_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
    )
    op.create_index("ix_awards_supplier_id", "awards", ["supplier_id"], unique=False)
    op.create_index(
        "uq_awards_one_live_per_purchase",
        "awards",
        ["purchase_request_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('proposed', 'signed')"),
    )
    op.create_table(
        "quote_lines",
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_request_line_id", sa.Uuid(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["purchase_request_line_id"],
            ["purchase_request_lines.id"],
            name=op.f("fk_quote_lines_purchase_request_line_id_purchase_request_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quotes.id"], name=op.f("fk_quote_lines_quote_id_quotes")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_quote_lines_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("quote_id", "position", name=op.f("pk_quote_lines")),
    )
    op.create_table(
        "award_lines",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_request_line_id", sa.Uuid(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("unit_price > 0", name=op.f("ck_award_lines_price_positive")),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_award_lines_award_id_awards")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_request_line_id"],
            ["purchase_request_lines.id"],
            name=op.f("fk_award_lines_purchase_request_line_id_purchase_request_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_award_lines_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("award_id", "position", name=op.f("pk_award_lines")),
    )
    op.create_table(
        "price_sources",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("total > 0", name=op.f("ck_price_sources_total_positive")),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_price_sources_award_id_awards")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_price_sources_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("award_id", "position", name=op.f("pk_price_sources")),
    )
    op.create_table(
        "purchase_orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_request_id", sa.Uuid(), nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "prepared",
                "issued",
                "accepted",
                "sent_back",
                "declined",
                "expired",
                "cancelled",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "contract_form",
            sa.Enum(
                "receipt",
                "voucher",
                "work_order",
                "agreement",
                name="form_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("net_to_supplier", sa.BigInteger(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("award_officer_id", sa.Uuid(), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respond_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_percent", sa.Integer(), nullable=False),
        sa.Column("short_code", sa.String(), nullable=False),
        sa.Column("pdf_sha256", sa.String(), nullable=True),
        sa.Column("laws", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('prepared', 'sent_back')) = (pdf_sha256 IS NULL)",
            name=op.f("ck_purchase_orders_issued_has_pdf"),
        ),
        sa.CheckConstraint(
            "issued_by_id IS NULL OR issued_by_id <> award_officer_id",
            name=op.f("ck_purchase_orders_two_people_decide"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_purchase_orders_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_purchase_orders_award_id_awards")
        ),
        sa.ForeignKeyConstraint(
            ["award_officer_id"],
            ["people.id"],
            name=op.f("fk_purchase_orders_award_officer_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["people.id"], name=op.f("fk_purchase_orders_issued_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_request_id"],
            ["purchase_requests.id"],
            name=op.f("fk_purchase_orders_purchase_request_id_purchase_requests"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_purchase_orders_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["people.id"], name=op.f("fk_purchase_orders_requester_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_purchase_orders_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_orders")),
        sa.UniqueConstraint(
            "agency_id", "number", name=op.f("uq_purchase_orders_agency_id_number")
        ),
        sa.UniqueConstraint("award_id", name=op.f("uq_purchase_orders_award_id")),
        sa.UniqueConstraint("short_code", name=op.f("uq_purchase_orders_short_code")),
    )
    op.create_index(
        "ix_purchase_orders_agency_id_status",
        "purchase_orders",
        ["agency_id", "status"],
        unique=False,
    )
    op.create_index(
        "ix_purchase_orders_region_id_issued_at",
        "purchase_orders",
        ["region_id", "issued_at"],
        unique=False,
    )
    op.create_index(
        "ix_purchase_orders_supplier_id_status",
        "purchase_orders",
        ["supplier_id", "status"],
        unique=False,
    )
    op.create_index(
        "uq_purchase_orders_one_live_per_purchase",
        "purchase_orders",
        ["purchase_request_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('prepared', 'issued', 'accepted', 'expired')"),
    )
    op.create_table(
        "order_taxes",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("collector", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["purchase_orders.id"],
            name=op.f("fk_order_taxes_order_id_purchase_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_order_taxes_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("order_id", "position", name=op.f("pk_order_taxes")),
    )


def downgrade() -> None:
    op.drop_table("order_taxes")
    op.drop_index(
        "uq_purchase_orders_one_live_per_purchase",
        table_name="purchase_orders",
        postgresql_where=sa.text("status IN ('prepared', 'issued', 'accepted', 'expired')"),
    )
    op.drop_index("ix_purchase_orders_supplier_id_status", table_name="purchase_orders")
    op.drop_index("ix_purchase_orders_region_id_issued_at", table_name="purchase_orders")
    op.drop_index("ix_purchase_orders_agency_id_status", table_name="purchase_orders")
    op.drop_table("purchase_orders")
    op.drop_table("price_sources")
    op.drop_table("award_lines")
    op.drop_table("quote_lines")
    op.drop_index(
        "uq_awards_one_live_per_purchase",
        table_name="awards",
        postgresql_where=sa.text("status IN ('proposed', 'signed')"),
    )
    op.drop_index("ix_awards_supplier_id", table_name="awards")
    op.drop_table("awards")
    op.drop_index("ix_sealed_quotes_supplier_id", table_name="sealed_quotes")
    op.drop_table("sealed_quotes")
    op.drop_index(op.f("ix_quotes_supplier_id"), table_name="quotes")
    op.drop_table("quotes")
    op.drop_index(op.f("ix_questions_rfq_id"), table_name="questions")
    op.drop_table("questions")
    op.drop_index(op.f("ix_invitations_supplier_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_index(
        "uq_rfqs_one_open_per_purchase",
        table_name="rfqs",
        postgresql_where=sa.text("status NOT IN ('failed', 'cancelled')"),
    )
    op.drop_index("ix_rfqs_region_id_status_closes_at", table_name="rfqs")
    op.drop_index("ix_rfqs_agency_id_status", table_name="rfqs")
    op.drop_table("rfqs")
    op.drop_table("purchase_request_lines")
    op.drop_index("ix_purchase_requests_unit_id_created_at", table_name="purchase_requests")
    op.drop_index("ix_purchase_requests_requester_id", table_name="purchase_requests")
    op.drop_index("ix_purchase_requests_region_id_created_at", table_name="purchase_requests")
    op.drop_index(op.f("ix_purchase_requests_budget_line_id"), table_name="purchase_requests")
    op.drop_index("ix_purchase_requests_agency_id_status", table_name="purchase_requests")
    op.drop_table("purchase_requests")
    op.drop_table("budget_holds")
    op.drop_index(op.f("ix_budget_entries_purchase_id"), table_name="budget_entries")
    op.drop_index(op.f("ix_budget_entries_budget_line_id"), table_name="budget_entries")
    op.drop_table("budget_entries")
    op.drop_index("ix_budget_lines_unit_id_year", table_name="budget_lines")
    op.drop_index(op.f("ix_budget_lines_agency_id"), table_name="budget_lines")
    op.drop_table("budget_lines")
    op.drop_index(op.f("ix_appointments_supplier_id"), table_name="appointments")
    op.drop_index("ix_appointments_person_id_starts_on", table_name="appointments")
    op.drop_index("ix_appointments_agency_id_role", table_name="appointments")
    op.drop_table("appointments")
    op.drop_index(op.f("ix_units_agency_id"), table_name="units")
    op.drop_table("units")
    op.drop_table("supplier_identities")
    op.drop_table("supplier_categories")
    op.drop_table("supplier_areas")
    op.drop_index(op.f("ix_sign_ins_person_id"), table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index(
        "ix_messages_unread", table_name="messages", postgresql_where=sa.text("read_at IS NULL")
    )
    op.drop_index("ix_messages_person_id_created_at", table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_listings_supplier_id"), table_name="listings")
    op.drop_index("ix_listings_region_id_category_code", table_name="listings")
    op.drop_table("listings")
    op.drop_table("counters")
    op.drop_index(op.f("ix_suppliers_region_id"), table_name="suppliers")
    op.drop_table("suppliers")
    op.drop_table("stored_files")
    op.drop_index("ix_regulation_versions_code_valid_from", table_name="regulation_versions")
    op.drop_table("regulation_versions")
    op.drop_index("ix_price_standards_region_id_category_code", table_name="price_standards")
    op.drop_table("price_standards")
    op.drop_index(op.f("ix_people_region_id"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("ix_agencies_region_id"), table_name="agencies")
    op.drop_table("agencies")
    op.drop_table("sign_in_delays")
    op.drop_table("sealing_keys")
    op.drop_table("regions")
    op.drop_table("done_deeds")
    op.drop_table("categories")
    op.drop_table("audit_heads")
    op.drop_index("ix_audit_entries_subject", table_name="audit_entries")
    op.drop_index("ix_audit_entries_region_at", table_name="audit_entries")
    op.drop_table("audit_entries")
