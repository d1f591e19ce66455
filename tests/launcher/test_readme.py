"""The README followed literally in a fresh clone, with the real application behind the launcher."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html import unescape
from pathlib import Path

import psutil
import pytest

from tests.launcher.folders import open_folder
from tests.launcher.test_run import alive, eventually, free_port
from tests.make import play
from tests.make.wire import PASSWORD, WirePage, WirePerson

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"```sh\n(make run)\n```")
PEOPLE = re.compile(r"`([\w.-]+@[\w.-]+\.example)`")
WAITING = re.compile(r"\n +\*([^*]+)\*")
FIRST_START, LATER_START, STOP = 240.0, 60.0, 60.0
"""Seconds; generous, because other work may keep the machine busy."""


class Started:
    """The README's command in a clone, and everything that it started."""

    def __init__(self, clone: Path, port: int, patience: float) -> None:
        (command,) = COMMAND.findall(README)
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        began = time.monotonic()
        with (clone / ".said").open("w") as said:
            self.process = subprocess.Popen(
                command.split(),
                cwd=clone,
                env={**environment, "PORT": str(port), "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while "Tenong is ready" not in (told := (clone / ".said").read_text(encoding="utf-8")):
            assert self.process.poll() is None, told
            assert time.monotonic() - began < patience, told
            time.sleep(0.1)
        self.seconds, self.said = time.monotonic() - began, told
        self.family = psutil.Process(self.process.pid).children(recursive=True)

    def stop(self) -> None:
        """Press Ctrl-C, as a terminal does: every process of the session hears it."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(STOP)
        assert eventually(lambda: not any(alive(one) for one in self.family)), self.family


@contextmanager
def a_clone() -> Iterator[Path]:
    """Clone this repository; the environment is lent, so that nothing is downloaded."""
    with open_folder() as folder:
        clone = folder / "tenong"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        clone.chmod(0o711)
        (clone / ".venv").symlink_to(sys.prefix)
        for source in (*clone.glob("requirements*"), clone / "Makefile"):
            os.utime(source, (0, 0))  # older than what is installed from them
        yield clone


def sign_in(address: str, name: str) -> WirePerson:
    """Sign in as the README says, and read the home page."""
    person = WirePerson(address, timeout=60).sign_in(name)
    assert play.went_well(person.get("/home")).path == "/home", name
    return person


def task(person: WirePerson, words: str) -> WirePage:
    """Open what waits for somebody under these words."""
    page = play.went_well(person.get("/home"))
    for href, title in re.findall(r'<a href="([^"]+)">([^<]+)</a>', page.text):
        if words in unescape(title):
            return play.went_well(person.get(href))
    raise AssertionError(f"{words!r} does not wait: {page.text[:2000]}")


def open_quotes_at_once(people: dict[str, WirePerson]) -> None:
    """Follow the section of that name: open, compare, award, sign, accept."""
    section = README.split("### Open quotes at once")[1].split("###")[0]
    (waiting,) = WAITING.findall(section)
    officer, ppk = people["pp.dpmd@jateng.example"], people["ppk.dpmd@jateng.example"]
    rfq = play.id_in(task(officer, waiting))
    cast = play.Cast.__new__(play.Cast)
    cast.officer, cast.commitment_officer = officer, ppk
    play.award(cast, play.open_and_compare(cast, rfq))
    purchase = play.id_in(officer.get(officer.last_path))
    signed = play.issue(cast, purchase)
    order = signed.link("/purchase-orders/").removesuffix("/pdf")
    accepted = []
    for name in filter(_sells, people):
        page = people[name].get(order)
        if page.status == 200:
            accepted.append(play.accept(people[name], order))
    assert len(accepted) == 1


def _sells(name: str) -> bool:
    row = next(line for line in README.splitlines() if line.startswith("| Suppliers"))
    return name in row


def a_purchase_in_five_minutes(people: dict[str, WirePerson]) -> str:
    """Follow the first two steps of the section; return the purchase."""
    cast = play.Cast.__new__(play.Cast)
    cast.requester = people["staf1.dpmd@jateng.example"]
    cast.commitment_officer = people["ppk.dpmd@jateng.example"]
    purchase = play.raise_request(cast, "Konsumsi rapat menurut petunjuk")
    assert purchase in task(cast.commitment_officer, "Konsumsi rapat menurut petunjuk").path
    play.approve(cast, purchase)
    return purchase


@pytest.mark.database
@pytest.mark.timeout(420)
def test_the_readme_is_followed_literally(capsys: pytest.CaptureFixture[str]) -> None:
    names = list(dict.fromkeys(PEOPLE.findall(README)))
    assert len(names) >= 12
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with a_clone() as clone, ExitStack() as leaving:
        first = Started(clone, port, FIRST_START)
        try:
            assert address in first.said
            assert PASSWORD in first.said
            assert PASSWORD in README
            assert all(name in first.said for name in names)
            people = {name: sign_in(address, name) for name in names}
            for person in people.values():
                leaving.callback(person.leave)
            open_quotes_at_once(people)
            purchase = a_purchase_in_five_minutes(people)
            story = people["auditor@jateng.example"].get(f"/purchases/{purchase}")
            assert "Konsumsi rapat menurut petunjuk" in play.went_well(story).text
        finally:
            first.stop()
        later = Started(clone, port, LATER_START)
        try:
            sign_in(address, names[0]).leave()
        finally:
            later.stop()
        with capsys.disabled():
            print(f"\nfirst start {first.seconds:.1f} s, later start {later.seconds:.1f} s")
        subprocess.run(["make", "clean", "BIN=.venv/bin"], cwd=clone, check=True)
        assert not (clone / ".data").exists()
