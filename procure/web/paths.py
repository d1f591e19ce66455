"""Addresses that a browser gives us and that we would send it to."""


def safe_path(path: str | None) -> str:
    """Return a path of our own site; anything that could lead elsewhere becomes the front page."""
    given = path or "/"
    if not given.startswith("/") or given.startswith(("//", "/\\")) or not given.isprintable():
        return "/"
    return given
