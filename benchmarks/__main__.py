"""Runs the benchmarks and prints one JSON object a line."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import imports, main_job, pages, paper, search, weight
from benchmarks.machine import yardstick

Bench = Callable[[], Iterator[dict[str, Any]]]

BENCHES: dict[str, Bench] = {
    "import": imports.measure,
    "main-job": main_job.measure,
    "pdf": paper.measure,
    "page": pages.measure,
    "weight": weight.measure,
    "search": search.measure,
}


def main() -> int:
    """Run the named benchmark, or all."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("name", nargs="?", choices=[*BENCHES, "soak"])
    parser.add_argument("--minutes", type=float, default=10)
    given = parser.parse_args()
    if given.name == "soak":
        found = main_job.soak(given.minutes)
    elif given.name:
        found = BENCHES[given.name]()
    else:
        found = (line for bench in BENCHES.values() for line in bench())
    for line in found:
        print(json.dumps({**line, "yardstick_ms": yardstick()}), flush=True)
    return 0


sys.exit(main())
