"""How long each page of the journey takes with ten thousand purchases in the database."""

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.machine import Machine, a_machine, p95
from tests.make.play import (
    Cast,
    approve,
    award,
    invite,
    issue,
    open_and_compare,
    quote,
    raise_request,
)
from tests.make.wire import WirePerson

PURCHASES, ROUNDS = 10_000, 60


def measure() -> Iterator[dict[str, Any]]:
    """Read each page sixty times, one after the other; time from question to answer."""
    with a_machine() as machine:
        machine.product.flask("seed", "bulk", "--purchases", str(PURCHASES))
        cast = Cast(machine.product.addresses[0])
        for name, person, path in _pages(machine, cast):
            yield {"bench": "page", "name": name, **_timed(person, path)}
        cast.leave()


def _timed(person: WirePerson, path: str) -> dict[str, float]:
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        page = person.get(path)
        spent.append((time.perf_counter() - start) * 1000)
        assert page.status == 200, (path, page.status)
    ordered = sorted(spent)
    return {"p50_ms": round(ordered[ROUNDS // 2], 1), "p95_ms": round(p95(spent), 1)}


def _pages(machine: Machine, cast: Cast) -> Iterator[tuple[str, WirePerson, str]]:
    stranger = WirePerson(machine.product.addresses[0])
    yield "landing", stranger, "/"
    yield "open requests", stranger, "/requests"
    yield "awards", stranger, "/awards"
    yield "catalogue search", stranger, "/catalogue?q=nasi"
    yield "home, requester", cast.requester, "/home"
    yield "home, officer", cast.officer, "/home"
    yield "home, supplier", cast.suppliers[0], "/home"
    yield "requests, list", cast.requester, "/purchase-requests"
    yield "request form", cast.requester, "/purchase-requests/new?template=meal&people=50"
    purchase = raise_request(cast)
    yield "approve", cast.commitment_officer, f"/purchase-requests/{purchase}/approve"
    approve(cast, purchase)
    yield "invite", cast.officer, f"/purchases/{purchase}/invite"
    rfq = invite(cast, purchase)
    yield "quote form", cast.suppliers[0], f"/rfqs/{rfq}/quote"
    for number, supplier in enumerate(cast.suppliers):
        quote(supplier, rfq, 500 + 100 * number)
    machine.product.let_time_pass(rfq)
    comparison = open_and_compare(cast, rfq)
    yield "comparison", cast.officer, f"/rfqs/{rfq}/compare"
    award(cast, comparison)
    issued = issue(cast, purchase)
    yield "purchase", cast.commitment_officer, f"/purchases/{purchase}"
    yield "order", cast.commitment_officer, issued.link("/purchase-orders/")
    yield "orders, list", cast.officer, "/purchase-orders"
