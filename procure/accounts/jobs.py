"""What the clock does with accounts, and how it goes round the regions."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from procure.accounts import service
from procure.accounts.models import Region
from procure.db.work import Work
from procure.jobs.queue import queue, working


def in_each_region() -> Iterator[tuple[Work, UUID]]:
    """Open a unit of work in each region in turn, by the region's own clock.

    Midnight comes to Papua two hours before Java: what ends with a day ends there first.
    """
    with working() as work:
        regions = work.session.execute(select(Region.id, Region.zone)).all()
    for region_id, zone in regions:
        with working(region_id) as work:
            work.zone = zone
            yield work, region_id


@queue.periodic(cron="17 19 * * *")
@queue.task(name="accounts.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Remove failed sign-ins that make nobody wait any more, at 02.17 WIB."""
    with working() as work:
        service.forget_failures(work)
