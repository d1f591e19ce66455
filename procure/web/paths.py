"""Addresses that a browser gives us and that we would send it to."""

from flask import request

LAST_PAGE = 1_000_000


def wanted_page() -> int:
    """Return the number of the page that the address asks for, from 1 to a million."""
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)


def safe_path(path: str | None) -> str:
    """Return a path of our own site; anything that could lead elsewhere becomes the front page."""
    given = path or "/"
    if not given.startswith("/") or given.startswith(("//", "/\\")) or not given.isprintable():
        return "/"
    return given
