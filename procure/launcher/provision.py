"""The database's people: an owner, a web login and a worker login, none of them powerful."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from procure.launcher.refusal import Refused

# The groups that hold the grants; migrations give them what they may do.
WEB_GROUP, KEEPER_GROUP, AUDITOR_GROUP = "tenong_web", "tenong_keeper", "tenong_auditor"
OLDEST_SAFE = {15: 14, 16: 10, 17: 6}  # minor versions that close the row-security leaks
LONGEST_NAME = 63  # bytes, PostgreSQL's limit for names
PATIENCE = {
    "web": {
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
    },
    "keeper": {"statement_timeout": "60s"},
}


def login(database: str, part: str) -> str:
    """Return the login's name of one part: owner, web or keeper.

    The last two differ from the groups' names even where the database is called `tenong`.
    """
    return f"{database}_owner" if part == "owner" else f"{database}_{part}_login"


@dataclass(frozen=True, slots=True)
class Passwords:
    """The passwords of the three logins."""

    owner: str
    web: str
    keeper: str

    @classmethod
    def random(cls) -> "Passwords":
        """Return three new passwords of 192 bits each."""
        return cls(*(secrets.token_urlsafe(24) for _ in range(3)))

    def of(self, part: str) -> str:
        """Return the password of `owner`, `web` or `keeper`."""
        return {"owner": self.owner, "web": self.web, "keeper": self.keeper}[part]


@dataclass(frozen=True, slots=True)
class Urls:
    """How the three logins reach the database."""

    owner: str
    web: str
    keeper: str


def database_of(url: str) -> str:
    """Return the name of the database that a URL names; raise Refused when it names none."""
    try:
        name = conninfo_to_dict(url).get("dbname")
    except psycopg.ProgrammingError as error:
        raise Refused(f"DATABASE_URL cannot be read: {str(error).strip()}.") from None
    if not name:
        raise Refused(
            "DATABASE_URL must end with a database's name, as in postgresql://host/tenong."
        )
    return str(name)


def in_database(url: str, database: str) -> str:
    """Return the same URL for another database of the same server."""
    scheme, netloc, _, query, _ = urlsplit(url)
    return f"{scheme}://{netloc}/{quote(database, safe='')}" + (f"?{query}" if query else "")


def login_urls(admin_url: str, database: str, passwords: Passwords) -> Urls:
    """Return the URLs of the three logins, on the server that `admin_url` reaches."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    query = urlencode(
        [pair for pair in parse_qsl(parts.query) if pair[0] not in {"user", "password"}]
    )

    def url(part: str) -> str:
        user = quote(login(database, part), safe="")
        password = quote(passwords.of(part), safe="")
        return in_database(f"postgresql://{user}:{password}@{host}/?{query}", database)

    return Urls(owner=url("owner"), web=url("web"), keeper=url("keeper"))


def provision(admin_url: str, database: str, passwords: Passwords) -> Urls:
    """Make the database and its three logins, or bring what exists to the same state.

    Raises Refused when the server is too old, when the database belongs to another installation,
    or when the user of `admin_url` may not make roles: then with the SQL that an administrator
    of the server has to run.
    """
    urls = login_urls(admin_url, database, passwords)
    if len(login(database, "keeper").encode()) > LONGEST_NAME:
        raise Refused(f"The database name {database} is too long: 50 letters at most.")
    with _maintenance(admin_url) as admin:
        _check_version(admin)
        existed = _database_exists(admin, database)
        if not _may_make_roles(admin):
            if existed and _all_log_in(urls):
                return urls
            raise Refused(_for_the_administrator(admin, database, passwords))
        admin.execute("SELECT pg_advisory_lock(hashtext('tenong.provision'))")
        try:
            _make(admin, admin_url, database, passwords)
        except psycopg.errors.InsufficientPrivilege:
            raise Refused(_for_the_administrator(admin, database, passwords)) from None
    if not _all_log_in(urls):
        raise Refused(
            f"The database {database} was made with other passwords than those in the keys "
            "folder: put its keys back, or use a database of another name."
        )
    return urls


def copy_database(admin_url: str, source: str, copy: str) -> None:
    """Copy a provisioned database for a test or a benchmark; the source's logins may use it."""
    names = _login_names(source)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
                sql.Identifier(copy), sql.Identifier(source), names["owner"]
            )
        )
        for statement in _database_grants(copy, names, sql.SQL("CURRENT_USER")):
            admin.execute(statement)


@contextmanager
def _maintenance(admin_url: str) -> Iterator[psycopg.Connection]:
    """Connect to the named database, or where it does not exist yet, to the server's `postgres`."""
    try:
        connection = psycopg.connect(admin_url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as first:
        try:
            connection = psycopg.connect(
                in_database(admin_url, "postgres"), autocommit=True, connect_timeout=10
            )
        except psycopg.OperationalError:
            raise Refused(f"The database server cannot be used: {_last_line(first)}") from None
    with connection:
        yield connection


def _check_version(admin: psycopg.Connection) -> None:
    major, minor = divmod(admin.info.server_version, 10_000)
    oldest = min(OLDEST_SAFE)
    if major < oldest or minor < OLDEST_SAFE.get(major, 0):
        raise Refused(
            f"The database server is PostgreSQL {major}.{minor}, which has known leaks: "
            f"use {major if major >= oldest else oldest}."
            f"{OLDEST_SAFE.get(major, OLDEST_SAFE[oldest])} or later."
        )


def _database_exists(admin: psycopg.Connection, database: str) -> bool:
    found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    return found.fetchone() is not None


def _may_make_roles(admin: psycopg.Connection) -> bool:
    row = admin.execute(
        "SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles"
        " WHERE rolname = current_user"
    ).fetchone()
    return row is not None and bool(row[0])


def _all_log_in(urls: Urls) -> bool:
    try:
        for url in (urls.owner, urls.web, urls.keeper):
            psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _make(admin: psycopg.Connection, admin_url: str, database: str, passwords: Passwords) -> None:
    for statement in _server_statements(admin, database, passwords):
        admin.execute(statement)
    with psycopg.connect(in_database(admin_url, database), autocommit=True) as inside:
        for statement in _schema_statements(database):
            inside.execute(statement)


def _server_statements(
    admin: psycopg.Connection, database: str, passwords: Passwords
) -> list[sql.Composed]:
    """What has to be said to the server, given what it has already."""
    roles = {str(row[0]) for row in admin.execute("SELECT rolname FROM pg_roles")}
    existed = _database_exists(admin, database)
    said = [
        sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(group))
        for group in (WEB_GROUP, KEEPER_GROUP, AUDITOR_GROUP)
        if group not in roles
    ]
    names = _login_names(database)
    for part, name in names.items():
        password = sql.Literal(_verifier(admin, login(database, part), passwords.of(part)))
        if login(database, part) not in roles:
            said.append(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, password))
        elif not existed:
            # Nobody can be using a login whose database is gone.
            said.append(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, password))
        for setting, value in PATIENCE.get(part, {}).items():
            said.append(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    name, sql.Identifier(setting), sql.Literal(value)
                )
            )
    said.append(sql.SQL("GRANT {} TO {}").format(sql.Identifier(WEB_GROUP), names["web"]))
    said.append(sql.SQL("GRANT {} TO {}").format(sql.Identifier(KEEPER_GROUP), names["keeper"]))
    return said + _database_statements(admin, database, names, existed=existed)


def _database_statements(
    admin: psycopg.Connection, database: str, names: dict[str, sql.Identifier], *, existed: bool
) -> list[sql.Composed]:
    name, owner = sql.Identifier(database), names["owner"]
    me = sql.Identifier(admin.info.user)
    said = []
    if not _is_superuser(admin) and _may_make_roles(admin):
        # PostgreSQL wants others to belong to the owner before they give it a database.
        said.append(sql.SQL("GRANT {} TO {}").format(owner, me))
    if not existed:
        made = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0")
        said.append(made.format(name, owner))
    elif _owner_of(admin, database) != login(database, "owner"):
        said.append(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))
    return [*said, *_database_grants(database, names, me)]


def _is_superuser(admin: psycopg.Connection) -> bool:
    return admin.info.parameter_status("is_superuser") == "on"


def _owner_of(admin: psycopg.Connection, database: str) -> str:
    row = admin.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    return str(row[0]) if row else ""


def _database_grants(
    database: str, names: dict[str, sql.Identifier], me: sql.Composable
) -> list[sql.Composed]:
    name = sql.Identifier(database)
    return [
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}, {}").format(
            name, names["web"], names["keeper"], me
        ),
        sql.SQL("REVOKE TEMPORARY, CONNECT ON DATABASE {} FROM PUBLIC").format(name),
    ]


def _schema_statements(database: str) -> list[sql.Composed]:
    owner = sql.Identifier(login(database, "owner"))
    return [
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format(),
        sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner),
    ]


def _login_names(database: str) -> dict[str, sql.Identifier]:
    return {part: sql.Identifier(login(database, part)) for part in ("owner", "web", "keeper")}


def _verifier(admin: psycopg.Connection, user: str, password: str) -> str:
    """Return the password as the server stores it, so that no log ever sees it."""
    made = admin.pgconn.encrypt_password(password.encode(), user.encode(), b"scram-sha-256")
    return made.decode()


def _for_the_administrator(admin: psycopg.Connection, database: str, passwords: Passwords) -> str:
    server = _server_statements(admin, database, passwords)
    inside = _schema_statements(database)
    script = [
        *(f"{statement.as_string(admin)};" for statement in server),
        f"\\connect {sql.Identifier(database).as_string(admin)}",
        *(f"{statement.as_string(admin)};" for statement in inside),
    ]
    return (
        f"The database user {admin.info.user} may not make all that Tenong needs: let an "
        "administrator of the server run this with psql, then start again.\n\n" + "\n".join(script)
    )


def _last_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[-1].strip()
