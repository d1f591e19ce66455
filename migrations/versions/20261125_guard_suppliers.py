"""Let the database guard who may sell, where money goes, and what was decided about a supplier.

Only a registry officer makes a supplier active, and never one of its own people. An account is
used after two officers looked at it, neither of them the proposer, and after the cooling time.
"""

from alembic import op

revision = "0011_supplier_guards"
down_revision = "0010_vetting"
branch_labels = None
depends_on = None

MOVES = {
    "suppliers": (
        "pending>active pending>returned pending>refused active>suspended active>debarred "
        "suspended>debarred suspended>active debarred>active"
    ),
    "supplier_documents": (
        "waiting>accepted waiting>returned accepted>returned waiting>replaced accepted>replaced "
        "returned>replaced"
    ),
    "supplier_bank_accounts": (
        "proposed>checked checked>active active>replaced proposed>refused checked>refused"
    ),
}

HELPERS = """
CREATE FUNCTION sec.belongs_to(supplier uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
    SELECT coalesce(sec.supplier() = supplier, false) OR EXISTS (
        SELECT 1 FROM appointments a WHERE a.person_id = sec.person() AND a.supplier_id = supplier)
$$;

CREATE FUNCTION sec.must_be_officer(supplier uuid, region uuid) RETURNS void LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT 'registry_officer' = ANY (sec.roles()) OR region IS DISTINCT FROM sec.region() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only a registry officer of the region decides this';
    END IF;
    IF sec.belongs_to(supplier) THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody decides about a supplier of their own';
    END IF;
END $$;

CREATE FUNCTION sec.rule_figure(wanted text, name text, region uuid) RETURNS int LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, sec, pg_catalog, pg_temp AS $$
    SELECT (v.parameters ->> name)::int FROM regulation_versions v
    WHERE v.code = wanted AND (v.region_id = region OR v.region_id IS NULL)
        AND v.valid_from <= current_date AND (v.valid_until IS NULL OR v.valid_until >= current_date)
    ORDER BY v.region_id NULLS LAST, v.valid_from DESC LIMIT 1
$$;
"""

SUPPLIERS = """
CREATE FUNCTION sec.guard_verification() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() THEN
        IF TG_OP = 'INSERT' THEN
            IF NEW.status <> 'draft' THEN
                RAISE insufficient_privilege USING MESSAGE = 'a registration begins as a draft';
            END IF;
        ELSIF NEW.status IN ('active', 'returned', 'refused', 'suspended', 'debarred') THEN
            PERFORM sec.must_be_officer(NEW.id, NEW.region_id);
        END IF;
    ELSIF TG_OP = 'UPDATE' AND NEW.status = 'active' AND OLD.status = 'pending'
        AND pg_has_role(session_user, 'tenong_keeper', 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the clock accepts nobody';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_new_verification BEFORE INSERT ON suppliers
    FOR EACH ROW EXECUTE FUNCTION sec.guard_verification();
CREATE TRIGGER guard_verification BEFORE UPDATE OF status ON suppliers FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION sec.guard_verification();

CREATE FUNCTION sec.supplier_must_be_active() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() THEN
        PERFORM 1 FROM suppliers s WHERE s.id = NEW.supplier_id AND s.status = 'active' FOR SHARE;
        IF NOT FOUND THEN
            RAISE check_violation USING CONSTRAINT = 'supplier_is_active',
                MESSAGE = 'the supplier is not active';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER supplier_must_be_active BEFORE INSERT ON awards
    FOR EACH ROW EXECUTE FUNCTION sec.supplier_must_be_active();
CREATE TRIGGER supplier_must_be_active BEFORE INSERT ON invitations
    FOR EACH ROW EXECUTE FUNCTION sec.supplier_must_be_active();
CREATE TRIGGER supplier_must_be_active BEFORE UPDATE OF status ON purchase_orders FOR EACH ROW
    WHEN (OLD.status = 'prepared' AND NEW.status = 'issued')
    EXECUTE FUNCTION sec.supplier_must_be_active();

CREATE FUNCTION shared_marks(ids uuid[]) RETURNS TABLE (supplier_id uuid, other_id uuid, kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT a.supplier_id, b.supplier_id, a.kind::text
        FROM supplier_fingerprints a JOIN supplier_fingerprints b
            ON b.region_id = a.region_id AND b.kind = a.kind AND b.digest = a.digest
            AND b.supplier_id <> a.supplier_id
        WHERE a.supplier_id = ANY (ids) AND (
            NOT sec.is_web() OR (
                a.region_id = sec.region() AND sec.supplier() IS NULL AND sec.roles() <> '{}'));
END $$;
"""

PAPERS = """
CREATE FUNCTION sec.guard_paper() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.is_web() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'waiting' OR NEW.checked_by_id IS NOT NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'a new paper waits for a look';
        END IF;
    ELSIF NEW.status IN ('accepted', 'returned') THEN
        PERFORM sec.must_be_officer(NEW.supplier_id, NEW.region_id);
        IF NEW.checked_by_id IS DISTINCT FROM sec.person() THEN
            RAISE insufficient_privilege USING MESSAGE = 'who looked at the paper is who says so';
        END IF;
    ELSIF NEW.status <> OLD.status AND NEW.supplier_id IS DISTINCT FROM sec.supplier() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the supplier replaces its papers';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_paper BEFORE INSERT OR UPDATE ON supplier_documents
    FOR EACH ROW EXECUTE FUNCTION sec.guard_paper();
"""

ACCOUNTS = """
CREATE FUNCTION sec.guard_new_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() AND (
        NEW.status <> 'proposed' OR NEW.first_checked_by_id IS NOT NULL
        OR NEW.second_checked_by_id IS NOT NULL OR NEW.usable_from IS NOT NULL
        OR NEW.proposed_by_id IS DISTINCT FROM sec.person()
        OR NEW.supplier_id IS DISTINCT FROM sec.supplier()
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'an account is proposed by its supplier and used later';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_new_account BEFORE INSERT ON supplier_bank_accounts
    FOR EACH ROW EXECUTE FUNCTION sec.guard_new_account();

CREATE FUNCTION sec.guard_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE
    me uuid := sec.person();
    waits int;
BEGIN
    IF sec.is_web() AND (OLD.bank_code, OLD.account, OLD.holder, OLD.supplier_id, OLD.proposed_by_id)
        IS DISTINCT FROM
       (NEW.bank_code, NEW.account, NEW.holder, NEW.supplier_id, NEW.proposed_by_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'an account is not changed: another one is proposed';
    END IF;
    IF sec.is_web() AND NEW.first_checked_by_id IS DISTINCT FROM OLD.first_checked_by_id AND (
        OLD.first_checked_by_id IS NOT NULL OR NEW.first_checked_by_id <> me
        OR NEW.status <> 'checked'
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'who looked first is who says so, once';
    END IF;
    IF sec.is_web() AND (
        NEW.second_checked_by_id IS DISTINCT FROM OLD.second_checked_by_id
        OR NEW.usable_from IS DISTINCT FROM OLD.usable_from
    ) THEN
        PERFORM sec.must_be_officer(NEW.supplier_id, NEW.region_id);
        IF OLD.second_checked_by_id IS NOT NULL OR NEW.second_checked_by_id <> me
            OR OLD.first_checked_by_id IS NULL OR NEW.usable_from IS NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'who looked second is who says so, once';
        END IF;
        SELECT sec.rule_figure('bank-change-cooling', 'hours', NEW.region_id) INTO waits;
        IF EXISTS (
            SELECT 1 FROM supplier_bank_accounts b
            WHERE b.supplier_id = NEW.supplier_id AND b.id <> NEW.id AND b.status IN ('active', 'replaced')
        ) AND NEW.usable_from < clock_timestamp() - interval '1 minute' + make_interval(hours => coalesce(waits, 0)) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a changed account waits its cooling time';
        END IF;
    END IF;
    IF NEW.status <> OLD.status AND NEW.status IN ('checked', 'active') THEN
        IF sec.is_web() THEN PERFORM sec.must_be_officer(NEW.supplier_id, NEW.region_id); END IF;
        IF NEW.first_checked_by_id IS NULL OR (NEW.status = 'active' AND (
            NEW.second_checked_by_id IS NULL OR NEW.usable_from IS NULL
            OR NEW.usable_from > clock_timestamp() + interval '1 second')) THEN
            RAISE check_violation USING MESSAGE = 'two officers look at an account, and it waits its time';
        END IF;
    END IF;
    IF NEW.status <> OLD.status AND NEW.status = 'replaced' AND sec.is_web() THEN
        PERFORM sec.must_be_officer(NEW.supplier_id, NEW.region_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_account BEFORE UPDATE ON supplier_bank_accounts
    FOR EACH ROW EXECUTE FUNCTION sec.guard_account();
"""

DECISIONS = """
CREATE FUNCTION sec.guard_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() THEN PERFORM sec.must_be_officer(NEW.supplier_id, NEW.region_id); END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_decision BEFORE INSERT ON supplier_sanctions
    FOR EACH ROW EXECUTE FUNCTION sec.guard_decision();
CREATE TRIGGER guard_decision BEFORE INSERT ON blacklist_checks
    FOR EACH ROW EXECUTE FUNCTION sec.guard_decision();
CREATE TRIGGER guard_decision BEFORE INSERT ON cluster_decisions
    FOR EACH ROW EXECUTE FUNCTION sec.guard_decision();
CREATE TRIGGER guard_decision BEFORE INSERT OR UPDATE ON supplier_remarks
    FOR EACH ROW EXECUTE FUNCTION sec.guard_decision();

CREATE FUNCTION sec.guard_sanction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.is_web() THEN RETURN NEW; END IF;
    IF (OLD.reply, OLD.replied_at, OLD.replied_by_id) IS DISTINCT FROM
        (NEW.reply, NEW.replied_at, NEW.replied_by_id) AND (
        OLD.replied_at IS NOT NULL OR NEW.supplier_id IS DISTINCT FROM sec.supplier()
        OR NEW.replied_by_id IS DISTINCT FROM sec.person()
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the supplier answers once';
    END IF;
    IF (OLD.ended_at, OLD.end_reason) IS DISTINCT FROM (NEW.ended_at, NEW.end_reason) THEN
        PERFORM sec.must_be_officer(NEW.supplier_id, NEW.region_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_sanction BEFORE UPDATE ON supplier_sanctions
    FOR EACH ROW EXECUTE FUNCTION sec.guard_sanction();
"""

GUARDED = (
    "supplier_documents",
    "supplier_remarks",
    "supplier_sanctions",
    "blacklist_checks",
    "cluster_decisions",
    "interests",
)
KEPT = ("blacklist_checks", "cluster_decisions")

OWN_OR_STAFF = """
    region_id = (SELECT sec.region())
    AND (supplier_id = (SELECT sec.supplier()) OR (SELECT sec.supplier()) IS NULL)
"""
STAFF = "region_id = (SELECT sec.region()) AND (SELECT sec.supplier()) IS NULL"
OWN = "region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())"
HERE = "region_id = (SELECT sec.region())"
MONEY = """
    region_id = (SELECT sec.region()) AND (
        supplier_id = (SELECT sec.supplier()) OR (SELECT sec.roles()) &&
        ARRAY['commitment_officer', 'treasurer', 'registry_officer', 'auditor'])
"""
RULES = f"""
CREATE POLICY seen ON supplier_documents FOR SELECT TO tenong_web USING ({OWN_OR_STAFF});
CREATE POLICY sent ON supplier_documents FOR INSERT TO tenong_web WITH CHECK ({OWN});
CREATE POLICY moved ON supplier_documents FOR UPDATE TO tenong_web USING ({OWN_OR_STAFF});
CREATE POLICY moved ON supplier_bank_accounts FOR UPDATE TO tenong_web USING ({MONEY});
CREATE POLICY seen ON supplier_remarks FOR SELECT TO tenong_web USING ({OWN_OR_STAFF});
CREATE POLICY written ON supplier_remarks FOR INSERT TO tenong_web WITH CHECK ({STAFF});
CREATE POLICY settled ON supplier_remarks FOR UPDATE TO tenong_web USING ({STAFF});
CREATE POLICY seen ON supplier_sanctions FOR SELECT TO tenong_web USING ({OWN_OR_STAFF});
CREATE POLICY decided ON supplier_sanctions FOR INSERT TO tenong_web WITH CHECK ({STAFF});
CREATE POLICY moved ON supplier_sanctions FOR UPDATE TO tenong_web USING ({OWN_OR_STAFF});
CREATE POLICY seen ON blacklist_checks FOR SELECT TO tenong_web USING ({STAFF});
CREATE POLICY recorded ON blacklist_checks FOR INSERT TO tenong_web
    WITH CHECK ({STAFF} AND checked_by_id = (SELECT sec.person()));
CREATE POLICY seen ON cluster_decisions FOR SELECT TO tenong_web USING ({STAFF});
CREATE POLICY decided ON cluster_decisions FOR INSERT TO tenong_web
    WITH CHECK ({STAFF} AND decided_by_id = (SELECT sec.person()));
CREATE POLICY seen ON interests FOR SELECT TO tenong_web USING ({STAFF});
CREATE POLICY declared ON interests FOR INSERT TO tenong_web
    WITH CHECK ({STAFF} AND person_id = (SELECT sec.person()));
CREATE POLICY ended ON interests FOR UPDATE TO tenong_web
    USING ({STAFF} AND person_id = (SELECT sec.person()));
"""

READ = (
    "document_requirements, supplier_documents, supplier_remarks, supplier_sanctions, "
    "blacklist_checks, "
    "cluster_decisions, interests"
)
INSERT = (
    "supplier_documents, supplier_remarks, "
    "supplier_sanctions, blacklist_checks, cluster_decisions, interests"
)
UPDATE = {
    "suppliers": "verified_at",
    "supplier_documents": "status, checked_by_id, checked_at, reason",
    "supplier_bank_accounts": (
        "status, first_checked_by_id, first_checked_at, second_checked_by_id, second_checked_at, "
        "usable_from, reason"
    ),
    "supplier_remarks": "is_open",
    "supplier_sanctions": "reply, replied_by_id, replied_at, ended_at, end_reason",
    "interests": "ends_on",
}


def upgrade() -> None:
    for part in (HELPERS, SUPPLIERS, PAPERS, ACCOUNTS, DECISIONS):
        op.execute(part)
    _moves()
    both = "tenong_web, tenong_keeper"
    op.execute("REVOKE EXECUTE ON FUNCTION shared_marks FROM PUBLIC")
    op.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA sec FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION shared_marks TO {both}")
    op.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA sec TO {both}")
    op.execute(f"GRANT SELECT ON {READ} TO {both}, tenong_auditor")
    op.execute(f"GRANT INSERT ON {INSERT} TO {both}")
    op.execute("GRANT SELECT, INSERT ON expiry_notices TO tenong_keeper")
    for table, columns in UPDATE.items():
        op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {both}")
    for table in GUARDED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true)"
        )
        op.execute(f"CREATE POLICY auditor ON {table} FOR SELECT TO tenong_auditor USING (true)")
    op.execute(RULES)
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sec.keep()"
        )


def _moves() -> None:
    for table, steps in MOVES.items():
        for step in steps.split():
            before, after = step.split(">")
            op.execute(
                f"INSERT INTO sec.allowed_moves VALUES ('{table}', '{before}', '{after}') "
                "ON CONFLICT DO NOTHING"
            )
        op.execute(
            f"CREATE OR REPLACE TRIGGER check_step BEFORE UPDATE OF status ON {table} FOR EACH ROW "
            "WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION sec.check_step()"
        )


def downgrade() -> None:
    for table in KEPT:
        op.execute(f"DROP TRIGGER keep_rows ON {table}")
    for table in GUARDED:
        op.execute(
            f"DO $$ DECLARE p record; BEGIN FOR p IN SELECT policyname FROM pg_policies "
            f"WHERE tablename = '{table}' LOOP EXECUTE format('DROP POLICY %I ON {table}', p.policyname); "
            "END LOOP; END $$"
        )
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    for table, columns in UPDATE.items():
        op.execute(f"REVOKE UPDATE ({columns}) ON {table} FROM tenong_web, tenong_keeper")
    op.execute(
        f"REVOKE ALL ON {READ}, expiry_notices FROM tenong_web, tenong_keeper, tenong_auditor"
    )
    op.execute("DROP POLICY moved ON supplier_bank_accounts")
    for table, steps in MOVES.items():
        if table != "suppliers":  # its trigger came with the registration
            op.execute(f"DROP TRIGGER check_step ON {table}")
        for step in steps.split():
            before, after = step.split(">")
            op.execute(
                f"DELETE FROM sec.allowed_moves WHERE table_name = '{table}' "
                f"AND before = '{before}' AND after = '{after}'"
            )
    op.execute("DROP FUNCTION shared_marks")
    for function in (
        "guard_verification",
        "supplier_must_be_active",
        "guard_paper",
        "guard_new_account",
        "guard_account",
        "guard_decision",
        "guard_sanction",
    ):
        op.execute(f"DROP FUNCTION sec.{function} CASCADE")
    op.execute("DROP FUNCTION sec.must_be_officer, sec.belongs_to, sec.rule_figure")
