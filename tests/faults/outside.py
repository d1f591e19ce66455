"""What stands outside the product: a mail server and an S3 store, both on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from aiosmtpd.controller import Controller
from moto.server import ThreadedMotoServer

from procure.files import storage
from tests.make.running import a_free_port

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

BUCKET = "papers"


class Postbox:
    """A mail server's memory."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.letters: list[EmailMessage] = []

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, _server: object, _session: object, envelope: Any
    ) -> str:
        """Keep a letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the letters to one address."""
        return [letter for letter in self.letters if address in str(letter["To"])]


@contextmanager
def a_mail_server() -> Iterator[tuple[Postbox, str]]:
    """Run a mail server; return what it received and the SMTP_URL that reaches it."""
    box, port = Postbox(), a_free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@dataclass
class Bucket:
    """A bucket, and the settings with which the product finds it."""

    client: "S3Client"
    settings: dict[str, str]

    def contents(self) -> dict[str, bytes]:
        """Return every object by its key."""
        listed = self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {
            one["Key"]: self.client.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read()
            for one in listed
        }


def forget_everything(address: str) -> None:
    """Empty the S3 store: its memory belongs to the process and outlives its server."""
    with urlopen(Request(f"{address}/moto-api/reset", method="POST")) as answer:
        assert answer.status == HTTPStatus.OK


@contextmanager
def a_bucket() -> Iterator[Bucket]:
    """Run an S3 store with one empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        forget_everything(f"http://{host}:{port}")
        url = f"s3://{BUCKET}/tenong?endpoint=http://{host}:{port}&region=ap-southeast-3"
        kept = storage.storage_at(url, "key", "secret")
        assert isinstance(kept, storage.Bucket)
        kept.client.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-3"}
        )
        names = ("STORAGE_URL", "STORAGE_ACCESS_KEY", "STORAGE_SECRET_KEY")
        yield Bucket(kept.client, dict(zip(names, (url, "key", "secret"), strict=True)))
        kept.client.close()
    finally:
        server.stop()
