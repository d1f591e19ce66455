"""Keep officers with a tie from answering requests about own data, and look again at reopened orders.

The previous release is still serving while this runs: what it does stays allowed, but for an order
that is opened again for a supplier that may not sell any more.
"""

from alembic import op

revision = "0020_own_data"
down_revision = "0019_guard_rfqs"
branch_labels = None
depends_on = None

ANSWERS = """
CREATE FUNCTION sec.guard_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() THEN
        PERFORM sec.must_be_officer(OLD.supplier_id, OLD.region_id);
        IF OLD.answered_at IS NOT NULL OR NEW.answered_by_id IS DISTINCT FROM sec.person() THEN
            RAISE insufficient_privilege USING MESSAGE = 'a request is answered once, by whoever says so';
        END IF;
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION sec.guard_answer FROM PUBLIC;
CREATE TRIGGER guard_answer BEFORE UPDATE ON data_requests
    FOR EACH ROW EXECUTE FUNCTION sec.guard_answer();
"""


def upgrade() -> None:
    op.execute(ANSWERS)
    _ordered_from("OLD.status IN ('prepared', 'expired')")


def _ordered_from(before: str) -> None:
    """Say from which statuses an order reaches a supplier that must be active then."""
    op.execute(
        "CREATE OR REPLACE TRIGGER supplier_must_be_active BEFORE UPDATE OF status "
        f"ON purchase_orders FOR EACH ROW WHEN ({before} AND NEW.status = 'issued') "
        "EXECUTE FUNCTION sec.supplier_must_be_active()"
    )


def downgrade() -> None:
    _ordered_from("OLD.status = 'prepared'")
    op.execute("DROP FUNCTION sec.guard_answer CASCADE")
