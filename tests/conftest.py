"""Real PostgreSQL for every test that asks: one server a run, one fresh schema a test."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.orm import Session, sessionmaker

from config import Settings
from procure.app import create_app, driver_url
from procure.db.context import bind
from procure.db.secrets import use_key
from procure.db.work import Work
from procure.jobs.queue import workshop
from procure.kernel.actors import Actor
from procure.kernel.clock import now
from procure.launcher.cluster import Cluster
from procure.launcher.provision import Passwords, Urls, copy_database, in_database, provision
from procure.wiring import SUBSCRIPTIONS
from tests.make.offices import Office, an_office
from tests.make.visits import Visit

TEMPLATE, CASE = "tenong_template", "tenong_case"
CONTEXT_KEY, IDENTITY_KEY, KEEPER_KEY = (bytes([n]) * 32 for n in (1, 2, 3))
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "120",
    "scram_iterations": "1",  # each test signs in to the server a few times
}

LONG = {"journeys", "faults"}
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30

WorkAs = Callable[..., Work]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server or a browser, so that `make check` can leave it out."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "cluster" in names:
            item.add_marker("database")
        if "browser" in names:
            item.add_marker("browser")
    # What takes long begins first, so that both processes of `make test` end at the same time.
    items.sort(key=lambda item: item.path.parent.name not in LONG)


def in_memory() -> Path | None:
    """Return a folder in memory if there is one with room: a copy for each test costs a third."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this run."""
    with TemporaryDirectory(prefix="tenong-", dir=in_memory()) as folder:
        Path(folder).chmod(0o711)  # where root runs the tests, the server's user passes through
        server = Cluster(Path(folder) / "pg", settings=FAST)
        server.start()
        yield server
        server.stop()
        server.destroy()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> Urls:
    """The migrated, empty schema that tests copy."""
    urls = provision(cluster.admin_url(), TEMPLATE, Passwords.random())
    app = create_app(settings_for(urls))
    runner = app.test_cli_runner()
    for command in (["db", "upgrade"], ["keys", "install"]):
        result = runner.invoke(args=command)
        assert result.exit_code == 0, result.output
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    return urls


def settings_for(urls: Urls, **others: object) -> Settings:
    """Settings of a test: cheap passwords, known keys."""
    given: dict[str, object] = {
        "database_url": urls.web,
        "owner_database_url": urls.owner,
        "keeper_database_url": urls.keeper,
        "secret_key": "only for tests",
        "context_key": CONTEXT_KEY,
        "identity_key": IDENTITY_KEY,
        "keeper_key": KEEPER_KEY,
        "log_level": "CRITICAL",
        "argon2_memory_kib": 64,
        "argon2_passes": 1,
        **others,
    }
    return Settings(**given)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def case_urls(template: Urls) -> Urls:
    """How the three logins reach the database of the test that runs."""
    return Urls(
        owner=in_database(template.owner, CASE),
        web=in_database(template.web, CASE),
        keeper=in_database(template.keeper, CASE),
    )


@pytest.fixture
def database(cluster: Cluster, case_urls: Urls) -> Iterator[Urls]:
    """A fresh copy of the schema, empty, for one test."""
    drop(cluster, CASE)
    copy_database(cluster.admin_url(), TEMPLATE, CASE)
    yield case_urls
    drop(cluster, CASE)


def drop(cluster: Cluster, name: str) -> None:
    """Remove a database and whoever is still connected."""
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


@cache
def an_engine(url: str) -> Engine:
    """Return the engine of a login: it keeps no connection, but the statements it compiled."""
    return create_engine(driver_url(url), poolclass=NullPool)


def a_session(url: str) -> Session:
    """Open a session with one of the three logins."""
    use_key(IDENTITY_KEY)
    return Session(an_engine(url), expire_on_commit=False)


@pytest.fixture
def owner(database: Urls) -> Iterator[Session]:
    """A session of the tables' owner: makes what the web process may not."""
    with a_session(database.owner) as session:
        yield session


@pytest.fixture
def work_as(database: Urls) -> Iterator[WorkAs]:
    """Make units of work as the web process, each in its own session, for a person."""
    opened: list[Session] = []

    def make(actor: Actor, *, keeper: bool = False) -> Work:
        session = a_session(database.keeper if keeper else database.web)
        opened.append(session)
        moment = now()
        bind(session, actor, moment, CONTEXT_KEY)
        return Work(session, actor, moment, SUBSCRIPTIONS)

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def office(owner: Session) -> Office:
    """A region with an agency, a unit, its people and a budget line of Rp 100 million."""
    return an_office(owner)


@pytest.fixture(scope="session")
def app(case_urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, on the database of the test that runs."""
    storage = tmp_path_factory.mktemp("files")
    made = create_app(settings_for(case_urls, storage_url=f"file://{storage}"))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def client(app: Flask, database: Urls) -> Iterator[FlaskClient]:
    """A stranger's browser without JavaScript."""
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    yield app.test_client()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def visit(app: Flask, client: FlaskClient, owner: Session) -> Visit:
    """Sign people in: `visit(person)` returns their browser."""
    return Visit(app, owner)


@pytest.fixture
def keeper_work(database: Urls, work_as: WorkAs) -> Iterator[None]:
    """Let jobs run in this process, with the keeper's role and key."""
    use_key(IDENTITY_KEY)
    before = (workshop.sessions, workshop.context_key, workshop.keeper_key, workshop.subscriptions)
    workshop.sessions = sessionmaker(an_engine(database.keeper), expire_on_commit=False)
    workshop.context_key, workshop.keeper_key = CONTEXT_KEY, KEEPER_KEY
    workshop.subscriptions = SUBSCRIPTIONS
    yield
    workshop.sessions, workshop.context_key, workshop.keeper_key, workshop.subscriptions = before
