"""Let sellers propose what buyers see, and the registry officer decide.

Only the officer makes a listing live for the first time, nobody writes another seller's listing,
and each price that a live listing had is kept for good: triggers say so, whatever Python does.
The previous release is still serving while this runs: it only reads listings.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_listings"
down_revision = "0011_supplier_guards"
branch_labels = None
depends_on = None

MOST_PRICE = 1_000_000_000
PARTS = ("variants", "photos", "contents", "areas", "attributes")
MOVES = {
    "listing_revisions": (
        "draft>submitted returned>submitted draft>withdrawn submitted>withdrawn "
        "returned>withdrawn submitted>approved submitted>returned submitted>refused"
    ),
    "import_runs": (
        "reading>ready ready>reading done>reading ready>applying done>applying applying>done "
        "reading>cancelled ready>cancelled"
    ),
}

GUARDS = """
CREATE FUNCTION sec.is_keeper() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$
    SELECT pg_has_role(session_user, 'tenong_keeper', 'MEMBER')
        AND NOT pg_has_role(session_user, 'tenong_web', 'MEMBER')
$$;
CREATE FUNCTION sec.is_curator(of_region uuid, of_supplier uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = sec, pg_catalog, pg_temp AS $$
    SELECT coalesce('registry_officer' = ANY (sec.roles()) AND sec.region() = of_region
        AND sec.supplier() IS DISTINCT FROM of_supplier, false)
$$;

CREATE FUNCTION sec.guard_listing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.is_web() AND NOT sec.is_keeper() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.is_live OR NEW.approved_at IS NOT NULL OR NEW.sold_count <> 0 THEN
            RAISE insufficient_privilege USING MESSAGE = 'a new listing is not live yet';
        END IF;
        IF sec.is_web() AND (NEW.supplier_id IS DISTINCT FROM sec.supplier()
            OR NEW.region_id IS DISTINCT FROM sec.region()) THEN
            RAISE insufficient_privilege USING MESSAGE = 'another seller''s listing';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.region_id, OLD.supplier_id, OLD.sold_count, OLD.created_at) IS DISTINCT FROM
        (NEW.id, NEW.region_id, NEW.supplier_id, NEW.sold_count, NEW.created_at) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a listing stays its seller''s';
    END IF;
    IF sec.is_web() AND sec.is_curator(OLD.region_id, OLD.supplier_id) THEN
        IF (OLD.price, OLD.minimum_order, OLD.lead_days, OLD.stock, OLD.day_capacity) IS DISTINCT FROM
            (NEW.price, NEW.minimum_order, NEW.lead_days, NEW.stock, NEW.day_capacity) THEN
            RAISE insufficient_privilege USING MESSAGE = 'prices are the seller''s';
        END IF;
        RETURN NEW;
    END IF;
    IF sec.is_web() AND OLD.supplier_id IS DISTINCT FROM sec.supplier() THEN
        RAISE insufficient_privilege USING MESSAGE = 'another seller''s listing';
    END IF;
    IF (OLD.approved_at, OLD.taken_down_at, OLD.taken_down_reason) IS DISTINCT FROM
        (NEW.approved_at, NEW.taken_down_at, NEW.taken_down_reason) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the registry officer decides';
    END IF;
    IF NEW.is_live AND NOT OLD.is_live AND (OLD.approved_at IS NULL OR OLD.taken_down_at IS NOT NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the registry officer makes a listing live';
    END IF;
    IF (OLD.is_live OR OLD.approved_at IS NOT NULL) AND (
        OLD.category_code, OLD.name, OLD.description, OLD.unit, OLD.is_package, OLD.origin,
        OLD.tkdn_hundredths, OLD.tkdn_certificate, OLD.halal, OLD.picture
    ) IS DISTINCT FROM (
        NEW.category_code, NEW.name, NEW.description, NEW.unit, NEW.is_package, NEW.origin,
        NEW.tkdn_hundredths, NEW.tkdn_certificate, NEW.halal, NEW.picture
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'what a listing says is approved first';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_listing BEFORE INSERT OR UPDATE ON listings
    FOR EACH ROW EXECUTE FUNCTION sec.guard_listing();

CREATE FUNCTION sec.guard_listing_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE l record; free boolean;
BEGIN
    IF NOT sec.is_web() AND NOT sec.is_keeper() THEN RETURN coalesce(NEW, OLD); END IF;
    SELECT supplier_id, region_id, is_live OR approved_at IS NOT NULL AS approved INTO l
        FROM listings WHERE id = coalesce(OLD.listing_id, NEW.listing_id);
    IF TG_OP = 'UPDATE' AND OLD.listing_id <> NEW.listing_id THEN
        RAISE insufficient_privilege USING MESSAGE = 'a part stays with its listing';
    END IF;
    IF sec.is_web() AND sec.is_curator(l.region_id, l.supplier_id) THEN RETURN coalesce(NEW, OLD); END IF;
    IF sec.is_web() AND l.supplier_id IS DISTINCT FROM sec.supplier() THEN
        RAISE insufficient_privilege USING MESSAGE = 'another seller''s listing';
    END IF;
    free := TG_TABLE_NAME = 'listing_areas' OR NOT l.approved;
    IF NOT free AND TG_TABLE_NAME = 'listing_variants' AND TG_OP = 'UPDATE' THEN
        free := OLD.name = NEW.name AND OLD.position = NEW.position;
    END IF;
    IF NOT free THEN
        RAISE insufficient_privilege USING MESSAGE = 'what a listing says is approved first';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE FUNCTION sec.keep_price() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO listing_prices (id, listing_id, variant, price, since, person_id)
    VALUES (gen_random_uuid(), NEW.id, '', NEW.price, clock_timestamp(),
        (SELECT id FROM people WHERE id = sec.person()));
    RETURN NULL;
END $$;
CREATE TRIGGER keep_first_price AFTER INSERT ON listings FOR EACH ROW
    WHEN (NEW.approved_at IS NOT NULL) EXECUTE FUNCTION sec.keep_price();
CREATE TRIGGER keep_price AFTER UPDATE ON listings FOR EACH ROW
    WHEN (NEW.approved_at IS NOT NULL AND (OLD.approved_at IS NULL OR OLD.price <> NEW.price))
    EXECUTE FUNCTION sec.keep_price();

CREATE FUNCTION sec.keep_variant_price() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE last bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM listings WHERE id = NEW.listing_id AND approved_at IS NOT NULL) THEN
        RETURN NULL;
    END IF;
    SELECT price INTO last FROM listing_prices
        WHERE listing_id = NEW.listing_id AND variant = NEW.name ORDER BY since DESC LIMIT 1;
    IF last IS DISTINCT FROM NEW.price THEN
        INSERT INTO listing_prices (id, listing_id, variant, price, since, person_id)
        VALUES (gen_random_uuid(), NEW.listing_id, NEW.name, NEW.price, clock_timestamp(),
            (SELECT id FROM people WHERE id = sec.person()));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_variant_price AFTER INSERT OR UPDATE OF price, name ON listing_variants
    FOR EACH ROW EXECUTE FUNCTION sec.keep_variant_price();

CREATE FUNCTION sec.guard_revision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.is_web() THEN RETURN NEW; END IF;
    IF NOT EXISTS (SELECT 1 FROM listings WHERE id = NEW.listing_id AND supplier_id = NEW.supplier_id
        AND region_id = NEW.region_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a proposal is about its seller''s listing';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' OR NEW.decided_at IS NOT NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'a proposal begins as a draft';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.listing_id, OLD.supplier_id, OLD.region_id, OLD.number) IS DISTINCT FROM
        (NEW.id, NEW.listing_id, NEW.supplier_id, NEW.region_id, NEW.number) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a proposal stays its listing''s';
    END IF;
    IF OLD.status NOT IN ('draft', 'returned') AND (
        OLD.category_code, OLD.name, OLD.description, OLD.unit, OLD.is_package, OLD.origin,
        OLD.tkdn_hundredths, OLD.tkdn_certificate, OLD.halal, OLD.contents, OLD.variants,
        OLD.photos, OLD.answers
    ) IS DISTINCT FROM (
        NEW.category_code, NEW.name, NEW.description, NEW.unit, NEW.is_package, NEW.origin,
        NEW.tkdn_hundredths, NEW.tkdn_certificate, NEW.halal, NEW.contents, NEW.variants,
        NEW.photos, NEW.answers
    ) THEN
        RAISE check_violation USING MESSAGE = 'what is being judged does not change';
    END IF;
    IF NEW.status IN ('approved', 'returned', 'refused') AND OLD.status <> NEW.status
        AND NOT sec.is_curator(OLD.region_id, OLD.supplier_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the registry officer decides';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_revision BEFORE INSERT OR UPDATE ON listing_revisions
    FOR EACH ROW EXECUTE FUNCTION sec.guard_revision();

CREATE FUNCTION sec.guard_category() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() AND NOT 'registry_officer' = ANY (sec.roles()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the registry officer keeps categories';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER guard_category BEFORE INSERT OR UPDATE ON categories
    FOR EACH ROW EXECUTE FUNCTION sec.guard_category();
CREATE TRIGGER guard_category BEFORE INSERT OR UPDATE OR DELETE ON category_attributes
    FOR EACH ROW EXECUTE FUNCTION sec.guard_category();
"""

RULES = """
CREATE POLICY own_or_officer ON listing_revisions FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (supplier_id = (SELECT sec.supplier())
        OR (SELECT sec.roles()) && ARRAY['registry_officer', 'auditor']));
CREATE POLICY own ON listing_revisions FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier()));
CREATE POLICY own_or_curator ON listing_revisions FOR UPDATE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (supplier_id = (SELECT sec.supplier())
        OR 'registry_officer' = ANY ((SELECT sec.roles())::text[])));
CREATE POLICY own_or_officer ON import_runs FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (supplier_id = (SELECT sec.supplier())
        OR (SELECT sec.roles()) && ARRAY['registry_officer', 'auditor']));
CREATE POLICY own ON import_runs FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier()));
CREATE POLICY own_change ON import_runs FOR UPDATE TO tenong_web
    USING (supplier_id = (SELECT sec.supplier()));
CREATE POLICY own ON import_rows TO tenong_web USING (supplier_id = (SELECT sec.supplier()))
    WITH CHECK (supplier_id = (SELECT sec.supplier()));
"""


def _known(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _listing_columns() -> None:
    op.add_column("listings", sa.Column("code", sa.String(), server_default="", nullable=False))
    for name in ("approved_at", "taken_down_at"):
        op.add_column("listings", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "listings", sa.Column("taken_down_reason", sa.String(), server_default="", nullable=False)
    )
    op.create_index(
        "ix_listings_supplier_id_code",
        "listings",
        ["supplier_id", "code"],
        unique=True,
        postgresql_where=sa.text("code <> ''"),
    )
    for table in ("listings", "listing_variants", "listing_prices"):
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_price_within "
            f"CHECK (price <= {MOST_PRICE})"
        )
    # What is on the shelf now was put there before anybody had to approve it.
    op.execute("UPDATE listings SET approved_at = created_at WHERE is_live")
    op.execute(
        "INSERT INTO listing_prices (id, listing_id, variant, price, since) "
        "SELECT gen_random_uuid(), id, '', price, created_at FROM listings WHERE is_live"
    )


def _tables() -> None:
    op.create_table(
        "curation_points",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("only_food", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_curation_points"),
    )
    op.create_table(
        "import_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column(
            "status",
            _known("status_known", "reading", "ready", "applying", "done", "cancelled"),
            nullable=False,
        ),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("read_count", sa.Integer(), nullable=False),
        _created_at(),
        *_foreign("import_runs", "region", "supplier", "person", "upload"),
        sa.PrimaryKeyConstraint("id", name="pk_import_runs"),
    )
    op.create_index(
        "ix_import_runs_supplier_id_created_at", "import_runs", ["supplier_id", "created_at"]
    )
    op.create_table(
        "import_rows",
        sa.Column("import_run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        sa.Column(
            "state",
            _known("state_known", "sound", "faulty", "applied", "unchanged"),
            nullable=False,
        ),
        sa.Column("problems", postgresql.JSONB(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        *_foreign("import_rows", "import_run", "supplier", "listing"),
        sa.PrimaryKeyConstraint("import_run_id", "number", name="pk_import_rows"),
    )
    op.create_index(
        "ix_import_rows_import_run_id_state", "import_rows", ["import_run_id", "state", "number"]
    )
    _revisions()


def _revisions() -> None:
    lists = [
        sa.Column(name, postgresql.JSONB(), nullable=False)
        for name in ("contents", "variants", "photos", "answers")
    ]
    op.create_table(
        "listing_revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            _known(
                "status_known", "draft", "submitted", "returned", "approved", "refused", "withdrawn"
            ),
            nullable=False,
        ),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("is_package", sa.Boolean(), nullable=False),
        sa.Column("origin", _known("origin_known", "local", "tkdn", "imported"), nullable=False),
        sa.Column("tkdn_hundredths", sa.Integer(), nullable=True),
        sa.Column("tkdn_certificate", sa.String(), nullable=False),
        sa.Column(
            "halal",
            _known("halal_known", "certified", "not_halal", "unstated", "not_food"),
            nullable=False,
        ),
        *lists,
        sa.Column("import_run_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checklist", postgresql.JSONB(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        _created_at(),
        *_foreign("listing_revisions", "region", "supplier", "listing", "import_run"),
        *(
            sa.ForeignKeyConstraint(
                [column], ["people.id"], name=f"fk_listing_revisions_{column}_people"
            )
            for column in ("submitted_by_id", "decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["categories.code"],
            name="fk_listing_revisions_category_code_categories",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_listing_revisions"),
    )
    op.create_index(
        "ix_listing_revisions_listing_id_number",
        "listing_revisions",
        ["listing_id", "number"],
        unique=True,
    )
    op.create_index(
        "ix_listing_revisions_one_open",
        "listing_revisions",
        ["listing_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('draft', 'submitted', 'returned')"),
    )
    op.create_index(
        "ix_listing_revisions_queue",
        "listing_revisions",
        ["region_id", "status", "submitted_at", "id"],
    )
    op.create_index("ix_listing_revisions_import_run_id", "listing_revisions", ["import_run_id"])


def _created_at() -> sa.Column[object]:
    return sa.Column(
        "created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _foreign(table: str, *names: str) -> list[sa.ForeignKeyConstraint]:
    plural = {"person": "people"}
    return [
        sa.ForeignKeyConstraint(
            [f"{name}_id"],
            [f"{plural.get(name, name + 's')}.id"],
            name=f"fk_{table}_{name}_id_{plural.get(name, name + 's')}",
        )
        for name in names
    ]


def upgrade() -> None:
    _listing_columns()
    _tables()
    op.execute(GUARDS)
    op.execute(
        "REVOKE EXECUTE ON FUNCTION sec.is_keeper(), sec.is_curator(uuid, uuid), "
        "sec.guard_listing(), sec.guard_listing_part(), sec.keep_price(), "
        "sec.keep_variant_price(), sec.guard_revision(), sec.guard_category() FROM PUBLIC"
    )
    op.execute(
        "GRANT EXECUTE ON FUNCTION sec.is_keeper(), sec.is_curator(uuid, uuid) "
        "TO tenong_web, tenong_keeper"
    )
    for part in PARTS:
        op.execute(
            f"CREATE TRIGGER guard_listing_part BEFORE INSERT OR UPDATE OR DELETE ON listing_{part} "
            "FOR EACH ROW EXECUTE FUNCTION sec.guard_listing_part()"
        )
    for event in ("rows BEFORE UPDATE OR DELETE", "table BEFORE TRUNCATE"):
        op.execute(
            f"CREATE TRIGGER keep_{event} ON listing_prices "
            "FOR EACH STATEMENT EXECUTE FUNCTION sec.keep()"
        )
    _moves()
    _grants()
    for table in ("listing_revisions", "import_runs", "import_rows"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true)"
        )
        op.execute(f"CREATE POLICY auditor ON {table} FOR SELECT TO tenong_auditor USING (true)")
    op.execute(RULES)


def _moves() -> None:
    for table, steps in MOVES.items():
        for step in steps.split():
            before, after = step.split(">")
            op.execute(f"INSERT INTO sec.allowed_moves VALUES ('{table}', '{before}', '{after}')")
        op.execute(
            f"CREATE TRIGGER check_step BEFORE UPDATE OF status ON {table} FOR EACH ROW "
            "WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION sec.check_step()"
        )


def _grants() -> None:
    both = "tenong_web, tenong_keeper"
    parts = ", ".join(f"listing_{part}" for part in PARTS)
    own = "listing_revisions, import_runs, import_rows"
    read = f"{parts}, {own}, listing_prices, category_attributes, curation_points"
    op.execute(f"GRANT SELECT ON {read}, supplier_documents TO {both}, tenong_auditor")
    op.execute(f"GRANT INSERT ON listings, {parts}, {own} TO {both}")
    op.execute(f"GRANT UPDATE ON listings, listing_variants, {own} TO {both}")
    op.execute(f"GRANT DELETE ON {parts}, import_rows TO {both}")
    op.execute("GRANT INSERT, UPDATE ON categories, category_attributes TO tenong_web")
    op.execute("GRANT DELETE ON category_attributes TO tenong_web")


def downgrade() -> None:
    both = "tenong_web, tenong_keeper"
    parts = ", ".join(f"listing_{part}" for part in PARTS)
    op.execute(f"REVOKE INSERT, UPDATE ON listings FROM {both}")
    op.execute(
        f"REVOKE ALL ON {parts}, listing_prices, category_attributes FROM {both}, tenong_auditor"
    )
    op.execute("REVOKE INSERT, UPDATE ON categories FROM tenong_web")
    op.execute(f"REVOKE SELECT ON supplier_documents FROM {both}, tenong_auditor")
    for table in ("listing_revisions", "import_rows", "import_runs", "curation_points"):
        op.drop_table(table)
    op.execute(
        "DELETE FROM sec.allowed_moves WHERE table_name IN ('listing_revisions', 'import_runs')"
    )
    op.execute("DROP TRIGGER keep_rows ON listing_prices")
    op.execute("DROP TRIGGER keep_table ON listing_prices")
    for part in PARTS:
        op.execute(f"DROP TRIGGER guard_listing_part ON listing_{part}")
    op.execute("DROP TRIGGER keep_variant_price ON listing_variants")
    for table in ("categories", "category_attributes"):
        op.execute(f"DROP TRIGGER guard_category ON {table}")
    for name in ("guard_listing", "keep_first_price", "keep_price"):
        op.execute(f"DROP TRIGGER {name} ON listings")
    op.execute(
        "DROP FUNCTION sec.guard_listing, sec.guard_listing_part, sec.keep_price, "
        "sec.keep_variant_price, sec.guard_revision, sec.is_curator, sec.is_keeper, sec.guard_category"
    )
    for table in ("listings", "listing_variants", "listing_prices"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_price_within")
    op.drop_index("ix_listings_supplier_id_code", table_name="listings")
    for name in ("taken_down_reason", "taken_down_at", "approved_at", "code"):
        op.drop_column("listings", name)
