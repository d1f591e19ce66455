"""Pictures for links elsewhere: drawn once for the same words, then read from the storage."""

import hashlib
import json
from dataclasses import astuple

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from procure.catalogue import drawing
from procure.catalogue.drawing import Words
from procure.catalogue.search_models import SharePicture
from procure.db.base import table_of
from procure.db.work import Work
from procure.files import storage


def picture(work: Work, words: Words) -> bytes:
    """Return the picture that says these words."""
    said = json.dumps([drawing.EDITION, *astuple(words)], ensure_ascii=False)
    key = hashlib.sha256(said.encode()).hexdigest()
    stored = work.session.scalar(select(SharePicture.sha256).where(SharePicture.key == key))
    if stored is not None:
        return storage.get(stored)
    drawn = drawing.draw(words)
    with work.transaction():
        sha256 = storage.put(work, drawn, "image/png")
        work.session.execute(
            insert(table_of(SharePicture)).values(key=key, sha256=sha256).on_conflict_do_nothing()
        )
    return drawn
