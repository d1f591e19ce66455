"""An installation to measure: PostgreSQL with fsync on, web processes and a worker."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg

from procure.launcher.cluster import Cluster
from procure.launcher.provision import Passwords, provision
from tests.make.running import Running, running

DATABASE = "tenong_bench"
SETTINGS = {
    "fsync": "on",
    "shared_buffers": "256MB",
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track": "top",
    "max_connections": "100",
}


@dataclass
class Machine:
    """What is measured, and the meters: CPU seconds, statements, memory."""

    cluster: Cluster
    product: Running
    postmaster: psutil.Process

    def cpu_seconds(self) -> float:
        """CPU of web processes, worker and PostgreSQL together since they started."""
        return sum(_with_children(process) for process in self._all())

    def memory_mib(self) -> float:
        """Proportional memory of web processes, worker and PostgreSQL."""
        total = 0
        for process in self._all():
            for one in (process, *process.children(recursive=True)):
                try:
                    total += one.memory_full_info().pss
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
        return total / 2**20

    def statements(self) -> int:
        """Statements of the web's and the worker's logins, without BEGIN, COMMIT and ROLLBACK."""
        with psycopg.connect(self.product.admin_url) as admin:
            row = admin.execute(
                "SELECT coalesce(sum(s.calls), 0)::bigint FROM pg_stat_statements s "
                "JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname LIKE '%\\_login' "
                "AND s.query !~* '^(begin|commit|rollback|savepoint|release|deallocate)'"
            ).fetchone()
        return int(row[0]) if row else 0

    def top_statements(self, count: int = 15) -> list[tuple[str, int, float]]:
        """The statements asked most often, for whoever wants to make it faster."""
        with psycopg.connect(self.product.admin_url) as admin:
            return admin.execute(
                "SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 110), calls::int, "
                "round(total_exec_time::numeric, 1)::float FROM pg_stat_statements "
                "ORDER BY calls DESC LIMIT %s",
                (count,),
            ).fetchall()

    def _all(self) -> list[psutil.Process]:
        own = [psutil.Process(p.pid) for p in (*self.product.webs, *self.product.workers)]
        return [*own, self.postmaster]


def _with_children(process: psutil.Process) -> float:
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


@contextmanager
def a_machine(*, web_processes: int = 2, workers: int = 1, **settings: str) -> Iterator[Machine]:
    """Start an installation with the demo cast; stop it afterwards."""
    with TemporaryDirectory(prefix="tenong-bench-") as folder:
        cluster = Cluster(Path(folder) / "pg", settings=SETTINGS)
        cluster.start()
        try:
            urls = provision(cluster.admin_url(), DATABASE, Passwords.random())
            admin = cluster.admin_url(DATABASE)
            with psycopg.connect(admin, autocommit=True) as connection:
                connection.execute("CREATE EXTENSION pg_stat_statements")
            given = {"LOG_LEVEL": "WARNING", **settings}
            with running(urls, admin, Path(folder), **given) as product:
                for command in (["db", "upgrade"], ["keys", "install"], ["seed", "demo"]):
                    product.flask(*command)
                for _ in range(workers):
                    product.start_worker()
                product.start_web(web_processes)
                product.wait_until("SELECT count(*) > 10 FROM sealing_keys")
                pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
                yield Machine(cluster, product, psutil.Process(pid))
        finally:
            cluster.stop()
            cluster.destroy()


def p95(values: list[float]) -> float:
    """Return the value that 95 of 100 stay below."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def yardstick() -> float:
    """Return the CPU milliseconds of a fixed piece of Python, the middle of nine.

    Each line of figures carries it: two machines, or one machine at two hours, differ by as much.
    """
    spent = []
    for _ in range(9):
        start = time.process_time()
        sum(number * number for number in range(500_000))
        spent.append((time.process_time() - start) * 1000)
    return round(sorted(spent)[4], 1)
