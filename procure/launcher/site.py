"""The database that a start uses: the embedded one, or the operator's own server."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from procure.launcher.cluster import Cluster
from procure.launcher.environment import setting
from procure.launcher.provision import (
    Urls,
    database_of,
    in_database,
    login_urls,
    provision,
)
from procure.launcher.schema import (
    Revisions,
    check_not_newer,
    database_revisions,
    known_revisions,
)
from procure.launcher.secrets import KeyFolder

EMBEDDED_DATABASE = "tenong"


@dataclass(frozen=True, slots=True)
class Site:
    """One start's database, its keys, and the migrations that the code brings."""

    admin_url: str
    database: str
    keys: KeyFolder
    code: Revisions
    cluster: Cluster | None

    def provision(self) -> Urls:
        """Make the logins and keep their URLs; a database that is newer or not ours stays as is."""
        check_not_newer(self._revisions(), self.code)
        self.keys.ensure()
        urls = provision(self.admin_url, self.database, self.keys.passwords())
        self.keys.remember(urls)
        return urls

    def _revisions(self) -> frozenset[str]:
        try:
            with psycopg.connect(in_database(self.admin_url, self.database)) as connection:
                return database_revisions(connection)
        except psycopg.OperationalError:
            return frozenset()  # no such database yet, or no server: provisioning tells which
        except psycopg.errors.InsufficientPrivilege:
            # An administrator made our logins; the given user may not look at our tables.
            self.keys.ensure()
            urls = login_urls(self.admin_url, self.database, self.keys.passwords())
            with psycopg.connect(urls.owner) as connection:
                return database_revisions(connection)


@contextmanager
def site(project: Path, data: Path, given: Mapping[str, str]) -> Iterator[Site]:
    """Give the database to use; an embedded server runs meanwhile, as it may have before."""
    keys = KeyFolder(data / "keys")
    code = known_revisions(project / "migrations" / "versions")
    if url := setting(given, "DATABASE_URL"):
        yield Site(url, database_of(url), keys, code, None)
        return
    cluster = Cluster(data / "postgres")
    try:
        cluster.start()
        yield Site(cluster.admin_url(EMBEDDED_DATABASE), EMBEDDED_DATABASE, keys, code, cluster)
    finally:
        if cluster.started_here:
            cluster.stop()


def is_prepared(urls: Urls, code: Revisions) -> bool:
    """Say whether the tables are up to date and the demo data was loaded at that revision."""
    with psycopg.connect(urls.owner) as owner:
        row = owner.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
        noted = row is not None and row[0] == _note(code)
        return noted and database_revisions(owner) == code.heads


def note_prepared(urls: Urls, code: Revisions) -> None:
    """Note on the database itself that the demo data is loaded, so that a copy does not lie."""
    with psycopg.connect(urls.owner) as owner:
        owner.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(owner.info.dbname), sql.Literal(_note(code))
            )
        )


def _note(code: Revisions) -> str:
    return f"Tenong with demo data, revision {', '.join(sorted(code.heads))}"
