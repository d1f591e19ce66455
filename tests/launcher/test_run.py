"""`make run` with a stand-in for the application: started, refused, killed, stopped."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from procure.launcher.cluster import Cluster
from procure.launcher.provision import in_database
from tests.launcher.folders import open_folder

pytestmark = pytest.mark.database
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PATIENCE = 30.0


def eventually(condition: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Run:
    """One `make run` of a folder."""

    def __init__(self, project: Path, port: int, **settings: str) -> None:
        self.project, self.port = project, port
        self.family: list[psutil.Process] = []
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with (project / "said").open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "procure.launcher", "--project", project, "run"],
                cwd=ROOT,
                env={**environment, "PORT": str(port), "LANG": "C.UTF-8", **settings},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return (self.project / "said").read_text(encoding="utf-8")

    @property
    def over(self) -> bool:
        return self.process.poll() is not None

    def ready(self) -> "Run":
        assert eventually(lambda: self.over or "Tenong is ready" in self.said), self.said
        assert not self.over, self.said
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        return self

    def refused(self) -> str:
        assert eventually(lambda: self.over), self.said
        assert self.process.returncode == 1
        assert "Traceback" not in self.said
        return self.said

    def readiness(self) -> str:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/readyz")
            answer = asked.getresponse()
            return answer.read().decode() if answer.status == 200 else ""
        except OSError:
            return ""
        finally:
            asked.close()

    def of(self, word: str) -> psutil.Process:
        """The oldest living child whose command line has this word."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if word in " ".join(child.cmdline()))

    def nothing_left(self) -> bool:
        return eventually(lambda: not any(alive(process) for process in self.family))

    def stop(self, farewell: signal.Signals = signal.SIGTERM) -> int:
        if not self.over:
            self.process.send_signal(farewell)
        return self.process.wait(timeout=PATIENCE)


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def running(project: Path, port: int | None = None, **settings: str) -> Iterator[Run]:
    run = Run(project, port or free_port(), **settings)
    try:
        yield run
    finally:
        run.stop()


def new_project(folder: Path) -> Path:
    """Make a project folder: the stand-in, the web server's settings and two migrations."""
    shutil.copy(HERE / "stand_in.py", folder / "wsgi.py")
    shutil.copy(ROOT / "gunicorn.conf.py", folder)
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    first, second = 'revision = "0001_first"', 'revision: str = "0002_second"'
    (versions / "first.py").write_text(f"{first}\ndown_revision = None\n", encoding="utf-8")
    (versions / "second.py").write_text(
        f'{second}\ndown_revision: str | None = "0001_first"\n', encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def prepared() -> Iterator[Path]:
    """A folder in which Tenong was started once before."""
    with open_folder() as folder:
        project = new_project(folder)
        with running(project) as run:
            run.ready()
        yield project
        Cluster(project / ".data" / "postgres").destroy()


@pytest.fixture
def project(prepared: Path) -> Iterator[Path]:
    """The same folder, with nothing running."""
    (prepared / "worker.started").unlink(missing_ok=True)
    yield prepared
    assert not Cluster(prepared / ".data" / "postgres").alive


def ask(project: Path, question: str) -> object:
    """Ask the running embedded database one thing."""
    url = (project / ".data" / "keys" / "owner_database_url").read_text(encoding="utf-8")
    with psycopg.connect(url) as owner:
        cursor = owner.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def test_a_later_start_is_quick_and_loads_nothing_again(project: Path) -> None:
    began = time.monotonic()
    with running(project) as run:
        run.ready()
        assert time.monotonic() - began < 5
        assert ask(project, "SELECT count(*) FROM seeds") == 1
        assert "sari / nasi-kotak" in run.said
        assert f"http://127.0.0.1:{run.port}" in run.said
        assert run.stop() == 0
        assert run.nothing_left()


@pytest.mark.parametrize("farewell", [signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_nothing_stays_behind(project: Path, farewell: signal.Signals) -> None:
    with running(project) as run:
        run.ready()
        status = run.stop(farewell)
        assert status == (-signal.SIGKILL if farewell == signal.SIGKILL else 0)
        assert run.nothing_left()
    if farewell == signal.SIGKILL:
        with running(project, run.port) as again:
            again.ready()


def test_each_process_knows_only_what_it_needs(project: Path) -> None:
    with running(project, SMTP_URL="smtp://127.0.0.1:25", AWS_SECRET="not ours") as run:
        run.ready()
        web = set(run.readiness().split())
        assert eventually((project / "worker.started").exists)
        worker = set((project / "worker.started").read_text(encoding="utf-8").split()[1:])
    assert {"DATABASE_URL_FILE", "SECRET_KEY_FILE", "CONTEXT_KEY_FILE", "SMTP_URL"} <= web
    assert not {name for name in web if re.match("KEEPER|OWNER|AWS_SECRET", name)}
    assert {"KEEPER_DATABASE_URL_FILE", "KEEPER_KEY_FILE", "SMTP_URL"} <= worker
    assert not {name for name in worker if re.match("OWNER|AWS_SECRET", name)}


def test_a_dead_worker_or_database_is_started_again(project: Path) -> None:
    with running(project) as run:
        run.ready()
        assert eventually((project / "worker.started").exists)
        (project / "worker.started").unlink()
        run.of(" worker").kill()
        assert eventually((project / "worker.started").exists)

        run.of("postgres").kill()
        assert eventually(lambda: "The database had ended" in run.said)
        assert eventually(lambda: run.readiness() != "")
        assert ask(project, "SELECT count(*) FROM seeds") == 1


def test_without_its_web_server_everything_ends(project: Path) -> None:
    with running(project) as run:
        run.ready().of("gunicorn").kill()
        assert "The web server ended unexpectedly" in run.refused()
        assert run.nothing_left()


def test_a_second_start_of_the_same_folder_is_refused(project: Path) -> None:
    with running(project) as run:
        run.ready()
        said = subprocess.run(
            [sys.executable, "-m", "procure.launcher", "--project", project, "run"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 1
        assert said.stderr == (
            f"tenong: Tenong already runs from this folder (process {run.process.pid}, "
            f"http://127.0.0.1:{run.port}): stop that one first.\n"
        )
        assert run.readiness() != ""


def test_a_busy_port_is_named(project: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = int(listener.getsockname()[1])
        with running(project, port) as run:
            assert f"Port {port} cannot be used (Address already in use)" in run.refused()


def test_a_newer_database_is_left_alone(project: Path) -> None:
    with running(project) as run:
        run.ready()
        ask(project, "UPDATE alembic_version SET version_num = '0009_later'")
    try:
        with running(project) as run:
            assert (
                "revision 0009_later, which this version of Tenong does not know" in run.refused()
            )
    finally:
        cluster = Cluster(project / ".data" / "postgres")
        cluster.start()
        assert ask(project, "SELECT version_num FROM alembic_version") == "0009_later"
        ask(project, "UPDATE alembic_version SET version_num = '0002_second'")
        cluster.stop()


def test_lost_keys_are_noticed(project: Path) -> None:
    keys = project / ".data" / "keys"
    keys.rename(project / "kept")
    try:
        with running(project) as run:
            assert "put its keys back" in run.refused()
    finally:
        shutil.rmtree(keys)
        (project / "kept").rename(keys)


def test_the_operators_server_is_used_and_no_other_started(folder: Path, server: Cluster) -> None:
    project = new_project(folder)
    with running(project, DATABASE_URL=server.admin_url("operators")) as run:
        run.ready()
        assert not (project / ".data" / "postgres").exists()
        assert run.readiness() != ""
    with psycopg.connect(server.admin_url("operators")) as admin:
        assert admin.execute("SELECT count(*) FROM seeds").fetchone() == (1,)


def test_another_programs_database_is_not_touched(folder: Path, server: Cluster) -> None:
    with psycopg.connect(server.admin_url(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE library")
    with psycopg.connect(in_database(server.admin_url(), "library")) as library:
        library.execute("CREATE TABLE books (title text)")
    with running(new_project(folder), DATABASE_URL=server.admin_url("library")) as run:
        assert "holds tables of another program (books)" in run.refused()
    with psycopg.connect(server.admin_url()) as admin:
        rows = admin.execute("SELECT 1 FROM pg_roles WHERE rolname LIKE 'library%'").fetchall()
    assert rows == []


def test_a_step_that_fails_is_shown_and_nothing_stays_behind(folder: Path) -> None:
    project = new_project(folder)
    (project / "wsgi.py").write_text("raise SystemExit('no such setting')", encoding="utf-8")
    with running(project) as run:
        said = run.refused()
    assert "Making the tables failed" in said
    assert "no such setting" in said
    assert not Cluster(project / ".data" / "postgres").alive
    Cluster(project / ".data" / "postgres").destroy()
