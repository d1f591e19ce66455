"""Files that go with a form of this room: those that the address or the form names."""

from collections.abc import Sequence
from uuid import UUID

from flask import request

from procure.db.work import Work
from procure.files.models import Purpose, Upload
from procure.suppliers import queries


def chosen_uploads(work: Work, typed: UUID | None, *purposes: Purpose) -> Sequence[Upload]:
    """Return the actor's files that were chosen before, or just sent (`?upload=<id>`)."""
    named = {str(typed)} if typed else set()
    named |= set(request.args.getlist("upload"))
    if not named:
        return []
    return [one for one in queries.my_uploads(work, purposes) if str(one.id) in named]
