"""How the web server runs; `--bind` and `--workers` on the command line win over these."""

import gc
import os
from pathlib import Path
from typing import Any

bind = "127.0.0.1:8000"
workers = 2
worker_class = "gthread"
threads = 2  # Python works on one request at a time; the other waits for PostgreSQL meanwhile
preload_app = False  # each worker opens its own connections and keys
proc_name = "tenong"

timeout = 60  # seconds without a sign of life from a worker
graceful_timeout = 20  # seconds for running requests when asked to stop
keepalive = 5

limit_request_line = 4094  # bytes
limit_request_fields = 64
limit_request_field_size = 8190  # bytes
forwarded_allow_ips = "127.0.0.1,::1"
control_socket_disable = True  # signals are enough, and nothing is written to the home folder
umask = 0o077

# Heartbeat files belong in memory: on a busy disk a worker would look dead.
worker_tmp_dir = "/dev/shm" if os.access(Path("/dev/shm"), os.W_OK) else None

accesslog = None  # the application logs each request with its id
errorlog = "-"
loglevel = "warning"

# The numbers of all web processes are added up through files in one folder.
_metrics = os.environ.get("METRICS_DIRECTORY", "")
if _metrics:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _metrics
    Path(_metrics).mkdir(parents=True, exist_ok=True)
    for _old in Path(_metrics).glob("*.db"):
        _old.unlink(missing_ok=True)


def post_worker_init(worker: object) -> None:  # noqa: ARG001 - gunicorn calls it so
    """Leave what the application is made of out of garbage collection, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def child_exit(server: object, worker: Any) -> None:  # noqa: ARG001 - gunicorn calls it so
    """Drop the gauges of a process that ended."""
    if _metrics:
        from prometheus_client import multiprocess  # only now: it reads the folder's name at import

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
