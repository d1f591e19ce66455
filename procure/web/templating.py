"""What templates know: words, permissions, moves, assets. No queries."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, g, has_request_context, request, url_for

from procure.kernel.actors import Actor
from procure.kernel.labels import Labelled
from procure.kernel.workflow import Move
from procure.web import words
from procure.web.controls import control
from procure.web.errors import fill, say
from procure.web.locale import language


@dataclass(frozen=True, slots=True)
class Site:
    """The region whose brand a page wears."""

    id: UUID | None
    slug: str
    name: str
    government: str
    office: str
    brand: str
    zone: str = "WIB"
    is_practice: bool = False


NO_SITE = Site(None, "", "Tenong", "", "", "jateng")


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A link in the page head."""

    label: str
    endpoint: str
    icon: str
    who: Callable[[Actor], bool]
    under: tuple[str, ...] = ()
    """Addresses whose pages stand under this item, although another room shows them."""

    @property
    def url(self) -> str:
        """Where the link leads."""
        return address(self.endpoint)

    @property
    def nearness(self) -> int:
        """How nearly the page at hand belongs to this item; 0 when it does not."""
        named = [len(path) for path in self.under if request.path.startswith(path)]
        here = (request.blueprint or "") == self.endpoint.split(".", 1)[0]
        return max(named, default=int(here))


@cache
def _fixed(endpoint: str, _root: str) -> str:
    return url_for(endpoint)


def address(endpoint: str, **values: Any) -> str:
    """Return what Flask's `url_for` does; addresses without a value in them are made once.

    The root belongs to the key: a front may serve us below a folder of its own.
    """
    if values or endpoint.startswith(".") or not has_request_context():
        return url_for(endpoint, **values)
    return _fixed(endpoint, request.script_root)


def in_sight(navigation: Sequence[NavigationItem]) -> list[tuple[NavigationItem, bool]]:
    """Return what this person finds in the page head, and which of it is where they are."""
    items = [item for item in navigation if item.who(g.work.actor)]
    nearest = max((item.nearness for item in items), default=0)
    return [(item, bool(nearest) and item.nearness == nearest) for item in items]


def open_moves(record: Any) -> Sequence[Move[Any]]:
    """Return the moves that this person can make with this record now."""
    return [
        move
        for move in record.workflow.open_moves(record.status)
        if not move.within and record.policy.allows(g.work.actor, move.action, record)
    ]


def can(action: Labelled, subject: Any) -> bool:
    """Whether this person may do this and the status allows it; hides, never protects."""
    moves = subject.workflow.open_moves(subject.status)
    return any(move.action == action for move in moves) and subject.policy.allows(
        g.work.actor, action, subject
    )


def furnish(app: Flask, navigation: Sequence[NavigationItem]) -> None:
    """Give templates their globals and filters."""
    manifest = _manifest(Path(app.static_folder or "") / "dist" / "manifest.json")

    root = f"{app.static_url_path}/dist/"

    @cache
    def asset_url(name: str) -> str:
        return root + manifest(name)

    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(
        asset_url=asset_url,
        can=can,
        control=control,
        fill=fill,
        idempotency_key=lambda: str(uuid4()),
        navigation=lambda: in_sight(navigation),
        open_moves=open_moves,
        say=say,
        server_now=lambda: g.work.now,
        session_seconds_left=lambda: getattr(g, "session_seconds_left", None),
        url_for=address,
        unread_count=lambda: getattr(g, "unread_count", 0),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def about_the_reader() -> dict[str, Any]:
        actor = g.work.actor if "work" in g else None
        return {
            "actor": actor if actor is not None and actor.roles else None,
            "lang": language(),
            "site": getattr(g, "site", NO_SITE),
            "theme": getattr(g, "theme", "auto"),
        }


def _manifest(path: Path) -> Callable[[str], str]:
    @cache
    def names() -> dict[str, str]:
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return found

    return lambda name: names()[name]
