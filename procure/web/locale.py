"""Which language a page speaks: the reader's choice, else Indonesian."""

from flask import Flask, g, session

from procure.web.extensions import babel


def chosen() -> str:
    """Return `id` or `en`: chosen in this browser, else kept with the person, else Indonesian."""
    return str(session.get("language") or getattr(g, "language", None) or "id")


def speak(app: Flask) -> None:
    """Let Flask-Babel ask `chosen`."""
    babel.init_app(app, locale_selector=chosen)
