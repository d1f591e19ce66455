"""A private PostgreSQL server in a folder: made on first use, reached over a Unix socket only."""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from procure.launcher.engine import Engine, find_engine, shelter
from procure.launcher.refusal import Refused

SUPERUSER = "postgres"
SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes; Linux allows 107, macOS 103
LARGEST_LOG = 10_000_000  # bytes; then the log is put aside once
SSL_QUESTION = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"  # any live server answers N or S to it
START_SECONDS = 120.0  # a crash recovery may take a while
SILENCE_SECONDS = 10.0  # how long a killed server may stay in the process table
FAST_STOP_SECONDS = 20.0
HARD_STOP_SECONDS = 10.0
ASIDE = ("lock file", "pre-existing shared memory")  # the last server's traces, soon gone


class Cluster:
    """One PostgreSQL server whose data lies in `directory`.

    `binaries` chooses another engine, `settings` adds server settings (tests switch fsync off),
    and a `tied` server shuts down by itself when the thread that started it ends.
    """

    def __init__(
        self,
        directory: Path,
        *,
        binaries: Path | None = None,
        settings: Mapping[str, str] | None = None,
        tied: bool = True,
    ) -> None:
        self.directory = directory.absolute()
        self.settings = {"jit": "off", **(settings or {})}
        self.tied = tied
        self._binaries = binaries
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """Where the data really lies: in the folder, or outside when that is closed to the user."""
        return (self.directory / "data").resolve()

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.directory / "server.log"

    @property
    def alive(self) -> bool:
        """Whether the server's process lives, ready or not."""
        return self._pid() is not None

    @property
    def started_here(self) -> bool:
        """Whether this object started the server, rather than joined one that ran."""
        return self._process is not None

    @property
    def running(self) -> bool:
        """Whether the server takes connections now."""
        return self._status() == "ready" and self._answers()

    def admin_url(self, database: str = "postgres") -> str:
        """Return the superuser's URL for one database of this server."""
        password = quote((self.directory / "password").read_text(encoding="utf-8"), safe="")
        host = quote(str(self._sockets()), safe="")
        return f"postgresql://{SUPERUSER}:{password}@/{quote(database, safe='')}?host={host}"

    def start(self) -> None:
        """Start the server, making it first if need be; one that runs already is joined.

        Raises Refused with PostgreSQL's own reason when it does not come up.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        engine = find_engine(self._binaries, owner_of=self.data)
        if engine.user is not None:
            self.directory.chmod(0o711)  # the database user passes through; it lists nothing
        with self._one_starter():
            if not (self.data / "PG_VERSION").exists():
                self._create(engine)
            if not self._join():
                self._launch(engine)

    def stop(self) -> None:
        """Stop the server: politely, then firmly; open transactions are rolled back."""
        for farewell, seconds in (
            (signal.SIGINT, FAST_STOP_SECONDS),
            (signal.SIGQUIT, HARD_STOP_SECONDS),
            (signal.SIGKILL, HARD_STOP_SECONDS),
        ):
            pid = self._pid()
            if pid is None:
                break
            _signal(pid, farewell)
            if _wait(lambda: self._pid() is None, seconds):
                break
        self._process = None
        (self.data / SOCKET_FILE).unlink(missing_ok=True)

    def destroy(self) -> None:
        """Stop the server and remove everything of it."""
        self.stop()
        link, sockets = self.directory / "data", self.directory / "socket"
        if sockets.is_symlink():
            shutil.rmtree(sockets.resolve(), ignore_errors=True)
        if link.is_symlink():
            shutil.rmtree(link.resolve().parent)
        shutil.rmtree(self.directory)

    @contextmanager
    def _one_starter(self) -> Iterator[None]:
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _create(self, engine: Engine) -> None:
        """Make the data folder beside its final place and move it there when it is complete."""
        password = self.directory / "password"
        if not password.exists():
            password.touch(mode=0o600)
            password.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        base = self.directory
        if not engine.reaches(base):
            base = Path(tempfile.mkdtemp(prefix="cluster-", dir=shelter()))
            base.chmod(0o711)
        draft = base / "data.new"
        shutil.rmtree(draft, ignore_errors=True)  # what an interrupted first start left
        draft.mkdir(mode=0o700)
        engine.own(draft)
        self._initialise(engine, draft, password.read_text(encoding="utf-8"))
        draft.rename(base / "data")
        if base != self.directory:
            (self.directory / "data").symlink_to(base / "data")

    def _initialise(self, engine: Engine, data: Path, password: str) -> None:
        locale = ["--locale=C.UTF-8"]
        if engine.major >= 17:  # noqa: PLR2004 - the version that brought this provider
            locale += ["--locale-provider=builtin"]
        with tempfile.NamedTemporaryFile("w", prefix="tenong-") as handed:
            handed.write(password)
            handed.flush()
            engine.own(Path(handed.name))
            engine.run(
                "initdb",
                f"--pgdata={data}",
                f"--username={SUPERUSER}",
                f"--pwfile={handed.name}",
                "--auth-local=scram-sha-256",
                "--auth-host=scram-sha-256",
                "--encoding=UTF8",
                "--data-checksums",
                "--no-instructions",
                *locale,
            )

    def _join(self) -> bool:
        """Wait for what another starter left: True if a live server is ready to be used."""
        give_up = time.monotonic() + START_SECONDS
        silent_since = time.monotonic()
        while self._pid() is not None and time.monotonic() < give_up:
            if self._answers():
                silent_since = time.monotonic()
                if self._status() == "ready":
                    return True
            elif time.monotonic() > silent_since + SILENCE_SECONDS:
                # The number belongs to another program by now. PostgreSQL's own check of the
                # shared memory still keeps two servers apart.
                (self.data / "postmaster.pid").unlink(missing_ok=True)
            time.sleep(0.05)
        return False

    def _launch(self, engine: Engine) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch(mode=0o600)  # statements that failed may stand in it
        sockets = self._sockets(engine)
        settings = {"listen_addresses": "", "unix_socket_permissions": "0700", **self.settings}
        options = [f"--{name}={value}" for name, value in settings.items()]
        give_up = time.monotonic() + START_SECONDS
        while True:
            known = self.log.stat().st_size
            self._process = engine.spawn(
                "-D", self.data, "-k", sockets, *options, log=self.log, tied=self.tied
            )
            if self._came_up(give_up):
                return
            said = self._said_since(known)
            if not any(trace in said for trace in ASIDE) or time.monotonic() > give_up:
                raise Refused(f"PostgreSQL did not start: {_reason(said)} (see {self.log}).")
            time.sleep(0.3)

    def _came_up(self, give_up: float) -> bool:
        process = self._process
        while process is not None and process.poll() is None:
            # A killed server leaves its lines behind; they do not count for ours.
            if self._lock_lines()[:1] == [str(process.pid)] and self._status() == "ready":
                return True
            if time.monotonic() > give_up:
                self.stop()
            time.sleep(0.02)
        return False

    def _said_since(self, position: int) -> str:
        with self.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")

    def _sockets(self, engine: Engine | None = None) -> Path:
        """The socket's folder: the data folder, or a short one when that path is too long."""
        if len(os.fsencode(self.data / SOCKET_FILE)) <= LONGEST_SOCKET_PATH:
            return self.data
        link = self.directory / "socket"
        if engine is not None and not link.is_dir():
            link.unlink(missing_ok=True)
            short = Path(tempfile.mkdtemp(prefix="tenong-"))
            engine.own(short)
            link.symlink_to(short)
        return link.resolve()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            try:
                line.connect(str(self._sockets() / SOCKET_FILE))
                line.sendall(SSL_QUESTION)
                return line.recv(1) in (b"N", b"S")
            except OSError:
                return False

    def _lock_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _status(self) -> str:
        """The server's own word on its state: starting, ready, stopping; empty when none runs."""
        lines = self._lock_lines()
        return lines[7].strip() if len(lines) > 7 else ""  # noqa: PLR2004 - the eighth line

    def _pid(self) -> int | None:
        """The process number of a live server, or None."""
        if self._process is not None and self._process.poll() is None:
            return self._process.pid
        lines = self._lock_lines()
        if not lines or not lines[0].strip().isdigit():
            return None
        pid = int(lines[0])
        return pid if _is_postgres(pid) else None


def _is_postgres(pid: int) -> bool:
    """Say whether a process lives and is a PostgreSQL server, by the system's process table."""
    if Path("/proc/self/stat").exists():
        try:
            described = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return False
        name, _, rest = described.rpartition(")")
        return "(postgres" in name and not rest.lstrip().startswith("Z")
    listed = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "postgres" in listed.stdout and not listed.stdout.lstrip().startswith("Z")


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def _reason(said: str) -> str:
    fatal = [line for line in said.splitlines() if "FATAL" in line or "could not" in line]
    return (fatal or said.strip().splitlines() or ["it gave no reason"])[-1].strip()
