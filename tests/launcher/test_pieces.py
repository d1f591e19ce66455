"""The launcher's smaller decisions, without a server."""

import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from procure.launcher import browser, checks, engine
from procure.launcher.children import Child
from procure.launcher.environment import Reader, environment_for, setting
from procure.launcher.refusal import Refused
from procure.launcher.schema import check_not_newer, known_revisions
from procure.launcher.secrets import KeyFolder, write_private


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_nearly_full_disk_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 9 * 10**8, 10**8))
    with pytest.raises(Refused, match="has 100 MB left and Tenong needs 200 MB"):
        checks.check_space(tmp_path)


def test_an_old_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(Refused, match=r"needs Python 3\.11"):
        checks.check_machine()


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80.5", "٨٠٠٠", " 8000"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="PORT must be a number from 1 to 65535"):
        checks.chosen_port(text)


def test_the_usual_port_is_8000() -> None:
    assert (checks.chosen_port(""), checks.chosen_port("8080")) == (8000, 8080)


def test_a_port_that_is_let_go_soon_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
        monkeypatch.setattr("procure.launcher.checks.time.sleep", lambda _: listener.close())
        checks.check_port(port)


def test_one_folder_has_one_launcher(tmp_path: Path) -> None:
    with (
        checks.only_one(tmp_path / "run.lock", "http://127.0.0.1:8000"),
        pytest.raises(Refused, match=rf"\(process {os.getpid()}, http://127\.0\.0\.1:8000\)"),
        checks.only_one(tmp_path / "run.lock", "http://127.0.0.1:8001"),
    ):
        raise AssertionError("the second one got in")
    with checks.only_one(tmp_path / "run.lock", "http://127.0.0.1:8000"):
        pass


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    keys.ensure()
    before = {path.name: path.read_bytes() for path in keys.directory.iterdir()}
    keys.ensure()
    assert {path.name: path.read_bytes() for path in keys.directory.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in keys.directory.iterdir()} == {0o600}
    assert {len(bytes.fromhex(text.decode())) for text in before.values()} == {32}
    assert len(set(before.values())) == len(before)


def test_a_private_file_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left"):
        write_private(tmp_path / "secret_key", "abc")
    assert list(tmp_path.iterdir()) == []


def test_settings_given_win_over_those_made_up() -> None:
    told = environment_for(
        Reader.WEB,
        {"SECRET_KEY": "given", "BASE_URL_FILE": "/given", "DATABASE_URL": "postgresql://admin"},
        {"SECRET_KEY_FILE": "/made", "BASE_URL": "http://made", "DATABASE_URL_FILE": "/web"},
    )
    assert told == {
        "SECRET_KEY": "given",
        "BASE_URL_FILE": "/given",
        "DATABASE_URL_FILE": "/web",
    }


def test_a_setting_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://host/tenong\n", encoding="utf-8")
    given = {"DATABASE_URL_FILE": str(tmp_path / "url")}
    assert setting(given, "DATABASE_URL") == "postgresql://host/tenong"
    with pytest.raises(Refused, match="cannot be read"):
        setting({"DATABASE_URL_FILE": str(tmp_path / "gone")}, "DATABASE_URL")


def test_the_head_is_what_no_migration_follows(tmp_path: Path) -> None:
    for number, before in (("1", "None"), ("2", "'1'"), ("3", "('2',)")):
        (tmp_path / f"{number}.py").write_text(
            f'"""A migration."""\nrevision = "{number}"\ndown_revision = {before}\n',
            encoding="utf-8",
        )
    code = known_revisions(tmp_path)
    assert (set(code.known), set(code.heads)) == ({"1", "2", "3"}, {"3"})
    check_not_newer(frozenset({"2"}), code)
    with pytest.raises(Refused, match="revision 4, which"):
        check_not_newer(frozenset({"4"}), code)


def test_the_projects_own_migrations_have_one_head() -> None:
    versions = Path(__file__).parents[2] / "migrations" / "versions"
    assert len(known_revisions(versions).heads) == 1


def test_a_process_that_keeps_dying_is_started_later_and_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clock = [0.0]
    monkeypatch.setattr("procure.launcher.children.time.monotonic", lambda: clock[0])
    child = Child("worker", ["false"], {"PATH": os.defpath}, tmp_path, signal.SIGTERM)
    child.start()
    starts = []
    for second in range(120):
        clock[0] = float(second)
        child.stop(seconds=5)
        if child.revive():
            starts.append(second)
    child.stop(seconds=5)
    assert starts == [1, 3, 7, 15, 31, 61, 91]


def test_missing_tools_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(browser, "MAC_BROWSERS", ())
    assert browser.missing_packages() == ["chromium", "poppler-utils", "qpdf"]
    with pytest.raises(Refused, match="please install: chromium poppler-utils qpdf"):
        browser.check_browser()


def test_as_root_on_debian_the_missing_tools_are_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    apt_get = tmp_path / "apt-get"
    apt_get.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n'
        f"for tool in chromium pdftotext pdffonts qpdf; do\n"
        f"  echo '#!/bin/sh' > {tmp_path}/$tool; /bin/chmod 755 {tmp_path}/$tool\ndone\n",
        encoding="utf-8",
    )
    apt_get.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(browser, "MAC_BROWSERS", ())

    browser.check_browser()

    assert (tmp_path / "asked").read_text(encoding="utf-8").splitlines() == [
        "--quiet=2 update",
        "--quiet=2 install --yes --no-install-recommends chromium poppler-utils qpdf",
    ]
    assert browser.find_browser() == tmp_path / "chromium"


def test_without_any_postgresql_the_ways_out_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procure.launcher.engine.importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Refused, match="No PostgreSQL is here"):
        engine.find_engine()
