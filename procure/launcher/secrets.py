"""The keys of this installation: files that only their owner may read, made once."""

import os
import secrets
import tempfile
from pathlib import Path

from procure.launcher.provision import Passwords, Urls

# Which setting each file answers; a running process gets the file's name, never the key itself.
KEYS = {
    "SECRET_KEY": "secret_key",
    "CONTEXT_KEY": "context_key",
    "IDENTITY_KEY": "identity_key",
    "KEEPER_KEY": "keeper_key",
    "METRICS_TOKEN": "metrics_token",
}
PASSWORDS = ("owner_password", "web_password", "keeper_password")
URLS = {
    "DATABASE_URL": "database_url",
    "OWNER_DATABASE_URL": "owner_database_url",
    "KEEPER_DATABASE_URL": "keeper_database_url",
}


class KeyFolder:
    """The folder with the keys, each 256 random bits in hexadecimal."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def ensure(self) -> None:
        """Make the folder and every key that is not there yet; existing keys stay as they are."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in (*KEYS.values(), *PASSWORDS):
            if not (self.directory / name).exists():
                write_private(self.directory / name, secrets.token_hex(32))

    def passwords(self) -> Passwords:
        """Return the passwords of the three database logins."""
        owner, web, keeper = (self._read(name) for name in PASSWORDS)
        return Passwords(owner=owner, web=web, keeper=keeper)

    def remember(self, urls: Urls) -> None:
        """Keep the three database URLs, passwords included, in files of their own."""
        for name, url in zip(URLS.values(), (urls.web, urls.owner, urls.keeper), strict=True):
            write_private(self.directory / name, url)

    def as_settings(self) -> dict[str, str]:
        """Return `NAME_FILE` settings that name each key's file."""
        files = {**KEYS, **URLS}
        return {f"{name}_FILE": str(self.directory / file) for name, file in files.items()}

    def _read(self, name: str) -> str:
        return (self.directory / name).read_text(encoding="utf-8").strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read: complete under its name, or not there at all."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600 by itself
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
