"""How much a browser may send to a route: the usual bound, or the one that its view names."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

PIECE = 64 * 1024
MOST_DISCARDED = 128 * 1024 * 1024


def takes(most: Callable[[], int]) -> Callable[[View], View]:
    """Let a view take larger (or only smaller) bodies than others: `most` bytes."""

    def mark(view: View) -> View:
        view.largest_body = most  # type: ignore[attr-defined]
        return view

    return mark


def measure(app: Flask) -> None:
    """Set the bound of a request before anybody reads its body; register before the CSRF check."""

    @app.before_request
    def bound() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        most: Callable[[], int] | None = getattr(view, "largest_body", None)
        if most is not None:
            request.max_content_length = most()


def discard() -> None:
    """Read on without keeping anything, so that a browser that is still sending sees the answer.

    A browser whose connection is closed while it sends shows a fault of its own instead. What is
    larger than 128 MiB is not waited for.
    """
    left = min(request.content_length or 0, MOST_DISCARDED)
    stream = request.environ["wsgi.input"]
    while left > 0 and (piece := stream.read(min(PIECE, left))):
        left -= len(piece)
