"""A small client of ClamAV's daemon: INSTREAM, one file a connection."""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

PIECE = 64 * 1024
LONGEST_ANSWER = 4096
PORT = 3310


class ScannerSilent(Exception):
    """The daemon is away, does not answer in time, or says that it cannot scan."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where the daemon listens; waits at most so many seconds for each step."""

    url: str
    seconds: float = 20.0

    def __post_init__(self) -> None:
        """Refuse an address that names no daemon. Raises ValueError."""
        parts = urlsplit(self.url)
        if not (parts.scheme == "unix" and parts.path) and not (
            parts.scheme == "tcp" and parts.hostname
        ):
            raise ValueError("CLAMD_URL must begin with unix:/// or tcp://; see .env.example")

    def finding(self, file: BinaryIO) -> str:
        """Return the name of what was found, or nothing. Raises ScannerSilent."""
        try:
            with self._connected() as daemon:
                daemon.sendall(b"zINSTREAM\0")
                file.seek(0)
                while piece := file.read(PIECE):
                    daemon.sendall(struct.pack("!L", len(piece)) + piece)
                daemon.sendall(struct.pack("!L", 0))
                return _understood(_answer(daemon))
        except OSError as error:
            raise ScannerSilent(str(error)) from error

    def _connected(self) -> socket.socket:
        parts = urlsplit(self.url)
        if parts.scheme == "tcp":
            address = (parts.hostname or "", parts.port or PORT)
            return socket.create_connection(address, timeout=self.seconds)
        daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        daemon.settimeout(self.seconds)
        try:
            daemon.connect(unquote(parts.path))
        except OSError:
            daemon.close()
            raise
        return daemon


def _answer(daemon: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        piece = daemon.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _understood(said: str) -> str:
    """Return the finding in `stream: Eicar-Test-Signature FOUND`; nothing for `stream: OK`."""
    result = said.removeprefix("stream:").strip()
    if result == "OK":
        return ""
    if result.endswith(" FOUND"):
        return result.removesuffix(" FOUND").strip()
    raise ScannerSilent(result or "no answer")
