"""Whole stories in real browsers, on the demo cast, against the running product."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from procure.launcher.browser import find_browser
from procure.launcher.cluster import Cluster
from procure.launcher.provision import Urls, copy_database, in_database
from tests.conftest import TEMPLATE, drop
from tests.journeys.people import Gallery, Visitor
from tests.make import play
from tests.make.running import Running, running

JOURNEY = "tenong_journey"
SWITCHES = (
    *("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--font-render-hinting=none"),
)
FAILED = pytest.StashKey[bool]()

Meet = Callable[..., Visitor]


@pytest.fixture(scope="session")
def product(
    cluster: Cluster, template: Urls, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Two web processes and a worker on one PostgreSQL, with the demo cast."""
    drop(cluster, JOURNEY)
    copy_database(cluster.admin_url(), TEMPLATE, JOURNEY)
    urls = Urls(
        *(in_database(url, JOURNEY) for url in (template.owner, template.web, template.keeper))
    )
    folder = tmp_path_factory.mktemp("product")
    with running(urls, in_database(cluster.admin_url(), JOURNEY), folder) as made:
        made.flask("seed", "demo")
        made.start_worker()
        made.start_web()
        made.start_web()
        made.wait_until("SELECT count(*) > 10 FROM sealing_keys")
        yield made
    drop(cluster, JOURNEY)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(find_browser()), args=list(SWITCHES)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def gallery() -> Gallery:
    """Where the screenshots of this run hang."""
    return Gallery(Path("test-results"))


@pytest.fixture
def meet(browser: Browser, product: Running, gallery: Gallery) -> Iterator[Meet]:
    """Open a browser of one's own for somebody of the cast: `meet("email", width=360)`.

    Every other person talks to the other web process.
    """
    people: list[Visitor] = []

    def open_one(
        email: str = "", *, width: int = 1366, scripts: bool = True, language: str = "id"
    ) -> Visitor:
        address = product.addresses[len(people) % len(product.addresses)]
        person = Visitor(browser, address, gallery, width=width, scripts=scripts, language=language)
        people.append(person)
        if email:
            person.sign_in(email)
        return person

    yield open_one
    for person in people:
        person.leave()


@pytest.fixture
def others(product: Running) -> Iterator[play.Cast]:
    """People of the education agency and three suppliers, who work without browsers."""
    cast = play.Cast(product.addresses[0], agency="disdikbud")
    yield cast
    cast.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a story failed, for the fixture below."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def _tell_the_logs(request: pytest.FixtureRequest, product: Running) -> Iterator[None]:
    yield
    if request.node.stash.get(FAILED, False):
        print(product.logs())
