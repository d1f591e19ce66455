"""Documents on a disk and in a bucket: whole, forced down, proven when read."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.db.work import Work
from procure.files import storage
from procure.files.models import StoredFile
from procure.kernel.errors import NotFound
from tests.faults.outside import a_bucket
from tests.make.offices import Office

WorkAs = Callable[..., Work]
PAPER = b"%PDF-1.7 a paper"
HASH = hashlib.sha256(PAPER).hexdigest()


@pytest.fixture
def disk(tmp_path: Path, app: Flask) -> Iterator[Path]:
    """A storage on a disk, in use by this process."""
    before = app.extensions["settings"]
    storage.use(replace(before, storage_url=f"file://{tmp_path}/a%20place"))
    yield tmp_path / "a place"
    storage.use(before)


def test_a_stored_document_has_a_row_and_is_read_back(
    disk: Path, owner: Session, office: Office, work_as: WorkAs
) -> None:
    work = work_as(office.requester)
    with work.transaction():
        assert storage.put(work, PAPER, "application/pdf") == HASH
        assert storage.put(work, PAPER, "application/pdf") == HASH
    assert storage.get(HASH) == PAPER
    row = owner.scalars(select(StoredFile)).one()
    assert (row.sha256, row.size, row.region_id) == (HASH, len(PAPER), office.region.id)
    assert [path.name for path in disk.rglob("*") if path.is_file()] == [HASH]


def test_bytes_are_forced_to_the_disk_before_they_get_their_name(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync = os.fsync

    def forced(handle: int) -> None:
        steps.append(Path(f"/proc/self/fd/{handle}").resolve().name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", forced)
    storage.Disk(disk).write(HASH, PAPER, "application/pdf")
    assert steps[-2].endswith(".part")
    assert steps[-1] == HASH[2:4], "the folder knows the new name"
    assert {disk.name, HASH[:2]} <= set(steps), "and each new folder is known to the one above"


def test_many_writers_of_the_same_bytes_leave_one_whole_file(disk: Path) -> None:
    data = os.urandom(300_000)
    name = hashlib.sha256(data).hexdigest()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: storage.Disk(disk).write(name, data, "x"), range(24)))
    assert [path.name for path in disk.rglob("*") if path.is_file()] == [name]
    assert storage.get(name) == data


def test_a_failed_write_leaves_nothing(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    disk.mkdir()
    (disk / HASH[:2] / HASH[2:4]).mkdir(parents=True)
    with pytest.raises(OSError, match="No space"):
        storage.Disk(disk).write(HASH, PAPER, "x")
    assert [path for path in disk.rglob("*") if path.is_file()] == []


def test_damage_is_noticed_and_what_is_missing_is_not_found(disk: Path) -> None:
    storage.Disk(disk).write(HASH, b"another paper", "x")
    with pytest.raises(storage.FileDamaged):
        storage.get(HASH)
    for name in ("0" * 64, "../../etc/passwd", "", HASH.upper()):
        with pytest.raises(NotFound):
            storage.get(name)


@pytest.fixture
def bucket() -> Iterator[str]:
    """The address of a bucket in a local S3 server."""
    with a_bucket() as made:
        yield made.settings["STORAGE_URL"]


def test_a_bucket_keeps_documents_as_a_disk_does(
    bucket: str, owner: Session, office: Office, work_as: WorkAs, app: Flask
) -> None:
    before = app.extensions["settings"]
    storage.use(
        replace(before, storage_url=bucket, storage_access_key="key", storage_secret_key="secret")
    )
    try:
        work = work_as(office.requester)
        with work.transaction():
            storage.put(work, PAPER, "application/pdf")
            storage.put(work, PAPER, "application/pdf")
        assert storage.get(HASH) == PAPER
        with pytest.raises(NotFound):
            storage.get("0" * 64)
        store = storage.storage_at(bucket, "key", "secret")
        listed = store.client.list_objects_v2(Bucket="papers")  # type: ignore[attr-defined]
        assert [found["Key"] for found in listed["Contents"]] == [f"tenong/{HASH}"]
    finally:
        storage.use(before)


@pytest.mark.parametrize("url", ["", "ftp://host/x", "s3:///x", "file:"])
def test_a_storage_that_is_neither_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL"):
        storage.storage_at(url)


def test_without_a_storage_the_sentence_is_clear(app: Flask) -> None:
    before = app.extensions["settings"]
    storage.use(replace(before, storage_url=""))
    try:
        with pytest.raises(RuntimeError, match="STORAGE_URL"):
            storage.get(HASH)
    finally:
        storage.use(before)
