"""The gate as a program: a file comes in at standard input, what was accepted goes out.

Its memory, time and output are bounded by the system itself, and it is given no secret: a file
that breaks its reader breaks this process and nothing else.
"""

import json
import os
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from procure.files.gate.admit import admit
from procure.files.gate.limits import MIB, Limits
from procure.files.gate.refusals import FileRefused, TooHeavy
from procure.files.purposes import Purpose

LARGEST_ANSWER = 96 * MIB
OPEN_FILES = 64


def main(order: str) -> int:
    """Admit one file; the first line of the answer says how it went, its bytes follow."""
    asked = json.loads(order)
    limits = Limits(**asked["limits"])
    _bound(limits)
    try:
        with os.fdopen(0, "rb") as file:
            found = admit(file, asked["name"], Purpose(asked["purpose"]), limits)
    except FileRefused as refusal:
        return _answer({"refusal": type(refusal).__name__, "facts": refusal.facts})
    except MemoryError:
        return _answer({"refusal": TooHeavy.__name__, "facts": {}})
    head = {
        "media_type": found.media_type,
        "name": found.name,
        "width": found.width,
        "height": found.height,
    }
    return _answer(head, found.data)


def _answer(head: Mapping[str, object], data: bytes = b"") -> int:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + data)
    sys.stdout.buffer.flush()
    return 0


def _bound(limits: Limits) -> None:
    bounds = (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, LARGEST_ANSWER),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in bounds:
        resource.setrlimit(what, (most, most))
    with suppress(OSError):  # where memory runs out, this process goes before any other
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
