"""The list of purchase requests."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from procure.kernel.actors import Role
from procure.purchase_requests import queries
from procure.purchase_requests.forms import FilterForm
from procure.purchase_requests.policy import reader
from procure.purchase_requests.views.door import bp
from procure.web.access import reads
from procure.web.work import current_work


@bp.get("")
@reads(reader)
def index() -> ResponseReturnValue:
    """List the requests in sight, the newest first, with filters in the address."""
    work, form = current_work(), FilterForm(request.args)
    form.offer()
    wanted = form.to_wanted()
    return render_template(
        "purchase_requests/index.html",
        page=queries.newest_first(work, wanted, after=_id(request.args.get("after", ""))),
        form=form,
        wanted=wanted,
        may_draft=work.actor.has(Role.REQUESTER),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
