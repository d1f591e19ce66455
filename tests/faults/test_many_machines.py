"""Several machines are one product: storage, mail, sessions and deeds are shared, stops are gentle.

Two web processes with nothing in common but their settings stand for two machines; documents lie
in an S3 store, messages go through a mail server, and the database may go away and come back.
"""

import hashlib
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle

import psycopg
import pytest

from tests.conftest import FAST
from tests.faults.installation import Installation, an_installation
from tests.faults.outside import Bucket, Postbox, a_bucket, a_mail_server
from tests.make.play import (
    SUPPLIERS,
    Cast,
    accept,
    approve,
    award,
    invite,
    issue,
    open_and_compare,
    quote,
    raise_request,
    request_form,
)
from tests.make.running import wait_for
from tests.make.wire import WirePerson

TOKEN = "only those who watch"
PATIENCE = 30.0
WAITING_FOR_THE_LOCK = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@dataclass
class Machines:
    """Two web machines, a worker, and what they share."""

    installation: Installation
    bucket: Bucket
    postbox: Postbox

    @property
    def addresses(self) -> list[str]:
        """Return the addresses of the machines that were started first."""
        return self.installation.product.addresses[:2]


class SpreadCast(Cast):
    """People of whom each reaches another machine than the one before."""

    def __init__(self, addresses: list[str]) -> None:
        """Sign everybody in somewhere."""
        self._addresses = cycle(addresses)
        super().__init__(addresses[0])

    def _person(self, name: str) -> WirePerson:
        return WirePerson(next(self._addresses)).sign_in(f"{name}@jateng.example")


def elsewhere(person: WirePerson, addresses: list[str]) -> WirePerson:
    """Return the same person, led to the other machine by the balancer."""
    other = next(address for address in addresses if not address.endswith(f":{person.port}"))
    moved = WirePerson(other)
    moved.cookies = dict(person.cookies)
    return moved


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    """Start everything once."""
    with (
        a_bucket() as bucket,
        a_mail_server() as (postbox, smtp_url),
        an_installation(FAST, **bucket.settings, SMTP_URL=smtp_url) as installation,
    ):
        product = installation.product
        product.start_worker()
        for _ in range(2):
            product.start_web()
        product.wait_until("SELECT count(*) > 10 FROM sealing_keys")
        yield Machines(installation, bucket, postbox)


@pytest.fixture
def leaving() -> Iterator[ExitStack]:
    """Who was called in here leaves at the end."""
    with ExitStack() as stack:
        yield stack


def status(address: str, path: str, **headers: str) -> tuple[int, str]:
    """Ask once on a connection of its own; return status and text."""
    asked = urllib.request.Request(address + path, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=15) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_purchase_is_played_over_two_machines(machines: Machines, leaving: ExitStack) -> None:
    product, addresses = machines.installation.product, machines.addresses
    cast = SpreadCast(addresses)
    leaving.callback(cast.leave)
    ports = {cast.requester.port, cast.commitment_officer.port}
    assert len(ports) == len(addresses), "requester and commitment officer are on two machines"
    purchase = raise_request(cast, "Konsumsi rapat di dua mesin")
    approve(cast, purchase)
    rfq = invite(cast, purchase)
    for number, supplier in enumerate(cast.suppliers):
        quote(supplier, rfq, below=500 + 100 * number)
    product.let_time_pass(rfq)
    try:
        award(cast, open_and_compare(cast, rfq))
    except AssertionError as e:
        print(e, product.logs())
        raise
    issue(cast, purchase)

    rows = machines.installation.ask(
        "SELECT id, pdf_sha256 FROM purchase_orders WHERE purchase_request_id = %s", purchase
    )
    ((order, sha256),) = rows
    reader = elsewhere(cast.commitment_officer, addresses)
    leaving.callback(reader.leave)
    signed_there = cast.commitment_officer.get(f"/purchase-orders/{order}/pdf")
    read_here = reader.get(f"/purchase-orders/{order}/pdf")
    assert read_here.body == signed_there.body
    assert read_here.body.startswith(b"%PDF-")
    assert hashlib.sha256(read_here.body).hexdigest() == sha256
    assert machines.bucket.contents() == {f"tenong/{sha256}": read_here.body}
    assert not (product.folder / "files").exists(), "no machine keeps documents on its own disk"

    winner = elsewhere(cast.suppliers[2], addresses)
    leaving.callback(winner.leave)
    assert accept(winner, f"/purchase-orders/{order}").status == 200


def test_invited_suppliers_get_a_letter(machines: Machines, leaving: ExitStack) -> None:
    cast = SpreadCast(machines.addresses)
    leaving.callback(cast.leave)
    purchase = raise_request(cast, "Konsumsi rapat dengan surat")
    approve(cast, purchase)
    rfq = invite(cast, purchase)
    end = time.monotonic() + PATIENCE
    for supplier in SUPPLIERS:
        while not any(rfq in str(one) for one in machines.postbox.to(f"{supplier}@")):
            assert time.monotonic() < end, machines.installation.product.logs()
            time.sleep(0.05)
    machines.installation.product.wait_until(
        "SELECT count(*) = 0 FROM messages WHERE mail_status = 'waiting'"
    )


def test_a_machine_that_is_stopped_finishes_the_deeds_in_hand(
    machines: Machines, leaving: ExitStack
) -> None:
    product = machines.installation.product
    place = product.start_web()
    address, process = product.addresses[place], product.webs[place]
    people = [
        WirePerson(address).sign_in(f"{name}@jateng.example")
        for name in ("staf1.dpmd", "staf1.disdikbud")
    ]  # as many as one process serves at once
    for person in people:
        leaving.callback(person.leave)
    forms = [request_form(person, f"Rapat terakhir {n}") for n, person in enumerate(people)]
    with ThreadPoolExecutor(len(people)) as pool, psycopg.connect(product.admin_url) as admin:
        admin.execute("LOCK TABLE purchase_requests IN EXCLUSIVE MODE")
        answers = [
            pool.submit(person.send_once, form, **values, act="save")
            for person, (form, values) in zip(people, forms, strict=True)
        ]
        product.wait_until(f"SELECT ({WAITING_FOR_THE_LOCK}) >= {len(people)}")
        process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert process.poll() is None, "it waits for the deeds in hand"
        admin.rollback()
        assert [answer.result(PATIENCE).status for answer in answers] == [302] * len(people)
    assert process.wait(PATIENCE) == 0
    saved = machines.installation.ask(
        "SELECT count(*) FROM purchase_requests WHERE purpose LIKE 'Rapat terakhir %%'"
    )
    assert saved == [(len(people),)]
    with pytest.raises(ConnectionRefusedError):
        people[0].ask("GET", "/healthz")
    assert status(machines.addresses[0], "/readyz") == (200, "ready\n")


def test_the_numbers_of_all_workers_are_added_up_for_whoever_has_the_token(
    machines: Machines,
) -> None:
    product, asked = machines.installation.product, 0
    folder = product.folder / "metrics"
    place = product.start_web(2, METRICS_TOKEN=TOKEN, METRICS_DIRECTORY=str(folder))
    address, end = product.addresses[place], time.monotonic() + PATIENCE
    with ThreadPoolExecutor(8) as pool:
        while not asked or len(list(folder.glob("counter_*.db"))) < 2:
            assert time.monotonic() < end, "only one process ever answers"
            answers = set(pool.map(lambda _: status(address, "/healthz"), range(8)))
            assert answers == {(200, "alive\n")}
            asked += 8
    count = re.compile(r'tenong_requests_total\{[^}]*endpoint="web.healthz"[^}]*\} (\S+)')
    for _ in range(6):
        code, text = status(address, "/metrics", Authorization=f"Bearer {TOKEN}")
        assert code == 200
        assert [float(number) for number in count.findall(text)] == [asked]

    assert status(address, "/metrics")[0] == 404
    assert status(address, "/metrics", Authorization="Bearer something else")[0] == 404
    no_token_is_set = machines.addresses[0]
    assert status(no_token_is_set, "/metrics", Authorization="Bearer ")[0] == 404


def test_machines_say_that_they_live_but_cannot_work_while_the_database_is_away(
    machines: Machines, leaving: ExitStack
) -> None:
    installation = machines.installation
    person = WirePerson(machines.addresses[0]).sign_in("staf1.dpmd@jateng.example")
    leaving.callback(person.leave)
    installation.cluster.stop()
    try:
        for address in machines.addresses:
            assert status(address, "/healthz") == (200, "alive\n")
            assert status(address, "/readyz")[0] == 503
            assert status(address, "/")[0] == 503
        page = person.get("/home")
        assert page.status == 503
        assert page.headers["retry-after"] == "10"
        assert "Traceback" not in page.text
    finally:
        installation.cluster.start()
    for address in machines.addresses:
        wait_for(f"{address}/readyz")
    assert person.get("/home").status == 200
    purchase = "Rapat sesudah basis data kembali"
    form, values = request_form(person, purchase)
    assert person.send_once(form, **values, act="save").status == 302
    assert installation.ask(
        "SELECT count(*) FROM purchase_requests WHERE purpose = %s", purchase
    ) == [(1,)]
