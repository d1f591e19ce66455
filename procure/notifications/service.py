"""Writing messages in the transaction of a deed, and reading them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from config import Settings
from procure.db.base import new_id, table_of
from procure.db.work import Work
from procure.jobs.queue import defer
from procure.notifications import queries
from procure.notifications.actions import MessageAction
from procure.notifications.models import MailStatus, Message
from procure.notifications.policy import MESSAGE_POLICY
from procure.notifications.texts import TEXTS, kept

MAIL = "notifications.mail"

_MESSAGES = insert(table_of(Message))

_mail_is_on = False


def use(settings: Settings) -> None:
    """Mail messages from this process on if there is a mail server; else they stay in the inbox."""
    global _mail_is_on  # noqa: PLW0603 - one mail server per process, set once at start
    _mail_is_on = bool(settings.smtp_url)


@dataclass(frozen=True, slots=True)
class Note:
    """One message to several people, about something at a path of the site."""

    template: str
    people: Iterable[UUID]
    path: str
    facts: Mapping[str, Any]
    even_the_actor: bool = False
    """Whoever did it is told as well: somebody else may have sat at their browser."""


def tell(work: Work, *notes: Note) -> None:
    """Write messages to everybody but the person who did the deed: one insert, one job.

    Where mail is on, the job mails them after the deed; a deed that fails leaves neither.
    """
    status = MailStatus.WAITING if _mail_is_on else MailStatus.SENT
    rows = [
        {
            "id": new_id(),
            "region_id": work.actor.region_id,
            "person_id": person_id,
            "template": note.template,
            "facts": kept(note.facts),
            "path": note.path,
            "mail_status": status,
            "created_at": work.now,
        }
        for note in notes
        for person_id in dict.fromkeys(note.people)
        if (note.even_the_actor or person_id != work.actor.user_id) and note.template in TEXTS
    ]
    if not rows:
        return
    work.session.execute(_MESSAGES, rows)
    if _mail_is_on:
        defer(work, MAIL, message_ids=[str(row["id"]) for row in rows])


def write_to(work: Work, note: Note, reader: tuple[str, str, str], region_id: UUID | None) -> None:
    """Write a letter to somebody who is not here yet: address, name and language.

    It is mailed only; without a mail server the page that follows shows it.
    """
    address, name, language = reader
    row = {
        "id": new_id(),
        "region_id": region_id,
        "address": address,
        "addressee": name,
        "language": language,
        "template": note.template,
        "facts": kept(note.facts),
        "path": note.path,
        "mail_status": MailStatus.WAITING if _mail_is_on else MailStatus.SENT,
        "created_at": work.now,
    }
    work.session.execute(_MESSAGES, [row])
    if _mail_is_on:
        defer(work, MAIL, message_ids=[str(row["id"])])


def read(work: Work) -> None:
    """Mark all of one's own messages as read."""
    with work.transaction():
        MESSAGE_POLICY.require(work.actor, MessageAction.READ)
        work.session.execute(
            update(Message)
            .where(Message.person_id == work.actor.user_id, Message.read_at.is_(None))
            .values(read_at=work.now)
        )


def open_one(work: Work, message_id: UUID) -> Message:
    """Return one of one's own messages and mark it as read. Raises NotFound."""
    with work.transaction():
        message = queries.get(work, message_id)
        if message.read_at is None:
            message.read_at = work.now
    return message
