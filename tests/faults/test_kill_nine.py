"""PostgreSQL and web workers die by `kill -9` in the middle of deeds: nothing lost, nothing twice.

The people of two agencies and their suppliers work without a pause, from the request to the
accepted order. Whoever gets no answer sends the same form again. At the end every deed that was
acknowledged is there exactly once, and all books agree.
"""

import hashlib
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import psutil
import psycopg
import pytest

from tests.faults.deeds import Acknowledged, Office, StubbornCast
from tests.faults.installation import Installation, an_installation
from tests.make.play import raise_request

AGENCIES = ("dpmd", "disdikbud")
KILLS_OF_EACH = 10
DEEDS_BETWEEN = 4
PATIENCE = 30.0
WEB_WORKERS = 2

TWICE_OR_LOST = """
    SELECT token, count(p.id) FROM unnest(%s::text[]) token
    LEFT JOIN purchase_requests p ON p.purpose = token GROUP BY token HAVING count(p.id) <> 1
"""
NOBODY_ASKED_FOR = """
    SELECT purpose FROM purchase_requests
    WHERE purpose LIKE 'Rapat %%' AND NOT purpose = ANY (%s::text[])
"""
NOT_APPROVED_ONCE = """
    SELECT known FROM unnest(%s::uuid[]) known WHERE (
        SELECT count(*) FROM audit_entries e
        WHERE e.subject_id = known AND e.action = 'purchase_request.approve'
    ) <> 1
"""
NOT_INVITED_ONCE = """
    SELECT known FROM unnest(%s::uuid[]) known
    WHERE (SELECT count(*) FROM rfqs r WHERE r.purchase_request_id = known) <> 1
"""
NOT_QUOTED_ONCE = """
    SELECT known FROM unnest(%s::uuid[]) known
    WHERE (SELECT count(*) FROM sealed_quotes q WHERE q.rfq_id = known) <> 1
"""
NOT_OPENED_ONCE = """
    SELECT known FROM unnest(%s::uuid[]) known WHERE (
        SELECT count(*) FROM audit_entries e
        WHERE e.subject_id = known AND e.action = 'rfq.open'
    ) <> 1 OR (SELECT count(*) FROM quotes q WHERE q.rfq_id = known) > 1
"""
NOT_AWARDED_ONCE = """
    SELECT known FROM unnest(%s::uuid[]) known
    WHERE (SELECT count(*) FROM awards a WHERE a.purchase_request_id = known) <> 1
       OR (SELECT count(*) FROM purchase_orders o WHERE o.purchase_request_id = known) <> 1
       OR (SELECT count(*) FROM quotes q JOIN rfqs r ON r.id = q.rfq_id
           WHERE r.purchase_request_id = known) <> 1
"""
NOT_SIGNED_ONCE = """
    SELECT known FROM unnest(%s::uuid[]) known WHERE (
        SELECT count(*) FROM purchase_orders o
        JOIN stored_files f ON f.sha256 = o.pdf_sha256
        JOIN budget_holds h ON h.purchase_id = o.purchase_request_id AND h.committed = o.total
        WHERE o.id = known AND o.number <> ''
    ) <> 1 OR (
        SELECT count(*) FROM audit_entries e
        WHERE e.subject_id = known AND e.action = 'purchase_order.issue'
    ) <> 1
"""
NOT_ACCEPTED_ONCE = """
    SELECT known FROM unnest(%s::uuid[]) known WHERE (
        SELECT count(*) FROM audit_entries e
        WHERE e.subject_id = known AND e.action = 'purchase_order.accept'
    ) <> 1 OR (SELECT status FROM purchase_orders o WHERE o.id = known) <> 'accepted'
"""
PAPERS = "SELECT pdf_sha256 FROM purchase_orders WHERE pdf_sha256 <> ''"
LEDGER_DISAGREES = """
    WITH ledger AS (
        SELECT budget_line_id, purchase_id,
               sum(amount) FILTER (WHERE kind = 'reserve') AS reserved,
               sum(amount) FILTER (WHERE kind = 'commit') AS committed,
               sum(amount) FILTER (WHERE kind = 'release') AS released,
               count(*) FILTER (WHERE kind = 'reserve') AS reservations,
               count(*) FILTER (WHERE kind = 'commit') AS commitments
        FROM budget_entries GROUP BY budget_line_id, purchase_id
    ), signed AS (
        SELECT purchase_request_id, total FROM purchase_orders WHERE issued_at IS NOT NULL
    )
    SELECT p.number FROM purchase_requests p
    LEFT JOIN ledger l ON l.purchase_id = p.id LEFT JOIN budget_holds h ON h.purchase_id = p.id
    LEFT JOIN signed s ON s.purchase_request_id = p.id
    WHERE p.status <> 'draft' AND (
        l.reservations IS DISTINCT FROM 1 OR l.reserved IS DISTINCT FROM p.estimate
        OR l.commitments IS DISTINCT FROM (s.total IS NOT NULL)::int
        OR l.committed IS DISTINCT FROM s.total
        OR coalesce(l.released, 0) <> CASE WHEN s.total IS NULL THEN 0 ELSE p.estimate - s.total END
        OR h.reserved IS DISTINCT FROM CASE WHEN s.total IS NULL THEN p.estimate ELSE 0 END
        OR h.committed IS DISTINCT FROM coalesce(s.total, 0)
        OR h.budget_line_id <> p.budget_line_id OR l.budget_line_id <> p.budget_line_id
    )
"""
BUDGET_DISAGREES = """
    SELECT b.id FROM budget_lines b
    WHERE b.reserved <> (SELECT coalesce(sum(reserved), 0) FROM budget_holds h
                         WHERE h.budget_line_id = b.id)
       OR b.committed <> (SELECT coalesce(sum(committed), 0) FROM budget_holds h
                          WHERE h.budget_line_id = b.id)
       OR b.committed <> (SELECT coalesce(sum(amount), 0) FROM budget_entries e
                          WHERE e.budget_line_id = b.id AND e.kind = 'commit')
"""
ORDER_NUMBERS = """
    SELECT o.agency_id, count(*), count(DISTINCT o.number), max(c.last) FROM purchase_orders o
    JOIN counters c ON c.agency_id = o.agency_id AND c.kind = 'order'
    WHERE o.number <> '' GROUP BY o.agency_id
"""
NUMBERS = """
    SELECT agency_id, max(last), array_agg(split_part(number, '-', 3)::int ORDER BY number)
    FROM {table} JOIN counters USING (agency_id) WHERE kind = '{kind}' GROUP BY agency_id
"""
WAITING_JOBS = """
    SELECT count(*) = 0 FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) < now() - interval '2 s'
       OR status NOT IN ('todo', 'doing', 'succeeded')
"""


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """An installation that keeps its word: fsync and synchronous commit are on."""
    careful = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
    with an_installation(careful, LOG_LEVEL="WARNING") as made:
        with psycopg.connect(made.product.admin_url) as admin:
            admin.execute("UPDATE budget_lines SET ceiling = 100000000000")
        made.product.start_worker()
        made.product.start_web(WEB_WORKERS)
        made.product.wait_until("SELECT count(*) > 10 FROM sealing_keys")
        yield made


def kill_the_database(installation: Installation) -> None:
    """Kill PostgreSQL with all its processes, then start it on what the disk has."""
    lock = installation.cluster.data / "postmaster.pid"
    postmaster = psutil.Process(int(lock.read_text().split()[0]))
    for process in (postmaster, *postmaster.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    installation.cluster.start()


def kill_a_web_worker(installation: Installation) -> None:
    """Kill one of gunicorn's workers; gunicorn starts another by itself."""
    workers = psutil.Process(installation.product.webs[0].pid).children()
    random.choice(workers).kill()


def let_time_pass(installation: Installation, rfq: str) -> None:
    """Bring a deadline; the database may be away, as it is for everybody."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(psycopg.OperationalError):
            installation.product.let_time_pass(rfq)
            return
        time.sleep(0.1)
    raise AssertionError("the database did not come back")


def wait_for_work(installation: Installation, known: Acknowledged) -> None:
    """Wait until people have done a few more deeds, and some are in the middle of one."""
    end, enough = time.monotonic() + PATIENCE, known.count + DEEDS_BETWEEN
    while known.count < enough or known.under_way < 2:
        assert time.monotonic() < end, "nobody gets on with their work"
        assert known.faults == [], installation.product.logs()
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.2))


def wait_for_an_order(installation: Installation, known: Acknowledged) -> None:
    """Wait until one more purchase has come all the way to an accepted order."""
    end, before = time.monotonic() + 3 * PATIENCE, len(known.accepted)
    while len(known.accepted) <= before:
        assert time.monotonic() < end, "nobody comes as far as an order"
        assert known.faults == [], installation.product.logs()
        time.sleep(0.05)


@pytest.mark.timeout(480)
def test_twenty_kills_lose_no_acknowledged_deed_and_do_none_twice(
    installation: Installation,
) -> None:
    known, product = Acknowledged(), installation.product
    address, pass_time = product.addresses[0], partial(let_time_pass, installation)
    offices = [Office(StubbornCast(address, name), known, pass_time) for name in AGENCIES]
    for office in offices:
        office.open()
    wait_for_an_order(installation, known)  # from now on, kills meet every kind of deed
    for _ in range(KILLS_OF_EACH):
        for kill in (kill_the_database, kill_a_web_worker):
            wait_for_work(installation, known)
            kill(installation)
    wait_for_an_order(installation, known)
    for office in offices:
        office.close(PATIENCE)
    assert known.faults == [], product.logs()

    print(f"{known.count} deeds acknowledged, {known.repeated} of them sent more than once")
    assert known.repeated >= KILLS_OF_EACH, "the kills came between the deeds"
    everything_is_there_once(installation, known)
    the_books_agree(installation)
    product.wait_until(WAITING_JOBS, 100)
    the_count_sees_a_double(installation, known)


def everything_is_there_once(installation: Installation, known: Acknowledged) -> None:
    """Compare what was acknowledged with what is stored."""
    ask, tokens = installation.ask, list(known.requests)
    assert ask(TWICE_OR_LOST, tokens) == []
    assert ask(NOBODY_ASKED_FOR, tokens) == []
    assert ask(NOT_APPROVED_ONCE, list(known.approved)) == []
    assert ask(NOT_INVITED_ONCE, list(known.invited)) == []
    assert ask(NOT_QUOTED_ONCE, list(known.quoted)) == []
    assert ask(NOT_OPENED_ONCE, list(known.opened)) == []
    assert ask(NOT_AWARDED_ONCE, list(known.awarded)) == []
    assert ask(NOT_SIGNED_ONCE, list(known.signed.values())) == []
    assert ask(NOT_ACCEPTED_ONCE, list(known.accepted)) == []
    for (sha256,) in ask(PAPERS):
        (paper,) = (installation.product.folder / "files").rglob(f"*{sha256}*")
        assert hashlib.sha256(paper.read_bytes()).hexdigest() == sha256


def the_books_agree(installation: Installation) -> None:
    """Budgets, ledger, numbers and the trail are whole."""
    assert installation.ask(LEDGER_DISAGREES) == []
    assert installation.ask(BUDGET_DISAGREES) == []
    for table, kind in (("purchase_requests", "purchase_request"), ("rfqs", "rfq")):
        rows = installation.ask(NUMBERS.format(table=table, kind=kind))
        assert len(rows) == len(AGENCIES)
        for _, last, numbers in rows:
            assert isinstance(last, int)
            assert numbers == list(range(1, last + 1))
    signed = installation.ask(ORDER_NUMBERS)
    assert signed, "no order has a number"
    for _, orders, numbers, last in signed:
        assert orders == numbers == last
    assert " 0 breaks" in installation.product.flask("audit", "verify")


def the_count_sees_a_double(installation: Installation, known: Acknowledged) -> None:
    """Send one purpose again from a fresh page, with another key: now it must be found twice."""
    cast = StubbornCast(installation.product.addresses[0], AGENCIES[0])
    token = next(token for token in known.requests if AGENCIES[0] in token)
    raise_request(cast, token)
    cast.leave()
    assert installation.ask(TWICE_OR_LOST, list(known.requests)) == [(token, 2)]
