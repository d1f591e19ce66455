"""What the keeper does in the background: make keys ahead of time, unseal quotes."""

from uuid import UUID

from procure.jobs.queue import AT_START, RETRY, queue, working, workshop
from procure.sourcing import service


@queue.task(name="sourcing.reveal", retry=RETRY)
def reveal(rfq_id: str, region_id: str) -> None:
    """Unseal the quotes of one request."""
    with working(UUID(region_id)) as work:
        service.reveal(work, UUID(rfq_id), workshop.keeper_key)


@queue.periodic(cron="* * * * *")
@queue.task(name="sourcing.stock_keys")
def stock_keys(timestamp: int = 0) -> None:  # noqa: ARG001 - the clock tells when it was due
    """Keep enough unused sealing keys ready; checked every minute."""
    with working() as work:
        service.stock_keys(work, workshop.keeper_key)


AT_START.append("sourcing.stock_keys")
