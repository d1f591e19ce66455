"""What each process is told: the settings it needs, and nothing that only others may know."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from config import Settings
from procure.launcher.refusal import Refused

SYSTEM = frozenset(
    "PATH HOME USER LOGNAME SHELL TERM LANG LANGUAGE TZ TMPDIR SSL_CERT_FILE SSL_CERT_DIR"
    " REQUESTS_CA_BUNDLE AWS_CA_BUNDLE HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy"
    " no_proxy".split()
)
SYSTEM_FAMILIES = ("LC_", "PYTHON")
SETTINGS = frozenset(field.name.upper() for field in dataclasses.fields(Settings))
OURS = frozenset({"DATABASE_URL", "OWNER_DATABASE_URL", "KEEPER_DATABASE_URL"})


class Reader(StrEnum):
    """Who is told."""

    WEB = "web"
    WORKER = "worker"
    OWNER = "owner"  # migrations, keys and seeds: runs once and ends


WITHHELD: Mapping[Reader, frozenset[str]] = {
    Reader.WEB: frozenset({"OWNER_DATABASE_URL", "KEEPER_DATABASE_URL", "KEEPER_KEY"}),
    Reader.WORKER: frozenset({"OWNER_DATABASE_URL"}),
    Reader.OWNER: frozenset(),
}


def environment_for(
    reader: Reader, given: Mapping[str, str], made: Mapping[str, str]
) -> dict[str, str]:
    """Return a process's whole environment.

    `given` is the launcher's own environment: its settings win over `made`, the launcher's,
    except for the database, whose given URL may be an administrator's.
    """
    told = {
        name: value
        for name, value in given.items()
        if name in SYSTEM or name.startswith(SYSTEM_FAMILIES)
    }
    for name in SETTINGS - WITHHELD[reader]:
        forms = (name, f"{name}_FILE")
        source = made if name in OURS or not any(form in given for form in forms) else given
        told.update({form: source[form] for form in forms if form in source})
    return told


def setting(given: Mapping[str, str], name: str) -> str:
    """Return a setting that is given as NAME or in the file that NAME_FILE names, or ''."""
    path = given.get(f"{name}_FILE")
    if not path:
        return given.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Refused(f"{name}_FILE names a file that cannot be read: {error}.") from None
