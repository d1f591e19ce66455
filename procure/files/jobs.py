"""After the deed and by the clock: photos are drawn smaller, unfinished pieces forgotten."""

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
