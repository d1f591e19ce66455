"""Where the bytes of documents lie: on a disk or in an S3 bucket, named by their SHA-256."""

import base64
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

from sqlalchemy import column, delete, exists, table
from sqlalchemy.dialects.postgresql import insert

from config import Settings
from procure.db.work import Work
from procure.files.models import StoredFile
from procure.kernel.errors import NotFound

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

HASH_LENGTH = 64

_KEPT = table("kept_files", column("sha256"))


class FileDamaged(Exception):
    """The stored bytes are not those that were put there."""


class Storage(Protocol):
    """Keeps bytes under their hash; the same bytes may be written any number of times."""

    def write(self, sha256: str, data: bytes, media_type: str) -> None:
        """Keep the bytes for good before returning."""

    def read(self, sha256: str) -> bytes:
        """Return the bytes. Raises NotFound."""

    def remove(self, sha256: str) -> None:
        """Let go of the bytes; none is no fault."""


class Disk:
    """Files in a folder, two levels of folders deep; a file is there whole or not at all."""

    def __init__(self, root: Path) -> None:
        """Keep the folder; it is made with the first file."""
        self.root = root

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def write(self, sha256: str, data: bytes, media_type: str) -> None:
        """Write beside, force to the disk, then rename into place."""
        place = self._place(sha256)
        if place.exists():
            return
        self._make_folder(place.parent)
        draft = place.with_name(f".{uuid4().hex}.part")
        try:
            with draft.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
        _force(place.parent)

    def _make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, and force each new name to the disk."""
        if folder.is_dir():
            return
        if folder != self.root:
            self._make_folder(folder.parent)
        folder.mkdir(parents=folder == self.root, exist_ok=True, mode=0o750)
        _force(folder.parent)

    def read(self, sha256: str) -> bytes:
        """Return the bytes. Raises NotFound."""
        try:
            return self._place(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound from None

    def remove(self, sha256: str) -> None:
        """Let go of the bytes; none is no fault."""
        self._place(sha256).unlink(missing_ok=True)


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Bucket:
    """Objects in a bucket of an S3-compatible store."""

    def __init__(self, client: "S3Client", bucket: str, prefix: str) -> None:
        """Keep the connection, the bucket and the beginning of every key."""
        self.client, self.bucket, self.prefix = client, bucket, prefix

    def write(self, sha256: str, data: bytes, media_type: str) -> None:
        """Store the object; the store checks the hash on arrival."""
        self.client.put_object(
            Bucket=self.bucket,
            Key=self.prefix + sha256,
            Body=data,
            ContentType=media_type,
            ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
        )

    def read(self, sha256: str) -> bytes:
        """Return the bytes. Raises NotFound."""
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=self.prefix + sha256)
        except self.client.exceptions.NoSuchKey:
            raise NotFound from None
        return found["Body"].read()

    def remove(self, sha256: str) -> None:
        """Let go of the object; none is no fault."""
        self.client.delete_object(Bucket=self.bucket, Key=self.prefix + sha256)


def storage_at(url: str, access_key: str = "", secret_key: str = "") -> Storage:
    """Return the storage of a URL.

    Args:
        url: `file:///folder` or `s3://bucket/prefix?endpoint=https://host&region=name`.
        access_key: the store's key; empty uses the machine's own identity.
        secret_key: its secret.

    Raises:
        ValueError: the URL names neither.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return Disk(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        wanted = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        prefix = parts.path.strip("/")
        client = _s3_client(wanted, access_key, secret_key)
        return Bucket(client, parts.netloc, f"{prefix}/" if prefix else "")
    raise ValueError("STORAGE_URL must begin with file:/// or s3://bucket; see .env.example")


def _s3_client(wanted: dict[str, str], access_key: str, secret_key: str) -> "S3Client":
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=wanted.get("endpoint"),
        region_name=wanted.get("region", "us-east-1"),
        aws_access_key_id=access_key or None,
        aws_secret_access_key=secret_key or None,
        config=Config(
            connect_timeout=5,
            read_timeout=20,
            retries={"max_attempts": 3, "mode": "standard"},
            s3={"addressing_style": "path"},
            # Stores other than Amazon's do not know the newer trailing checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


_storage: Storage | None = None


def use(settings: Settings) -> None:
    """Set the storage of this process from the settings; none is set without STORAGE_URL."""
    global _storage  # noqa: PLW0603 - one storage per process, set once at start
    _storage = None
    if settings.storage_url:
        _storage = storage_at(
            settings.storage_url, settings.storage_access_key, settings.storage_secret_key
        )


def _the_storage() -> Storage:
    if _storage is None:
        raise RuntimeError("set STORAGE_URL; see .env.example")
    return _storage


def put(work: Work, data: bytes, media_type: str) -> str:
    """Store a document and return its SHA-256; the bytes are safe before the deed commits.

    A deed that fails leaves bytes that no row names: harmless, and found again by their hash. The
    row comes first: it waits for whoever removes the same bytes at this moment.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    work.session.execute(
        insert(StoredFile)
        .values(
            sha256=sha256,
            region_id=work.actor.region_id,
            media_type=media_type,
            size=len(data),
        )
        .on_conflict_do_nothing()
    )
    _the_storage().write(sha256, data, media_type)
    return sha256


def remove(work: Work, hashes: Iterable[str]) -> None:
    """Let go of those bytes that no upload, no rendition and no order names any more."""
    unnamed = ~exists().where(_KEPT.c.sha256 == StoredFile.sha256)
    gone = delete(StoredFile).where(StoredFile.sha256.in_(list(hashes)), unnamed)
    for sha256 in work.session.scalars(gone.returning(StoredFile.sha256)).all():
        _the_storage().remove(sha256)


def get(sha256: str) -> bytes:
    """Return the bytes of a document, proven to be those that were put there.

    Raises NotFound or FileDamaged.
    """
    if len(sha256) != HASH_LENGTH or not set(sha256) <= set("0123456789abcdef"):
        raise NotFound
    data = _the_storage().read(sha256)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileDamaged(sha256)
    return data
