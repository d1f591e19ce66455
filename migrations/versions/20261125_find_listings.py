"""Find listings among a million: a narrow table kept by triggers, and a lexicon for misspellings.

Only live listings of active suppliers stand in `search_docs`, and they leave it in the same
transaction in which they cease to be so. The previous release is still serving while this runs:
only tables, functions and triggers are added.
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR


revision = "0013_search"
down_revision = "0012_listings"
branch_labels = None
depends_on = None

BOTH = "tenong_web, tenong_keeper"

WORDS = """
CREATE FUNCTION sec.search_stems(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT ts_delete(to_tsvector('indonesian'::regconfig, words), ARRAY[
        'ada', 'adalah', 'agar', 'akan', 'atas', 'atau', 'bagi', 'dalam', 'dan', 'dari', 'dengan',
        'di', 'ini', 'itu', 'juga', 'ke', 'oleh', 'pada', 'para', 'per', 'serta', 'untuk', 'yang'])
$$;

CREATE FUNCTION sec.search_name(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT setweight(to_tsvector('simple'::regconfig, split_part(name, ' ', 1)), 'A')
        || setweight(to_tsvector('simple'::regconfig, substr(name, strpos(name || ' ', ' '))), 'B')
        || setweight(sec.search_stems(name), 'C')
    FROM left(words, 300) AS name  -- an entry of the index that holds it must fit a third of a page
$$;

CREATE FUNCTION sec.word_holes(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_agg(DISTINCT left(word, n - 1) || substr(word, n + 1)) || word
    FROM generate_series(1, length(word)) AS n
$$;
"""

KEEPING = """
CREATE FUNCTION sec.refresh_search(changed uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF changed IS NULL THEN RETURN; END IF;
    -- Whoever suspends a seller waits for us, or we for them: nobody slips through in between.
    PERFORM 1 FROM suppliers s
        WHERE s.id IN (SELECT l.supplier_id FROM listings l WHERE l.id = ANY(changed))
        ORDER BY s.id FOR SHARE;
    DELETE FROM search_docs d WHERE d.listing_id = ANY(changed) AND NOT EXISTS (
        SELECT 1 FROM listings l JOIN suppliers s ON s.id = l.supplier_id
        WHERE l.id = d.listing_id AND l.is_live AND s.status = 'active');
    INSERT INTO search_docs AS d (
        listing_id, region_id, supplier_id, category_code, scale, origin, halal, price, sold,
        day_capacity, lead_days, open_from, open_until, areas, name_words, all_words)
    SELECT l.id, l.region_id, l.supplier_id, l.category_code, s.scale, l.origin, l.halal, l.price,
        l.sold_count, l.day_capacity, l.lead_days, l.open_from, l.open_until,
        coalesce(
            (SELECT array_agg(a.regency_code ORDER BY 1) FROM listing_areas a WHERE a.listing_id = l.id),
            (SELECT array_agg(DISTINCT c) FROM (
                SELECT a.regency_code FROM supplier_areas a WHERE a.supplier_id = s.id
                UNION SELECT s.regency_code) AS own(c))),
        sec.search_name(l.name),
        sec.search_name(l.name) || setweight(sec.search_stems(l.description), 'D')
            || setweight(to_tsvector('simple'::regconfig, s.name), 'D')
    FROM listings l JOIN suppliers s ON s.id = l.supplier_id
    WHERE l.id = ANY(changed) AND l.is_live AND s.status = 'active'
    ORDER BY l.id
    ON CONFLICT (listing_id) DO UPDATE SET
        region_id = excluded.region_id, supplier_id = excluded.supplier_id,
        category_code = excluded.category_code, scale = excluded.scale, origin = excluded.origin,
        halal = excluded.halal, price = excluded.price, sold = excluded.sold,
        day_capacity = excluded.day_capacity, lead_days = excluded.lead_days,
        open_from = excluded.open_from, open_until = excluded.open_until, areas = excluded.areas,
        name_words = excluded.name_words, all_words = excluded.all_words;
    INSERT INTO search_words (region_id, word, uses, holes)
    SELECT new.region_id, new.lexeme, 1, sec.word_holes(new.lexeme) FROM (
        SELECT DISTINCT d.region_id, w.lexeme FROM search_docs d, unnest(d.name_words) AS w
        WHERE d.listing_id = ANY(changed) AND w.weights && ARRAY['A', 'B']
        AND w.lexeme ~ '^[a-z]{3,24}$') AS new
    WHERE NOT EXISTS (
        SELECT 1 FROM search_words k WHERE k.region_id = new.region_id AND k.word = new.lexeme)
    ORDER BY new.region_id, new.lexeme
    ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION sec.listings_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.refresh_search((SELECT array_agg(n.id) FROM new_rows n WHERE n.is_live));
    RETURN NULL;
END $$;
CREATE FUNCTION sec.listings_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.refresh_search((
        SELECT array_agg(n.id) FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.is_live OR o.is_live) AND (
            n.region_id, n.supplier_id, n.category_code, n.name, n.description, n.price,
            n.sold_count, n.day_capacity, n.lead_days, n.open_from, n.open_until, n.origin,
            n.halal, n.is_live
        ) IS DISTINCT FROM (
            o.region_id, o.supplier_id, o.category_code, o.name, o.description, o.price,
            o.sold_count, o.day_capacity, o.lead_days, o.open_from, o.open_until, o.origin,
            o.halal, o.is_live)));
    RETURN NULL;
END $$;
CREATE FUNCTION sec.listings_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM search_docs d USING old_rows o WHERE d.listing_id = o.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_added AFTER INSERT ON listings REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sec.listings_added();
CREATE TRIGGER search_changed AFTER UPDATE ON listings
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sec.listings_changed();
CREATE TRIGGER search_removed AFTER DELETE ON listings REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sec.listings_removed();

CREATE FUNCTION sec.sellers_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.refresh_search((
        SELECT array_agg(l.id) FROM listings l WHERE l.is_live AND l.supplier_id IN (
            SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.status = 'active' OR o.status = 'active')
            AND (n.status, n.name, n.scale, n.regency_code)
                IS DISTINCT FROM (o.status, o.name, o.scale, o.regency_code))));
    RETURN NULL;
END $$;
CREATE TRIGGER search_changed AFTER UPDATE ON suppliers
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sec.sellers_changed();

CREATE FUNCTION sec.areas_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'listing_areas' THEN
        PERFORM sec.refresh_search((SELECT array_agg(DISTINCT r.listing_id) FROM rows r));
    ELSE
        PERFORM sec.refresh_search((
            SELECT array_agg(l.id) FROM listings l WHERE l.is_live
            AND l.supplier_id IN (SELECT r.supplier_id FROM rows r)));
    END IF;
    RETURN NULL;
END $$;
"""

AREA_TRIGGERS = "".join(
    f"CREATE TRIGGER search_{name} AFTER {deed} ON {table} REFERENCING {kind} TABLE AS rows "
    "FOR EACH STATEMENT EXECUTE FUNCTION sec.areas_changed();"
    for table in ("listing_areas", "supplier_areas")
    for name, deed, kind in (
        ("added", "INSERT", "NEW"),
        ("moved", "UPDATE", "NEW"),
        ("removed", "DELETE", "OLD"),
    )
)

REBUILDING = """
CREATE FUNCTION refresh_search_words() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE here uuid;
BEGIN
    FOR here IN SELECT r.id FROM regions r LOOP
        CREATE TEMP TABLE counted ON COMMIT DROP AS
            SELECT word, ndoc FROM ts_stat(format(
                'SELECT name_words FROM public.search_docs WHERE region_id = %L', here), 'ab')
            WHERE word ~ '^[a-z]{3,24}$';
        INSERT INTO search_words AS k (region_id, word, uses, holes)
            SELECT here, c.word, c.ndoc, sec.word_holes(c.word) FROM counted c ORDER BY c.word
            ON CONFLICT (region_id, word) DO UPDATE SET uses = excluded.uses
            WHERE k.uses <> excluded.uses;
        DELETE FROM search_words k WHERE k.region_id = here
            AND NOT EXISTS (SELECT 1 FROM counted c WHERE c.word = k.word);
        DROP TABLE counted;
    END LOOP;
END $$;

CREATE FUNCTION rebuild_search() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE batch uuid[]; last uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
    LOOP
        SELECT array_agg(id) INTO batch FROM (
            SELECT l.id FROM listings l WHERE l.id > last ORDER BY l.id LIMIT 5000) AS chunk;
        EXIT WHEN batch IS NULL;
        PERFORM sec.refresh_search(batch);
        last := (SELECT max(one::text)::uuid FROM unnest(batch) AS one);
    END LOOP;
    PERFORM refresh_search_words();
END $$;
"""

AWARDED = """
CREATE VIEW awarded_prices WITH (security_barrier) AS
    SELECT a.region_id, l.category_code, lower(l.unit) AS unit, b.unit_price, a.awarded_at
    FROM award_lines b JOIN awards a ON a.id = b.award_id
    JOIN purchase_request_lines l ON l.id = b.purchase_request_line_id
    WHERE a.status = 'signed';

CREATE FUNCTION sec.agency() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$ SELECT nullif((sec.context())[3], '')::uuid $$;
"""

RULES = """
ALTER TABLE favourites ENABLE ROW LEVEL SECURITY;
CREATE POLICY keeper ON favourites TO tenong_keeper USING (true) WITH CHECK (true);
CREATE POLICY auditor ON favourites FOR SELECT TO tenong_auditor USING (true);
CREATE POLICY of_agency ON favourites TO tenong_web
    USING (agency_id = (SELECT sec.agency()) AND region_id = (SELECT sec.region()))
    WITH CHECK (agency_id = (SELECT sec.agency()) AND region_id = (SELECT sec.region())
        AND person_id = (SELECT sec.person()));

ALTER TABLE capacity_uses ENABLE ROW LEVEL SECURITY;
CREATE POLICY keeper ON capacity_uses TO tenong_keeper USING (true) WITH CHECK (true);
CREATE POLICY auditor ON capacity_uses FOR SELECT TO tenong_auditor USING (true);
CREATE POLICY everybody_plans ON capacity_uses FOR SELECT TO tenong_web USING (true);
CREATE POLICY of_order ON capacity_uses FOR INSERT TO tenong_web WITH CHECK (
    EXISTS (SELECT 1 FROM purchase_orders o WHERE o.id = order_id AND o.status = 'accepted'));
CREATE POLICY of_ended_order ON capacity_uses FOR DELETE TO tenong_web USING (
    EXISTS (SELECT 1 FROM purchase_orders o WHERE o.id = order_id AND o.status <> 'accepted'));
"""

READ_BY_ALL = (
    "search_docs search_words search_synonyms share_pictures capacity_uses favourites listing_variants "
    "listing_contents listing_areas listing_photos listing_prices listing_attributes "
    "category_attributes"
).split()


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    _tables()
    for part in (WORDS, KEEPING, AREA_TRIGGERS, REBUILDING, AWARDED, RULES):
        op.execute(part)
    _grants()
    op.execute("SELECT rebuild_search()")


def _tables() -> None:
    op.create_table(
        "search_docs",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column(
            "is_sampled",
            sa.Boolean(),
            sa.Computed("get_byte(uuid_send(listing_id), 15) < 16", persisted=True),
            nullable=False,
        ),
        # Looked at in every row that is met: columns of one width before it are skipped at once.
        sa.Column("name_words", TSVECTOR(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("halal", sa.String(), nullable=False),
        sa.Column("areas", ARRAY(sa.String()), nullable=False),
        sa.Column("day_capacity", sa.Integer(), nullable=True),
        sa.Column("open_from", sa.Time(), nullable=True),
        sa.Column("open_until", sa.Time(), nullable=True),
        sa.Column("all_words", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_search_docs")),
    )
    op.execute("ALTER TABLE search_docs SET (fillfactor = 90)")
    op.execute("ALTER TABLE search_docs ALTER COLUMN name_words SET STATISTICS 300")
    # With the words in it, what sells best of frequent words is met without touching the table.
    op.create_index(
        "ix_search_docs_popular",
        "search_docs",
        ["region_id", "sold", "listing_id"],
        postgresql_include=["name_words"],
    )
    for index, columns in (
        ("ix_search_docs_kind", ("region_id", "category_code", "sold", "listing_id")),
        ("ix_search_docs_price", ("region_id", "price", "listing_id")),
        ("ix_search_docs_supplier_id", ("supplier_id",)),
    ):
        op.create_index(index, "search_docs", list(columns))
    # Words and place together: most who search say where it has to be delivered. Frequent words
    # are first looked for, and counted, in the sample: one listing in sixteen.
    for column in ("name_words", "all_words"):
        for name, where in ((column, ""), (f"sampled_{column}", "WHERE is_sampled")):
            op.execute(
                f"CREATE INDEX ix_search_docs_{name} ON search_docs USING gin ({column}, areas) "
                f"WITH (gin_pending_list_limit = 512) {where}"
            )
    op.create_table(
        "search_words",
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("holes", ARRAY(sa.String()), nullable=False),
        sa.PrimaryKeyConstraint("region_id", "word", name=op.f("pk_search_words")),
    )
    op.execute("CREATE INDEX ix_search_words_holes ON search_words USING gin (holes)")
    op.execute("CREATE INDEX ix_search_words_word ON search_words USING gist (word gist_trgm_ops)")
    op.create_table(
        "share_pictures",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_share_pictures")),
    )
    op.create_table(
        "search_synonyms",
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("same", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("words", "same", name=op.f("pk_search_synonyms")),
    )


def _grants() -> None:
    op.execute(f"GRANT SELECT ON {', '.join(READ_BY_ALL)} TO {BOTH}, tenong_auditor")
    op.execute(f"GRANT SELECT ON awarded_prices TO {BOTH}")
    op.execute(f"GRANT INSERT, DELETE ON favourites, capacity_uses TO {BOTH}")
    op.execute(f"GRANT INSERT ON share_pictures TO {BOTH}")
    op.execute(
        "REVOKE EXECUTE ON FUNCTION sec.refresh_search, sec.listings_added, sec.listings_changed, "
        "sec.listings_removed, sec.sellers_changed, sec.areas_changed, refresh_search_words, "
        "rebuild_search FROM PUBLIC"
    )
    op.execute("GRANT EXECUTE ON FUNCTION refresh_search_words, rebuild_search TO tenong_keeper")
    op.execute(f"GRANT EXECUTE ON FUNCTION sec.agency TO {BOTH}")


def downgrade() -> None:
    for table in ("listing_areas", "supplier_areas"):
        for name in ("added", "moved", "removed"):
            op.execute(f"DROP TRIGGER search_{name} ON {table}")
    op.execute("DROP TRIGGER search_changed ON suppliers")
    for name in ("added", "changed", "removed"):
        op.execute(f"DROP TRIGGER search_{name} ON listings")
    op.execute(
        "DROP FUNCTION rebuild_search, refresh_search_words, sec.areas_changed, "
        "sec.sellers_changed, sec.listings_removed, sec.listings_changed, sec.listings_added, "
        "sec.refresh_search, sec.word_holes, sec.search_name, sec.search_stems"
    )
    for table, names in (
        ("favourites", "keeper auditor of_agency"),
        ("capacity_uses", "keeper auditor everybody_plans of_order of_ended_order"),
    ):
        for name in names.split():
            op.execute(f"DROP POLICY {name} ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP FUNCTION sec.agency")
    op.execute("DROP VIEW awarded_prices")
    for table in ("search_synonyms", "share_pictures", "search_words", "search_docs"):
        op.drop_table(table)
    op.execute("DROP EXTENSION IF EXISTS pg_trgm")
