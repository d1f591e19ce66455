"""The unit of work of one request, and the promise that no form is done twice."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from flask import Flask, Response, current_app, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from config import Settings
from procure.db.base import table_of
from procure.db.context import bind
from procure.db.deeds import DoneDeed
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS, Actor
from procure.kernel.clock import now
from procure.kernel.events import Subscriptions
from procure.web.extensions import db

REDIRECTS = range(300, 400)

_DEEDS = table_of(DoneDeed)
_MINE = (_DEEDS.c.key == bindparam("of"), _DEEDS.c.person_id == bindparam("by"))
_WRITE = insert(_DEEDS).on_conflict_do_nothing().returning(_DEEDS.c.key)
_READ = select(_DEEDS.c.location).where(*_MINE)
_ANSWER = update(_DEEDS).where(*_MINE).values(location=bindparam("location"))


def current_work() -> Work:
    """Return the unit of work of this request."""
    work: Work = g.work
    return work


def settings() -> Settings:
    """Return the settings of the running app."""
    found: Settings = current_app.extensions["settings"]
    return found


def begin(subscriptions: Subscriptions) -> Callable[[], None]:
    """Return the hook that opens the unit of work before each request."""

    def open_work() -> None:
        g.work = Work(db.session(), ANONYMOUS, now(), subscriptions)

    return open_work


def act_as(actor: Actor, zone: str, language: str) -> None:
    """Let the rest of the request act for this person, in the database as well."""
    work = current_work()
    work.actor, work.zone, work.language = actor, zone, language
    bind(work.session, actor, work.now, settings().context_key)


def once(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
    """Do a POST in one transaction, and only once for each idempotency key.

    The key is written first, so that a second click waits for the first and is then shown the
    same answer. A refused deed leaves no key: the corrected form may be sent again.
    """

    def do(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        key = _key()
        if request.method != "POST" or key is None:
            return cast("ResponseReturnValue", view(*args, **kwargs))
        work = current_work()
        with work.transaction():
            if not _is_new(work, key):
                return _same_answer(work, key)
            response = make_response(view(*args, **kwargs))
            if response.status_code in REDIRECTS:
                _remember(work, key, response)
            else:
                work.session.rollback()
        return response

    do.__dict__.update(view.__dict__)
    do.__name__, do.__doc__, do.__module__ = view.__name__, view.__doc__, view.__module__
    do.__wrapped__ = view  # type: ignore[attr-defined]
    return do


def counted(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Keep a view out of the one transaction that `once` undoes where no redirect follows.

    For views whose trace must stay although they answer with a page: a failure to sign in, a look
    at numbers in full. The wrapper tells `guard_deeds` that the view looks after itself.
    """

    @wraps(view)
    def do(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return view(*args, **kwargs)

    return do


def guard_deeds(app: Flask) -> None:
    """Wrap every view that accepts POST with `once`."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "POST" in (rule.methods or ()) and not hasattr(view, "__wrapped__"):
            app.view_functions[rule.endpoint] = once(view)


def _key() -> UUID | None:
    try:
        return UUID(request.form.get("idempotency_key", ""))
    except ValueError:
        return None


def _is_new(work: Work, key: UUID) -> bool:
    mine = {"key": key, "person_id": work.actor.user_id, "path": request.path}
    return work.session.execute(_WRITE, mine).first() is not None


def _same_answer(work: Work, key: UUID) -> Response:
    location = work.session.scalar(_READ, {"of": key, "by": work.actor.user_id})
    return make_response(redirect(location or request.path))


def _remember(work: Work, key: UUID, response: Response) -> None:
    answer = {"of": key, "by": work.actor.user_id, "location": response.location}
    work.session.execute(_ANSWER, answer)
