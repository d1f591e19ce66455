"""Browsers of signed-in people, without JavaScript and without typing passwords."""

import re
import secrets
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.accounts.models import Person, SignIn
from procure.accounts.queries import hashed
from procure.kernel.clock import now

SEEN = re.compile(r'<input[^>]* name="seen"[^>]* value="(\w+)"')


def seen(browser: FlaskClient, path: str) -> dict[str, str]:
    """Open a page and return the mark of what it shows, as its form would send it."""
    found = SEEN.search(browser.get(path).text)
    return {"seen": found.group(1)} if found else {}


class Visit:
    """Signs people in by writing a sign-in as the owner."""

    def __init__(self, app: Flask, owner: Session) -> None:
        """Keep the application and the owner's session."""
        self.app, self.owner = app, owner

    def __call__(self, person: Person) -> FlaskClient:
        """Return a browser in which the person is signed in."""
        token = secrets.token_urlsafe(16)
        moment = now()
        self.owner.add(
            SignIn(
                token_hash=hashed(token),
                person_id=person.id,
                started_at=moment,
                seen_at=moment,
                ends_at=moment + timedelta(hours=1),
                device="test",
            )
        )
        self.owner.commit()
        browser = self.app.test_client()
        with browser.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = token, True
        return browser
