"""Who is at the door: reads the sign-in cookie before each request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user
from psycopg import Error as DriverError
from sqlalchemy import ColumnElement, Select, update
from sqlalchemy.exc import SQLAlchemyError

from procure.accounts import queries, service
from procure.accounts.models import Region, SignIn
from procure.accounts.rules import device_name
from procure.db import context
from procure.kernel.actors import ANONYMOUS, Actor
from procure.web.extensions import db, logins
from procure.web.templating import Site
from procure.web.work import act_as, current_work, settings

TOUCH_AFTER = timedelta(seconds=60)


class Visitor(UserMixin):
    """What Flask-Login keeps of a person: the token of this browser's sign-in."""

    def __init__(self, token: str, arrival: queries.Arrival | None = None) -> None:
        """Keep the token and who came with it."""
        self.token = token
        self.arrival = arrival

    def get_id(self) -> str:
        """Return the token, which Flask-Login keeps in the signed cookie."""
        return self.token


@logins.user_loader
def _load(token: str) -> Visitor | None:
    """Find out who comes, and set their context with the same statement.

    The cookie says as whom they acted last. The statement takes that context along and tells who
    they really are now; where this is not the same, the right context follows before all else.
    """
    work, key = current_work(), settings().context_key
    names, statement = _statement()
    last = session.get("acting", "")
    taken = context.sign(last, work.now, key) if last else ""
    arrival = queries.arrive(
        work.session, token, work.now, _chosen_agency(), statement, context=taken
    )
    if arrival is None:
        return None
    context.was_set(work.session, taken)
    context.bind(work.session, arrival.actor, work.now, key)
    if (acting := context.described(arrival.actor)) != last:
        session["acting"] = acting
    for name, value in zip(names, arrival.beside, strict=False):
        setattr(g, name, value)
    return Visitor(token, arrival)


@dataclass(frozen=True, slots=True)
class Beside:
    """A value that a room wants to know of a visitor (a `Person`), on some pages."""

    column: ColumnElement[Any]
    when: Callable[[], bool]


def ask_beside(app: Flask, name: str, beside: Beside) -> None:
    """Let a room learn something of each visitor, with the statement that finds them.

    It is found under this name in Flask's `g`.
    """
    app.extensions.setdefault("asked_beside", {})[name] = beside


def _statement() -> tuple[Sequence[str], Select[Any]]:
    """Return what is asked beside on this page, and the statement, made once for each page kind."""
    rooms: Mapping[str, Beside] = current_app.extensions.get("asked_beside", {})
    names = tuple(name for name, beside in rooms.items() if beside.when())
    made: dict[Sequence[str], Select[Any]] = current_app.extensions.setdefault("arriving", {})
    if names not in made:
        made[names] = queries.arriving(*(rooms[name].column for name in names), context.COLUMN)
    return names, made[names]


def _chosen_agency() -> UUID | None:
    try:
        return UUID(session.get("agency", ""))
    except ValueError:
        return None


def welcome() -> None:
    """Find out who comes, and let the request act for them."""
    if request.endpoint in ("static", "web.healthz", "web.readyz", "web.metrics"):
        return
    arrival = current_user.arrival if current_user.is_authenticated else None
    work = current_work()
    if arrival is None:
        given = settings()
        # No region stands in a stranger's context, so it can be set by what finds the region.
        taken = context.sign(context.described(ANONYMOUS), work.now, given.context_key)
        region = queries.site(
            work.session,
            taken,
            host=request.host.split(":")[0],
            slug=session.get("region") or given.default_region,
        )
        g.site, g.region = site_of(region), region  # held: the session forgets what nobody holds
        act_as(_stranger(region), region.zone if region else "WIB", session.get("language", "id"))
        return
    g.site = site_of(arrival.region)
    g.theme = arrival.person.theme
    g.language = session.get("language") or arrival.person.language
    zone = arrival.region.zone if arrival.region else "WIB"
    act_as(arrival.actor, zone, g.language)
    _touch(arrival.sign_in)


def _stranger(region: Region | None) -> Actor:
    return replace(ANONYMOUS, region_id=region.id if region else None)


def site_of(region: Region | None) -> Site:
    """Return what pages show of a region."""
    if region is None:
        return Site(None, "", "Tenong", "", "", "jateng")
    return Site(
        region.id,
        region.slug,
        region.brand_name,
        region.government,
        region.office,
        region.brand,
        region.zone,
        region.is_practice(current_work().today),
    )


def this_visit() -> service.Visit:
    """Return how long sign-ins last here, and where this request comes from."""
    given = settings()
    return service.Visit(
        idle=timedelta(minutes=given.session_minutes),
        longest=timedelta(hours=given.session_hours),
        address=request.remote_addr or "",
        device=device_name(request.user_agent.string),
    )


def _touch(sign_in: SignIn) -> None:
    """Note, once a minute, that the person is still here; in a transaction of its own."""
    work, ends_at = current_work(), sign_in.ends_at
    if work.now - sign_in.seen_at > TOUCH_AFTER:
        ends_at = this_visit().end(sign_in.started_at, work.now)
        work.session.execute(
            update(SignIn).where(SignIn.id == sign_in.id).values(seen_at=work.now, ends_at=ends_at)
        )
        work.session.commit()
    g.session_seconds_left = int((ends_at - work.now).total_seconds())


def let_in(token: str) -> None:
    """Put a fresh sign-in into this browser's cookie; what the cookie held before is dropped."""
    language = session.get("language")
    session.clear()
    # The CSRF token of before belongs to the session of before: the next form makes a new one.
    g.pop("csrf_token", None)
    if language:
        session["language"] = language
    session.permanent = True
    visitor = _load(token)
    if visitor is not None:
        login_user(visitor)
        welcome()


def let_out() -> None:
    """Forget the sign-in in this browser."""
    logout_user()
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def watch(app: Flask) -> None:
    """Welcome whoever comes, before each request."""
    # Without Flask-Login's own words in templates: they would ask the database for the person
    # again on the very page that says the database is away.
    logins.init_app(app, add_context_processor=False)
    app.before_request(welcome)

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        try:
            if "work" in g and request.method in {"GET", "HEAD"}:
                current_work().leave()
            db.session.remove()
        except (SQLAlchemyError, DriverError):
            # The database went away: the answer stands, only the broken line is dropped.
            db.session().invalidate()
            db.session.remove()
