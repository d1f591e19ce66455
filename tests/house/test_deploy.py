"""The files under deploy/: what each process may know, and a backup that comes back."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy.orm import Session

from config import Settings
from deploy.connection import exports
from procure.accounts.actions import AccountAction as Do
from procure.accounts.queries import me
from procure.audit.service import record
from procure.files.models import StoredFile
from procure.launcher.cluster import Cluster
from procure.launcher.engine import find_engine
from procure.launcher.environment import WITHHELD, Reader
from procure.launcher.provision import Urls, login
from tests.conftest import CONTEXT_KEY, IDENTITY_KEY, KEEPER_KEY, WorkAs
from tests.make.offices import Office

UNITS = Path("deploy/systemd")
READERS = {"tenong-web.service": Reader.WEB, "tenong-worker.service": Reader.WORKER}
KNOWN = {field.name.upper() for field in fields(Settings)} | {"PROMETHEUS_MULTIPROC_DIR"}
RESTORED = "tenong_restored"
DOCUMENT = b"%PDF-1.7 an order"
DOCUMENT_HASH = hashlib.sha256(DOCUMENT).hexdigest()


def lines_of(unit: str, name: str) -> list[str]:
    text = (UNITS / unit).read_text(encoding="utf-8")
    return re.findall(rf"^{name}=(.*)$", text, re.M)


def settings_of(unit: str) -> set[str]:
    return {line.split("=")[0].removesuffix("_FILE") for line in lines_of(unit, "Environment")}


@pytest.mark.parametrize("unit", READERS)
def test_no_process_is_given_what_only_others_may_know(unit: str) -> None:
    assert settings_of(unit) & WITHHELD[READERS[unit]] == set()
    given = {line.split(":")[0].upper() for line in lines_of(unit, "LoadCredential")}
    assert given & WITHHELD[READERS[unit]] == set()


def test_web_and_worker_are_two_users() -> None:
    users = {unit: lines_of(unit, "User") for unit in READERS}
    assert users == {
        "tenong-web.service": ["tenong-web"],
        "tenong-worker.service": ["tenong-worker"],
    }


@pytest.mark.parametrize("unit", READERS)
def test_every_key_comes_as_a_credential_and_is_a_setting_that_exists(unit: str) -> None:
    assert settings_of(unit) <= KNOWN
    files = {line.split("=")[1] for line in lines_of(unit, "Environment") if "_FILE=" in line}
    assert files == {f"%d/{line.split(':')[0]}" for line in lines_of(unit, "LoadCredential")}
    # What has no default must be there, or the process does not start.
    assert settings_of(unit) >= {"DATABASE_URL", "SECRET_KEY", "CONTEXT_KEY", "IDENTITY_KEY"}


@pytest.mark.parametrize("unit", [*READERS, "tenong-backup.service"])
@pytest.mark.parametrize(
    "wall",
    [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "CapabilityBoundingSet=",
        "RestrictNamespaces=yes",
        "SystemCallFilter=@system-service",
    ],
)
def test_every_service_is_walled_in(unit: str, wall: str) -> None:
    assert wall in (UNITS / unit).read_text(encoding="utf-8").splitlines()


def test_the_settings_file_holds_known_settings_and_no_secret() -> None:
    text = Path("deploy/tenong.env").read_text(encoding="utf-8")
    names = set(re.findall(r"^#? ?([A-Z_]+)=", text, re.M))
    assert names <= KNOWN
    assert not {name for name in names if name.endswith(("_KEY", "_TOKEN", "DATABASE_URL"))}


def test_nginx_sends_people_to_the_socket_of_the_web_processes() -> None:
    site = Path("deploy/nginx/tenong.conf").read_text(encoding="utf-8")
    (socket,) = lines_of("tenong-web.socket", "ListenStream")
    assert f"unix:{socket}" in site


def test_a_password_with_strange_signs_survives_the_shell() -> None:
    line = exports("postgresql://u:it%27s%20%24HOME@/db?host=/run/pg")
    said = subprocess.run(
        ["bash", "-c", f'{line}; printf %s "$PGPASSWORD|$PGHOST|$PGDATABASE"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "it's $HOME|/run/pg|db"


@pytest.fixture
def machine(database: Urls, cluster: Cluster) -> Iterator[dict[str, str]]:
    """An installation: keys, settings, a folder of documents, a folder for backups."""
    with TemporaryDirectory(prefix="tenong-deploy-") as folder:
        top = Path(folder)
        for name in ("keys", "files", "backups"):
            (top / name).mkdir()
        keys = {
            "owner_database_url": database.owner,
            "database_url": database.web,
            "keeper_database_url": database.keeper,
            "secret_key": "only for tests",
            "context_key": CONTEXT_KEY.hex(),
            "identity_key": IDENTITY_KEY.hex(),
            "keeper_key": KEEPER_KEY.hex(),
        }
        for name, value in keys.items():
            (top / "keys" / name).write_text(value, encoding="utf-8")
        (top / "tenong.env").write_text("LOG_LEVEL=CRITICAL\n", encoding="utf-8")
        yield {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "PG_BIN": str(find_engine(owner_of=cluster.data).binaries),
            "TENONG_PYTHON": sys.executable,
            "TENONG_KEYS": str(top / "keys"),
            "TENONG_SETTINGS": str(top / "tenong.env"),
            "OWNER_DATABASE_URL_FILE": str(top / "keys" / "owner_database_url"),
            "FILES": str(top / "files"),
            "BACKUPS": str(top / "backups"),
        }
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {RESTORED} WITH (FORCE)".encode())
        for part in ("owner", "web", "keeper"):
            admin.execute(f"DROP ROLE IF EXISTS {login(RESTORED, part)}".encode())


def run(script: str, *arguments: str, machine: dict[str, str], given: str = "") -> str:
    done = subprocess.run(
        [f"deploy/{script}", *arguments],
        env=machine,
        input=given,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return f"{done.stdout}exit {done.returncode}"


@pytest.fixture
def deeds(work_as: WorkAs, office: Office, owner: Session, machine: dict[str, str]) -> None:
    """Two deeds in the trail and one stored document."""
    for _ in range(2):
        work = work_as(office.requester)
        with work.transaction():
            record(work, Do.PREFER, me(work), facts={"language": "id"})
    folder = Path(machine["FILES"]) / DOCUMENT_HASH[:2]
    folder.mkdir()
    (folder / DOCUMENT_HASH).write_bytes(DOCUMENT)
    row = StoredFile(sha256=DOCUMENT_HASH, media_type="application/pdf", size=len(DOCUMENT))
    owner.add(row)
    owner.commit()


def only_backup(machine: dict[str, str]) -> Path:
    (made,) = Path(machine["BACKUPS"]).glob("2*Z")
    return made


def restore(machine: dict[str, str], cluster: Cluster, restored: Path) -> str:
    backup = str(only_backup(machine))
    place = {**machine, "RESTORED": str(restored)}
    return run("restore.sh", backup, RESTORED, machine=place, given=cluster.admin_url())


@pytest.mark.database
@pytest.mark.usefixtures("deeds")
def test_a_backup_comes_back_with_its_trail_and_its_documents(
    machine: dict[str, str], cluster: Cluster, tmp_path: Path
) -> None:
    assert "audit entries 2, stored files 1\nexit 0" in run("backup.sh", machine=machine)

    said = restore(machine, cluster, tmp_path / "new")

    assert "2 entries, 0 breaks" in said
    assert "1 stored documents, 0 missing" in said
    assert said.endswith("exit 0")
    found = (tmp_path / "new" / "keys" / "database_url").read_text(encoding="utf-8")
    with (
        psycopg.connect(found) as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        web.execute("DELETE FROM audit_entries")


@pytest.mark.database
@pytest.mark.usefixtures("deeds")
def test_the_next_backup_links_what_is_sound_and_copies_what_is_not(
    machine: dict[str, str],
) -> None:
    run("backup.sh", machine=machine)
    first = only_backup(machine).rename(Path(machine["BACKUPS"]) / "20260101T000000Z")
    run("backup.sh", machine=machine)
    second = max(Path(machine["BACKUPS"]).glob("2*Z"))
    name = Path("files") / DOCUMENT_HASH[:2] / DOCUMENT_HASH
    assert (second / name).samefile(first / name)

    (first / name).write_bytes(b"changed")
    second.rename(Path(machine["BACKUPS"]) / "20260102T000000Z")
    said = run("backup.sh", machine=machine)

    assert "is damaged; this backup copies everything anew" in said
    third = max(Path(machine["BACKUPS"]).glob("2*Z"))
    assert (third / name).read_bytes() == DOCUMENT


@pytest.mark.database
@pytest.mark.usefixtures("deeds")
def test_a_damaged_backup_is_not_restored(
    machine: dict[str, str], cluster: Cluster, tmp_path: Path
) -> None:
    run("backup.sh", machine=machine)
    (document,) = only_backup(machine).glob(f"files/*/{DOCUMENT_HASH}")
    document.write_bytes(b"changed")

    said = restore(machine, cluster, tmp_path / "new")

    assert "the backup is damaged.\nexit 1" in said
    assert not (tmp_path / "new").exists()


@pytest.mark.database
@pytest.mark.usefixtures("deeds")
def test_a_restore_touches_nothing_that_exists(
    machine: dict[str, str], cluster: Cluster, tmp_path: Path
) -> None:
    run("backup.sh", machine=machine)
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {RESTORED}".encode())

    said = restore(machine, cluster, tmp_path / "new")

    assert f"The database {RESTORED} exists already: choose another name.\nexit 1" in said
    assert not (tmp_path / "new").exists()


@pytest.mark.database
@pytest.mark.usefixtures("deeds")
def test_a_trail_that_was_changed_before_the_backup_is_found_when_it_comes_back(
    machine: dict[str, str], cluster: Cluster, database: Urls, tmp_path: Path
) -> None:
    with psycopg.connect(database.owner) as owner:
        owner.execute("ALTER TABLE audit_entries DISABLE TRIGGER USER")
        owner.execute("UPDATE audit_entries SET reason = 'changed' WHERE position = 1")
    run("backup.sh", machine=machine)

    said = restore(machine, cluster, tmp_path / "new")

    assert "#1: an entry was changed" in said
    assert said.endswith("exit 1")
