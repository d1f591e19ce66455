"""The whole product, running: web processes, a worker, one PostgreSQL; all stopped at the end."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from procure.launcher.provision import Urls

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")


def a_free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Running:
    """Processes of one installation, and how to reach them."""

    urls: Urls
    admin_url: str
    folder: Path
    environment: dict[str, str]
    ports: list[int] = field(default_factory=list)
    webs: list[subprocess.Popen[bytes]] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """Return the addresses of the web processes."""
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def flask(self, *command: str) -> str:
        """Run a command of the product and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_web(self, processes: int = 1, **settings: str) -> int:
        """Start gunicorn, with settings of its own, and return its place in `addresses`."""
        port = a_free_port()
        gunicorn = ["gunicorn", "--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
        command = [*gunicorn, "--workers", str(processes), "wsgi:app"]
        self.webs.append(self._start(f"web-{port}.log", command, settings))
        self.ports.append(port)
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
        except AssertionError as silence:
            raise AssertionError(f"{silence}\n{self.logs()}") from None
        return len(self.ports) - 1

    def start_worker(self) -> None:
        """Start the worker, which holds the keeper's key."""
        command = ["flask", "--app", "wsgi", "worker"]
        self.workers.append(self._start(f"worker-{len(self.workers)}.log", command, {}))

    def _start(
        self, log: str, command: list[str], settings: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        with (self.folder / log).open("wb") as written:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env={**self.environment, **settings},
                stdout=written,
                stderr=written,
            )

    def wait_until(self, question: str, seconds: float = PATIENCE) -> None:
        """Wait until a query answers true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with psycopg.connect(self.admin_url) as admin:
                row = admin.execute(question.encode()).fetchone()
            if row and row[0]:
                return
            time.sleep(0.1)
        raise AssertionError(f"never true: {question}\n{self.logs()}")

    def let_time_pass(self, rfq: str, days: int = 30) -> None:
        """Move the times of a request for quotation into the past, behind the guards' back."""
        with psycopg.connect(self.admin_url) as admin:
            admin.execute("SET session_replication_role = replica")
            by = {"by": f"{days} days", "rfq": rfq}
            admin.execute(
                "UPDATE rfqs SET published_at = published_at - %(by)s::interval, "
                "closes_at = closes_at - %(by)s::interval "
                "WHERE id::text = %(rfq)s OR number = %(rfq)s",
                by,
            )
            admin.execute(
                "UPDATE sealed_quotes SET received_at = received_at - %(by)s::interval "
                "WHERE rfq_id IN "
                "(SELECT id FROM rfqs WHERE id::text = %(rfq)s OR number = %(rfq)s)",
                by,
            )

    def logs(self) -> str:
        """Return the end of every log."""
        return "\n".join(
            f"== {path.name}\n{path.read_text(errors='replace')[-2000:]}"
            for path in sorted(self.folder.glob("*.log"))
        )

    def stop(self) -> None:
        """Stop all processes that were started."""
        for process in (*self.webs, *self.workers):
            process.terminate()
        for process in (*self.webs, *self.workers):
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


def wait_for(url: str, seconds: float = PATIENCE) -> None:
    """Wait until an address answers well."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


@contextmanager
def running(urls: Urls, admin_url: str, folder: Path, **settings: str) -> Iterator[Running]:
    """Prepare an installation on a migrated database; stop whatever it starts."""
    environment = {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "CONTEXT_KEY": "01" * 32,
        "IDENTITY_KEY": "02" * 32,
        "KEEPER_KEY": "03" * 32,
        "DATABASE_URL": urls.web,
        "OWNER_DATABASE_URL": urls.owner,
        "KEEPER_DATABASE_URL": urls.keeper,
        "SECRET_KEY": "only for tests",
        "STORAGE_URL": f"file://{folder}/files",
        "ARGON2_MEMORY_KIB": "64",
        "ARGON2_PASSES": "1",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    made = Running(urls, admin_url, folder, environment)
    try:
        yield made
    finally:
        made.stop()
