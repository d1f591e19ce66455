"""What the clock does with accounts: old failures are forgotten every night."""

from procure.accounts import service
from procure.jobs.queue import queue, working


@queue.periodic(cron="17 19 * * *")
@queue.task(name="accounts.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Remove failed sign-ins that make nobody wait any more, at 02.17 WIB."""
    with working() as work:
        service.forget_failures(work)
