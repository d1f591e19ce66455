"""Below the wide frame, calls of any depth find their memory ready."""

import resource
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from procure.web.stack import roomy

DEEPEST, OFTEN = 160, 40
"""Calls below each other, which fill more than one block of frames; and how often each is tried."""


def _down(calls: int) -> int:
    return _down(calls - 1) if calls else 0


def _worst_depth(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Return at the worst depth how often the system had to hand out memory."""
    worst = 0
    for depth in range(DEEPEST):
        _down(depth)
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        for _ in range(OFTEN):
            # Down to a depth, and there a few calls deeper again and again.
            _down(depth)
        worst = max(worst, resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)
    return [str(worst).encode()]


def _in_a_thread(call: Callable[[dict[str, Any], Any], Iterable[bytes]]) -> int:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(int(next(iter(call({}, None))))))
    thread.start()
    thread.join()
    return found[0]


def test_calls_below_cross_no_end_of_a_block() -> None:
    bare, wide = _in_a_thread(_worst_depth), _in_a_thread(roomy(_worst_depth))
    assert bare >= OFTEN  # else Python has mended it, and the wide frame can go
    assert wide < OFTEN / 4


def test_answers_and_failures_pass_through() -> None:
    assert roomy(lambda environ, start: [environ["x"], start])({"x": b"1"}, b"2") == [b"1", b"2"]
    with pytest.raises(ZeroDivisionError):
        roomy(lambda environ, start: 1 // 0)({}, None)  # type: ignore[arg-type, return-value]
