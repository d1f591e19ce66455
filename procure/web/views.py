"""Doors that belong to no room: health, metrics, language, the style guide."""

import hmac

from flask import Blueprint, Response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client import REGISTRY as IN_PROCESS
from sqlalchemy import text

from procure.kernel.errors import NotFound
from procure.web.access import public
from procure.web.paths import safe_path
from procure.web.styleguide import SampleForm
from procure.web.work import current_work, settings

LANGUAGES = ("id", "en")

bp = Blueprint("web", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the process is alive."""
    return Response("alive\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Say whether the process can do deeds: the database answers."""
    current_work().session.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Give the numbers to whoever holds the metrics token; to nobody if none is set."""
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise NotFound
    return Response(generate_latest(_registry()), mimetype=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    if not settings().metrics_directory:
        return IN_PROCESS
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Change the language of this browser and go back to the page."""
    wanted = request.form.get("lang", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
    return redirect(safe_path(request.form.get("next")))


@bp.get("/styleguide")
@public
def styleguide() -> ResponseReturnValue:
    """Show every component in every state."""
    return render_template("styleguide.html", form=SampleForm())
