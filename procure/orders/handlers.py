"""What the orders room does when something happened elsewhere."""

from procure.catalogue.service import capacity
from procure.db.work import Work
from procure.orders import queries, service
from procure.orders.events import OrderAccepted, OrderCancelled, OrderDeclined, OrderExpired
from procure.sourcing.events import SupplierAwarded


def prepare_order(work: Work, event: SupplierAwarded) -> None:
    """Lay the order for an award before the commitment officer."""
    service.prepare(work, event.award_id)


def take_capacity(work: Work, event: OrderAccepted) -> None:
    """Note what the accepted order takes of its seller's day."""
    day, quantities = queries.listed_quantities(work, event.order_id)
    if day is not None:
        capacity.take(work, event.order_id, day, quantities)


def free_capacity(work: Work, event: OrderCancelled | OrderDeclined | OrderExpired) -> None:
    """Give the seller's day back when the order ended."""
    capacity.free(work, event.order_id)
