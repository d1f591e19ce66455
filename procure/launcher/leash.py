"""Ties a child process to its parent, so that a killed launcher leaves nothing running."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def leash(farewell: signal.Signals) -> Callable[[], None] | None:
    """Return what the child runs before its program: it gets `farewell` when this process dies.

    Only Linux offers this; elsewhere the answer is None and nothing is tied.
    """
    libc = _libc
    if libc is None:
        return None
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(farewell))
        if os.getppid() != parent:  # the parent died before the leash was on
            os.kill(os.getpid(), farewell)

    return tie
