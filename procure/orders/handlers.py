"""What the orders room does when something happened elsewhere."""

from procure.db.work import Work
from procure.orders import service
from procure.sourcing.events import SupplierAwarded


def prepare_order(work: Work, event: SupplierAwarded) -> None:
    """Lay the order for an award before the commitment officer."""
    service.prepare(work, event.award_id)
