"""Ordinary pages carry the strict headers, whoever reads them and however the page ended."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from procure.kernel.actors import Role
from tests.make.offices import Office
from tests.make.visits import Visit

PAGES = ("/", "/about", "/sign-in", "/catalogue", "/register", "/nowhere", "/purchases", "/account")
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def policy_of(browser: FlaskClient, path: str) -> dict[str, str]:
    """Return the content security policy of a page, and look at its other headers."""
    answer = browser.get(path)
    assert {name: answer.headers.get(name) for name in OTHERS} == OTHERS, path
    assert "camera=()" in answer.headers["Permissions-Policy"]
    words = (
        part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")
    )
    return {name: sources for name, _, sources in words}


@pytest.mark.parametrize("role", [None, Role.REQUESTER, Role.ADMINISTRATOR], ids=str)
def test_ordinary_pages_allow_nothing_from_elsewhere_and_nothing_inline(
    app: Flask, office: Office, visit: Visit, role: Role | None
) -> None:
    browser = visit(office.people[role]) if role else app.test_client()
    for path in PAGES:
        assert policy_of(browser, path) == STRICT, path
        assert "unsafe" not in str(policy_of(browser, path))


def test_what_is_not_to_be_done_is_answered_under_the_same_policy(
    app: Flask, office: Office, visit: Visit
) -> None:
    browser = visit(office.people[Role.REQUESTER])
    for path in ("/appointments/appoint", "/no\0where", "/sign-out"):
        answer = browser.get(path)
        assert answer.status_code in {403, 404, 405}
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
