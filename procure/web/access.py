"""Locks on routes: closed by default, opened by naming the deed or by saying it is public."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from procure.kernel.errors import NotFound, NotPermitted
from procure.kernel.labels import Labelled
from procure.kernel.policy import Who, nobody, signed_in

View = TypeVar("View", bound=Callable[..., Any])


def does(action: Labelled) -> Callable[[View], View]:
    """Say which deed a route does; only people who are signed in come in.

    Whether they may do it to this record is asked again by the service.
    """

    def mark(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return mark


def reads(who: Who = signed_in) -> Callable[[View], View]:
    """Say who may read a page; records on it are limited by the room's queries."""

    def mark(view: View) -> View:
        view.who = who  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Say that a route is for everybody, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_locked(view: Any) -> bool:
    """Whether a view says who may come in; the house test wants this of every route."""
    return any(hasattr(view, mark) for mark in ("action", "who", "is_public"))


def guard() -> ResponseReturnValue | None:
    """Refuse every endpoint that is not marked, and everybody whom its mark does not admit."""
    if "\0" in request.path or b"%00" in request.query_string:
        raise NotFound  # nothing that we keep has such an address
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_public", False):
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]
    who: Who | None = getattr(view, "who", None)
    if who is not None and not who.test(g.work.actor, None):
        raise NotPermitted(who=who)
    if who is None and not hasattr(view, "action"):
        raise NotPermitted(who=nobody)
    return None


def lock(app: Flask) -> None:
    """Put the guard before every request."""
    app.before_request(guard)
