"""Each file is opened in a process of its own, which is bounded and knows no secret."""

import os
import sys
import threading
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from procure.files import chamber
from procure.files.gate import refusals as no
from procure.files.gate.accepted import Accepted
from procure.files.gate.limits import MIB, Limits
from procure.files.purposes import Purpose
from tests.files import papers, pictures


def admit(
    data: bytes, name: str = "a.jpg", purpose: Purpose = Purpose.EVIDENCE, **limits: int
) -> Accepted:
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        return chamber.admit(file, name, purpose, Limits(**limits))


def test_what_the_gate_accepts_and_refuses_comes_out_as_it_is() -> None:
    found = admit(pictures.from_a_phone(), "KTP é.jpg")
    assert (found.name, found.media_type, found.width, found.height) == (
        "KTP é.jpg",
        "image/jpeg",
        300,
        400,
    )
    assert found.data.startswith(b"\xff\xd8\xff")
    with pytest.raises(no.TooManyPages) as refusal:
        admit(papers.paper(3), pdf_pages=2)
    assert refusal.value.facts == {"pages": 3, "most": 2}


def test_the_largest_pictures_fit_into_its_memory() -> None:
    fast = {"PNG": {"compress_level": 1}, "WEBP": {"method": 0}}
    for kind, mode in (("PNG", "RGBA"), ("WEBP", "RGB")):
        found = admit(pictures.picture(kind, (8000, 7990), mode=mode, **fast[kind]))
        assert found.width == 2560


def test_a_file_that_wants_more_memory_than_that_is_refused() -> None:
    picture = pictures.picture("PNG", (8000, 7990), compress_level=1)
    with pytest.raises((no.TooHeavy, no.PhotoDamaged)):
        admit(picture, memory_bytes=200 * MIB)


def test_a_paper_that_unpacks_to_gigabytes_is_refused() -> None:
    with pytest.raises((no.TooHeavy, no.PdfDamaged)):
        admit(papers.bomb(), "a.pdf")


def test_a_gate_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="ascii")
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    monkeypatch.setattr(chamber, "LATEST", 0.2)
    with pytest.raises(no.TooHeavy):
        admit(pictures.picture(), seconds=0)


def test_the_process_that_opens_a_file_is_given_no_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spy, seen = tmp_path / "spy", tmp_path / "seen"
    spy.write_text(f"#!/bin/sh\nenv > {seen}\nexit 1\n", encoding="ascii")
    spy.chmod(0o755)
    monkeypatch.setenv("CONTEXT_KEY", "very secret")
    monkeypatch.setattr(sys, "executable", str(spy))
    with pytest.raises(no.TooHeavy):
        admit(pictures.picture())
    names = {line.split("=")[0] for line in seen.read_text(encoding="utf-8").splitlines()}
    assert names <= {"PATH", "PWD", "OLDPWD", "SHLVL", "_"}
    assert os.environ["CONTEXT_KEY"] == "very secret"


def test_only_a_few_files_are_opened_at_once_and_others_are_told_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chamber, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(chamber, "LONGEST_WAIT", 0.05)
    with chamber._places, pytest.raises(no.GateBusy):
        admit(pictures.picture())
    assert admit(pictures.picture()).width == 320
