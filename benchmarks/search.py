"""How fast listings are found among a million, beside plain ILIKE and beside tantivy.

Sixteen readers ask the running product over HTTP, each its next question as soon as the last is
answered. `p95_ms_1m` and `p99_ms_1m` are the server's own times, as its log tells them;
`wall_p95_ms` is what the readers waited, with the queue in front of the server. The readers use the
same processors. `cpu_ms` is the CPU of web processes and PostgreSQL for one question: the figure to
trust on a busy machine. `BENCH_ROWS` sets how many listings there are at last. The ratios `vs_...`
are our time through theirs: below 1 we are faster.
"""

import http.client
import os
import random
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import psycopg

from benchmarks import shelves
from benchmarks.machine import SETTINGS, Machine, a_machine, p95
from procure.catalogue.queries.places import regencies_of

ROWS: Final = int(os.environ.get("BENCH_ROWS", "1000000"))
FEW_ROWS: Final = min(10_000, ROWS // 10)
SELLERS: Final = min(20_000, max(ROWS // 50, 20))
READERS: Final = 16
QUESTIONS: Final = 60
"""Questions of each reader."""
ALONE: Final = 25
"""Questions of each kind that are asked of each engine, one after the other."""

ONE = "kertas spanduk pulpen flashdisk prasmanan tisu lampu kopi amplop batik printer sabun".split()
TWO = (
    "nasi ayam|kertas A4|snack box|kabel rol|tinta epson|lampu 12 watt|buku agenda|servis ac|"
    "seragam batik|air mineral|jasa kebersihan|ordner folio|nasi kotak merapi|toner hp"
).split("|")
WRONG = (
    "kertsa|spnduk|pulpn|flasdisk|prasmanna|amplopp|batikk|printerr|sabuun|nasi ktoak|lmapu led|"
    "fotocopi|teh cellup|stapller"
).split("|")
_ANSWERED = re.compile(r'"ms": ([0-9.]+)[^{}]*"request_id": "([^"]+)"')
"""An answer in the log; processes that write at the same moment may share a line."""
NONE = "helikopter|kapal selam|gergaji mesin|xqzw|perahu karet|traktor roda empat".split("|")


@dataclass(frozen=True)
class Question:
    """One question of the mix: what kind it is, and its address."""

    kind: str
    path: str


def questions(dice: random.Random) -> Iterator[Question]:
    """Yield the mix without end; `next` follows the second page of a word."""
    while True:
        one, two = dice.choice(ONE), dice.choice(TWO)
        facets = {
            "q": two,
            "regency": f"33.{dice.randint(1, 29):02d}",
            "scale": dice.choice(("micro", "small")),
        }
        for kind, given in (
            ("one word", {"q": one}),
            ("two words", {"q": two}),
            ("misspelt", {"q": dice.choice(WRONG)}),
            ("two facets", facets),
            ("no hit", {"q": dice.choice(NONE)}),
            ("next page", {"q": dice.choice((one, two)), "after": "follow"}),
        ):
            yield Question(kind, f"/catalogue?{urlencode(given)}")


def measure() -> Iterator[dict[str, Any]]:
    """Measure with few listings, then with all; then the same questions of other engines."""
    SETTINGS.update({"shared_buffers": "1GB", "maintenance_work_mem": "512MB"})
    with a_machine(LOG_LEVEL="INFO") as machine:
        region = _stock(machine)
        _fill(machine, region, 0, FEW_ROWS)
        few = _asked(machine)
        _fill(machine, region, FEW_ROWS, ROWS)
        many = _asked(machine)
        pages = _asked(machine, _listing_pages(machine, region))
        beside = _beside(machine)
        yield {
            "bench": "search",
            "rows": ROWS,
            "p95_ms_1m": round(p95(many.server), 1),
            "p99_ms_1m": round(_p99(many.server), 1),
            "p50_ms_1m": round(median(many.server), 1),
            "wall_p95_ms": round(p95(many.wall), 1),
            "cpu_ms": round(many.cpu_ms, 2),
            "listing_p95_ms": round(p95(pages.server), 1),
            "listing_cpu_ms": round(pages.cpu_ms, 2),
            "p95_ratio_1m_10k": round(p95(many.server) / p95(few.server), 2),
            **beside,
            "index_mb": _index_mb(machine),
            "write_ms": _write_ms(machine),
        }
        for kind in dict.fromkeys(many.kinds):
            spent = [ms for ms, of in zip(many.server, many.kinds, strict=True) if of == kind]
            yield {
                "bench": "search",
                "kind": kind,
                "p50_ms": round(median(spent), 1),
                "p95_ms": round(p95(spent), 1),
            }


def _p99(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 99 // 100) - 1)]


def _stock(machine: Machine) -> UUID:
    with psycopg.connect(machine.product.admin_url) as admin:
        admin.execute("SET session_replication_role = replica")
        row = admin.execute(
            "SELECT id, territory_code FROM regions WHERE slug = 'jateng'"
        ).fetchone()
        assert row is not None
        places = list(regencies_of(row[1]).items())
        shelves.copy(admin, "suppliers", shelves.SUPPLIER, shelves.sellers(row[0], places, SELLERS))
    return UUID(str(row[0]))


GIN = tuple(
    f"ix_search_docs_{name}_words" for name in ("name", "all", "sampled_name", "sampled_all")
)


def _fill(machine: Machine, region: UUID, begin: int, end: int) -> None:
    """Put listings on the shelf as a restore would: indexes last."""
    with psycopg.connect(machine.product.admin_url, autocommit=True) as admin:
        kept: dict[str, str] = dict(
            admin.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(GIN)]
            ).fetchall()
        )
        for name in kept:
            admin.execute(f"DROP INDEX {name}".encode())
        admin.execute("SET session_replication_role = replica")
        shelves.copy(
            admin,
            "listings",
            shelves.LISTING,
            shelves.listings(region, SELLERS, begin, end),
        )
        admin.execute("SELECT rebuild_search()")
        for definition in kept.values():
            admin.execute(definition.encode())
        admin.execute("VACUUM ANALYZE listings, suppliers, search_docs, search_words")
        admin.execute("CHECKPOINT")


@dataclass
class Answers:
    """Milliseconds of each answer: at the server, at the reader; and CPU of one."""

    server: list[float]
    wall: list[float]
    kinds: list[str]
    cpu_ms: float


def _asked(machine: Machine, fixed: Sequence[Question] = ()) -> Answers:
    address = machine.product.addresses[0]
    _read(address, 0, 10, fixed)  # both processes have seen such pages before they are measured
    cpu = machine.cpu_seconds()
    with ThreadPoolExecutor(READERS) as pool:
        found = list(pool.map(lambda n: _read(address, n, QUESTIONS, fixed), range(1, READERS + 1)))
    answers = [one for many in found for one in many]
    cpu = machine.cpu_seconds() - cpu
    told = _told(machine)
    heard = [one for one in answers if one[0] in told]
    assert len(heard) > 0.98 * len(answers), f"{len(heard)} of {len(answers)} stand in the log"
    return Answers(
        [told[key] for key, _, _ in heard],
        [ms for _, _, ms in heard],
        [kind for _, kind, _ in heard],
        cpu * 1000 / len(answers),
    )


def _read(
    address: str, reader: int, count: int, fixed: Sequence[Question]
) -> list[tuple[str, str, float]]:
    """Ask one question after the other; return (request id, kind, milliseconds)."""
    parts, dice = urlsplit(address), random.Random(reader)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port)
    asked = questions(dice)
    answers = []
    for _ in range(count):
        question = dice.choice(fixed) if fixed else next(asked)
        path = question.path
        if path.endswith("after=follow"):
            path = _second_page(line, path.removesuffix("&after=follow"))
        key = f"{time.monotonic_ns():x}-{reader}"
        start = time.perf_counter()
        line.request("GET", path, headers={"X-Request-ID": key, "Accept-Encoding": "gzip"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == http.client.OK, (path, answer.status)
        answers.append((key, question.kind, (time.perf_counter() - start) * 1000))
    line.close()
    return answers


def _second_page(line: http.client.HTTPConnection, path: str) -> str:
    line.request("GET", path)
    page = line.getresponse().read().decode()
    begin = page.find("after=")
    end = page.find('"', begin)
    return path if begin < 0 else f"{path}&{page[begin:end].split('&')[0]}"


def _told(machine: Machine) -> dict[str, float]:
    """Return the server's own milliseconds by request id, from its log."""
    return {
        key: float(ms)
        for log in Path(machine.product.folder).glob("web-*.log")
        for ms, key in _ANSWERED.findall(log.read_text(errors="replace"))
    }


def _listing_pages(machine: Machine, region: UUID) -> list[Question]:
    with psycopg.connect(machine.product.admin_url) as admin:
        rows = admin.execute(
            "SELECT listing_id FROM search_docs WHERE region_id = %s "
            "ORDER BY md5(listing_id::text) LIMIT 500",
            [region],
        ).fetchall()
    return [Question("listing", f"/catalogue/{row[0]}") for row in rows]


def _words() -> list[str]:
    return [*ONE, *TWO, *NONE] * (ALONE // 10)


def _beside(machine: Machine) -> dict[str, float]:
    """Return our time for the first page of the same words, as ratios to other engines' time."""
    with psycopg.connect(machine.product.admin_url) as admin:
        row = admin.execute("SELECT id FROM regions WHERE slug = 'jateng'").fetchone()
        assert row is not None
        here, names = row[0], admin.execute("SELECT name, sold_count FROM listings").fetchall()
        ours = [_spent(lambda w=words: _ours(admin, here, w)) for words in _words()]
        plain = [_spent(lambda w=words: _ilike(admin, here, w)) for words in _words()[:32]]
    other = _tantivy(names)
    return {
        "ours_ms": round(_mean(ours), 2),
        "ilike_ms": round(_mean(plain), 2),
        "tantivy_ms": round(_mean(other), 2),
        "vs_ilike": round(_mean(ours) / _mean(plain), 4),
        "vs_tantivy": round(_mean(ours) / _mean(other), 2),
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _spent(do: Any) -> float:
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000


def _ours(admin: psycopg.Connection, here: Any, words: str) -> None:
    """Ask for the first page by name as the product does: by popularity beyond a thousand hits."""
    asked = " & ".join(words.split())
    fits = (
        "region_id = %(here)s AND name_words @@ (to_tsquery('simple'::regconfig, %(asked)s) "
        "|| to_tsquery('indonesian'::regconfig, %(asked)s))"
    )
    given = {"here": here, "asked": asked}
    count = admin.execute(
        f"SELECT count(*) FROM (SELECT FROM search_docs WHERE {fits} LIMIT 1001) AS hits".encode(),
        given,
        prepare=False,
    ).fetchone()
    large = count is not None and count[0] > 1000
    order = (
        "sold"
        if large
        else "(ts_rank(name_words, to_tsquery('simple'::regconfig, %(asked)s), 1) * ln(2 + sold))"
    )
    admin.execute(
        f"SELECT listing_id FROM search_docs WHERE {fits} "
        f"ORDER BY {order} DESC, listing_id DESC LIMIT 25".encode(),
        given,
        prepare=False,
    ).fetchall()


def _ilike(admin: psycopg.Connection, here: Any, words: str) -> None:
    likes = " AND ".join(["name ILIKE %s"] * len(words.split()))
    admin.execute(
        f"SELECT id FROM listings WHERE region_id = %s AND is_live AND {likes} "
        "ORDER BY sold_count DESC, id DESC LIMIT 25".encode(),
        [here, *(f"%{word}%" for word in words.split())],
        prepare=False,
    ).fetchall()


def _tantivy(names: Sequence[tuple[str, int]]) -> list[float]:
    import tantivy

    fields = tantivy.SchemaBuilder()
    fields.add_text_field("name", stored=False)
    fields.add_integer_field("sold", stored=False, indexed=True, fast=True)
    fields.add_integer_field("n", stored=True, indexed=False)
    with TemporaryDirectory(prefix="tenong-tantivy-") as folder:
        index = tantivy.Index(fields.build(), path=folder)
        writer = index.writer(200_000_000, 1)
        for n, (name, sold) in enumerate(names):
            writer.add_document(tantivy.Document(name=name, sold=sold, n=n))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()

        def ask(words: str) -> None:
            query = index.parse_query(" AND ".join(words.split()), ["name"])
            hits = searcher.search(query, 25, count=True).hits
            for _, address in hits:
                searcher.doc(address)

        return [_spent(lambda w=words: ask(w)) for words in _words()]


def _index_mb(machine: Machine) -> float:
    with psycopg.connect(machine.product.admin_url) as admin:
        row = admin.execute(
            "SELECT sum(pg_indexes_size(c)) / 2^20 FROM unnest("
            "ARRAY['search_docs', 'search_words']::regclass[]) AS c"
        ).fetchone()
    return round(float(row[0]), 1) if row else 0.0


def _write_ms(machine: Machine) -> float:
    """Return the median of changing one listing's price, committed, with all that hangs on it.

    The owner's login does it: to the guards a superuser is everybody, the web process included.
    """
    with psycopg.connect(machine.product.urls.owner, autocommit=True) as admin:
        rows = admin.execute("SELECT id FROM listings ORDER BY md5(id::text) LIMIT 100").fetchall()
        spent = [
            _spent(
                lambda one=row[0]: admin.execute(
                    "UPDATE listings SET price = price + 50 WHERE id = %s", [one]
                )
            )
            for row in rows
        ]
    return round(median(spent), 2)
