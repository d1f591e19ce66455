"""Marks of what a page showed, so that nobody decides on what was changed in the meantime."""

from datetime import datetime
from hashlib import sha256

from procure.kernel.errors import StalePage


def mark_of(*values: object) -> str:
    """Return a short mark of values; it differs as soon as one of them does."""
    told = [str(v.timestamp()) if isinstance(v, datetime) else str(v) for v in values]
    return sha256("\x1f".join(told).encode()).hexdigest()[:16]


def check_seen(seen: str | None, mark: str) -> None:
    """Refuse a deed whose page showed something else.

    `seen` is the mark that the page carried; None where no page was shown: the clock, the seeds.
    Raises StalePage.
    """
    if seen is not None and seen != mark:
        raise StalePage
