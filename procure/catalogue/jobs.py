"""What the worker does with sheets of listings: read them, and take them over, batch by batch."""

from uuid import UUID

from procure.catalogue.queries import sheets
from procure.catalogue.service import importing
from procure.jobs.queue import RETRY, queue, working


@queue.task(name=importing.READ, retry=RETRY)
def read_sheet(import_run_id: str) -> None:
    """Read a sheet to its end; what was read before a crash stays read."""
    wanted = UUID(import_run_id)
    with working() as work:
        region_id = sheets.region_of(work, wanted)
    more = region_id is not None
    while more:
        with working(region_id) as work:
            more = importing.read_batch(work, wanted)


@queue.task(name=importing.APPLY, retry=RETRY)
def apply_sheet(import_run_id: str) -> None:
    """Take a sheet over to its end; what was taken over before a crash stays so."""
    wanted = UUID(import_run_id)
    with working() as work:
        region_id = sheets.region_of(work, wanted)
    more = region_id is not None
    while more:
        with working(region_id) as work:
            more = importing.apply_batch(work, wanted)
