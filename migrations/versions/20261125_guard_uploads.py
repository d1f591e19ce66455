"""Let the database guard uploads: each is its sender's, its supplier's, or its examiners'.

The web process adds uploads under the name of whoever acts, changes nothing of them but whether a
photo is public, and sees no piece of a file that somebody else is sending.
"""

from alembic import op

revision = "0007_uploads"
down_revision = "0006_public_spending"
branch_labels = None
depends_on = None

TABLES = ("uploads", "upload_parts", "renditions")

RULES = """
CREATE POLICY in_sight ON uploads FOR SELECT TO tenong_web USING (
    is_public
    OR person_id = (SELECT sec.person())
    OR (
        supplier_id = (SELECT sec.supplier()) AND (
            (purpose NOT IN ('identity', 'bank_book')
                AND (SELECT sec.roles()) && ARRAY['supplier_owner', 'supplier_operator'])
            OR 'supplier_owner' = ANY ((SELECT sec.roles())::text[])
        )
    )
    OR (
        region_id = (SELECT sec.region())
        AND purpose IN ('identity', 'certificate', 'bank_book', 'evidence')
        AND (SELECT sec.roles()) && ARRAY['registry_officer', 'auditor']
    )
);
CREATE POLICY own ON uploads FOR INSERT TO tenong_web WITH CHECK (
    region_id = (SELECT sec.region()) AND person_id = (SELECT sec.person())
    AND supplier_id IS NOT DISTINCT FROM (SELECT sec.supplier()) AND NOT is_public
);
CREATE POLICY photo ON uploads FOR UPDATE TO tenong_web USING (
    region_id = (SELECT sec.region()) AND purpose = 'photo' AND (
        person_id = (SELECT sec.person()) OR supplier_id = (SELECT sec.supplier())
        OR 'registry_officer' = ANY ((SELECT sec.roles())::text[])
    )
);
CREATE POLICY of_curator ON uploads FOR SELECT TO tenong_web USING (
    region_id = (SELECT sec.region()) AND purpose = 'photo'
    AND 'registry_officer' = ANY ((SELECT sec.roles())::text[])
);
CREATE POLICY own ON upload_parts TO tenong_web USING (person_id = (SELECT sec.person()))
    WITH CHECK (person_id = (SELECT sec.person()));
CREATE POLICY of_upload ON renditions FOR SELECT TO tenong_web USING (
    EXISTS (SELECT 1 FROM uploads u WHERE u.id = upload_id)
);
"""

CHECKS = (
    ("uploads", "only_photos_are_public", "NOT is_public OR purpose = 'photo'"),
    ("uploads", "pixels_positive", "width > 0 AND height > 0"),
    ("upload_parts", "piece_bounded", "octet_length(body) BETWEEN 1 AND 262144"),
    ("upload_parts", "number_bounded", "number BETWEEN 0 AND 4095"),
    ("renditions", "width_positive", "width > 0"),
)


def upgrade() -> None:
    both = "tenong_web, tenong_keeper"
    for table, name, rule in CHECKS:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
    op.create_index("ix_upload_parts_person_id", "upload_parts", ["person_id"])
    op.create_index("ix_upload_parts_created_at", "upload_parts", ["created_at"])
    # Pieces of photos do not become smaller: trying costs time and gains nothing.
    op.execute("ALTER TABLE upload_parts ALTER COLUMN body SET STORAGE EXTERNAL")
    op.execute(f"GRANT SELECT, INSERT ON uploads TO {both}")
    op.execute(f"GRANT UPDATE (is_public) ON uploads TO {both}")
    op.execute(f"GRANT SELECT, INSERT, DELETE ON upload_parts TO {both}")
    op.execute("GRANT SELECT ON renditions TO tenong_web")
    op.execute("GRANT SELECT, INSERT ON renditions TO tenong_keeper")
    op.execute("GRANT SELECT ON uploads, renditions TO tenong_auditor")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY keeper ON {table} TO tenong_keeper USING (true) WITH CHECK (true)"
        )
    for table in ("uploads", "renditions"):
        op.execute(f"CREATE POLICY auditor ON {table} FOR SELECT TO tenong_auditor USING (true)")
    op.execute(RULES)


def downgrade() -> None:
    for table in TABLES:
        op.execute(
            f"DO $$ DECLARE p record; BEGIN FOR p IN SELECT policyname FROM pg_policies "
            f"WHERE tablename = '{table}' LOOP EXECUTE format('DROP POLICY %I ON {table}', p.policyname); "
            "END LOOP; END $$"
        )
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"REVOKE ALL ON {table} FROM tenong_web, tenong_keeper, tenong_auditor")
    op.drop_index("ix_upload_parts_created_at", "upload_parts")
    op.drop_index("ix_upload_parts_person_id", "upload_parts")
    for table, name, _rule in CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
