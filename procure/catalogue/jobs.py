"""What the worker does with the catalogue: sheets batch by batch, and the lexicon every night."""

from uuid import UUID

from procure.accounts.jobs import in_each_region
from procure.catalogue.queries import sheets
from procure.catalogue.service import certificates, importing, lexicon
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


@queue.periodic(cron="* * * * *")
@queue.task(name="catalogue.end_certificates", queueing_lock="catalogue.end_certificates")
def end_certificates(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Let no listing pass for halal or TKDN after its certificate, by each region's day."""
    for work, region_id in in_each_region():
        certificates.end_what_is_over(work, region_id)


@queue.periodic(cron="41 18 * * *")
@queue.task(name="catalogue.count_words", queueing_lock="catalogue.count_words")
def count_words(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Count the words of listings' names, at 01.41 WIB; new words are there already, uncounted."""
    with working() as work:
        lexicon.refresh(work)
