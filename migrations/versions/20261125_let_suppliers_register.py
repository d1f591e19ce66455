"""Let suppliers register themselves: profiles, links, fingerprints, bank accounts, places, KBLI.

The previous release is still serving while this runs: tables and columns are only added. What a
supplier may do to itself is said here a second time, for whoever gets past the application: it
changes its own rows only, never its own status but to hand the registration in, and nobody reads
its numbers who could not before.
"""

from alembic import op
import sqlalchemy as sa

revision = "0008_registry"
down_revision = "0007_uploads"
branch_labels = None
depends_on = None

MOVES = "draft>pending returned>pending"

OWN = ("supplier_categories", "supplier_areas", "supplier_kblis")
"""Readable by all, written by the supplier itself and by the coach who helps it."""

PRIVATE = (
    "supplier_profiles",
    "supplier_fingerprints",
    "supplier_bank_accounts",
    "data_requests",
)
TABLES = (
    "data_requests",
    "supplier_bank_accounts",
    "supplier_links",
    "supplier_fingerprints",
    "supplier_kblis",
    "supplier_profiles",
    "kbli_codes",
    "territories",
)

HELPING = """
CREATE FUNCTION sec.may_fill_in(supplier uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
    SELECT supplier = sec.supplier() OR EXISTS (
        SELECT 1 FROM suppliers s WHERE s.id = supplier AND s.region_id = sec.region()
            AND s.coach_id = sec.person() AND 'coach' = ANY (sec.roles())
            AND s.status IN ('draft', 'returned'))
$$;
REVOKE EXECUTE ON FUNCTION sec.may_fill_in FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.may_fill_in TO tenong_web, tenong_keeper;

CREATE FUNCTION sec.guard_supplier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.is_web() OR 'registry_officer' = ANY (sec.roles()) THEN RETURN NEW; END IF;
    IF NEW.status <> OLD.status AND (NEW.status <> 'pending' OR OLD.id IS DISTINCT FROM sec.supplier()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the registry officer decides on a supplier';
    END IF;
    IF NEW.status = 'pending' AND NEW.confirmed_at IS NULL THEN
        RAISE check_violation USING MESSAGE = 'the owner has not confirmed';
    END IF;
    IF (NEW.region_id, NEW.verified_at, NEW.npwp_valid, NEW.is_fiction, NEW.slug, NEW.coach_id)
        IS DISTINCT FROM
       (OLD.region_id, OLD.verified_at, OLD.npwp_valid, OLD.is_fiction, OLD.slug, OLD.coach_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a supplier does not verify itself';
    END IF;
    IF NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
        AND (OLD.confirmed_at IS NOT NULL OR OLD.id IS DISTINCT FROM sec.supplier()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the owner confirms, and once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_supplier BEFORE UPDATE ON suppliers
    FOR EACH ROW EXECUTE FUNCTION sec.guard_supplier();

CREATE FUNCTION sec.release_numbers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    UPDATE supplier_fingerprints SET is_claimed = false WHERE supplier_id = NEW.id;
    RETURN NEW;
END $$;
CREATE TRIGGER release_numbers AFTER UPDATE OF status ON suppliers FOR EACH ROW
    WHEN (NEW.status = 'refused') EXECUTE FUNCTION sec.release_numbers();
"""

RULES = """
CREATE POLICY anyone_reads ON suppliers FOR SELECT TO tenong_web USING (true);
CREATE POLICY begins_as_draft ON suppliers FOR INSERT TO tenong_web WITH CHECK (
    status = 'draft' AND region_id = (SELECT sec.region()) AND verified_at IS NULL AND (
        id = (SELECT sec.supplier())
        OR (coach_id = (SELECT sec.person()) AND 'coach' = ANY ((SELECT sec.roles())::text[])))
);
CREATE POLICY own_or_officer ON suppliers FOR UPDATE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (
        id = (SELECT sec.supplier())
        OR (coach_id = (SELECT sec.person()) AND 'coach' = ANY ((SELECT sec.roles())::text[]))
        OR 'registry_officer' = ANY ((SELECT sec.roles())::text[]))
);
CREATE POLICY own_profile ON supplier_profiles TO tenong_web
    USING (region_id = (SELECT sec.region()) AND sec.may_fill_in(supplier_id))
    WITH CHECK (region_id = (SELECT sec.region()) AND sec.may_fill_in(supplier_id));
CREATE POLICY officers_read ON supplier_profiles FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region())
    AND (SELECT sec.roles()) && ARRAY['registry_officer', 'auditor']
);
CREATE POLICY officer_rechecks ON supplier_profiles FOR UPDATE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND 'registry_officer' = ANY ((SELECT sec.roles())::text[])
);
CREATE POLICY own_fingerprint ON supplier_fingerprints TO tenong_web
    USING (region_id = (SELECT sec.region()) AND sec.may_fill_in(supplier_id))
    WITH CHECK (region_id = (SELECT sec.region()) AND sec.may_fill_in(supplier_id));
CREATE POLICY officers_read ON supplier_fingerprints FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region())
    AND (SELECT sec.roles()) && ARRAY['registry_officer', 'auditor']
);
CREATE POLICY own_insert ON supplier_identities FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
    AND 'supplier_owner' = ANY ((SELECT sec.roles())::text[])
);
CREATE POLICY own_update ON supplier_identities FOR UPDATE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
    AND 'supplier_owner' = ANY ((SELECT sec.roles())::text[])
);
CREATE POLICY who_pays ON supplier_bank_accounts FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (
        supplier_id = (SELECT sec.supplier())
        OR (SELECT sec.roles()) && ARRAY['registry_officer', 'treasurer', 'auditor'])
);
CREATE POLICY owner_proposes ON supplier_bank_accounts FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
    AND 'supplier_owner' = ANY ((SELECT sec.roles())::text[])
    AND status = 'proposed' AND proposed_by_id = (SELECT sec.person())
    AND first_checked_by_id IS NULL AND second_checked_by_id IS NULL AND usable_from IS NULL
);
CREATE POLICY owner_takes_back ON supplier_bank_accounts FOR DELETE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
    AND 'supplier_owner' = ANY ((SELECT sec.roles())::text[])
    AND status = 'proposed' AND first_checked_by_id IS NULL
);
CREATE POLICY own_or_officer ON data_requests FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND (
        supplier_id = (SELECT sec.supplier())
        OR (SELECT sec.roles()) && ARRAY['registry_officer', 'auditor'])
);
CREATE POLICY owner_asks ON data_requests FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND supplier_id = (SELECT sec.supplier())
    AND asked_by_id = (SELECT sec.person()) AND answered_at IS NULL
);
CREATE POLICY officer_answers ON data_requests FOR UPDATE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND 'registry_officer' = ANY ((SELECT sec.roles())::text[])
);
"""

PROFILE = (
    "steps, scale_oss, scale_year, sales, capital, is_women_owned, women_consented_at, "
    "is_disability_owned, disability_consented_at, is_holder_different, is_same_device, "
    "is_same_network, recheck_since, recheck_fields, updated_at"
)
SUPPLIER = (
    "name, legal_name, entity_type, scale, status, owner_name, address, village, postal_code, "
    "district_code, district_name, regency_code, regency_name, phone, is_taxable, "
    "final_letter_number, final_letter_from, final_letter_until, exemption_letter_number, "
    "exemption_letter_until, turnover_statement_year, confirmed_at"
)


def upgrade() -> None:
    _tables()
    op.alter_column("messages", "person_id", nullable=True)
    op.create_check_constraint(
        op.f("ck_messages_somebody_is_told"),
        "messages",
        "person_id IS NOT NULL OR address <> ''",
    )
    for step in MOVES.split():
        before, after = step.split(">")
        op.execute(f"INSERT INTO sec.allowed_moves VALUES ('suppliers', '{before}', '{after}')")
    op.execute(
        "CREATE OR REPLACE TRIGGER check_step BEFORE UPDATE OF status ON suppliers FOR EACH ROW "
        "WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION sec.check_step()"
    )
    op.execute(HELPING)
    _grants()
    for table in ("suppliers", *OWN, *PRIVATE):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true)"
        )
        if table not in PRIVATE:
            op.execute(
                f"CREATE POLICY auditor ON {table} FOR SELECT TO tenong_auditor USING (true)"
            )
    for table in OWN:
        op.execute(f"CREATE POLICY anyone_reads ON {table} FOR SELECT TO tenong_web USING (true)")
        op.execute(
            f"CREATE POLICY own_insert ON {table} FOR INSERT TO tenong_web "
            "WITH CHECK (sec.may_fill_in(supplier_id))"
        )
        op.execute(
            f"CREATE POLICY own_delete ON {table} FOR DELETE TO tenong_web "
            "USING (sec.may_fill_in(supplier_id))"
        )
    op.execute(RULES)


def _grants() -> None:
    both = "tenong_web, tenong_keeper"
    op.execute(f"GRANT SELECT ON {', '.join(TABLES)} TO {both}")
    op.execute("GRANT SELECT ON territories, kbli_codes, supplier_kblis TO tenong_auditor")
    op.execute(
        "GRANT INSERT ON people, suppliers, supplier_identities, supplier_profiles, "
        "supplier_fingerprints, supplier_links, supplier_bank_accounts, data_requests, "
        f"{', '.join(OWN)} TO {both}"
    )
    op.execute(
        f"GRANT DELETE ON supplier_bank_accounts, supplier_fingerprints, {', '.join(OWN)} TO {both}"
    )
    op.execute("GRANT DELETE ON supplier_links TO tenong_keeper")
    op.execute(f"GRANT UPDATE ({SUPPLIER}) ON suppliers TO {both}")
    op.execute(f"GRANT UPDATE ({PROFILE}) ON supplier_profiles TO {both}")
    op.execute(f"GRANT UPDATE (nib, npwp, nik, nitku) ON supplier_identities TO {both}")
    op.execute(f"GRANT UPDATE (digest, is_claimed) ON supplier_fingerprints TO {both}")
    op.execute(f"GRANT UPDATE (used_at, ends_at, supplier_id) ON supplier_links TO {both}")
    op.execute(f"GRANT UPDATE (answered_by_id, answered_at, answer) ON data_requests TO {both}")


def downgrade() -> None:
    for table in ("suppliers", *OWN, *PRIVATE):
        op.execute(
            "DO $$ DECLARE p record; BEGIN FOR p IN SELECT policyname FROM pg_policies "
            f"WHERE tablename = '{table}' LOOP EXECUTE format('DROP POLICY %I ON {table}', p.policyname); "
            "END LOOP; END $$"
        )
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    for policy in ("own_insert", "own_update"):
        op.execute(f"DROP POLICY {policy} ON supplier_identities")
    op.execute("DROP TRIGGER release_numbers ON suppliers")
    op.execute("DROP TRIGGER guard_supplier ON suppliers")
    op.execute("DROP TRIGGER check_step ON suppliers")
    op.execute("DROP FUNCTION sec.release_numbers, sec.guard_supplier, sec.may_fill_in")
    op.execute("DELETE FROM sec.allowed_moves WHERE table_name = 'suppliers'")
    op.execute(
        "REVOKE INSERT, UPDATE, DELETE ON suppliers, supplier_identities, supplier_categories, "
        "supplier_areas FROM tenong_web, tenong_keeper"
    )
    op.execute("REVOKE INSERT ON people FROM tenong_web, tenong_keeper")
    for table in TABLES:
        op.drop_table(table)
    op.execute("DELETE FROM messages WHERE person_id IS NULL")
    op.drop_constraint(op.f("ck_messages_somebody_is_told"), "messages")
    for column in ("address", "addressee", "language"):
        op.drop_column("messages", column)
    op.alter_column("messages", "person_id", nullable=False)
    op.drop_column("supplier_identities", "nitku")
    op.drop_index(op.f("ix_suppliers_coach_id"), table_name="suppliers")
    op.drop_constraint(op.f("fk_suppliers_coach_id_people"), "suppliers")
    for column in (
        "legal_name",
        "village",
        "postal_code",
        "district_code",
        "district_name",
        "exemption_letter_number",
        "coach_id",
        "confirmed_at",
    ):
        op.drop_column("suppliers", column)


def _tables() -> None:
    op.create_table(
        "territories",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_code"],
            ["territories.code"],
            name=op.f("fk_territories_parent_code_territories"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_territories")),
    )
    op.create_index(
        op.f("ix_territories_parent_code"), "territories", ["parent_code"], unique=False
    )
    op.create_table(
        "kbli_codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_kbli_codes")),
    )
    op.create_table(
        "supplier_profiles",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("steps", sa.ARRAY(sa.String()), nullable=False),
        sa.Column(
            "scale_oss",
            sa.Enum(
                "micro",
                "small",
                "medium",
                name="scale_oss_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("scale_year", sa.Integer(), nullable=True),
        sa.Column("sales", sa.BigInteger(), nullable=True),
        sa.Column("capital", sa.BigInteger(), nullable=True),
        sa.Column("is_women_owned", sa.Boolean(), nullable=False),
        sa.Column("women_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_disability_owned", sa.Boolean(), nullable=False),
        sa.Column("disability_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_holder_different", sa.Boolean(), nullable=False),
        sa.Column("is_same_device", sa.Boolean(), nullable=False),
        sa.Column("is_same_network", sa.Boolean(), nullable=False),
        sa.Column("recheck_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recheck_fields", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_profiles_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_profiles_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_supplier_profiles")),
    )
    op.create_index(
        "ix_supplier_profiles_recheck_since",
        "supplier_profiles",
        ["region_id", "recheck_since"],
        unique=False,
        postgresql_where=sa.text("recheck_since IS NOT NULL"),
    )
    op.create_table(
        "supplier_kblis",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_kblis_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("supplier_id", "code", "version", name=op.f("pk_supplier_kblis")),
    )
    op.create_table(
        "supplier_fingerprints",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nib",
                "npwp",
                "nik",
                "phone",
                "account",
                "address",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("is_claimed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_fingerprints_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_fingerprints_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "kind", name=op.f("pk_supplier_fingerprints")),
    )
    op.create_index(
        "ix_supplier_fingerprints_digest",
        "supplier_fingerprints",
        ["region_id", "kind", "digest"],
        unique=False,
    )
    op.create_index(
        "uq_supplier_fingerprints_claimed",
        "supplier_fingerprints",
        ["region_id", "kind", "digest"],
        unique=True,
        postgresql_where=sa.text("is_claimed AND kind IN ('nib', 'npwp', 'nik')"),
    )
    op.create_table(
        "supplier_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "owner",
                "operator",
                name="purpose_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_device", sa.String(), nullable=False),
        sa.Column("made_network", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_supplier_links_made_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_links_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_links_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_supplier_links_token_hash")),
    )
    op.create_index(op.f("ix_supplier_links_email"), "supplier_links", ["email"], unique=False)
    op.create_index(
        op.f("ix_supplier_links_supplier_id"), "supplier_links", ["supplier_id"], unique=False
    )
    op.create_table(
        "data_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "correction",
                "closing",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_data_requests_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_data_requests_asked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_data_requests_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_data_requests_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index(
        op.f("ix_data_requests_region_id"), "data_requests", ["region_id"], unique=False
    )
    op.create_index(
        op.f("ix_data_requests_supplier_id"), "data_requests", ["supplier_id"], unique=False
    )
    op.create_table(
        "supplier_bank_accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "checked",
                "active",
                "replaced",
                "refused",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("first_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("second_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("usable_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("book_upload_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "first_checked_by_id IS NULL OR first_checked_by_id <> second_checked_by_id",
            name=op.f("ck_supplier_bank_accounts_two_people_check"),
        ),
        sa.ForeignKeyConstraint(
            ["book_upload_id"],
            ["uploads.id"],
            name=op.f("fk_supplier_bank_accounts_book_upload_id_uploads"),
        ),
        sa.ForeignKeyConstraint(
            ["first_checked_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_bank_accounts_first_checked_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_bank_accounts_proposed_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_supplier_bank_accounts_region_id_regions")
        ),
        sa.ForeignKeyConstraint(
            ["second_checked_by_id"],
            ["people.id"],
            name=op.f("fk_supplier_bank_accounts_second_checked_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name=op.f("fk_supplier_bank_accounts_supplier_id_suppliers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_bank_accounts")),
    )
    op.create_index(
        "ix_supplier_bank_accounts_supplier_id_status",
        "supplier_bank_accounts",
        ["supplier_id", "status"],
        unique=False,
    )
    op.create_index(
        "uq_supplier_bank_accounts_one_active",
        "supplier_bank_accounts",
        ["supplier_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.add_column(
        "suppliers", sa.Column("legal_name", sa.String(), server_default="", nullable=False)
    )
    op.add_column("suppliers", sa.Column("village", sa.String(), server_default="", nullable=False))
    op.add_column(
        "suppliers", sa.Column("postal_code", sa.String(), server_default="", nullable=False)
    )
    op.add_column(
        "suppliers", sa.Column("district_code", sa.String(), server_default="", nullable=False)
    )
    op.add_column(
        "suppliers", sa.Column("district_name", sa.String(), server_default="", nullable=False)
    )
    op.add_column(
        "suppliers",
        sa.Column("exemption_letter_number", sa.String(), server_default="", nullable=False),
    )
    op.add_column("suppliers", sa.Column("coach_id", sa.Uuid(), nullable=True))
    op.add_column("suppliers", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("supplier_identities", sa.Column("nitku", sa.LargeBinary(), nullable=True))
    op.add_column("messages", sa.Column("address", sa.String(), server_default="", nullable=False))
    op.add_column(
        "messages", sa.Column("addressee", sa.String(), server_default="", nullable=False)
    )
    op.add_column("messages", sa.Column("language", sa.String(), server_default="", nullable=False))
    op.create_foreign_key(
        op.f("fk_suppliers_coach_id_people"), "suppliers", "people", ["coach_id"], ["id"]
    )
    op.create_index(op.f("ix_suppliers_coach_id"), "suppliers", ["coach_id"])
