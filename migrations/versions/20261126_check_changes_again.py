"""Look again at what active suppliers change, and keep officers with a declared tie from deciding.

What was there before a change is kept, encrypted, until an officer has looked. A number that was
refused because another has it is kept as a digest, so that officers see both. An officer who
declared a tie decides nothing about that supplier: the functions that all guards ask say so. The
previous release is still serving while this runs: it loses nothing but the marks that it wrote and
nobody read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_rechecks"
down_revision = "0014_purchase_templates"
branch_labels = None
depends_on = None

PAPERS = "nib npwp nik halal pirt slhs bank_book tax_letter other".split()
NUMBERS = "nib npwp nik phone account address".split()
FIELDS = "legal_name entity_type nib npwp nik nitku address district_code".split()

TIES = """
CREATE FUNCTION sec.day_of(of_region uuid) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
    SELECT (now() AT TIME ZONE CASE r.zone WHEN 'WIT' THEN 'Asia/Jayapura'
        WHEN 'WITA' THEN 'Asia/Makassar' ELSE 'Asia/Jakarta' END)::date
    FROM regions r WHERE r.id = of_region
$$;

CREATE FUNCTION sec.declared_a_tie(to_supplier uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, sec, pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM interests i WHERE i.person_id = sec.person() AND i.supplier_id = to_supplier
            AND (i.ends_on IS NULL OR i.ends_on >= sec.day_of(i.region_id)))
$$;
REVOKE EXECUTE ON FUNCTION sec.day_of, sec.declared_a_tie FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.day_of, sec.declared_a_tie TO tenong_web, tenong_keeper;
"""

OFFICER = """
CREATE OR REPLACE FUNCTION sec.must_be_officer(supplier uuid, region uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT 'registry_officer' = ANY (sec.roles()) OR region IS DISTINCT FROM sec.region() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only a registry officer of the region decides this';
    END IF;
    IF sec.belongs_to(supplier) THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody decides about a supplier of their own';
    END IF;
    {tie}
END $$;
"""
TIE = """IF sec.declared_a_tie(supplier) THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody decides about a supplier to which they declared a tie';
    END IF;"""

CURATOR = """
CREATE OR REPLACE FUNCTION sec.is_curator(of_region uuid, of_supplier uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = sec, pg_catalog, pg_temp AS $$
    SELECT coalesce('registry_officer' = ANY (sec.roles()) AND sec.region() = of_region
        AND sec.supplier() IS DISTINCT FROM of_supplier{tie}, false)
$$;
"""

VERIFYING = """
CREATE OR REPLACE FUNCTION sec.guard_supplier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    {proven}
    IF NOT sec.is_web() OR 'registry_officer' = ANY (sec.roles()) THEN RETURN NEW; END IF;
    IF NEW.status <> OLD.status AND (NEW.status <> 'pending' OR OLD.id IS DISTINCT FROM sec.supplier()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the registry officer decides on a supplier';
    END IF;
    IF NEW.status = 'pending' AND NEW.confirmed_at IS NULL THEN
        RAISE check_violation USING MESSAGE = 'the owner has not confirmed';
    END IF;
    IF (NEW.region_id, NEW.verified_at, {own}NEW.is_fiction, NEW.slug, NEW.coach_id)
        IS DISTINCT FROM
       (OLD.region_id, OLD.verified_at, {old}OLD.is_fiction, OLD.slug, OLD.coach_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a supplier does not verify itself';
    END IF;
    IF NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
        AND (OLD.confirmed_at IS NOT NULL OR OLD.id IS DISTINCT FROM sec.supplier()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the owner confirms, and once';
    END IF;
    RETURN NEW;
END $$;
"""
PROVEN = """IF sec.is_web() AND NEW.npwp_valid AND NOT OLD.npwp_valid THEN
        PERFORM sec.must_be_officer(NEW.id, NEW.region_id);
    END IF;"""

UNPROVEN = """
CREATE FUNCTION sec.doubt_tax_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() THEN
        UPDATE suppliers SET npwp_valid = false WHERE id = NEW.supplier_id AND npwp_valid;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER doubt_tax_number AFTER UPDATE OF npwp ON supplier_identities FOR EACH ROW
    WHEN (OLD.npwp IS DISTINCT FROM NEW.npwp) EXECUTE FUNCTION sec.doubt_tax_number();
REVOKE EXECUTE ON FUNCTION sec.doubt_tax_number FROM PUBLIC;
GRANT UPDATE (npwp_valid) ON suppliers TO tenong_web, tenong_keeper;
"""

CHANGES = """
CREATE FUNCTION sec.guard_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() THEN
        IF TG_OP = 'DELETE' THEN
            PERFORM sec.must_be_officer(OLD.supplier_id, OLD.region_id);
        ELSIF NEW.returned_at IS NOT NULL AND NEW.returned_at IS DISTINCT FROM OLD.returned_at THEN
            PERFORM sec.must_be_officer(NEW.supplier_id, NEW.region_id);
        END IF;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
REVOKE EXECUTE ON FUNCTION sec.guard_change FROM PUBLIC;
CREATE TRIGGER guard_change BEFORE UPDATE OR DELETE ON supplier_changes
    FOR EACH ROW EXECUTE FUNCTION sec.guard_change();

CREATE POLICY own_or_officer ON supplier_changes FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (supplier_id = (SELECT sec.supplier())
        OR (SELECT sec.roles()) && ARRAY['registry_officer', 'auditor'])
);
CREATE POLICY own_noted ON supplier_changes FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
    AND returned_at IS NULL
);
CREATE POLICY own_or_officer_moves ON supplier_changes FOR UPDATE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (supplier_id = (SELECT sec.supplier())
        OR 'registry_officer' = ANY ((SELECT sec.roles())::text[]))
);
CREATE POLICY officer_settles ON supplier_changes FOR DELETE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND 'registry_officer' = ANY ((SELECT sec.roles())::text[])
);
GRANT SELECT, INSERT, DELETE ON supplier_changes TO tenong_web, tenong_keeper;
GRANT UPDATE (changed_at, returned_at) ON supplier_changes TO tenong_web, tenong_keeper;

CREATE POLICY own_or_officer ON refused_numbers FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (supplier_id = (SELECT sec.supplier())
        OR (SELECT sec.roles()) && ARRAY['registry_officer', 'auditor'])
);
CREATE POLICY own_noted ON refused_numbers FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
);
GRANT SELECT, INSERT ON refused_numbers TO tenong_web, tenong_keeper;
"""
PRIVATE = ("supplier_changes", "refused_numbers")
CLAIMED = "uq_supplier_fingerprints_claimed"


def upgrade() -> None:
    _tables()
    for table in PRIVATE:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true)"
        )
    op.execute(TIES)
    op.execute(OFFICER.format(tie=TIE))
    op.execute(CURATOR.format(tie=" AND NOT sec.declared_a_tie(of_supplier)"))
    op.execute(VERIFYING.format(proven=PROVEN, own="", old=""))
    op.execute(UNPROVEN)
    op.execute(CHANGES)
    op.drop_index("ix_supplier_profiles_recheck_since", table_name="supplier_profiles")
    op.drop_column("supplier_profiles", "recheck_fields")
    op.drop_column("supplier_profiles", "recheck_since")
    _claim("'nib', 'npwp'")
    _kinds_of_papers([*PAPERS[:5], "bpom", *PAPERS[5:]])


def _claim(kinds: str) -> None:
    """Say which numbers exist once a region; an owner's NIK may stand at several businesses."""
    op.drop_index(CLAIMED, table_name="supplier_fingerprints")
    op.create_index(
        CLAIMED,
        "supplier_fingerprints",
        ["region_id", "kind", "digest"],
        unique=True,
        postgresql_where=sa.text(f"is_claimed AND kind IN ({kinds})"),
    )


def _kinds_of_papers(kinds: list[str]) -> None:
    for table in ("supplier_documents", "document_requirements"):
        name = op.f(f"ck_{table}_kind_known")
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, sa.column("kind").in_(kinds))


def _known(values: list[str], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _tables() -> None:
    op.create_table(
        "supplier_changes",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("field", _known(FIELDS, "field_known"), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_changes_supplier_id_suppliers"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_changes_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("supplier_id", "field", name=op.f("pk_supplier_changes")),
    )
    op.create_index(
        op.f("ix_supplier_changes_region_id"), "supplier_changes", ["region_id"], unique=False
    )
    op.create_table(
        "refused_numbers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _known(NUMBERS, "kind_known"), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_refused_numbers_supplier_id_suppliers"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_refused_numbers_region_id_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_numbers")),
    )
    op.create_index(
        "uq_refused_numbers_once",
        "refused_numbers",
        ["supplier_id", "kind", "digest"],
        unique=True,
    )
    op.create_index("ix_refused_numbers_digest", "refused_numbers", ["region_id", "kind", "digest"])


def downgrade() -> None:
    op.execute("DELETE FROM supplier_documents WHERE kind = 'bpom'")
    op.execute("DELETE FROM document_requirements WHERE kind = 'bpom'")
    _kinds_of_papers(PAPERS)
    _claim("'nib', 'npwp', 'nik'")
    op.add_column("supplier_profiles", sa.Column("recheck_since", sa.DateTime(timezone=True)))
    op.add_column(
        "supplier_profiles",
        sa.Column("recheck_fields", sa.ARRAY(sa.String()), nullable=False, server_default="{}"),
    )
    op.execute(
        "GRANT UPDATE (recheck_since, recheck_fields) ON supplier_profiles "
        "TO tenong_web, tenong_keeper"
    )
    op.create_index(
        "ix_supplier_profiles_recheck_since",
        "supplier_profiles",
        ["region_id", "recheck_since"],
        postgresql_where=sa.text("recheck_since IS NOT NULL"),
    )
    op.execute("REVOKE UPDATE (npwp_valid) ON suppliers FROM tenong_web, tenong_keeper")
    op.execute("DROP FUNCTION sec.doubt_tax_number CASCADE")
    op.execute(VERIFYING.format(proven="", own="NEW.npwp_valid, ", old="OLD.npwp_valid, "))
    op.execute(CURATOR.format(tie=""))
    op.execute(OFFICER.format(tie=""))
    op.drop_table("refused_numbers")
    op.drop_table("supplier_changes")
    op.execute("DROP FUNCTION sec.guard_change, sec.declared_a_tie, sec.day_of")
