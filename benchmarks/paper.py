"""How long the paper of a five-line order takes to draw."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from procure.orders.pdf import draw
from tests.make.papers import an_order_paper

ROUNDS = 50


def measure() -> Iterator[dict[str, Any]]:
    """Draw the same five-line order fifty times; CPU milliseconds of this process."""
    paper = an_order_paper(lines=5)
    size = len(draw(paper))
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        draw(paper)
        spent.append((time.process_time() - start) * 1000)
    yield {"bench": "pdf", "cpu_ms_median": round(median(spent), 1), "bytes": size}
