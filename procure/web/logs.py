"""Structured logs with a request id, and numbers for Prometheus."""

import logging
import sys
import time
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

REQUESTS = Counter("tenong_requests_total", "Answers given", ["endpoint", "method", "status"])
SECONDS = Histogram("tenong_request_seconds", "Server time of answers", ["endpoint"])

ID_LENGTH = 64


def configure(level: str) -> None:
    """Write one JSON object a line to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level, logging.INFO)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def path() -> str:
    """Return the address that is asked for; a secret link's token is left out."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(token, "-") if token else request.path


def observe(app: Flask) -> None:
    """Give each request an id, log its answer and count it."""
    log = structlog.get_logger("procure.request")

    @app.before_request
    def start() -> None:
        given = request.headers.get("X-Request-ID", "")
        clean = (
            given if 0 < len(given) <= ID_LENGTH and given.isascii() and given.isprintable() else ""
        )
        g.request_id = clean or uuid4().hex
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def finish(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        endpoint = request.endpoint or "none"
        REQUESTS.labels(endpoint, request.method, response.status_code).inc()
        SECONDS.labels(endpoint).observe(seconds)
        response.headers["X-Request-ID"] = g.get("request_id", "")
        facts: dict[str, Any] = {
            "method": request.method,
            "path": path(),
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
        }
        if "work" in g:
            facts["person"] = str(g.work.actor.user_id)
        log.info("answered", **facts)
        return response
