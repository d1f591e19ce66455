"""What must be true before anything is started, each with a sentence when it is not."""

import fcntl
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from procure.launcher.refusal import Refused

OLDEST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 200_000_000
LARGEST_PORT = 65_535
DEFAULT_PORT = 8000
PORT_SECONDS = 2.0


def check_machine() -> None:
    """Refuse a Python that is too old and a system without Unix sockets."""
    if sys.version_info < OLDEST_PYTHON:
        raise Refused(f"Tenong needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    if os.name != "posix":
        raise Refused("Tenong's launcher needs Linux or macOS; on Windows use WSL.")


def check_space(folder: Path) -> None:
    """Refuse a disk that is nearly full: a database that runs out of space stops."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise Refused(
            f"The disk of {folder} has {free // 1_000_000} MB left and Tenong needs "
            f"{LEAST_FREE_BYTES // 1_000_000} MB: free some space and start again."
        )


def chosen_port(text: str) -> int:
    """Return the port that PORT names, 8000 when it is empty; refuse what is no port."""
    if not text:
        return DEFAULT_PORT
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= LARGEST_PORT:
        raise Refused(f"PORT must be a number from 1 to {LARGEST_PORT}, not {text!r}.")
    return int(text)


def check_port(port: int) -> None:
    """Refuse a port that another program uses or that this user may not open.

    A port is given two seconds, for a server that was just stopped to let go of it.
    """
    give_up = time.monotonic() + PORT_SECONDS
    while (reason := _refusal_of(port)) is not None:
        if time.monotonic() > give_up:
            other = port + 1 if port < LARGEST_PORT else DEFAULT_PORT
            raise Refused(
                f"Port {port} cannot be used ({reason}): choose another, "
                f"as in `make run PORT={other}`."
            )
        time.sleep(0.1)


def _refusal_of(port: int) -> str | None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            return error.strerror or str(error)
    return None


@contextmanager
def only_one(lock: Path, address: str) -> Iterator[None]:
    """Hold the folder's lock; refuse when another launcher of the same folder is alive."""
    with lock.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            where = held.read().strip() or "this folder"
            raise Refused(
                f"Tenong already runs from this folder ({where}): stop that one first."
            ) from None
        held.truncate(0)
        held.write(f"process {os.getpid()}, {address}")
        held.flush()
        try:
            yield
        finally:
            held.truncate(0)
