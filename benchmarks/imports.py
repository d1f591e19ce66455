"""How long ten thousand rows take from the press of a button to the shelf's queue, and whether
people who search meanwhile notice."""

import hashlib
import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg

from benchmarks.machine import Machine, a_machine, p95
from procure.catalogue.spreadsheets import as_xlsx
from tests.make.wire import WirePerson

ROWS = 10_000
PATIENCE = 120.0
WORDS = ("nasi", "kertas+hvs", "kudapan", "naso+kotak", "spanduk", "tidakada")
KINDS = (("MKN.01", "Nasi kotak", "kotak", "isi = nasi dan lauk"), ("KBR.01", "Sapu", "buah", ""))


def measure() -> Iterator[dict[str, Any]]:
    """Import one sheet of a seller while four people search."""
    with a_machine() as machine:
        quiet = _searching(machine, seconds=5.0)
        watch = _Watch(machine)
        watch.start()
        before = machine.cpu_seconds()
        seconds = _imported(machine)
        spent = machine.cpu_seconds() - before
        during = watch.stop()
        yield {
            "bench": "import",
            "rows": ROWS,
            "seconds": round(seconds, 1),
            "search_p95_ms_during": round(p95(during), 1),
            "cpu_seconds": round(spent, 1),
            "search_p95_ms_before": round(p95(quiet), 1),
        }


def _sheet() -> bytes:
    rows = []
    for number in range(ROWS):
        category, name, unit, answers = KINDS[number % len(KINDS)]
        rows.append(
            {
                "code": f"B-{number:05d}",
                "category_code": category,
                "name": f"{name} uji {number}",
                "description": "Keterangan barang untuk pengukuran, dikirim sesuai pesanan.",
                "unit": unit,
                "price": str(10_000 + number),
                "halal": "tidak halal" if unit == "kotak" else "",
                "areas": "33.74; 33.22",
                "answers": answers,
            }
        )
    return as_xlsx(rows, [])


def _upload(machine: Machine) -> UUID:
    """Lay a sheet where an upload of the seller's would lie."""
    data = _sheet()
    sha256, upload_id = hashlib.sha256(data).hexdigest(), uuid4()
    folder = machine.product.folder / "files"
    place = folder / sha256[:2] / sha256[2:4] / sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    with psycopg.connect(machine.product.admin_url) as admin:
        admin.execute(
            "INSERT INTO stored_files (sha256, media_type, size) VALUES (%s, 'x', %s)",
            (sha256, len(data)),
        )
        admin.execute(
            "INSERT INTO uploads (id, region_id, person_id, supplier_id, purpose, name, sha256, "
            "scan, is_public) SELECT %s, p.region_id, p.id, a.supplier_id, 'sheet', 'ukur.xlsx', "
            "%s, 'not_scanned', false FROM people p JOIN appointments a ON a.person_id = p.id "
            "WHERE p.email = 'dapur-bu-sri@jateng.example'",
            (upload_id, sha256),
        )
    return upload_id


def _imported(machine: Machine) -> float:
    seller = WirePerson(machine.product.addresses[0]).sign_in("dapur-bu-sri@jateng.example")
    upload_id = _upload(machine)
    page = seller.get(f"/my-listings/import?upload={upload_id}")
    start = time.perf_counter()
    page = seller.send(page.form("upload_id"), upload_id=upload_id)
    assert page.status == 200, page.status
    place = page.path
    machine.product.wait_until(
        "SELECT count(*) = 1 FROM import_runs WHERE status = 'ready'", PATIENCE
    )
    page = seller.send(seller.get(place).form("/apply"))
    assert page.status == 200, page.status
    machine.product.wait_until(
        "SELECT count(*) = 1 FROM import_runs WHERE status = 'done'", PATIENCE
    )
    seconds = time.perf_counter() - start
    with psycopg.connect(machine.product.admin_url) as admin:
        found = admin.execute(
            "SELECT count(*) FROM listing_revisions WHERE status = 'submitted' "
            "AND import_run_id IS NOT NULL"
        ).fetchone()
    assert found == (ROWS,), found
    seller.leave()
    return seconds


def _searching(machine: Machine, seconds: float) -> list[float]:
    watch = _Watch(machine)
    watch.start()
    time.sleep(seconds)
    return watch.stop()


class _Watch:
    """Four people who search, one question after the other, until they are told to stop."""

    def __init__(self, machine: Machine) -> None:
        self.address = machine.product.addresses[0]
        self.over = threading.Event()
        self.spent: list[float] = []
        self.people = [threading.Thread(target=self._search) for _ in range(4)]

    def _search(self) -> None:
        person = WirePerson(self.address)
        turn = 0
        while not self.over.is_set():
            start = time.perf_counter()
            page = person.get(f"/catalogue?q={WORDS[turn % len(WORDS)]}")
            self.spent.append((time.perf_counter() - start) * 1000)
            assert page.status == 200, page.status
            turn += 1
            time.sleep(0.1)
        person.leave()

    def start(self) -> None:
        """Begin to search."""
        for person in self.people:
            person.start()

    def stop(self) -> list[float]:
        """Return milliseconds of every search."""
        self.over.set()
        for person in self.people:
            person.join()
        return self.spent
