"""What officers asked to be corrected, once it is settled."""

from sqlalchemy import update

from procure.db.work import Work
from procure.suppliers.models import Supplier
from procure.suppliers.vetting_models import SupplierRemark


def settle_remarks(work: Work, supplier: Supplier) -> None:
    """Say, inside a new decision, that what was asked before is settled by it."""
    work.session.execute(
        update(SupplierRemark)
        .where(SupplierRemark.supplier_id == supplier.id, SupplierRemark.is_open)
        .values(is_open=False)
    )
