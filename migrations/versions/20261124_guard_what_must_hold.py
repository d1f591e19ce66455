"""Let the database itself guard the trail, the ledger, the seals and the regions.

The web process's role can neither change the trail nor the ledger, nor read a sealed quote, nor
see another region: grants, triggers and row-level security say so, whatever Python does.
"""

from alembic import op

revision = "0002_guards"
down_revision = "0001_tables"
branch_labels = None
depends_on = None

BY_REGION = (
    "award_lines awards budget_entries budget_holds budget_lines invitations order_taxes "
    "price_sources purchase_orders purchase_request_lines purchase_requests questions"
).split()
"""Tables whose rows exist only for people of the row's region."""

GUARDED = (
    *BY_REGION,
    "audit_entries",
    "quote_lines",
    "quotes",
    "sealed_quotes",
    "supplier_identities",
)

READ = (
    "agencies alembic_version appointments audit_entries award_lines awards "
    "budget_entries budget_holds budget_lines categories done_deeds invitations listings messages "
    "order_taxes people price_sources price_standards purchase_orders purchase_request_lines "
    "purchase_requests questions quote_lines quotes regions regulation_versions rfqs "
    "sign_in_delays sign_ins stored_files supplier_areas supplier_categories supplier_identities "
    "suppliers units"
).split()
INSERT = (
    "appointments award_lines awards done_deeds invitations messages order_taxes price_sources "
    "purchase_orders purchase_request_lines purchase_requests questions rfqs sign_in_delays "
    "sign_ins stored_files"
).split()
UPDATE = (
    "appointments awards done_deeds invitations messages people purchase_orders "
    "purchase_request_lines purchase_requests questions rfqs sign_in_delays sign_ins"
).split()
DELETE = ("purchase_request_lines", "sign_in_delays")

APPEND_ONLY = ("audit_entries", "budget_entries", "sealed_quotes", "stored_files")

MOVES = {
    "purchase_requests": (
        "draft>submitted submitted>endorsed submitted>approved endorsed>approved submitted>draft "
        "endorsed>draft approved>sourcing sourcing>ordered ordered>sourcing draft>cancelled "
        "submitted>cancelled endorsed>cancelled approved>cancelled sourcing>cancelled"
    ),
    "rfqs": (
        "published>opening opening>opened opened>awarded awarded>opened opened>failed "
        "published>cancelled opened>cancelled"
    ),
    "awards": "proposed>signed proposed>sent_back signed>lapsed",
    "purchase_orders": (
        "prepared>issued prepared>sent_back issued>accepted issued>declined issued>expired "
        "expired>issued issued>cancelled accepted>cancelled expired>cancelled"
    ),
}
"""Every step a status may take; a house test compares them with the workflows in the code."""

CONTEXT = """
CREATE SCHEMA sec;
CREATE TABLE sec.context_keys (id int PRIMARY KEY, inner_key bytea NOT NULL, outer_key bytea NOT NULL);
CREATE TABLE sec.allowed_moves (
    table_name text, before text, after text, PRIMARY KEY (table_name, before, after)
);

CREATE FUNCTION sec.context() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$
DECLARE
    given text := current_setting('app.context', true);
    parts text[];
    payload bytea;
BEGIN
    IF given IS NULL OR given = '' THEN RETURN NULL; END IF;
    parts := string_to_array(given, '|');
    payload := convert_to(left(given, length(given) - length(parts[8]) - 1), 'UTF8');
    IF coalesce(array_length(parts, 1), 0) <> 8 OR NOT EXISTS (
        SELECT 1 FROM sec.context_keys k
        WHERE encode(sha256(k.outer_key || sha256(k.inner_key || payload)), 'hex') = parts[8]
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the context is not signed by us';
    END IF;
    IF parts[7]::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the context is too old';
    END IF;
    RETURN parts;
END $$;

CREATE FUNCTION sec.person() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$ SELECT nullif((sec.context())[1], '')::uuid $$;
CREATE FUNCTION sec.region() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$ SELECT nullif((sec.context())[2], '')::uuid $$;
CREATE FUNCTION sec.supplier() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$ SELECT nullif((sec.context())[5], '')::uuid $$;
CREATE FUNCTION sec.roles() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$
    SELECT coalesce(string_to_array((sec.context())[6], ','), '{}')
$$;
CREATE FUNCTION sec.is_web() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$
    SELECT pg_has_role(session_user, 'tenong_web', 'MEMBER')
$$;
"""

TRAIL = """
CREATE FUNCTION sec.netstring(words text) RETURNS bytea LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT convert_to(octet_length(convert_to(words, 'UTF8')) || ':' || words || ',', 'UTF8')
$$;

CREATE FUNCTION sec.chain_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE
    who text[] := sec.context();
    zero bytea := decode(repeat('00', 32), 'hex');
BEGIN
    IF who IS NULL THEN
        IF sec.is_web() THEN
            RAISE insufficient_privilege USING MESSAGE = 'nobody acts here';
        END IF;
        NEW.actor_id := '00000000-0000-0000-0000-000000000000';
        NEW.actor_roles := 'system';
    ELSE
        NEW.actor_id := who[1]::uuid;
        NEW.actor_roles := who[6];
        IF who[6] = '' AND NEW.action NOT LIKE 'account.%' THEN
            RAISE insufficient_privilege USING MESSAGE = 'strangers do no deeds';
        END IF;
        IF who[6] <> '' AND NEW.region_id IS DISTINCT FROM nullif(who[2], '')::uuid THEN
            RAISE insufficient_privilege USING MESSAGE = 'another region';
        END IF;
    END IF;
    NEW.actor_name := coalesce((SELECT name FROM people WHERE id = NEW.actor_id), 'Tenong');
    NEW.at := clock_timestamp();
    INSERT INTO audit_heads AS head (chain, region_id, length, hash, at)
        VALUES (NEW.chain, NEW.region_id, 1, zero, NEW.at)
        ON CONFLICT (chain) DO UPDATE SET length = head.length + 1, at = NEW.at
        RETURNING length, hash INTO NEW.position, NEW.previous_hash;
    NEW.hash := sha256(
        NEW.previous_hash
        || sec.netstring(coalesce(NEW.region_id::text, '')) || sec.netstring(NEW.chain::text)
        || sec.netstring(NEW.position::text) || sec.netstring(NEW.action)
        || sec.netstring(NEW.subject_kind) || sec.netstring(NEW.subject_id::text)
        || sec.netstring(NEW.before) || sec.netstring(NEW.after) || sec.netstring(NEW.reason)
        || sec.netstring(NEW.facts) || sec.netstring(array_to_string(NEW.laws, ','))
        || sec.netstring(NEW.actor_id::text) || sec.netstring(NEW.actor_name)
        || sec.netstring(NEW.actor_roles)
        || sec.netstring(to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    );
    UPDATE audit_heads SET hash = NEW.hash WHERE chain = NEW.chain;
    RETURN NEW;
END $$;
CREATE TRIGGER chain_entry BEFORE INSERT ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION sec.chain_entry();

CREATE FUNCTION sec.keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = format('rows of %s are kept as they are', TG_TABLE_NAME);
END $$;
"""

NUMBERS = """
CREATE FUNCTION next_number(agency uuid, document text, in_year int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE given int;
BEGIN
    IF sec.is_web() AND NOT EXISTS (
        SELECT 1 FROM agencies a WHERE a.id = agency AND a.region_id = sec.region()
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'another region';
    END IF;
    INSERT INTO counters AS c (agency_id, kind, year, last) VALUES (agency, document, in_year, 1)
        ON CONFLICT (agency_id, kind, year) DO UPDATE SET last = c.last + 1
        RETURNING last INTO given;
    RETURN given;
END $$;
"""

LEDGER = """
CREATE FUNCTION move_budget(line uuid, purchase uuid, wanted text, rupiah bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE
    b budget_lines%ROWTYPE;
    h budget_holds%ROWTYPE;
    stands text;
    who uuid := coalesce(sec.person(), '00000000-0000-0000-0000-000000000000');
BEGIN
    SELECT * INTO b FROM budget_lines WHERE id = line FOR NO KEY UPDATE;
    SELECT status INTO stands FROM purchase_requests p WHERE p.id = purchase AND p.region_id = b.region_id;
    IF b.id IS NULL OR stands IS NULL OR (sec.is_web() AND b.region_id IS DISTINCT FROM sec.region()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such budget line or purchase in this region';
    END IF;
    IF (wanted, stands) NOT IN (
        ('reserve', 'submitted'), ('reserve', 'sourcing'), ('commit', 'ordered'),
        ('release', 'draft'), ('release', 'cancelled'), ('release', 'sourcing')
    ) THEN
        RAISE check_violation USING MESSAGE = format('%s is not for a purchase that is %s', wanted, stands);
    END IF;
    INSERT INTO budget_holds (purchase_id, region_id, budget_line_id, reserved, committed)
        VALUES (purchase, b.region_id, line, 0, 0) ON CONFLICT (purchase_id) DO NOTHING;
    SELECT * INTO h FROM budget_holds WHERE purchase_id = purchase FOR UPDATE;
    IF h.budget_line_id <> line AND h.reserved + h.committed > 0 THEN
        RAISE check_violation USING MESSAGE = 'the purchase holds money of another budget line';
    END IF;
    IF wanted = 'reserve' THEN
        IF rupiah <= 0 OR h.reserved + h.committed > 0 THEN
            RAISE check_violation USING MESSAGE = 'nothing to reserve, or reserved already';
        END IF;
        IF rupiah > b.ceiling - b.reserved - b.committed THEN
            RETURN b.ceiling - b.reserved - b.committed;
        END IF;
        UPDATE budget_lines SET reserved = reserved + rupiah WHERE id = line;
        UPDATE budget_holds SET budget_line_id = line, reserved = rupiah WHERE purchase_id = purchase;
    ELSIF wanted = 'commit' THEN
        IF rupiah <= 0 OR h.reserved < rupiah THEN RETURN h.reserved; END IF;
        UPDATE budget_lines SET reserved = reserved - h.reserved, committed = committed + rupiah
            WHERE id = line;
        UPDATE budget_holds SET reserved = 0, committed = rupiah WHERE purchase_id = purchase;
        IF h.reserved > rupiah THEN
            INSERT INTO budget_entries (id, region_id, budget_line_id, purchase_id, kind, amount, actor_id, at)
                VALUES (gen_random_uuid(), b.region_id, line, purchase, 'release', h.reserved - rupiah, who,
                        clock_timestamp());
        END IF;
    ELSE
        rupiah := h.reserved + h.committed;
        IF rupiah = 0 THEN RETURN NULL; END IF;
        UPDATE budget_lines SET reserved = reserved - h.reserved, committed = committed - h.committed
            WHERE id = line;
        UPDATE budget_holds SET reserved = 0, committed = 0 WHERE purchase_id = purchase;
    END IF;
    INSERT INTO budget_entries (id, region_id, budget_line_id, purchase_id, kind, amount, actor_id, at)
        VALUES (gen_random_uuid(), b.region_id, line, purchase, wanted, rupiah, who, clock_timestamp());
    RETURN NULL;
END $$;
"""

SEALS = """
CREATE FUNCTION take_sealing_key(for_rfq uuid) RETURNS bytea LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
    UPDATE sealing_keys SET rfq_id = for_rfq WHERE public_key = (
        SELECT public_key FROM sealing_keys WHERE rfq_id IS NULL
        ORDER BY made_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING public_key
$$;

CREATE FUNCTION sec.receive_quote() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE r rfqs%ROWTYPE;
BEGIN
    SELECT * INTO r FROM rfqs WHERE id = NEW.rfq_id FOR SHARE;
    NEW.received_at := clock_timestamp();
    NEW.quote_hash := sha256(NEW.sealed);
    NEW.region_id := r.region_id;
    IF sec.is_web() THEN
        NEW.supplier_id := sec.supplier();
        NEW.submitted_by_id := sec.person();
    END IF;
    IF r.id IS NULL OR r.status <> 'published' OR NEW.received_at >= r.closes_at THEN
        RAISE check_violation USING CONSTRAINT = 'quotes_are_closed', MESSAGE = 'quotes are closed';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM invitations i WHERE i.rfq_id = NEW.rfq_id AND i.supplier_id = NEW.supplier_id
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not invited';
    END IF;
    SELECT coalesce(max(q.round), 0) + 1 INTO NEW.round FROM sealed_quotes q
        WHERE q.rfq_id = NEW.rfq_id AND q.supplier_id = NEW.supplier_id;
    RETURN NEW;
END $$;
CREATE TRIGGER receive_quote BEFORE INSERT ON sealed_quotes
    FOR EACH ROW EXECUTE FUNCTION sec.receive_quote();

CREATE FUNCTION sec.keep_deadline() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.closes_at < OLD.closes_at THEN
        RAISE check_violation USING MESSAGE = 'a deadline only moves later';
    END IF;
    IF NEW.closes_at <> OLD.closes_at AND OLD.status <> 'published' THEN
        RAISE check_violation USING MESSAGE = 'the deadline is over';
    END IF;
    IF NEW.status = 'opening' AND OLD.status <> 'opening' AND clock_timestamp() < OLD.closes_at THEN
        RAISE check_violation USING CONSTRAINT = 'opened_after_closing', MESSAGE = 'not before the deadline';
    END IF;
    IF NEW.status = 'opened' AND OLD.status = 'opening' AND sec.is_web() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the keeper unseals';
    END IF;
    IF NEW.sealing_key <> OLD.sealing_key THEN
        RAISE check_violation USING MESSAGE = 'the sealing key stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_deadline BEFORE UPDATE ON rfqs
    FOR EACH ROW EXECUTE FUNCTION sec.keep_deadline();
"""

STEPS = """
CREATE FUNCTION sec.check_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM sec.allowed_moves m
        WHERE m.table_name = TG_TABLE_NAME AND m.before = OLD.status AND m.after = NEW.status
    ) THEN
        RAISE check_violation USING MESSAGE = format(
            '%s may not go from %s to %s', TG_TABLE_NAME, OLD.status, NEW.status);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sec.freeze_request() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.status <> 'draft' AND (
        OLD.budget_line_id, OLD.purpose, OLD.needed_on, OLD.estimate, OLD.requester_id, OLD.unit_id,
        OLD.category_code, OLD.delivery_address, OLD.head_count
    ) IS DISTINCT FROM (
        NEW.budget_line_id, NEW.purpose, NEW.needed_on, NEW.estimate, NEW.requester_id, NEW.unit_id,
        NEW.category_code, NEW.delivery_address, NEW.head_count
    ) THEN
        RAISE check_violation USING MESSAGE = 'a submitted request is frozen';
    END IF;
    IF OLD.status NOT IN ('draft', 'submitted', 'endorsed')
        AND OLD.own_estimate IS DISTINCT FROM NEW.own_estimate THEN
        RAISE check_violation USING MESSAGE = 'an approved estimate is frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER freeze_request BEFORE UPDATE ON purchase_requests
    FOR EACH ROW EXECUTE FUNCTION sec.freeze_request();

CREATE FUNCTION sec.freeze_lines() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE stands text;
BEGIN
    SELECT status INTO stands FROM purchase_requests
        WHERE id = coalesce(OLD.purchase_request_id, NEW.purchase_request_id);
    IF stands = 'draft' THEN RETURN coalesce(NEW, OLD); END IF;
    IF TG_OP = 'UPDATE' AND stands IN ('submitted', 'endorsed') AND (
        OLD.name, OLD.specification, OLD.quantity, OLD.unit, OLD.price, OLD.category_code
    ) IS NOT DISTINCT FROM (
        NEW.name, NEW.specification, NEW.quantity, NEW.unit, NEW.price, NEW.category_code
    ) THEN
        RETURN NEW;
    END IF;
    RAISE check_violation USING MESSAGE = 'the lines of a submitted request are frozen';
END $$;
CREATE TRIGGER freeze_lines BEFORE INSERT OR UPDATE OR DELETE ON purchase_request_lines
    FOR EACH ROW EXECUTE FUNCTION sec.freeze_lines();

CREATE FUNCTION sec.freeze_order() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.pdf_sha256 IS NOT NULL AND (
        OLD.pdf_sha256, OLD.number, OLD.total, OLD.short_code, OLD.supplier_id, OLD.title
    ) IS DISTINCT FROM (
        NEW.pdf_sha256, NEW.number, NEW.total, NEW.short_code, NEW.supplier_id, NEW.title
    ) THEN
        RAISE check_violation USING MESSAGE = 'an issued order is frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER freeze_order BEFORE UPDATE ON purchase_orders
    FOR EACH ROW EXECUTE FUNCTION sec.freeze_order();
"""

VIEWS = """
CREATE VIEW public_requests WITH (security_barrier) AS
    SELECT r.id, r.region_id, r.number, r.title, r.status, r.own_estimate, r.published_at, r.closes_at,
           a.name AS agency, p.category_code, p.needed_on, p.window_from, p.window_until,
           p.delivery_regency_code, p.head_count
    FROM rfqs r JOIN agencies a ON a.id = r.agency_id
    JOIN purchase_requests p ON p.id = r.purchase_request_id;

CREATE VIEW public_request_lines WITH (security_barrier) AS
    SELECT r.id AS rfq_id, l.position, l.name, l.specification, l.quantity, l.unit
    FROM rfqs r JOIN purchase_request_lines l ON l.purchase_request_id = r.purchase_request_id;

CREATE VIEW public_orders WITH (security_barrier) AS
    SELECT o.short_code, o.region_id, o.number, o.title, o.status, o.is_practice, o.total, o.issued_at,
           o.pdf_sha256, a.name AS agency, s.name AS supplier, s.scale, s.regency_name,
           p.purpose, w.method
    FROM purchase_orders o JOIN agencies a ON a.id = o.agency_id
    JOIN suppliers s ON s.id = o.supplier_id
    JOIN purchase_requests p ON p.id = o.purchase_request_id
    JOIN awards w ON w.id = o.award_id
    WHERE o.issued_at IS NOT NULL;
"""

RULES = """
CREATE POLICY own_or_closed ON sealed_quotes FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (
        supplier_id = (SELECT sec.supplier()) OR ((SELECT sec.supplier()) IS NULL AND EXISTS (
            SELECT 1 FROM rfqs r WHERE r.id = rfq_id AND r.closes_at <= clock_timestamp())))
);
CREATE POLICY own ON sealed_quotes FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
);
CREATE POLICY own_or_agency ON quotes FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region())
    AND ((SELECT sec.supplier()) IS NULL OR supplier_id = (SELECT sec.supplier()))
);
CREATE POLICY of_quote ON quote_lines FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND EXISTS (SELECT 1 FROM quotes q WHERE q.id = quote_id)
);
CREATE POLICY who_must_know ON supplier_identities FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (
        supplier_id = (SELECT sec.supplier()) OR (SELECT sec.roles()) &&
        ARRAY['commitment_officer', 'treasurer', 'registry_officer', 'auditor'])
);
CREATE POLICY of_region ON audit_entries FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (
        subject_kind <> 'quote' OR actor_id = (SELECT sec.person()) OR EXISTS (
            SELECT 1 FROM rfqs r WHERE r.id = chain AND r.closes_at <= clock_timestamp()))
);
CREATE POLICY own ON done_deeds TO tenong_web USING (person_id = (SELECT sec.person()))
    WITH CHECK (person_id = (SELECT sec.person()));
CREATE POLICY own ON messages FOR SELECT TO tenong_web USING (person_id = (SELECT sec.person()));
CREATE POLICY own_read ON messages FOR UPDATE TO tenong_web
    USING (person_id = (SELECT sec.person()));
CREATE POLICY anyone_tells ON messages FOR INSERT TO tenong_web WITH CHECK (true);
CREATE POLICY anyone_adds ON audit_entries FOR INSERT TO tenong_web WITH CHECK (true);
"""

NEVER_OWN = (
    "id, region_id, chain, action, subject_kind, subject_id, before, after, reason, facts, laws"
)
QUOTE_RECEIPT = "id, region_id, rfq_id, supplier_id, submitted_by_id, round, is_withdrawal, quote_hash, received_at"


def upgrade() -> None:
    for part in (CONTEXT, TRAIL, NUMBERS, LEDGER, SEALS, STEPS, VIEWS):
        op.execute(part)
    _moves()
    _kept_rows()
    _grants()
    _row_security()


def _moves() -> None:
    for table, steps in MOVES.items():
        for step in steps.split():
            before, after = step.split(">")
            op.execute(f"INSERT INTO sec.allowed_moves VALUES ('{table}', '{before}', '{after}')")
        op.execute(
            f"CREATE TRIGGER check_step BEFORE UPDATE OF status ON {table} FOR EACH ROW "
            "WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION sec.check_step()"
        )


def _kept_rows() -> None:
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sec.keep()"
        )
        op.execute(
            f"CREATE TRIGGER keep_table BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sec.keep()"
        )


def _grants() -> None:
    both = "tenong_web, tenong_keeper"
    op.execute(f"GRANT USAGE ON SCHEMA public, sec TO {both}, tenong_auditor")
    # Only our own functions: an operator's extensions in schema public are none of our business.
    ours = "next_number, move_budget, take_sealing_key"
    op.execute(f"REVOKE EXECUTE ON FUNCTION {ours} FROM PUBLIC")
    op.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA sec FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {ours} TO {both}")
    op.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA sec TO {both}")
    op.execute(f"GRANT SELECT ON {', '.join(READ)} TO {both}")
    op.execute(f"GRANT SELECT ON public_requests, public_request_lines, public_orders TO {both}")
    op.execute(f"GRANT INSERT ON {', '.join(INSERT)} TO {both}")
    op.execute(f"GRANT UPDATE ON {', '.join(UPDATE)} TO {both}")
    op.execute(f"GRANT DELETE ON {', '.join(DELETE)} TO {both}")
    op.execute(f"GRANT INSERT ({NEVER_OWN}) ON audit_entries TO {both}")
    op.execute(f"GRANT SELECT ({QUOTE_RECEIPT}) ON sealed_quotes TO {both}")
    op.execute(
        "GRANT INSERT (id, region_id, rfq_id, supplier_id, submitted_by_id, is_withdrawal, sealed, "
        f"wrapped_key) ON sealed_quotes TO {both}"
    )
    op.execute("GRANT SELECT (sealed, wrapped_key) ON sealed_quotes TO tenong_keeper")
    op.execute("GRANT SELECT, INSERT, UPDATE ON sealing_keys TO tenong_keeper")
    op.execute("GRANT INSERT ON quotes, quote_lines TO tenong_keeper")
    op.execute("GRANT SELECT ON audit_heads TO tenong_keeper, tenong_auditor")
    op.execute(f"GRANT SELECT ON {', '.join(READ)} TO tenong_auditor")
    op.execute("REVOKE SELECT ON people, sign_ins, supplier_identities FROM tenong_auditor")


def _row_security() -> None:
    for table in GUARDED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true)"
        )
        op.execute(f"CREATE POLICY auditor ON {table} FOR SELECT TO tenong_auditor USING (true)")
    for table in BY_REGION:
        op.execute(
            f"CREATE POLICY of_region ON {table} TO tenong_web "
            "USING (region_id = (SELECT sec.region())) "
            "WITH CHECK (region_id = (SELECT sec.region()))"
        )
    op.execute(RULES)


def downgrade() -> None:
    op.execute("DROP VIEW public_orders, public_request_lines, public_requests")
    for table in GUARDED:
        op.execute(
            f"DO $$ DECLARE p record; BEGIN FOR p IN SELECT policyname FROM pg_policies "
            f"WHERE tablename = '{table}' LOOP EXECUTE format('DROP POLICY %I ON {table}', p.policyname); "
            "END LOOP; END $$"
        )
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER keep_rows ON {table}")
        op.execute(f"DROP TRIGGER keep_table ON {table}")
    for table in MOVES:
        op.execute(f"DROP TRIGGER check_step ON {table}")
    op.execute(
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM tenong_web, tenong_keeper, tenong_auditor"
    )
    op.execute("DROP TRIGGER chain_entry ON audit_entries")
    op.execute("DROP TRIGGER receive_quote ON sealed_quotes")
    op.execute("DROP TRIGGER keep_deadline ON rfqs")
    op.execute("DROP TRIGGER freeze_request ON purchase_requests")
    op.execute("DROP TRIGGER freeze_lines ON purchase_request_lines")
    op.execute("DROP TRIGGER freeze_order ON purchase_orders")
    op.execute("DROP FUNCTION next_number, move_budget, take_sealing_key")
    op.execute("DROP SCHEMA sec CASCADE")
