"""Answer requests about own data: never with a tie, and by closing the account where it is asked.

A supplier is closed by an officer, because its owner asked, and while nothing of it is under way.
Whoever opens an expired order again is asked about the supplier as whoever signs one. The previous
release is still serving while this runs: it only meets a status that it does not know yet once the
next one closes an account.
"""

import sqlalchemy as sa
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

STANDS = "active debarred draft pending refused returned suspended".split()
CLOSED_FROM = "draft returned pending active refused".split()

OPEN = """
CREATE FUNCTION open_business(of_supplier uuid) RETURNS TABLE (kind text, number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, sec, pg_catalog, pg_temp AS $$
    SELECT 'order', coalesce(o.number, '')
    FROM purchase_orders o JOIN purchase_requests p ON p.id = o.purchase_request_id
    WHERE o.supplier_id = of_supplier
        AND (NOT sec.is_web() OR (
            o.region_id = sec.region() AND 'registry_officer' = ANY (sec.roles())))
        AND (o.status IN ('prepared', 'issued', 'expired')
            OR (o.status = 'accepted' AND p.needed_on >= sec.day_of(o.region_id)))
    UNION ALL
    SELECT 'quotation', r.number
    FROM invitations i JOIN rfqs r ON r.id = i.rfq_id
    WHERE i.supplier_id = of_supplier
        AND (NOT sec.is_web() OR (
            r.region_id = sec.region() AND 'registry_officer' = ANY (sec.roles())))
        AND ((r.status = 'published' AND r.closes_at > now())
            OR (r.status IN ('published', 'opening', 'opened') AND coalesce((
                SELECT NOT q.is_withdrawal FROM sealed_quotes q
                WHERE q.rfq_id = r.id AND q.supplier_id = of_supplier
                ORDER BY q.round DESC LIMIT 1), false)))
$$;
REVOKE EXECUTE ON FUNCTION open_business FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_business TO tenong_web, tenong_keeper;
"""
"""Before the deadline every invitation counts: whether somebody quoted is not told by this either."""

VERIFICATION = """
CREATE OR REPLACE FUNCTION sec.guard_verification() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, sec, pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_web() THEN
        IF TG_OP = 'INSERT' THEN
            IF NEW.status <> 'draft' THEN
                RAISE insufficient_privilege USING MESSAGE = 'a registration begins as a draft';
            END IF;
        ELSIF NEW.status IN ('active', 'returned', 'refused', 'suspended', 'debarred'{closed}) THEN
            PERFORM sec.must_be_officer(NEW.id, NEW.region_id);
        END IF;
    ELSIF TG_OP = 'UPDATE' AND NEW.status = 'active' AND OLD.status = 'pending'
        AND pg_has_role(session_user, 'tenong_keeper', 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the clock accepts nobody';
    END IF;
    {closing}
    RETURN NEW;
END $$;
"""
CLOSING = """IF sec.is_web() AND TG_OP = 'UPDATE' AND NEW.status = 'closed' THEN
        IF NOT EXISTS (SELECT 1 FROM data_requests d
            WHERE d.supplier_id = NEW.id AND d.kind = 'closing') THEN
            RAISE insufficient_privilege USING MESSAGE = 'nobody asked to close this account';
        END IF;
        IF EXISTS (SELECT 1 FROM open_business(NEW.id)) THEN
            RAISE check_violation USING CONSTRAINT = 'nothing_is_open',
                MESSAGE = 'orders or quotations of the supplier are open';
        END IF;
    END IF;"""


def upgrade() -> None:
    op.execute(ANSWERS)
    op.execute(OPEN)
    _stands([*STANDS, "closed"])
    for before in CLOSED_FROM:
        op.execute(f"INSERT INTO sec.allowed_moves VALUES ('suppliers', '{before}', 'closed')")
    op.execute(VERIFICATION.format(closed=", 'closed'", closing=CLOSING))
    _release("NEW.status IN ('refused', 'closed')")
    _ordered_from("OLD.status IN ('prepared', 'expired')")


def _ordered_from(before: str) -> None:
    """Say from which statuses an order reaches a supplier that must be active then."""
    op.execute(
        "CREATE OR REPLACE TRIGGER supplier_must_be_active BEFORE UPDATE OF status "
        f"ON purchase_orders FOR EACH ROW WHEN ({before} AND NEW.status = 'issued') "
        "EXECUTE FUNCTION sec.supplier_must_be_active()"
    )


def _stands(statuses: list[str]) -> None:
    name = op.f("ck_suppliers_status_known")
    op.drop_constraint(name, "suppliers")
    op.create_check_constraint(name, "suppliers", sa.column("status").in_(statuses))


def _release(when: str) -> None:
    """Say when the numbers of a supplier are free for another registration."""
    op.execute(
        "CREATE OR REPLACE TRIGGER release_numbers AFTER UPDATE OF status ON suppliers "
        f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION sec.release_numbers()"
    )


def downgrade() -> None:
    _release("NEW.status = 'refused'")
    op.execute("DELETE FROM sec.allowed_moves WHERE table_name = 'suppliers' AND after = 'closed'")
    # The release before knows no closed account; a refused one sells as little, and says so.
    op.execute("ALTER TABLE suppliers DISABLE TRIGGER check_step")
    op.execute("UPDATE suppliers SET status = 'refused' WHERE status = 'closed'")
    op.execute("ALTER TABLE suppliers ENABLE TRIGGER check_step")
    _stands(STANDS)
    op.execute(VERIFICATION.format(closed="", closing=""))
    op.execute("DROP FUNCTION open_business")
    _ordered_from("OLD.status = 'prepared'")
    op.execute("DROP FUNCTION sec.guard_answer CASCADE")
