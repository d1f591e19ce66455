"""The database's people: what each may do, and what happens where we may not make them."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from procure.launcher.cluster import Cluster
from procure.launcher.provision import (
    Passwords,
    Urls,
    copy_database,
    database_of,
    in_database,
    login_urls,
    provision,
)
from procure.launcher.refusal import Refused
from tests.launcher.folders import a_cluster

pytestmark = pytest.mark.database
PASSWORDS = Passwords.random()


def as_user(url: str, user: str) -> str:
    """Return a superuser's URL for another user, whose name is the password as well."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{user}:{user}@{rest.partition('@')[2]}"


@pytest.fixture(scope="module")
def urls(server: Cluster) -> Urls:
    return provision(server.admin_url(), "lunch", PASSWORDS)


@pytest.fixture
def clerk(server: Cluster) -> Iterator[str]:
    """A user of the operator's server who may connect and nothing else."""
    with psycopg.connect(server.admin_url(), autocommit=True) as admin:
        admin.execute("CREATE ROLE clerk LOGIN PASSWORD 'clerk'")
        yield as_user(server.admin_url("stall"), "clerk")
        admin.execute("DROP DATABASE IF EXISTS stall")
        admin.execute("DROP ROLE clerk")


def test_provisioning_again_changes_nothing(server: Cluster, urls: Urls) -> None:
    assert provision(server.admin_url(), "lunch", PASSWORDS) == urls


def test_a_database_called_like_the_product_is_provisioned(server: Cluster) -> None:
    web = provision(server.admin_url(), "tenong", PASSWORDS).web
    with psycopg.connect(web) as connection:
        row = connection.execute("SELECT pg_has_role('tenong_web', 'MEMBER')").fetchone()
    assert row == (True,)


@pytest.mark.parametrize("part", ["owner", "web", "keeper"])
def test_no_login_is_powerful(urls: Urls, part: str) -> None:
    with psycopg.connect(getattr(urls, part)) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False, False, False)


@pytest.mark.parametrize("part", ["web", "keeper"])
@pytest.mark.parametrize(
    "deed", ["CREATE TEMPORARY TABLE orders (id int)", "CREATE TABLE orders (id int)"]
)
def test_neither_website_nor_worker_makes_tables(urls: Urls, part: str, deed: str) -> None:
    with (
        psycopg.connect(getattr(urls, part)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(deed.encode())


def test_the_owner_makes_tables_and_gives_rights_to_the_group(urls: Urls) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS dishes (name text)")
        owner.execute("GRANT SELECT ON dishes TO tenong_web")
    with psycopg.connect(urls.web) as web:
        assert web.execute("SELECT count(*) FROM dishes").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("INSERT INTO dishes VALUES ('soto')")


def test_a_login_waits_only_so_long(urls: Urls) -> None:
    with psycopg.connect(urls.web) as web:
        limits = [
            web.execute("SELECT current_setting(%s)", [name]).fetchone()
            for name in (
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
            )
        ]
    assert limits == [("15s",), ("5s",), ("1min",)]


def test_the_logins_of_one_database_do_not_enter_another(server: Cluster, urls: Urls) -> None:
    provision(server.admin_url(), "dinner", PASSWORDS)
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(in_database(urls.web, "dinner"))


def test_a_copy_is_for_the_same_logins(server: Cluster, urls: Urls) -> None:
    copy_database(server.admin_url(), "lunch", "lunch_copy")
    with psycopg.connect(in_database(urls.owner, "lunch_copy")) as owner:
        owner.execute("CREATE TABLE only_here (id int)")
    with (
        psycopg.connect(in_database(urls.web, "lunch_copy")) as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        web.execute("CREATE TEMPORARY TABLE shadow (id int)")


def test_the_keys_of_another_installation_do_not_open_a_database(
    server: Cluster, urls: Urls
) -> None:
    with pytest.raises(Refused, match="other passwords"):
        provision(server.admin_url(), "lunch", Passwords.random())
    psycopg.connect(urls.web).close()


def test_who_may_not_make_roles_gets_the_sql_for_the_administrator(
    server: Cluster, clerk: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="clerk may not make all") as refusal:
        provision(clerk, "stall", PASSWORDS)

    assert PASSWORDS.web not in str(refusal.value)
    script = str(refusal.value).split("\n\n", 1)[1]
    before, inside = script.split('\\connect "stall"\n')
    for part, database in ((before, "postgres"), (inside, "stall")):
        with psycopg.connect(server.admin_url(database), autocommit=True) as admin:
            for statement in part.strip().splitlines():
                admin.execute(statement.encode())
    assert provision(clerk, "stall", PASSWORDS) == login_urls(clerk, "stall", PASSWORDS)


def test_who_may_make_roles_and_databases_needs_no_administrator(folder: Path) -> None:
    with a_cluster(folder / "postgres") as cluster:
        with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
            admin.execute("CREATE ROLE host LOGIN PASSWORD 'host' CREATEROLE CREATEDB")
        url = as_user(cluster.admin_url("canteen"), "host")

        made = provision(url, "canteen", PASSWORDS)

        assert provision(url, "canteen", PASSWORDS) == made
        with psycopg.connect(made.owner) as owner:
            owner.execute("CREATE TABLE menus (id int)")


def test_a_server_that_does_not_answer_is_named(folder: Path) -> None:
    with pytest.raises(Refused, match="cannot be used"):
        provision(f"postgresql://nobody@/tenong?host={folder}", "tenong", PASSWORDS)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [("postgresql://host", "must end with"), ("mysql://host/tenong", "cannot be read")],
)
def test_a_url_that_names_no_database_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        database_of(url)


def test_urls_keep_the_operators_options() -> None:
    given = "postgresql://me:secret@db.example:6432/tenong?sslmode=verify-full&user=me"
    made = login_urls(given, "tenong", Passwords("o", "w/1", "k")).web
    assert made == (
        "postgresql://tenong_web_login:w%2F1@db.example:6432/tenong?sslmode=verify-full"
    )
