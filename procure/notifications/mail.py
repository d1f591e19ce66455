"""Mail over SMTP: one connection for several letters."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one person."""

    id: UUID
    recipient: str
    subject: str
    text: str
    html: str
    language: str
    written_at: datetime

    def as_message(self, sender: str, host: str) -> EmailMessage:
        """Return the letter with its headers; sent twice, it is still one letter by its id."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = self.recipient
        message["Subject"] = " ".join(self.subject.split())
        message["Date"] = format_datetime(self.written_at)
        message["Message-ID"] = f"<{self.id}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = self.language
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        return message


@contextmanager
def connected(url: str) -> Iterator[smtplib.SMTP]:
    """Open a connection to the mail server.

    Args:
        url: `smtp://name:password@host:587?starttls=1`, or `smtps://host`; port 25 and 465 if none.

    Raises:
        OSError, smtplib.SMTPException: the server is away or refuses us; to be tried again later.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or PORTS.get(parts.scheme, 25)
    if parts.scheme == "smtps":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    with server:
        if "1" in parse_qs(parts.query).get("starttls", ()):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
