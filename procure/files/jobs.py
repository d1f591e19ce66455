"""After the deed and by the clock: photos are drawn smaller, what nobody wants is forgotten."""

from uuid import UUID

from procure.files import queries, service, storage
from procure.files.drawing import drawn
from procure.files.means import means
from procure.files.rules import widths_for
from procure.jobs.queue import RETRY, queue, working


@queue.task(name=service.RENDITIONS, retry=RETRY)
def renditions(upload_id: str, region_id: str) -> None:
    """Draw a photo in the usual widths as AVIF, WebP and JPEG."""
    with working(UUID(region_id)) as work:
        upload = queries.get(work, UUID(upload_id))
        widths = widths_for(upload.width or 1, means().widths)
        photo = storage.get(upload.sha256)
        work.end_reading()
        service.keep_renditions(work, upload.id, drawn(photo, widths))


@queue.periodic(cron="17 * * * *")
@queue.task(name="files.forget_unfinished", queueing_lock="files.forget_unfinished")
def forget_unfinished(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Remove pieces of files that nobody finished."""
    with working() as work:
        service.forget_unfinished(work)


@queue.periodic(cron="53 19 * * *")
@queue.task(name="files.forget_unused", queueing_lock="files.forget_unused")
def forget_unused(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Delete files that nobody used, at 02.53 WIB; each region has its own number of days."""
    with working() as work:
        regions = queries.regions(work)
    for region_id in regions:
        with working(region_id) as work:
            service.forget_unused(work, region_id)
