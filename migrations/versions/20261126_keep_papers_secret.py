"""Keep the numbers of papers secret, a turnover statement for each year, and what else is due.

Nothing has been released yet, so columns that nobody reads any more go at once. What is encrypted
is encrypted with the key of this installation: up and down both need it where there are rows.
"""

from alembic import op
import sqlalchemy as sa

from procure.db.secrets import Encrypted

revision = "0017_own_data"
down_revision = "0016_rechecks"
branch_labels = None
depends_on = None

BOTH = "tenong_web, tenong_keeper"

GUARD = """
CREATE OR REPLACE FUNCTION sec.guard_supplier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() AND NEW.npwp_valid AND NOT OLD.npwp_valid THEN
        PERFORM sec.must_be_officer(NEW.id, NEW.region_id);
    END IF;
    IF NOT sec.is_web() OR 'registry_officer' = ANY (sec.roles()) THEN RETURN NEW; END IF;
    IF NEW.status <> OLD.status AND (NEW.status <> 'pending' OR OLD.id IS DISTINCT FROM sec.supplier()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the registry officer decides on a supplier';
    END IF;
    IF NEW.status = 'pending' AND NEW.confirmed_at IS NULL THEN
        RAISE check_violation USING MESSAGE = 'the owner has not confirmed';
    END IF;
    IF (NEW.region_id, NEW.verified_at, NEW.is_fiction, NEW.slug)
        IS DISTINCT FROM (OLD.region_id, OLD.verified_at, OLD.is_fiction, OLD.slug) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a supplier does not verify itself';
    END IF;
    IF NEW.coach_id IS DISTINCT FROM OLD.coach_id AND {wrong} THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the owner ends the help of a coach';
    END IF;
    IF NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
        AND (OLD.confirmed_at IS NOT NULL OR OLD.id IS DISTINCT FROM sec.supplier()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the owner confirms, and once';
    END IF;
    RETURN NEW;
END $$;
"""
NOT_BY_OWNER = """(
    NEW.coach_id IS NOT NULL OR OLD.id IS DISTINCT FROM sec.supplier()
    OR NOT 'supplier_owner' = ANY (sec.roles()))"""

TAGS = """
CREATE VIEW public_tags WITH (security_barrier) AS
    SELECT p.supplier_id,
        p.is_women_owned AND p.women_consented_at IS NOT NULL AS is_women_owned,
        p.is_disability_owned AND p.disability_consented_at IS NOT NULL AS is_disability_owned
    FROM supplier_profiles p JOIN suppliers s ON s.id = p.supplier_id WHERE s.status = 'active'
"""
"""Of a profile, only what the owner consented to show; the rest stays with owner and officers."""

FILES = """
CREATE VIEW used_uploads AS
    SELECT upload_id FROM supplier_documents WHERE upload_id IS NOT NULL
    UNION ALL SELECT book_upload_id FROM supplier_bank_accounts WHERE book_upload_id IS NOT NULL
    UNION ALL SELECT evidence_upload_id FROM blacklist_checks WHERE evidence_upload_id IS NOT NULL
    UNION ALL SELECT upload_id FROM listing_photos
    UNION ALL SELECT upload_id FROM import_runs
    UNION ALL SELECT (one ->> 'upload_id')::uuid
        FROM listing_revisions r, jsonb_array_elements(r.photos) one;

CREATE VIEW kept_files AS
    SELECT sha256 FROM uploads
    UNION ALL SELECT sha256 FROM renditions
    UNION ALL SELECT pdf_sha256 FROM purchase_orders WHERE pdf_sha256 IS NOT NULL;

CREATE FUNCTION sec.guard_stored_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() OR EXISTS (SELECT 1 FROM kept_files k WHERE k.sha256 = OLD.sha256) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a file that something names is kept';
    END IF;
    RETURN OLD;
END $$;
REVOKE EXECUTE ON FUNCTION sec.guard_stored_file FROM PUBLIC;
DROP TRIGGER keep_rows ON stored_files;
CREATE TRIGGER keep_rows BEFORE UPDATE ON stored_files
    FOR EACH STATEMENT EXECUTE FUNCTION sec.keep();
CREATE TRIGGER keep_named BEFORE DELETE ON stored_files
    FOR EACH ROW EXECUTE FUNCTION sec.guard_stored_file();

GRANT SELECT ON used_uploads, kept_files TO tenong_keeper;
GRANT DELETE ON uploads, renditions, stored_files TO tenong_keeper;
ALTER TABLE upload_refusals ENABLE ROW LEVEL SECURITY;
CREATE POLICY keeper ON upload_refusals TO tenong_keeper USING (true) WITH CHECK (true);
CREATE POLICY own ON upload_refusals TO tenong_web USING (person_id = (SELECT sec.person()))
    WITH CHECK (person_id = (SELECT sec.person()));
GRANT SELECT, INSERT ON upload_refusals TO tenong_web, tenong_keeper;
GRANT DELETE ON upload_refusals TO tenong_keeper;
"""
"""Where a file is used, where its bytes are named: a new table that names one is added here."""

MESSAGES = """
CREATE FUNCTION unread_messages(reader uuid, most int) RETURNS int LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
    SELECT count(*)::int FROM (
        SELECT 1 FROM messages m WHERE m.person_id = reader AND m.read_at IS NULL LIMIT most) AS one
$$;
REVOKE EXECUTE ON FUNCTION unread_messages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unread_messages TO tenong_web, tenong_keeper;
REVOKE UPDATE ON messages, done_deeds FROM tenong_web;
GRANT UPDATE (read_at) ON messages TO tenong_web;
GRANT UPDATE (location) ON done_deeds TO tenong_web;
"""
PERSONAL = ("messages", "done_deeds")
"""Their policies came with the first guards, but nothing enforced them until now."""

OFFICER = """
    region_id = (SELECT sec.region()) AND kind = 'account'
    AND 'registry_officer' = ANY ((SELECT sec.roles())::text[])
"""
RULES = f"""
CREATE POLICY officer_restores ON supplier_fingerprints FOR UPDATE TO tenong_web
    USING ({OFFICER}) WITH CHECK ({OFFICER});
CREATE POLICY own ON blacklist_checks FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
);
CREATE POLICY officer_removes ON supplier_fingerprints FOR DELETE TO tenong_web USING ({OFFICER});
"""
"""Who refuses a changed account puts back the mark of the one before; a look into the national
blacklist that holds payments is known to the supplier whose payments it holds."""


def upgrade() -> None:
    op.execute(RULES)
    op.execute(GUARD.format(wrong=NOT_BY_OWNER))
    op.execute(f"GRANT UPDATE (coach_id) ON suppliers TO {BOTH}")
    _refusals()
    op.execute(FILES)
    op.execute(MESSAGES)
    for table in PERSONAL:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true)"
        )
        op.execute(f"CREATE POLICY auditor ON {table} FOR SELECT TO tenong_auditor USING (true)")
    op.execute(TAGS)
    op.execute(f"GRANT SELECT ON public_tags TO {BOTH}")
    _turn_numbers(sa.String(), Encrypted())
    for column in ("bank_code", "bank_account", "bank_holder"):
        op.drop_column("supplier_identities", column)
    _keep_each_statement()
    # The tax number of a person is the NIK: the card is as personal as the identity card.
    op.execute(
        "UPDATE uploads u SET purpose = 'identity' FROM supplier_documents d "
        "WHERE d.upload_id = u.id AND d.kind = 'npwp' AND u.purpose = 'certificate'"
    )


def _refusals() -> None:
    op.create_table(
        "upload_refusals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_upload_refusals_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_refusals")),
    )
    op.create_index(
        "ix_upload_refusals_person_id_created_at", "upload_refusals", ["person_id", "created_at"]
    )


def _turn_numbers(before: sa.types.TypeEngine[str], after: sa.types.TypeEngine[str]) -> None:
    """Write the number of each paper anew, in another type of column."""
    op.alter_column("supplier_documents", "number", new_column_name="number_before")
    op.add_column("supplier_documents", sa.Column("number", after, nullable=True))
    papers = sa.table(
        "supplier_documents",
        sa.column("id", sa.Uuid()),
        sa.column("number_before", before),
        sa.column("number", after),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(papers.c.id, papers.c.number_before)).all()
    for paper_id, number in rows:
        connection.execute(papers.update().where(papers.c.id == paper_id).values(number=number))
    op.alter_column("supplier_documents", "number", nullable=False)
    op.drop_column("supplier_documents", "number_before")


def _keep_each_statement() -> None:
    op.add_column(
        "suppliers",
        sa.Column(
            "turnover_statement_years",
            sa.ARRAY(sa.Integer()),
            server_default="{}",
            nullable=False,
        ),
    )
    op.execute(
        "UPDATE suppliers SET turnover_statement_years = ARRAY[turnover_statement_year] "
        "WHERE turnover_statement_year IS NOT NULL"
    )
    op.drop_column("suppliers", "turnover_statement_year")
    op.execute(f"GRANT UPDATE (turnover_statement_years) ON suppliers TO {BOTH}")


def downgrade() -> None:
    for policy in ("officer_restores", "officer_removes"):
        op.execute(f"DROP POLICY {policy} ON supplier_fingerprints")
    op.execute("DROP POLICY own ON blacklist_checks")
    op.execute("DROP VIEW public_tags")
    for table in PERSONAL:
        op.execute(f"DROP POLICY keeper ON {table}")
        op.execute(f"DROP POLICY auditor ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("GRANT UPDATE ON messages, done_deeds TO tenong_web")
    op.execute("DROP FUNCTION unread_messages")
    op.execute("DROP TRIGGER keep_named ON stored_files")
    op.execute("DROP TRIGGER keep_rows ON stored_files")
    op.execute(
        "CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON stored_files "
        "FOR EACH STATEMENT EXECUTE FUNCTION sec.keep()"
    )
    op.execute("DROP FUNCTION sec.guard_stored_file")
    op.execute("DROP VIEW used_uploads, kept_files")
    op.execute("REVOKE DELETE ON uploads, renditions, stored_files FROM tenong_keeper")
    op.drop_table("upload_refusals")
    op.execute(f"REVOKE UPDATE (coach_id) ON suppliers FROM {BOTH}")
    op.execute(GUARD.format(wrong="true"))
    op.add_column("suppliers", sa.Column("turnover_statement_year", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE suppliers SET turnover_statement_year = "
        "(SELECT max(year) FROM unnest(turnover_statement_years) AS year)"
    )
    op.drop_column("suppliers", "turnover_statement_years")
    op.execute(f"GRANT UPDATE (turnover_statement_year) ON suppliers TO {BOTH}")
    op.add_column(
        "supplier_identities",
        sa.Column("bank_code", sa.String(), server_default="", nullable=False),
    )
    for column in ("bank_account", "bank_holder"):
        op.add_column("supplier_identities", sa.Column(column, sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE supplier_identities i SET bank_code = b.bank_code, bank_account = b.account, "
        "bank_holder = b.holder FROM supplier_bank_accounts b "
        "WHERE b.supplier_id = i.supplier_id AND b.status = 'active'"
    )
    _turn_numbers(Encrypted(), sa.String())
