"""Find the latest public orders and what was spent without reading all that is said of them.

A view and an index are added; the index replaces a shorter one at once.
"""

from alembic import op

revision = "0006_public_spending"
down_revision = "0005_law_edition"
branch_labels = None
depends_on = None

SPENDING = """
CREATE VIEW public_spending WITH (security_barrier) AS
    SELECT o.short_code, o.region_id, o.status, o.issued_at, o.total, s.scale
    FROM purchase_orders o JOIN suppliers s ON s.id = o.supplier_id
    WHERE o.issued_at IS NOT NULL;
GRANT SELECT ON public_spending TO tenong_web, tenong_keeper;
"""


def upgrade() -> None:
    op.execute(SPENDING)
    op.drop_index("ix_purchase_orders_region_id_issued_at", table_name="purchase_orders")
    op.create_index(
        "ix_purchase_orders_region_id_issued_at_short_code",
        "purchase_orders",
        ["region_id", "issued_at", "short_code"],
    )


def downgrade() -> None:
    op.drop_index("ix_purchase_orders_region_id_issued_at_short_code", table_name="purchase_orders")
    op.create_index(
        "ix_purchase_orders_region_id_issued_at", "purchase_orders", ["region_id", "issued_at"]
    )
    op.execute("DROP VIEW public_spending")
