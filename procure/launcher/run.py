"""`make run`: the database, the web server and the worker of one computer, as one thing."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from procure.launcher.checks import (
    check_machine,
    check_port,
    check_space,
    chosen_port,
    only_one,
)
from procure.launcher.children import Child, run_to_end
from procure.launcher.cluster import Cluster
from procure.launcher.environment import Reader, environment_for
from procure.launcher.provision import Urls
from procure.launcher.refusal import Refused
from procure.launcher.secrets import write_private
from procure.launcher.site import Site, is_prepared, note_prepared, site

FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
PREPARATION = (
    ("Making the tables", ("db", "upgrade")),
    ("Installing the keys", ("keys", "install")),
    ("Loading reference data and the demo regions", ("seed", "demo")),
    ("Letting the demo regions buy a little", ("seed", "showcase")),
)
READY_SECONDS = 60.0
STOP_SECONDS = 25.0  # the web server lets running requests finish within 20
TICK_SECONDS = 0.25
HTTP_OK = 200


class Stopped(BaseException):
    """Somebody asked the launcher to stop."""


def run(project: Path, given: Mapping[str, str]) -> int:
    """Start everything, keep it running, and stop it all when asked; return the exit status.

    `given` is the environment. Raises Refused, with nothing left running, when something
    stands in the way.
    """
    check_machine()
    port = chosen_port(given.get("PORT", ""))
    address = f"http://127.0.0.1:{port}"
    data = _data_folder(project)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with only_one(data / "run.lock", address):
            check_space(data)
            check_port(port)
            with site(project, data, given) as database:
                return _Start(project, data, given, port).go(database)
    except Stopped:
        say("Stopped.")
        return 0


class _Start:
    """One start of the whole, from an empty folder to a served page."""

    def __init__(self, project: Path, data: Path, given: Mapping[str, str], port: int) -> None:
        self.project, self.data, self.given, self.port = project, data, given, port
        self.made: dict[str, str] = {}

    def go(self, database: Site) -> int:
        urls = database.provision()
        self.made = made_settings(self.data, database, self.port)
        sign_ins = self._prepare(database, urls)
        web, worker = self._web(), self._worker()
        try:
            web.start()
            self._wait_until_ready(web)
            worker.start()
            say(f"\n{sign_ins}\n\nTenong is ready: {self.made['BASE_URL']}   (Ctrl-C stops it)\n")
            return watch(web, worker, database.cluster)
        finally:
            _ignore_signals()  # stopping is not interrupted; it is bounded in time
            say("Stopping.")
            web.ask_to_stop()
            give_up = time.monotonic() + STOP_SECONDS
            worker.stop(give_up - time.monotonic())
            web.stop(give_up - time.monotonic())

    def _prepare(self, database: Site, urls: Urls) -> str:
        """Bring tables and demo data up to date if they are not; return the demo sign-ins."""
        shown = self.data / "demo-sign-ins.txt"
        if not is_prepared(urls, database.code):
            shown.unlink(missing_ok=True)
            for what, command in PREPARATION:
                say(f"{what} ...")
                self._flask(what, *command)
            note_prepared(urls, database.code)
        if not shown.exists():
            write_private(shown, self._flask("Listing the demo sign-ins", "seed", "show"))
        return shown.read_text(encoding="utf-8").strip()

    def _flask(self, what: str, *command: str) -> str:
        environment = environment_for(Reader.OWNER, self.given, self.made)
        return run_to_end(what, (*FLASK, *command), environment, self.project)

    def _web(self) -> Child:
        serve = ("-m", "gunicorn", "-c", "gunicorn.conf.py", "--bind", f"127.0.0.1:{self.port}")
        return Child(
            name="web server",
            command=(sys.executable, *serve, "wsgi:app"),
            environment=environment_for(Reader.WEB, self.given, self.made),
            at=self.project,
            farewell=signal.SIGINT,  # at once: the next start needs the port
        )

    def _worker(self) -> Child:
        return Child(
            name="worker",
            command=(*FLASK, "worker"),
            environment=environment_for(Reader.WORKER, self.given, self.made),
            at=self.project,
            farewell=signal.SIGTERM,
        )

    def _wait_until_ready(self, web: Child) -> None:
        give_up = time.monotonic() + READY_SECONDS
        answer = "no answer"
        while web.alive and time.monotonic() < give_up:
            status, answer = _ask_readiness(self.port)
            if status == HTTP_OK:
                return
            time.sleep(0.05)
        if not web.alive:
            raise Refused("The web server ended while starting; its reason stands above.")
        raise Refused(f"The web server is not ready after {READY_SECONDS:.0f} s: {answer}")


def command(project: Path, given: Mapping[str, str], words: Sequence[str]) -> int:
    """Run one `flask` command with this folder's database and keys; return its exit status."""
    check_machine()
    data = _data_folder(project)
    check_space(data)
    with site(project, data, given) as database:
        database.provision()
        made = made_settings(data, database, chosen_port(given.get("PORT", "")))
        environment = environment_for(Reader.OWNER, given, made)
        return subprocess.run(
            (*FLASK, *words), cwd=project, env=environment, check=False
        ).returncode


def made_settings(data: Path, database: Site, port: int) -> dict[str, str]:
    """Return the settings that the launcher makes up where the environment gives none."""
    files = data / "files"
    files.mkdir(mode=0o700, exist_ok=True)
    return {
        **database.keys.as_settings(),
        "STORAGE_URL": files.as_uri(),
        "METRICS_DIRECTORY": str(data / "metrics"),
        "BASE_URL": f"http://127.0.0.1:{port}",
    }


def watch(web: Child, worker: Child, cluster: Cluster | None) -> int:
    """Keep everything running; return 1 when the web server ends, for it should not."""
    while True:
        time.sleep(TICK_SECONDS)
        if not web.alive:
            say("The web server ended unexpectedly; its reason stands above.")
            return 1
        if worker.revive():
            say("The worker had ended; it is started again.")
        if cluster is not None and not cluster.alive:
            say("The database had ended; it is started again.")
            cluster.start()


def say(sentence: str) -> None:
    """Tell the person at the terminal; a terminal that is gone does not matter."""
    try:
        print(sentence, flush=True)
    except OSError:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - kept to the end


def clean(project: Path) -> None:
    """Remove the embedded database and the demo's files; refuse while they are in use."""
    data = project / ".data"
    if not data.exists():
        return
    with only_one(data / "run.lock", "being removed"):
        if (data / "postgres").exists():
            Cluster(data / "postgres").destroy()
        shutil.rmtree(data)


def _data_folder(project: Path) -> Path:
    """Make `.data`, closed to others; as root the database's user must be able to pass through."""
    data = project / ".data"
    data.mkdir(exist_ok=True)
    data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return data


def _ask_readiness(port: int) -> tuple[int, str]:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", "/readyz")
        answer = asked.getresponse()
        return answer.status, answer.read().decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        asked.close()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
