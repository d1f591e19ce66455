"""Runs the gate in a process of its own, a few at a time."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import BinaryIO, cast

from procure.files.gate import refusals
from procure.files.gate.accepted import Accepted
from procure.files.gate.limits import Limits
from procure.files.purposes import Purpose

ROOT = Path(__file__).parents[2]
AT_ONCE = 2
"""Gates that one web process runs at the same time; each may use the memory of its limit."""
LATEST = 10
"""Seconds beyond its processor time in which a gate must have answered."""
LONGEST_HEAD = 4096
LONGEST_WAIT = 20.0
"""Seconds for which somebody waits until one of the gates is free."""

_places = BoundedSemaphore(AT_ONCE)


def admit(file: BinaryIO, name: str, purpose: Purpose, limits: Limits) -> Accepted:
    """Let a file in, written anew, or refuse it with what to do; `file` must be on the disk.

    Raises a FileRefused; a gate that was killed by the file counts as TooHeavy, one that never
    became free as GateBusy.
    """
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise refusals.GateBusy
    try:
        return _admit(file, name, purpose, limits)
    finally:
        _places.release()


def _admit(file: BinaryIO, name: str, purpose: Purpose, limits: Limits) -> Accepted:
    order = {"name": name, "purpose": purpose, "limits": asdict(limits)}
    with _as_file() as answer:
        file.seek(0)
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "procure.files.gate", json.dumps(order)],
                cwd=ROOT,
                env={"PATH": os.defpath},
                stdin=file,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=limits.seconds * 2 + LATEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise refusals.TooHeavy from None
        if done.returncode != 0:
            raise refusals.TooHeavy
        return _read(answer)


def _read(answer: BinaryIO) -> Accepted:
    answer.seek(0)
    head = json.loads(answer.readline(LONGEST_HEAD))
    if "refusal" in head:
        refusal: type[refusals.FileRefused] = getattr(refusals, head["refusal"])
        raise refusal(**head["facts"])
    return Accepted(
        answer.read(), head["media_type"], head["name"], width=head["width"], height=head["height"]
    )


@contextmanager
def _as_file() -> Iterator[BinaryIO]:
    with TemporaryFile() as file:
        yield cast("BinaryIO", file)
