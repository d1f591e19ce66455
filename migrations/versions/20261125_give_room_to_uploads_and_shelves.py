"""Give room to uploads, suppliers' papers, and what a listing says of itself.

The previous release is still serving while this runs: only tables and columns are added. Who may
read and write them is said by the migrations of the rooms that use them.
"""

from alembic import op
import sqlalchemy as sa


revision = "0004_shelves"
down_revision = "0003_jobs"
branch_labels = None
depends_on = None


STANDS = "active", "debarred", "pending", "suspended"
MORE = "draft", "refused", "returned"


def _supplier_stands(*statuses: str) -> None:
    named = ", ".join(f"'{status}'" for status in statuses)
    op.execute("ALTER TABLE suppliers DROP CONSTRAINT ck_suppliers_status_known")
    op.execute(
        "ALTER TABLE suppliers ADD CONSTRAINT ck_suppliers_status_known "
        f"CHECK (status IN ({named}))"
    )


def upgrade() -> None:
    _supplier_stands(*STANDS, *MORE)
    op.create_table(
        "category_attributes",
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name=op.f("fk_category_attributes_category_code_categories"),
        ),
        sa.PrimaryKeyConstraint("category_code", "key", name=op.f("pk_category_attributes")),
    )
    op.create_table(
        "upload_parts",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_upload_parts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_parts")),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "identity",
                "certificate",
                "bank_book",
                "evidence",
                "photo",
                "sheet",
                name="purpose_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "scan",
            sa.Enum(
                "clean",
                "not_scanned",
                name="scan_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_uploads_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_uploads_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_files.sha256"], name=op.f("fk_uploads_sha256_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_uploads_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_person_id"), "uploads", ["person_id"], unique=False)
    op.create_index(op.f("ix_uploads_region_id"), "uploads", ["region_id"], unique=False)
    op.create_index(op.f("ix_uploads_supplier_id"), "uploads", ["supplier_id"], unique=False)
    op.create_table(
        "capacity_uses",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_capacity_uses_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", "day", "order_id", name=op.f("pk_capacity_uses")),
    )
    op.create_table(
        "favourites",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_favourites_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_favourites_listing_id_listings")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_favourites_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_favourites_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("agency_id", "listing_id", name=op.f("pk_favourites")),
    )
    op.create_table(
        "listing_areas",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("regency_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_areas_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", "regency_code", name=op.f("pk_listing_areas")),
    )
    op.create_table(
        "listing_attributes",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_attributes_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", "key", name=op.f("pk_listing_attributes")),
    )
    op.create_table(
        "listing_contents",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_contents_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", "position", name=op.f("pk_listing_contents")),
    )
    op.create_table(
        "listing_photos",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_photos_listing_id_listings")
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["uploads.id"], name=op.f("fk_listing_photos_upload_id_uploads")
        ),
        sa.PrimaryKeyConstraint("listing_id", "position", name=op.f("pk_listing_photos")),
    )
    op.create_table(
        "listing_prices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("price > 0", name=op.f("ck_listing_prices_price_positive")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_prices_listing_id_listings")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_listing_prices_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_prices")),
    )
    op.create_index(
        "ix_listing_prices_listing_id_since",
        "listing_prices",
        ["listing_id", "since"],
        unique=False,
    )
    op.create_table(
        "listing_variants",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_listing_variants_price_positive")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_variants_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", "position", name=op.f("pk_listing_variants")),
    )
    op.create_table(
        "renditions",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_files.sha256"], name=op.f("fk_renditions_sha256_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["uploads.id"], name=op.f("fk_renditions_upload_id_uploads")
        ),
        sa.PrimaryKeyConstraint("upload_id", "width", "media_type", name=op.f("pk_renditions")),
    )
    op.create_table(
        "supplier_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
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
            "status",
            sa.Enum(
                "waiting",
                "accepted",
                "returned",
                "replaced",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("upload_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_documents_checked_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_documents_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_documents_supplier_id_suppliers"),
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["uploads.id"], name=op.f("fk_supplier_documents_upload_id_uploads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_documents")),
    )
    op.create_index(
        "ix_supplier_documents_supplier_id_kind",
        "supplier_documents",
        ["supplier_id", "kind"],
        unique=False,
    )
    op.create_index(
        "ix_supplier_documents_valid_until", "supplier_documents", ["valid_until"], unique=False
    )
    op.add_column("listings", sa.Column("stock", sa.Integer(), nullable=True))
    op.add_column("listings", sa.Column("open_from", sa.Time(), nullable=True))
    op.add_column("listings", sa.Column("open_until", sa.Time(), nullable=True))
    op.add_column(
        "listings",
        sa.Column(
            "origin",
            sa.Enum(
                "local",
                "tkdn",
                "imported",
                name="origin_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="local",
            nullable=False,
        ),
    )
    op.add_column("listings", sa.Column("tkdn_hundredths", sa.Integer(), nullable=True))
    op.add_column(
        "listings", sa.Column("tkdn_certificate", sa.String(), server_default="", nullable=False)
    )
    op.add_column(
        "listings",
        sa.Column(
            "halal",
            sa.Enum(
                "certified",
                "not_halal",
                "unstated",
                "not_food",
                name="halal_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="unstated",
            nullable=False,
        ),
    )
    op.add_column(
        "listings",
        sa.Column("is_price_without_tax", sa.Boolean(), server_default="false", nullable=False),
    )
    op.add_column(
        "listings", sa.Column("is_package", sa.Boolean(), server_default="false", nullable=False)
    )


def downgrade() -> None:
    _supplier_stands(*STANDS)
    op.drop_column("listings", "is_package")
    op.drop_column("listings", "is_price_without_tax")
    op.drop_column("listings", "halal")
    op.drop_column("listings", "tkdn_certificate")
    op.drop_column("listings", "tkdn_hundredths")
    op.drop_column("listings", "origin")
    op.drop_column("listings", "open_until")
    op.drop_column("listings", "open_from")
    op.drop_column("listings", "stock")
    op.drop_index("ix_supplier_documents_valid_until", table_name="supplier_documents")
    op.drop_index("ix_supplier_documents_supplier_id_kind", table_name="supplier_documents")
    op.drop_table("supplier_documents")
    op.drop_table("renditions")
    op.drop_table("listing_variants")
    op.drop_index("ix_listing_prices_listing_id_since", table_name="listing_prices")
    op.drop_table("listing_prices")
    op.drop_table("listing_photos")
    op.drop_table("listing_contents")
    op.drop_table("listing_attributes")
    op.drop_table("listing_areas")
    op.drop_table("favourites")
    op.drop_table("capacity_uses")
    op.drop_index(op.f("ix_uploads_supplier_id"), table_name="uploads")
    op.drop_index(op.f("ix_uploads_region_id"), table_name="uploads")
    op.drop_index(op.f("ix_uploads_person_id"), table_name="uploads")
    op.drop_table("uploads")
    op.drop_table("upload_parts")
    op.drop_table("category_attributes")
