"""A planted price under seal is found nowhere before the opening, and of course afterwards.

Searched are the database as a dump, its data folder with the write-ahead log, its own log (which
writes every statement with its parameters), the logs of web processes and worker, stored files,
letters, and every page of everybody.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from email.message import EmailMessage

import psycopg
import pytest

from procure.launcher.engine import find_engine
from tests.faults.canary import disguises, files, sightings, spellings
from tests.faults.installation import Installation, an_installation
from tests.faults.outside import Postbox, a_mail_server
from tests.make.play import LINES, Cast, approve, invite, open_and_compare, quote, raise_request
from tests.make.running import wait_for
from tests.make.wire import PageForm, WirePage, WirePerson

PRICE, DELIVERY, FIRST_TRY = 27_913_337_719, 19_283_746_551, 31_415_926_537
NOTE = "kenari kuning bersayap sebelah"
TOTAL = PRICE * LINES[0][2] + DELIVERY
PURPOSE = "Konsumsi rapat burung"
TALKATIVE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "log_statement": "all",
    "log_parameter_max_length": "-1",
}


@dataclass
class Nest:
    """An installation in which a price was planted, before the opening."""

    installation: Installation
    postbox: Postbox
    cast: Cast
    rfq: str
    purchase: str

    def letters(self) -> Iterator[tuple[str, bytes]]:
        """Return what the mail server got."""
        for letter in self.postbox.letters:
            yield f"letter to {letter['To']}", _open(letter)

    def everything_stored(self) -> Iterator[tuple[str, bytes]]:
        """Return the database as a dump and as files, all logs, stored files and letters."""
        installation = self.installation
        with psycopg.connect(installation.product.admin_url, autocommit=True) as admin:
            admin.execute("CHECKPOINT")
        yield "dump", dump(installation).encode()
        yield from files(installation.product.folder, installation.cluster.data)
        yield from self.letters()


def _open(letter: EmailMessage) -> bytes:
    parts = [part.get_content() for part in letter.walk() if not part.is_multipart()]
    return "\n".join([str(letter["Subject"]), *map(str, parts), letter.as_string()]).encode()


def dump(installation: Installation) -> str:
    """Return every row of every table, also those of the job queue."""
    engine = find_engine(owner_of=installation.cluster.data)
    return engine.run("pg_dump", "--dbname", installation.product.admin_url, "--inserts").stdout


@pytest.fixture(scope="module")
def nest() -> Iterator[Nest]:
    """Plant the price: typed wrongly, tried while the database is away, then sent twice."""
    with (
        ExitStack() as stack,
        a_mail_server() as (postbox, smtp_url),
        an_installation(TALKATIVE, LOG_LEVEL="DEBUG", SMTP_URL=smtp_url) as installation,
    ):
        product = installation.product
        product.start_worker()
        product.start_web()
        product.wait_until("SELECT count(*) > 10 FROM sealing_keys")
        cast = Cast(product.addresses[0])
        stack.callback(cast.leave)
        purchase = raise_request(cast, PURPOSE)
        approve(cast, purchase)
        rfq = invite(cast, purchase)
        plant(installation, cast.suppliers[0], rfq)
        quote(cast.suppliers[1], rfq, below=500)
        yield Nest(installation, postbox, cast, rfq, purchase)


def offer(price: int, **others: str) -> dict[str, str]:
    """Return the fields of a quote for the first line alone."""
    dotted = f"{price:,}".replace(",", ".")
    return {"lines-0-price": dotted, "delivery_cost": str(DELIVERY), "note": NOTE, **others}


def plant(installation: Installation, supplier: WirePerson, rfq: str) -> None:
    """Let a supplier quote, with all that may go wrong on the way."""

    def form() -> PageForm:
        return supplier.get(f"/rfqs/{rfq}/quote").form("lines-0-price")

    wrong = supplier.send_once(form(), **offer(PRICE, **{"lines-1-price": "a lot"}))
    assert wrong.status == 422
    assert b"27.913.337.719" in wrong.body, "what was typed is still there to be mended"
    check = replace(form(), action=f"/rfqs/{rfq}/quote/check")
    assert b"27.913.337.719" in supplier.send_once(check, **offer(PRICE)).body
    expired = supplier.send_once(form(), **offer(PRICE), csrf_token="of another day")
    assert expired.status == 400
    ready = form()
    installation.cluster.stop()
    assert supplier.send_once(ready, **offer(PRICE)).status == 503
    installation.cluster.start()
    wait_for(f"{installation.product.addresses[0]}/readyz")
    for price in (FIRST_TRY, PRICE):
        assert supplier.send_once(form(), **offer(price)).status == 302


def needles() -> set[bytes]:
    """Return everything that would give the price away."""
    return {*disguises(NOTE)}.union(*map(spellings, (PRICE, DELIVERY, FIRST_TRY, TOTAL)))


def pages_of(person: WirePerson, nest: Nest) -> Iterator[tuple[str, bytes]]:
    """Return the pages on which somebody might see it."""
    for path in (
        "/home",
        "/rfqs",
        "/notifications",
        f"/rfqs/{nest.rfq}",
        f"/rfqs/{nest.rfq}/quote",
        f"/rfqs/{nest.rfq}/quote/receipt",
        f"/rfqs/{nest.rfq}/compare",
        f"/purchases/{nest.purchase}",
        "/requests",
        "/",
    ):
        page: WirePage = person.get(path)
        assert page.status < 500
        yield path, page.body


@pytest.mark.timeout(300)
def test_a_sealed_price_is_found_nowhere_before_the_opening(nest: Nest) -> None:
    cast, product = nest.cast, nest.installation.product
    assert nest.installation.ask("SELECT count(*) FROM sealed_quotes") == [(3,)]
    auditor = WirePerson(product.addresses[0]).sign_in("auditor@jateng.example")
    for person in (*cast.suppliers, cast.officer, cast.commitment_officer, auditor):
        assert sightings(needles(), pages_of(person, nest)) == []
    auditor.leave()
    assert sightings(needles(), nest.everything_stored()) == []


def test_after_the_opening_it_is_found_where_it_belongs(nest: Nest) -> None:
    """The same search finds it now: it was not blind."""
    nest.installation.product.let_time_pass(nest.rfq)
    comparison = open_and_compare(nest.cast, nest.rfq)
    assert b"27.913.337.719" in comparison.body
    assert nest.installation.ask("SELECT max(unit_price) FROM quote_lines") == [(PRICE,)]
    found = {place for place, _ in sightings(needles(), nest.everything_stored())}
    data = str(nest.installation.cluster.data.resolve())
    assert "dump" in found
    assert str(nest.installation.cluster.log.resolve()) in found
    assert any(place.startswith(f"{data}/base/") for place in found)
    assert any(place.startswith(f"{data}/pg_wal/") for place in found)
    searched = {place for place, _ in nest.everything_stored()}
    assert any("/web-" in place for place in searched)
    assert any("/worker-" in place for place in searched)
    words = {place for place, _ in sightings(disguises(PURPOSE), nest.everything_stored())}
    assert any(place.startswith("letter to ") for place in words)
