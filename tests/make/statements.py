"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

MOST_STATEMENTS = 12


@contextmanager
def few_statements(app: Flask, most: int = MOST_STATEMENTS) -> Iterator[list[str]]:
    """Count what is asked of the database, sign-in and context included; yield it."""
    asked: list[str] = []
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) <= most, "\n".join(asked)
