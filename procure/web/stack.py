"""Room for the calls of a request.

CPython keeps the frames of a thread in blocks of 16 KiB, asks the system for each block and gives
it back when the last frame in it returns. A page's calls cross the end of a block some fifteen
times, and each time the system maps, clears and unmaps memory: about a twentieth of all CPU. A
frame that is wider than a block gets a block of its own, the next power of two, with room behind it
for all calls below.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

WIDTH: Final = 128 * 1024 // 8
"""Words of the wide frame; as much again is left for what it calls."""


def roomy(application: Application) -> Application:
    """Return the application, called from a wide frame."""

    def wide(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        return application(environ, start)

    wide.__code__ = wide.__code__.replace(co_stacksize=WIDTH)
    return wide
