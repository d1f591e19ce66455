"""Two starts in a fresh clone: the environment is made once, by root or not, or refused clearly."""

import os
import pwd
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from procure.launcher import alone
from tests.launcher.folders import open_folder

ROOT = Path(__file__).parents[2]
PIECES = (
    "Makefile",
    "requirements-uv.txt",
    "requirements-embedded.txt",
    "procure/__init__.py",
    *(f"procure/launcher/{name}.py" for name in ("__init__", "alone", "refusal")),
)
PYTHON = """#!/bin/sh
# Stands in for Python: notes what an installation would do, and how long it would take.
if [ "$1 $2" = "-m venv" ]; then
  echo "venv begins" >> told
  sleep 1
  rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python
  echo "venv ends" >> told
elif [ "$1 $2" = "-m pip" ]; then echo "pip" >> told
elif [ "$1 $2 $3" = "-m procure.launcher run" ]; then echo "started" >> told
else exec {real} "$@"
fi
"""
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def clone() -> Iterator[Path]:
    """A clone with nothing installed, and a Python that installs nothing from elsewhere."""
    with open_folder() as folder:
        for piece in PIECES:
            (folder / piece).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / piece, folder / piece)
        stand_in = folder / "python"
        real = "/usr/bin/python3" if _is_new_enough("/usr/bin/python3") else sys.executable
        stand_in.write_text(PYTHON.replace("{real}", real), encoding="utf-8")
        stand_in.chmod(0o755)
        yield folder


def _is_new_enough(python: str) -> bool:
    """Whether a Python that every user of the machine may run can make the environment."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return Path(python).exists() and subprocess.run([python, "-c", check]).returncode == 0  # noqa: PLW1510


def start(clone: Path, user: int | None = None) -> "subprocess.Popen[str]":
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        ["make", "run", "PYTHON=./python"],
        cwd=clone,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        user=user,
    )


def told(clone: Path) -> list[str]:
    return (clone / "told").read_text(encoding="utf-8").split("\n")[:-1]


USERS = [None] if os.geteuid() else [None, pwd.getpwnam("nobody").pw_uid]
"""Whoever runs the tests; where that is root, somebody else as well."""


@pytest.mark.parametrize("user", USERS)
def test_two_starts_at_once_make_the_environment_once(clone: Path, user: int | None) -> None:
    if user is not None:
        shutil.chown(clone, user)
    both = [start(clone, user) for _ in range(2)]
    said = [one.communicate(timeout=60)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    steps = told(clone)
    assert steps[:2] == ["venv begins", "venv ends"]
    assert steps.count("venv begins") == 1
    assert steps.count("started") == 2
    assert sum("Another start prepares this folder: waiting" in one for one in said) == 1
    installed = steps.count("pip")
    again = start(clone, user)
    assert again.communicate(timeout=60)[0] == ""
    assert told(clone).count("pip") == installed


def test_a_folder_that_this_user_may_not_change_is_refused_in_one_sentence(clone: Path) -> None:
    clone.chmod(0o555)
    try:
        other = start(clone, USERS[-1])
        said = other.communicate(timeout=60)[0]
    finally:
        clone.chmod(0o755)
    assert other.returncode != 0
    assert f"This user may not write to {clone}" in said
    assert not (clone / ".venv").exists()


def test_a_full_disk_is_told_before_anything_is_installed(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**10, 99 * 10**8, 10**8))
    status = alone.main(["make", "PYTHON=./python", ".venv/ready-to-run"], clone)
    assert status == 1
    said = capfd.readouterr().err
    assert f"The disk of {clone} has 100 MB left and installing Tenong needs" in said
    assert "free some space and start again" in said
    assert not (clone / ".venv").exists()


def test_what_is_installed_needs_no_space(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["make", "PYTHON=./python", ".venv/ready-to-run"]
    assert alone.main(command, clone) == 0
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**10, 10**10, 0))
    assert alone.main(command, clone) == 0
