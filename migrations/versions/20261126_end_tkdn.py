"""Let search find a listing as TKDN only while its certificate holds.

The previous release is still serving while this runs; it asks nothing that changes here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_end_tkdn"
down_revision = "0020_own_data"
branch_labels = None
depends_on = None

CHANGES = (
    (
        "sec.refresh_search(uuid[])",
        "s.scale, l.origin, l.halal",
        "s.scale, CASE WHEN l.origin = 'tkdn' AND l.tkdn_until < sec.day_of(l.region_id) "
        "THEN 'local' ELSE l.origin END, l.halal",
    ),
    ("sec.listings_changed()", "n.halal, n.is_live", "n.halal, n.tkdn_until, n.is_live"),
    ("sec.listings_changed()", "o.halal, o.is_live", "o.halal, o.tkdn_until, o.is_live"),
)
"""What is said in two functions in place of what; the rest of them stays as it is."""

ENDING = """
CREATE FUNCTION end_tkdn(of_region uuid, since date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
DECLARE over uuid[];
BEGIN
    SELECT array_agg(l.id) INTO over
    FROM listings l JOIN search_docs d ON d.listing_id = l.id
    WHERE l.region_id = of_region AND l.tkdn_until >= since
        AND l.tkdn_until < sec.day_of(of_region) AND d.origin = 'tkdn';
    PERFORM sec.refresh_search(over);
    RETURN coalesce(cardinality(over), 0);
END $$;
REVOKE EXECUTE ON FUNCTION end_tkdn FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_tkdn TO tenong_keeper;
"""


def upgrade() -> None:
    for function, before, after in CHANGES:
        _say(function, before, after)
    op.create_index(
        "ix_listings_tkdn_until",
        "listings",
        ["region_id", "tkdn_until"],
        postgresql_where=sa.text("tkdn_until IS NOT NULL"),
    )
    op.execute(ENDING)
    # The clock looks a month back; what ended earlier is settled here.
    op.execute("SELECT end_tkdn(id, '-infinity') FROM regions")


def _say(function: str, before: str, after: str) -> None:
    asked = sa.text("SELECT pg_get_functiondef(cast(:function AS regprocedure))")
    definition = str(op.get_bind().scalar(asked, {"function": function}))
    if before not in definition:
        raise ValueError(definition)
    op.get_bind().exec_driver_sql(definition.replace(before, after))


def downgrade() -> None:
    op.execute("DROP FUNCTION end_tkdn")
    op.drop_index("ix_listings_tkdn_until", "listings")
    for function, after, before in CHANGES:
        _say(function, before, after)
    op.execute(
        "SELECT sec.refresh_search(array_agg(id)) FROM listings WHERE tkdn_until IS NOT NULL"
    )
