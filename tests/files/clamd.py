"""A virus scanner of tests that speaks clamd's own protocol on this machine."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The text that every virus scanner takes for a virus."""


class Daemon:
    """What it received, and what it says."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.received: list[bytes] = []
        self.pieces: list[int] = []
        self.answer: bytes | None = None

    def judge(self, data: bytes) -> bytes:
        """Return the daemon's sentence about a file."""
        self.received.append(data)
        if self.answer is not None:
            return self.answer
        return b"stream: Eicar-Test-Signature FOUND" if VIRUS in data else b"stream: OK"


def _handler(daemon: Daemon) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if self.rfile.read(10) != b"zINSTREAM\0":
                self.wfile.write(b"UNKNOWN COMMAND\0")
                return
            data = b""
            while size := struct.unpack("!L", self.rfile.read(4))[0]:
                daemon.pieces.append(size)
                data += self.rfile.read(size)
            self.wfile.write(daemon.judge(data) + b"\0")

    return Handler


@contextmanager
def _served(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def on_tcp() -> Iterator[tuple[Daemon, str]]:
    """Run the daemon on a port; return it and its CLAMD_URL."""
    daemon = Daemon()
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler(daemon))
    with _served(server):
        yield daemon, f"tcp://127.0.0.1:{server.server_address[1]}"


@contextmanager
def on_a_socket(folder: Path) -> Iterator[tuple[Daemon, str]]:
    """Run the daemon on a Unix socket; return it and its CLAMD_URL."""
    daemon, place = Daemon(), folder / "clamd.ctl"
    server = socketserver.ThreadingUnixStreamServer(str(place), _handler(daemon))
    with _served(server):
        yield daemon, f"unix://{place}"
