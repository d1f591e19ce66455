"""What the clock does with registrations: numbers of drafts that nobody finishes become free."""

from procure.jobs.queue import queue, working
from procure.suppliers import service


@queue.periodic(cron="41 19 * * *")
@queue.task(name="suppliers.forget_drafts")
def forget_drafts(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Let go of links and claims that nobody uses any more, at 02.41 WIB."""
    with working() as work:
        service.forget_drafts(work)
