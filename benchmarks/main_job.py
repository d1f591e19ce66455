"""The main job: a request of five lines becomes a numbered order, through the real pages."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

import psycopg

from benchmarks.machine import Machine, a_machine
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

WARM, ALONE, TOGETHER, EACH = 3, 20, 8, 5
AGENCIES = ("dpmd", "disdikbud")


def one_cycle(machine: Machine, cast: Cast, name: str) -> None:
    """Play one purchase from request to order; the deadline is passed by the clock's hand."""
    purchase = raise_request(cast, f"Konsumsi rapat {name}")
    approve(cast, purchase)
    rfq = invite(cast, purchase)
    for number, supplier in enumerate(cast.suppliers):
        quote(supplier, rfq, 500 + 100 * number)
    machine.product.let_time_pass(rfq)
    award(cast, open_and_compare(cast, rfq))
    issue(cast, purchase)


def measure() -> Iterator[dict[str, Any]]:
    """Measure CPU seconds and statements of a cycle, and cycles a minute for 1 and 8 at once."""
    with a_machine() as machine:
        _widen_budgets(machine)
        address = machine.product.addresses[0]
        casts = [Cast(address, AGENCIES[n % len(AGENCIES)]) for n in range(TOGETHER)]
        for number in range(WARM):
            one_cycle(machine, casts[0], f"pemanasan {number}")
        asked = machine.statements()
        cpu, wall, spent = machine.cpu_seconds(), time.monotonic(), []
        for number in range(ALONE):
            before = machine.cpu_seconds()
            one_cycle(machine, casts[0], f"sendiri {number}")
            spent.append(machine.cpu_seconds() - before)
        alone = (time.monotonic() - wall) / ALONE
        cpu = (machine.cpu_seconds() - cpu) / ALONE
        statements = (machine.statements() - asked) / ALONE
        together = _together(machine, casts)
        yield {
            "bench": "main-job",
            "cpu_s_per_cycle": round(cpu, 3),
            "cpu_s_median": round(median(spent), 3),
            "sql_per_cycle": round(statements),
            "cycles_per_minute_1": round(60 / alone, 1),
            "cycles_per_minute_8": round(60 / together, 1),
            "rss_mb": round(machine.memory_mib()),
        }
        for cast in casts:
            cast.leave()


def _together(machine: Machine, casts: list[Cast]) -> float:
    def run(place: int) -> None:
        for number in range(EACH):
            one_cycle(machine, casts[place], f"bersama {place}-{number}")

    start = time.monotonic()
    with ThreadPoolExecutor(len(casts)) as pool:
        list(pool.map(run, range(len(casts))))
    return (time.monotonic() - start) / (len(casts) * EACH)


def _widen_budgets(machine: Machine) -> None:
    with psycopg.connect(machine.product.admin_url) as admin:
        admin.execute("UPDATE budget_lines SET ceiling = 100000000000")


def soak(minutes: float) -> Iterator[dict[str, Any]]:
    """Play the main job over and over, and report each minute."""
    with a_machine() as machine:
        _widen_budgets(machine)
        cast = Cast(machine.product.addresses[0])
        end, done, minute = time.monotonic() + minutes * 60, 0, 0
        begin = time.monotonic()
        while time.monotonic() < end:
            one_cycle(machine, cast, f"ulang {done}")
            done += 1
            if time.monotonic() - begin >= (minute + 1) * 60:
                minute += 1
                yield {
                    "bench": "soak",
                    "minute": minute,
                    "cycles": done,
                    "memory_mib": round(machine.memory_mib()),
                }
        cast.leave()
