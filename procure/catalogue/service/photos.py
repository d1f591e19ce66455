"""Photos of listings that buyers may see."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update

from procure.db.work import Work
from procure.files.models import Upload


def publish(work: Work, upload_ids: Sequence[UUID]) -> None:
    """Let everybody open these photos, now that a listing with them is on the shelf."""
    if upload_ids:
        work.session.execute(
            update(Upload)
            .where(Upload.id.in_(upload_ids), Upload.is_public.is_(False))
            .values(is_public=True)
        )
