"""Refusals become pages here, and only here: status codes, and facts in a person's words."""

import traceback
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import structlog
from flask import Flask, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from procure.kernel.errors import Conflict, DomainError, NotFound, NotPermitted
from procure.kernel.labels import Labelled
from procure.kernel.policy import Who
from procure.web import logs, words
from procure.web.locale import language

STATUS = ((NotPermitted, 403), (NotFound, 404), (Conflict, 409))
MONEY = frozenset(
    "available amount ceiling estimate floor highest left limit lowest needed own_estimate price "
    "standard total".split()
)
"""Names of facts that are rupiah."""

log = structlog.get_logger("procure.web")


def status_of(error: DomainError) -> int:
    """Return the HTTP status of a refusal: 403, 404, 409, else 422."""
    return next((code for kind, code in STATUS if isinstance(error, kind)), 422)


def say(text: str, facts: Mapping[str, Any]) -> str:
    """Translate a sentence and fill in its facts, with rupiah and dates as people write them."""
    return _(text) % _in_words(facts)


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """Fill facts into a sentence that is already in the reader's language."""
    return text % _in_words(facts) if facts else text


def say_error(error: DomainError) -> str:
    """Return the refusal as one sentence in the reader's language."""
    return say(error.text, error.facts)


def _in_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """Write each fact; of what people keep in both languages (`name`, `name_en`), the reader's."""
    if language() == "en":
        facts = {name: facts.get(f"{name}_en", value) for name, value in facts.items()}
    return {name: _written(name, value) for name, value in facts.items()}


def _written(name: str, value: Any) -> str:
    if isinstance(value, Labelled):
        return _(value.label)
    if isinstance(value, tuple):
        return ", ".join(_written(name, one) for one in value)
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return words.money(value) if name in MONEY else words.number(value)
    return value.say(_) if isinstance(value, Who) else str(value)


def page(status: int, title: str, text: str) -> ResponseReturnValue:
    """Answer with a page that says what happened and what to do next."""
    body = render_template("errors/refusal.html", status=status, title=title, text=text)
    response = make_response(body, status)
    if status == 503:  # noqa: PLR2004 - HTTP
        response.headers["Retry-After"] = "10"
    return response


def handle(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> ResponseReturnValue:
        titles = {403: _("Not for you"), 404: _("Not found"), 409: _("Somebody was first")}
        status = status_of(error)
        log.info("refused", error=type(error).__name__, status=status)
        return page(status, titles.get(status, _("This is not possible")), say_error(error))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.response is not None:
            return error
        if error.code == 405:  # noqa: PLR2004 - HTTP
            return error
        texts = {
            404: (_("Not found"), _("This page does not exist. Check the address.")),
            413: (_("Too large"), _("What you sent is too large. Send less or a smaller file.")),
        }
        title, text = texts.get(error.code, (_("This is not possible"), _("Check what you sent.")))
        return page(error.code, title, text)

    _handle_faults(app)


def _handle_faults(app: Flask) -> None:
    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> ResponseReturnValue:
        log.error("database", why=str(error.orig).splitlines()[0] if error.orig else "")
        return page(
            503,
            _("Please try again in a moment"),
            _("The service is restarting. Nothing was lost and nothing was done by halves."),
        )

    @app.errorhandler(DBAPIError)
    def database_refused(error: DBAPIError) -> ResponseReturnValue:
        # What the database says names values that people typed; where it happened does not.
        diagnosis = getattr(error.orig, "diag", None)
        log.error(
            "database refused",
            path=logs.path(),
            state=getattr(error.orig, "sqlstate", None),
            constraint=getattr(diagnosis, "constraint_name", None),
            where="".join(traceback.format_tb(error.__traceback__)),
        )
        return page(500, _("Something went wrong"), _wrong())

    @app.errorhandler(Exception)
    def bug(error: Exception) -> ResponseReturnValue:
        log.error("bug", path=logs.path(), exc_info=error)
        return page(500, _("Something went wrong"), _wrong())


def _wrong() -> str:
    return _("The fault is ours and has been written down. Nothing was done by halves.")
