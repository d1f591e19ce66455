"""What the clock does with orders: reminders and expiry, every minute."""

from procure.jobs.queue import queue, working
from procure.orders import queries, service


@queue.periodic(cron="* * * * *")
@queue.task(name="orders.due", queueing_lock="orders.due")
def due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Remind suppliers of orders to answer, and let those expire whose time is over."""
    with working() as work:
        regions = queries.regions_with_open_orders(work)
    for region_id in regions:
        with working(region_id) as work:
            service.keep_time(work)
