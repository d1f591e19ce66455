"""The inbox, and the number on the bell."""

from uuid import UUID

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from procure.accounts.visitors import Beside, ask_beside
from procure.notifications import queries, service
from procure.notifications.actions import MessageAction
from procure.notifications.words import sentence_of, subject_of
from procure.web.access import does, reads
from procure.web.paths import safe_path
from procure.web.work import current_work

bp = Blueprint("notifications", __name__, url_prefix="/notifications")


@bp.get("")
@reads()
def inbox() -> ResponseReturnValue:
    """Show a person's messages, newest first."""
    return render_template(
        "notifications/inbox.html",
        messages=queries.inbox(current_work()),
        subject_of=subject_of,
        sentence_of=sentence_of,
    )


@bp.get("/<uuid:message_id>")
@reads()
def follow(message_id: UUID) -> ResponseReturnValue:
    """Mark a message as read and go to what it is about."""
    message = service.open_one(current_work(), message_id)
    return redirect(safe_path(message.path))


@bp.post("/read")
@does(MessageAction.READ)
def read() -> ResponseReturnValue:
    """Mark all messages as read."""
    service.read(current_work())
    return redirect(url_for(".inbox"))


def attach(app: Flask) -> None:
    """Count unread messages for the bell, on whole pages of people who are signed in."""
    service.use(app.extensions["settings"])
    ask_beside(app, "unread_count", Beside(queries.unread_count(), _is_whole_page))


def _is_whole_page() -> bool:
    wanted = request.accept_mimetypes
    return (
        request.method == "GET"
        and request.endpoint not in {None, "static"}
        and "HX-Request" not in request.headers
        and (not wanted or wanted.accept_html)
    )
