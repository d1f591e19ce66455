"""The log of the web: one JSON object a line, found again by its id, silent about people."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.kernel.actors import Role
from procure.suppliers import links
from procure.web import logs
from procure.web.work import current_work
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.registering import PASSWORD, SECRET, asked, lands
from tests.make.visits import Visit

Lines = Callable[[], list[dict[str, Any]]]
ID = "a1b2c3d4"
PERSONAL = {
    "name": "Sri Wahyuningtyas",
    "email": "sri.wahyuningtyas@warung.example",
    "phone": "0812-3456-7890",
    "new_password": PASSWORD,
    "password": "kuda nil makan rumput",
}


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What the web has written since the last look; the first look begins to listen."""

    def look() -> list[dict[str, Any]]:
        logs.configure("INFO")
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield look
    logs.configure("CRITICAL")


def test_every_answer_is_one_line_with_the_id_that_the_answer_carries(
    office: Office, visit: Visit, lines: Lines
) -> None:
    browser = visit(office.people[Role.REQUESTER])
    lines()
    known = browser.get("/account", headers={"X-Request-ID": ID})
    fresh = browser.get("/appointments/appoint")
    assert known.headers["X-Request-ID"] == ID
    answered = [line for line in lines() if line["event"] == "answered"]
    assert [(one["request_id"], one["path"], one["status"]) for one in answered] == [
        (ID, "/account", 200),
        (fresh.headers["X-Request-ID"], "/appointments/appoint", 403),
    ]
    for one in answered:
        assert set(one) == {
            *("event", "level", "timestamp", "request_id"),
            *("method", "path", "status", "ms", "person"),
        }
        assert one["person"] == str(office.people[Role.REQUESTER].id)


def test_a_refusal_is_a_line_of_the_same_request(
    office: Office, visit: Visit, lines: Lines
) -> None:
    lines()
    visit(office.people[Role.REQUESTER]).get("/appointments/appoint")
    refused, answered = lines()
    assert refused["event"] == "refused"
    assert refused["request_id"] == answered["request_id"]


def test_nothing_that_a_person_types_and_no_secret_link_is_written(
    owner: Session, office: Office, work_as: WorkAs, client: FlaskClient, lines: Lines
) -> None:
    lands(owner)
    link = asked(work_as, office.region)
    assert link is not None
    secret = links.path_of(link.id, SECRET)
    lines()
    client.post("/sign-in?email=" + PERSONAL["email"], data=PERSONAL)
    client.post("/register", data={**PERSONAL, "region": str(office.region.id)})
    client.post(secret, data={"password": PASSWORD})
    written = lines()
    assert len([line for line in written if line["event"] == "answered"]) == 3
    token = secret.rpartition("/")[2]
    for private in (*PERSONAL.values(), token):
        assert private not in json.dumps(written)


def test_what_the_database_refuses_is_written_without_its_values(
    app: Flask, office: Office, visit: Visit, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    double = text("INSERT INTO regions (id, slug) VALUES (gen_random_uuid(), :slug)")

    def view() -> str:
        current_work().session.execute(double, {"slug": PERSONAL["email"]})
        return ""

    view.is_public = True  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "web.healthz", view)
    lines()
    answer = visit(office.people[Role.REQUESTER]).get("/healthz")
    assert answer.status_code == 500
    (fault,) = (line for line in lines() if line["event"] == "database refused")
    assert fault["request_id"] == answer.headers["X-Request-ID"]
    assert fault["state"] == "42501"
    assert "in view" in fault["where"]
    assert PERSONAL["email"] not in json.dumps(fault)
