"""Mail after the deed, by a real mail server on this machine."""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from procrastinate.job_context import JobContext
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.db.work import Work
from procure.jobs.queue import workshop
from procure.kernel.actors import Role
from procure.notifications import jobs, service
from procure.notifications.mail import Letter
from procure.notifications.models import MailStatus, Message
from tests.make.offices import Office

WorkAs = Callable[..., Work]


class Postbox:
    """A mail server's memory: what came, and whom it refuses."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.letters: list[EmailMessage] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names it
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, _server: object, _session: object, envelope: Any
    ) -> str:
        """Keep a letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def postbox(app: Flask, keeper_work: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A mail server, and a workshop that knows it."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=8925)
    controller.start()
    before = app.extensions["settings"]
    settings = replace(before, smtp_url="smtp://127.0.0.1:8925", base_url="https://belanja.example")
    monkeypatch.setitem(app.extensions, "settings", settings)
    monkeypatch.setitem(workshop.tools, "app", app)
    service.use(settings)
    yield box
    service.use(before)
    controller.stop()


def write_to(work: Work, *people: Person) -> None:
    """Tell people that they were invited."""
    facts = {
        "number": "UND-1",
        "title": "Nasi kotak\r\nBcc: x@y.example",
        "agency": "Dinas <Contoh>",
        "closes_at": datetime(2026, 11, 24, 8, tzinfo=UTC),
    }
    with work.transaction():
        note = service.Note("sourcing/invited", [p.id for p in people], "/rfqs/1", facts)
        service.tell(work, note)


def queued(owner: Session) -> list[list[str]]:
    """Return the message ids of each mail job."""
    owner.rollback()
    rows = owner.execute(
        text("SELECT args FROM procrastinate_jobs WHERE task_name = 'notifications.mail'")
    )
    return [args["message_ids"] for (args,) in rows]


def do(message_ids: list[str], attempts: int = 0) -> None:
    """Do the job as the worker would."""
    context = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
    jobs.mail(cast("JobContext", context), message_ids)


def rows(owner: Session) -> list[Message]:
    owner.rollback()
    return list(owner.scalars(select(Message).order_by(Message.id)))


def test_a_message_is_mailed_once_in_the_language_of_its_reader(
    owner: Session, office: Office, work_as: WorkAs, postbox: Postbox
) -> None:
    person = office.people[Role.TREASURER]
    person.language = "en"
    owner.commit()
    write_to(work_as(office.requester), person)
    (ids,) = queued(owner)
    assert rows(owner)[0].mail_status is MailStatus.WAITING
    do(ids)
    do(ids)

    (letter,) = postbox.letters
    assert letter["Message-ID"] == f"<{ids[0]}@belanja.example>"
    assert letter["To"] == person.email
    assert letter["Subject"] == "Invitation to quote: Nasi kotak Bcc: x@y.example"
    assert letter["Bcc"] is None
    assert letter["Auto-Submitted"] == "auto-generated"
    plain = letter.get_body(("plain",))
    rich = letter.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert "https://belanja.example/rfqs/1" in plain.get_content()
    assert "Dinas <Contoh> asks you for a quote" in plain.get_content()
    assert "24 Nov 2026 · 15:00 WIB" in plain.get_content()
    assert "Dinas &lt;Contoh&gt; asks you" in rich.get_content()
    assert '<html lang="en">' in rich.get_content()
    (message,) = rows(owner)
    assert message.mail_status is MailStatus.SENT
    assert message.mailed_at is not None


def test_whose_account_was_closed_is_not_asked_to_sign_in(
    owner: Session, office: Office, work_as: WorkAs, postbox: Postbox
) -> None:
    person = office.people[Role.TREASURER]
    person.is_blocked = True
    owner.commit()
    write_to(work_as(office.requester), person)
    do(queued(owner)[0])
    plain = postbox.letters[0].get_body(("plain",))
    assert plain is not None
    assert "Jangan dibalas." in plain.get_content()
    assert "masuk" not in plain.get_content().split("Pesan ini")[1]


def test_one_job_mails_all_people_of_a_deed(
    owner: Session, office: Office, work_as: WorkAs, postbox: Postbox
) -> None:
    write_to(work_as(office.requester), *office.people.values())
    (ids,) = queued(owner)
    assert len(ids) == len(office.people) - 1, "the one who did it is not told"
    do(ids)
    assert len(postbox.letters) == len(ids)
    assert {message.mail_status for message in rows(owner)} == {MailStatus.SENT}


def test_a_recipient_who_is_refused_for_good_holds_nobody_up(
    owner: Session, office: Office, work_as: WorkAs, postbox: Postbox
) -> None:
    gone, there = office.people[Role.TREASURER], office.people[Role.AUDITOR]
    postbox.refused[gone.email] = "550 no such mailbox"
    write_to(work_as(office.requester), gone, there)
    do(queued(owner)[0])
    assert [letter["To"] for letter in postbox.letters] == [there.email]
    assert {m.person_id: m.mail_status for m in rows(owner)} == {
        gone.id: MailStatus.FAILED,
        there.id: MailStatus.SENT,
    }


def test_a_busy_server_is_tried_again_and_who_was_mailed_is_not_mailed_twice(
    owner: Session, office: Office, work_as: WorkAs, postbox: Postbox
) -> None:
    first, second = office.people[Role.TREASURER], office.people[Role.AUDITOR]
    postbox.refused[second.email] = "451 try again later"
    write_to(work_as(office.requester), first, second)
    (ids,) = queued(owner)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        do(ids)
    postbox.refused.clear()
    do(ids, attempts=1)
    assert [letter["To"] for letter in postbox.letters] == [first.email, second.email]


def test_after_the_last_try_the_message_stays_in_the_inbox(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    postbox: Postbox,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    away = replace(app.extensions["settings"], smtp_url="smtp://127.0.0.1:8926")
    monkeypatch.setitem(app.extensions, "settings", away)
    write_to(work_as(office.requester), office.people[Role.TREASURER])
    (ids,) = queued(owner)
    with pytest.raises(OSError, match="refused"):
        do(ids)
    assert rows(owner)[0].mail_status is MailStatus.WAITING
    with pytest.raises(OSError, match="refused"):
        do(ids, attempts=jobs.LAST_ATTEMPT)
    assert rows(owner)[0].mail_status is MailStatus.FAILED


def test_a_letter_without_a_name_of_the_place_is_still_one_letter() -> None:
    letter = Letter(
        UUID(int=7), "a@b.example", "Two\nlines", "text", "<p>html</p>", "id", datetime.now(UTC)
    )
    message = letter.as_message("Tenong <tenong@localhost>", "localhost")
    assert message["Subject"] == "Two lines"
    assert message["Message-ID"] == f"<{UUID(int=7)}@localhost>"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
