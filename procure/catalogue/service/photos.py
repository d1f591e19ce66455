"""Photos of listings that buyers may see."""

from collections.abc import Sequence
from uuid import UUID

from procure.catalogue.queries import own
from procure.db.work import Work
from procure.files import service as files


def publish(work: Work, upload_ids: Sequence[UUID]) -> None:
    """Let everybody open these photos, now that a listing with them is on the shelf."""
    for upload in own.photos_of_region(work, upload_ids).values():
        files.publish(work, upload)
