"""Let listings say when certificates end, categories which price standard measures them.

A listing whose seller's halal certificate no longer holds is `lapsed`: only the clock and the
registry officer move it there and back. What a row of a sheet would do is kept beside the row.
"""

from alembic import op
import sqlalchemy as sa


revision = "0018_catalogue_gaps"
down_revision = "0017_own_data"
branch_labels = None
depends_on = None

HALAL = ("certified", "lapsed", "not_halal", "unstated", "not_food")
EFFECTS = ("new", "repriced", "changed", "unchanged")
SAID = "{0}.tkdn_hundredths, {0}.tkdn_certificate, {0}.halal"
SAID_NOW = (
    "{0}.tkdn_hundredths, {0}.tkdn_certificate, {0}.tkdn_until, {0}.sni_certificate, "
    "{0}.sni_until, {1}"
)
LAPSING = "CASE WHEN sec.is_keeper() AND {0}.halal = 'lapsed' THEN 'certified' ELSE {0}.halal END"

STANDARDS = """
CREATE FUNCTION sec.guard_price_standard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.is_web() THEN RETURN NEW; END IF;
    IF NOT coalesce('registry_officer' = ANY (sec.roles()), false)
        OR NEW.region_id IS DISTINCT FROM sec.region() THEN
        RAISE insufficient_privilege USING MESSAGE = 'the registry officer keeps price standards';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.id, OLD.region_id, OLD.category_code) IS DISTINCT FROM
        (NEW.id, NEW.region_id, NEW.category_code) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a price standard stays its category''s';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_price_standard BEFORE INSERT OR UPDATE ON price_standards
    FOR EACH ROW EXECUTE FUNCTION sec.guard_price_standard();
REVOKE EXECUTE ON FUNCTION sec.guard_price_standard() FROM PUBLIC;
GRANT INSERT, UPDATE ON price_standards TO tenong_web;
"""


def _reword(function: str, before: str, after: str) -> None:
    """Change words in a function that another migration made."""
    op.execute(
        f"""
        DO $do$ BEGIN
            IF strpos(pg_get_functiondef('{function}'::regprocedure), $w${before}$w$) = 0 THEN
                RAISE EXCEPTION '{function} does not say what is to be changed';
            END IF;
            EXECUTE replace(pg_get_functiondef('{function}'::regprocedure), $w${before}$w$, $w${after}$w$);
        END $do$
        """
    )


def _watched() -> list[tuple[str, str, str]]:
    """What the guards of listings and proposals watch: now with the ends of certificates."""
    return [
        (
            function,
            SAID.format(row),
            SAID_NOW.format(row, LAPSING.format(row) if "listing" in function else f"{row}.halal"),
        )
        for function in ("sec.guard_listing()", "sec.guard_revision()")
        for row in ("OLD", "NEW")
    ]


def _known_halal(values: tuple[str, ...]) -> None:
    words = ", ".join(f"'{value}'" for value in values)
    for table in ("listings", "listing_revisions"):
        op.execute(
            f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_halal_known, "
            f"ADD CONSTRAINT ck_{table}_halal_known CHECK (halal IN ({words}))"
        )


def upgrade() -> None:
    for table in ("listings", "listing_revisions"):
        op.add_column(table, sa.Column("tkdn_until", sa.Date(), nullable=True))
        op.add_column(
            table, sa.Column("sni_certificate", sa.String(), server_default="", nullable=False)
        )
        op.add_column(table, sa.Column("sni_until", sa.Date(), nullable=True))
    _known_halal(HALAL)
    for function, before, after in _watched():
        _reword(function, before, after)
    op.add_column(
        "categories", sa.Column("standard_key", sa.String(), server_default="", nullable=False)
    )
    op.add_column(
        "categories", sa.Column("asks_sni", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column(
        "price_standards", sa.Column("key", sa.String(), server_default="", nullable=False)
    )
    op.create_check_constraint("price_positive", "price_standards", "price > 0")
    op.create_check_constraint(
        "ends_after_start", "price_standards", "valid_until IS NULL OR valid_until >= valid_from"
    )
    op.execute(STANDARDS)
    op.add_column(
        "import_rows",
        sa.Column(
            "effect",
            sa.Enum(
                *EFFECTS,
                name="effect_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )


def downgrade() -> None:
    op.drop_column("import_rows", "effect")
    op.execute("REVOKE INSERT, UPDATE ON price_standards FROM tenong_web")
    op.execute("DROP TRIGGER guard_price_standard ON price_standards")
    op.execute("DROP FUNCTION sec.guard_price_standard()")
    for name in ("ends_after_start", "price_positive"):
        op.drop_constraint(name, "price_standards", type_="check")
    op.drop_column("price_standards", "key")
    for name in ("asks_sni", "standard_key"):
        op.drop_column("categories", name)
    for function, before, after in _watched():
        _reword(function, after, before)
    op.execute("UPDATE listings SET halal = 'unstated' WHERE halal = 'lapsed'")
    _known_halal(tuple(value for value in HALAL if value != "lapsed"))
    for table in ("listings", "listing_revisions"):
        for name in ("sni_until", "sni_certificate", "tkdn_until"):
            op.drop_column(table, name)
