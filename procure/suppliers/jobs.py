"""What the clock does with suppliers: papers that end, accounts that are free, sanctions over."""

from procure.accounts.jobs import in_each_region
from procure.jobs.queue import queue, working
from procure.suppliers import service


@queue.periodic(cron="* * * * *")
@queue.task(name="suppliers.due", queueing_lock="suppliers.due")
def due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Look after each region by its own clock."""
    for work, region_id in in_each_region():
        service.use_cooled_accounts(work, region_id)
        service.end_what_is_over(work, region_id)
        service.tell_of_ends(work, region_id)


@queue.periodic(cron="41 19 * * *")
@queue.task(name="suppliers.forget_drafts")
def forget_drafts(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Let go of links and claims that nobody uses any more, at 02.41 WIB."""
    with working() as work:
        service.forget_drafts(work)
