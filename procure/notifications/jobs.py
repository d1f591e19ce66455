"""Mailing what is in the inbox, after the deed."""

import smtplib
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from flask import Flask, g, render_template
from flask_babel import force_locale
from procrastinate.job_context import JobContext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from config import Settings
from procure.accounts.models import Region
from procure.db.work import Work
from procure.jobs.queue import RETRY, queue, working, workshop
from procure.notifications.mail import Letter, connected
from procure.notifications.models import MailStatus, Message
from procure.notifications.service import MAIL
from procure.notifications.words import sentence_of, subject_of
from procure.suppliers import links

LAST_ATTEMPT = (RETRY.max_attempts or 1) - 1

log = structlog.get_logger("procure.notifications")


@queue.task(name=MAIL, retry=RETRY, pass_context=True)
def mail(context: JobContext, message_ids: list[str]) -> None:
    """Mail these messages; each is marked as soon as the server has taken it.

    A server that is away is tried again later; after the last try the message stays in the inbox.
    """
    try:
        _mail_all([UUID(message_id) for message_id in message_ids])
    except (OSError, smtplib.SMTPException):
        if context.job.attempts >= LAST_ATTEMPT:
            _give_up([UUID(message_id) for message_id in message_ids])
        raise


def _mail_all(message_ids: list[UUID]) -> None:
    app: Flask = workshop.tools["app"]
    settings: Settings = app.extensions["settings"]
    host = urlsplit(settings.base_url).hostname or "localhost"
    with app.app_context(), connected(settings.smtp_url) as server:
        for message_id in message_ids:
            with working() as work, work.transaction():
                message = _to_mail(work, message_id)
                if message is None:
                    continue
                letter = _letter(work, message, settings)
                try:
                    server.send_message(letter.as_message(settings.mail_sender, host))
                except smtplib.SMTPRecipientsRefused as error:
                    if _is_temporary(error):
                        raise
                    log.warning("mail refused", message=str(message_id))
                    message.mail_status = MailStatus.FAILED
                else:
                    message.mail_status, message.mailed_at = MailStatus.SENT, work.now


def _is_temporary(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Whether the server asks to try again (4xx) rather than refusing for good (5xx)."""
    return any(code < 500 for code, _why in error.recipients.values())  # noqa: PLR2004 - SMTP


def _to_mail(work: Work, message_id: UUID) -> Message | None:
    """Return a message that waits to be mailed, unless another worker has it in hand."""
    wanted = (
        select(Message)
        .options(joinedload(Message.person))
        .where(Message.id == message_id, Message.mail_status == MailStatus.WAITING)
        .with_for_update(of=Message, skip_locked=True)
    )
    return work.session.scalar(wanted)


def _letter(work: Work, message: Message, settings: Settings) -> Letter:
    region = work.session.get(Region, message.region_id) if message.region_id else None
    work.zone = region.zone if region else work.zone
    g.work = work
    person = message.person
    language = person.language if person else message.language
    with force_locale(language):
        words: dict[str, Any] = {
            "subject": subject_of(message),
            "sentence": sentence_of(message),
            "name": person.name if person else message.addressee,
            "url": f"{settings.base_url}{_path(message, settings.secret_key)}",
            "sender": region.brand_name if region else "Tenong",
            "government": region.government if region else "",
            "language": language,
            "has_account": person is not None,
            "is_closed": person is not None and person.is_blocked,
        }
        return Letter(
            message.id,
            person.email if person else message.address,
            words["subject"],
            render_template("emails/notifications/message.txt", **words),
            render_template("emails/notifications/message.html", **words),
            language,
            message.created_at,
        )


def _path(message: Message, secret: str) -> str:
    """Return where the letter leads; links that work only once are signed now, not before."""
    if not message.path.startswith(links.PATH):
        return message.path
    return links.path_of(UUID(message.path.removeprefix(links.PATH)), secret)


def _give_up(message_ids: list[UUID]) -> None:
    with working() as work, work.transaction():
        for message_id in message_ids:
            message = _to_mail(work, message_id)
            if message is not None:
                message.mail_status = MailStatus.FAILED
