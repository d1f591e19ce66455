"""Large files and other storages: memory stays bounded, and an S3 store does as a disk does."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from procure.files import jobs, queries, service, storage
from procure.files.models import Purpose
from procure.launcher.provision import Urls
from tests.faults.outside import Bucket, a_bucket
from tests.files.conftest import Cast, WorkAs, sent
from tests.files.pictures import noise
from tests.make.running import ROOT, a_free_port, wait_for
from tests.make.visits import Visit

MIB = 1024 * 1024
GROWTH = 24 * MIB
"""How much larger a web process may become while it takes in 50 MB."""


@pytest.fixture
def bucket(app: Flask) -> Iterator[Bucket]:
    """An S3 store that this process keeps its files in."""
    before = app.extensions["settings"]
    with a_bucket() as made:
        given = {name.lower(): value for name, value in made.settings.items()}
        storage.use(replace(before, **given))
        yield made
        storage.use(before)


def test_a_store_in_a_bucket_does_as_a_disk_does(
    bucket: Bucket, cast: Cast, work_as: WorkAs, keeper_work: None, owner: Session
) -> None:
    work = work_as(cast.seller.actor)
    upload = service.receive(work, sent(noise((900, 600)), "nasi.jpg", Purpose.PHOTO))
    assert list(bucket.contents()) == [f"tenong/{upload.sha256}"]
    service.publish(work, queries.mine(work, upload.id, Purpose.PHOTO))
    jobs.renditions(upload_id=str(upload.id), region_id=str(upload.region_id))
    assert len(bucket.contents()) == 10
    _upload, data = service.read(work_as(cast.rival.actor), upload.id)
    assert data == bucket.contents()[f"tenong/{upload.sha256}"]


@pytest.fixture
def web(database: Urls, app: Flask, tmp_path: Path) -> Iterator[tuple[int, psutil.Process]]:
    """One real web process on the database of this test."""
    settings = app.extensions["settings"]
    port = a_free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database.web,
        "SECRET_KEY": settings.secret_key,
        "CONTEXT_KEY": settings.context_key.hex(),
        "IDENTITY_KEY": settings.identity_key.hex(),
        "STORAGE_URL": f"file://{tmp_path}",
        "LOG_LEVEL": "CRITICAL",
        "UPLOAD_PHOTO_MIB": "64",
    }
    gunicorn = ["gunicorn", "--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        [sys.executable, "-m", *gunicorn, "--workers", "1", "wsgi:app"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
            (worker,) = psutil.Process(process.pid).children()
            yield port, worker
        finally:
            process.terminate()


def _a_signed_in_form(port: int, visit: Visit, cast: Cast) -> tuple[str, str]:
    """Return the cookie of the supplier and the token of their form."""
    browser = visit(cast.seller.person)
    cookie = browser.get_cookie("tenong")
    assert cookie is not None
    head = f"tenong={cookie.value}"
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/uploads?purpose=photo", headers={"Cookie": head}
    )
    with urllib.request.urlopen(request) as answer:
        page = answer.read().decode()
        head = answer.headers["Set-Cookie"].split(";")[0]
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return head, found[1]


def _stream(
    port: int, cookie: str, token: str, size: int, worker: psutil.Process
) -> tuple[str, int]:
    """Send so many bytes slowly enough to look; return the answer's head and the most memory."""
    border = uuid4().hex
    fields = {"csrf_token": token, "purpose": "photo", "id": str(uuid4())}
    head = "".join(
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    start, end = head.encode() + b"\xff\xd8\xff", f"\r\n--{border}--\r\n".encode()
    length = len(start) + size + len(end)
    lines = (
        f"POST /uploads HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        f"Content-Type: multipart/form-data; boundary={border}\r\nContent-Length: {length}\r\n"
        "Connection: close\r\n\r\n"
    )
    most = 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(lines.encode() + start)
        for _ in range(size // MIB):
            line.sendall(b"\0" * MIB)
            most = max(most, worker.memory_info().rss)
        line.sendall(end)
        said = b""
        while piece := line.recv(65536):
            most = max(most, worker.memory_info().rss)
            said += piece
    return said.split(b"\r\n")[0].decode(), most


@pytest.mark.parametrize(("size", "status"), [(50, "422"), (100, "413")])
def test_memory_stays_bounded_while_a_large_file_is_sent(
    cast: Cast,
    visit: Visit,
    web: tuple[int, psutil.Process],
    size: int,
    status: str,
) -> None:
    port, worker = web
    cookie, token = _a_signed_in_form(port, visit, cast)
    time.sleep(0.2)
    before = worker.memory_info().rss
    said, most = _stream(port, cookie, token, size * MIB, worker)
    assert said.startswith(f"HTTP/1.1 {status}")
    assert most - before < GROWTH


def test_a_web_process_answers_while_it_takes_in_a_large_file(
    cast: Cast, visit: Visit, web: tuple[int, psutil.Process]
) -> None:
    port, _worker = web
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhalf")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            assert answer.status == 200
