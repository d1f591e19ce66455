"""Every form gets what no honest browser sends: it refuses with a page, and nothing is half done.

Each form is first filled in well, which must succeed: so the hostile answers are those of a form
that works. Then its fields get hostile values, all at once and one by one.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from procure.kernel.actors import Role
from procure.launcher.provision import Urls
from tests.conftest import WorkAs
from tests.faults.doors import DOORS, Hall, Maker, Open, a_hall
from tests.make.visits import Visit

FORM = "application/x-www-form-urlencoded"
DONE = {204, 302, 303}
MILLION = 10**6
SHARP = {
    "10^18": str(10**18),
    "minus one": "-1",
    "4300 digits": "9" * 4300,
    "a million digits": "7" * MILLION,
    "NUL": "a\0b",
    "the last day": "9999-12-31",
}
"""Values that each field gets alone, while the others are sound."""
BLUNT = {
    **SHARP,
    "10^30": str(10**30),
    "zero": "0",
    "no such day": "2026-02-30",
    "another's id": str(uuid4()),
    "empty": "",
    "spaces": " \t\r\n ",
    "2^31": str(2**31),
    "2^63": str(2**63),
    "two signs": "--5",
    "dots only": "...",
    "only NUL": "\0",
    "far too long": "x" * 100_000,
    "other digits": "\uff11\uff12\u0663",
    "superscript": "\u00b2",
    "no number": "NaN",
    "exponent": "1e9",
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f373 \U0001f371\U0001f1ee\U0001f1e9",
    "homoglyphs": "\u0405\u0435kr\u0435t\u0430ri\u0430t \u202egnp.exe",
    "mark-up": "</textarea><script>alert(1)</script>'\"--",
    "a template": "{{ 7 * 7 }} {% raw %} %(total)s %s {0} ${x}",
    "the first day": "0001-01-01",
    "the year 0": "0000-00-00",
    "no such hour": "25:61",
    "another site": "//evil.example/a\\b",
    "controls": "a\x07\x1b[31m\x7f\x85\ufeff\ufffe",
}
"""Values that all fields get at once."""
COUNTED = (
    "appointments audit_entries award_lines awards budget_entries budget_holds counters done_deeds "
    "invitations messages order_taxes price_sources procrastinate_jobs purchase_orders "
    "purchase_request_lines purchase_requests questions quote_lines quotes rfqs sealed_quotes "
    "stored_files uploads"
).split()
STATUSES = ("awards", "purchase_orders", "purchase_requests", "rfqs")
SAME_FORM = {"purchase_requests.check", "purchase_requests.keep", "purchase_requests.submit"}
"""Their fields are those of `purchase_requests.revise`, where each is tried alone."""
OWN_TRACES = {
    "accounts.sign_in": {"audit_entries"},
    "accounts.change_password": {"audit_entries"},
    "bank_accounts.propose": {"audit_entries"},
}
"""What a refusal writes on purpose: failures to sign in are counted."""


@pytest.fixture
def hall(owner: Session, work_as: WorkAs, visit: Visit) -> Hall:
    """Everybody and everything a form may need."""
    return a_hall(owner, work_as, visit)


class Books:
    """How many rows there are, and how every purchase stands."""

    def __init__(self, database: Urls, apart_from: set[str]) -> None:
        """Look as the owner."""
        tables = [table for table in COUNTED if table not in apart_from]
        parts = [f"SELECT '{table}', count(*)::text FROM {table}" for table in tables] + [
            f"SELECT '{table} stand', coalesce(md5(string_agg(id || status, '' ORDER BY id)), '')"
            f" FROM {table}"
            for table in STATUSES
        ]
        self.question = " UNION ALL ".join(parts).encode()
        self.connection = psycopg.connect(database.owner, autocommit=True)

    def read(self) -> dict[str, str]:
        """Return everything that is counted."""
        return dict(self.connection.execute(self.question).fetchall())


@contextmanager
def books_of(database: Urls, apart_from: set[str]) -> Iterator[Books]:
    """Open the books for a while."""
    books = Books(database, apart_from)
    yield books
    books.connection.close()


def all_at_once(sound: Mapping[str, str]) -> Iterator[tuple[str, str, bytes]]:
    """Return hostile bodies for a form: what is wrong, the content type, the bytes."""
    for name, value in BLUNT.items() if sound else ():
        short = value if len(value) * len(sound) < MILLION else value[:20_000]
        yield f"all {name}", FORM, urlencode(dict.fromkeys(sound, short)).encode()
    yield "nothing", FORM, b""
    yield "no form at all", FORM, b"\xff\xfe\0=&&&;=%%%=%zz"
    yield "strange lines", FORM, urlencode({**sound, **STRANGE_LINES}).encode()
    many = urlencode([(f"lines-{n}-name", "x") for n in range(3000)])
    yield "too many fields", FORM, many.encode()
    yield "too large", FORM, b"purpose=" + b"x" * 3 * MILLION
    yield "JSON", "application/json", json.dumps([sound]).encode()
    yield "broken parts", "multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-da"
    yield "a file", "multipart/form-data; boundary=x", as_files(sound)


def one_by_one(sound: Mapping[str, str]) -> Iterator[tuple[str, str, bytes]]:
    """Return bodies in which one field is hostile and the others are sound."""
    for one in sound:
        for name, value in SHARP.items():
            yield f"{one} {name}", FORM, urlencode({**sound, one: value}).encode()
        rest = {name: value for name, value in sound.items() if name != one}
        yield f"{one} missing", FORM, urlencode(rest).encode()
        yield f"{one} twice", FORM, urlencode([*sound.items(), (one, "2"), (one, "")]).encode()
        listed = {**rest, f"{one}[]": "1", f"{one}[a]": "2"}
        yield f"{one} as a list", FORM, urlencode(listed).encode()
        raw = b"&".join((urlencode(rest).encode(), quote(one).encode() + b"=%ff%fe%ed%a0%80\xff"))
        yield f"{one} not UTF-8", FORM, raw


STRANGE_LINES = {
    "lines-999999999-name": "x",
    "lines--1-price": "1",
    "lines-1-price": "1",
    "lines-x-price": "1",
    "lines-0-lines-0-price": "1",
    "lines": "1",
    "sources-77-total": "5",
    "move": "up-9",
    "remove": "999",
    "add": "-1",
    "version": "9" * 40,
    "page": "-5",
    "idempotency_key": "not a key",
    "act": "\0",
    "next": "https://evil.example/",
}


def as_files(sound: Mapping[str, str]) -> bytes:
    """Return the form with every field sent as an uploaded file."""
    head = 'Content-Disposition: form-data; name="{}"; filename="a.exe"\r\n\r\nMZ\0\r\n'
    return "".join(f"--x\r\n{head.format(name)}" for name in sound).encode() + b"--x--\r\n"


def send(opened: Open, kind: str, body: bytes) -> TestResponse:
    """Send a body as this person."""
    return opened.browser.post(opened.path, data=body, content_type=kind)


NOT_YET = frozenset(
    "categories.add categories.keep curation.approve_batch favourites.drop favourites.keep "
    "import_runs.apply import_runs.cancel import_runs.correct import_runs.mend import_runs.start "
    "listing_revisions.approve listing_revisions.refuse listing_revisions.send_back "
    "listing_revisions.submit listing_revisions.withdraw listings.take_down my_listings.add "
    "my_listings.adjust my_listings.edit my_listings.reprice my_listings.restore "
    "my_listings.withdraw purchase_templates.change purchase_templates.keep "
    "purchase_templates.retire".split()
)
"""Forms whose refusals are tried in `tests/catalogue` and `tests/purchase_requests` only; each is
still to be asked here as well. Nothing is added to this list."""


def test_no_form_is_missing(app: Flask) -> None:
    forms = {
        rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())
    }
    assert set(DOORS) == forms - NOT_YET
    assert forms >= NOT_YET


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("endpoint", "maker"), DOORS.items(), ids=DOORS)
def test_a_form_refuses_what_is_hostile_and_leaves_nothing_half_done(
    hall: Hall, database: Urls, endpoint: str, maker: Maker
) -> None:
    opened = maker(hall)
    filled_in_well = send(opened, *(opened.filled or (FORM, urlencode(opened.sound).encode())))
    assert filled_in_well.status_code in DONE | {200}, filled_in_well.text
    opened, wrong = maker(hall), []
    with books_of(database, OWN_TRACES.get(endpoint, set())) as books:
        before = books.read()
        singly = () if endpoint in SAME_FORM else one_by_one(opened.sound)
        for name, kind, body in chain(all_at_once(opened.sound), singly):
            answer = send(opened, kind, body)
            refused = answer.status_code >= 400
            after = books.read() if refused else {}
            if answer.status_code >= 500 or leads_away(answer):
                wrong.append((name, answer.status_code, answer.location))
            elif refused and after != before:
                changed = {table for table in after if after[table] != before[table]}
                wrong.append((name, answer.status_code, str(changed)))
            if not refused:
                opened = maker(hall) if answer.status_code in DONE else opened
                before = books.read()
    assert not wrong, "\n".join(map(str, wrong))


def leads_away(answer: TestResponse) -> bool:
    """Whether a redirect leads to another site."""
    location = answer.location or "/"
    return urlsplit(location).netloc not in {"", "localhost"} or location.startswith("/\\")


@pytest.mark.parametrize(("endpoint", "maker"), DOORS.items(), ids=DOORS)
def test_a_form_without_its_token_is_refused(
    app: Flask,
    hall: Hall,
    database: Urls,
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
    maker: Maker,
) -> None:
    opened = maker(hall)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    with books_of(database, set()) as books:
        before = books.read()
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "of another day"}):
            answer = opened.browser.post(opened.path, data={**opened.sound, **token})
            assert answer.status_code == 400
            elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
            answer = opened.browser.post(opened.path, data=opened.sound, headers=elsewhere)
            assert answer.status_code == 400
        assert books.read() == before


def test_a_refused_form_still_shows_what_was_typed(hall: Hall) -> None:
    typed = "\u0405\u0435kretariat \U0001f371 & teman"
    browser = hall.by(Role.REQUESTER, "/").browser
    sound = {**hall.line_of_request(), "purpose": typed, "act": "submit", "head_count": "-1"}
    answer = browser.post("/purchase-requests/new", data=sound)
    assert answer.status_code == 422
    assert typed.replace("&", "&amp;") in answer.text
    assert 'value="-1"' in answer.text


ASKED = (
    "q page after code region next email template people status mine category seller place scale "
    "price order regency kind agency year sort"
).split()
NAMED = ("/c/", "/catalogue/sellers/", "/static/", "/purchases/")
READERS = (None, Role.REQUESTER, Role.PROCUREMENT_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)


@pytest.mark.parametrize("who", READERS, ids=str)
def test_no_list_or_search_breaks_on_a_hostile_address(
    app: Flask, hall: Hall, who: Role | None
) -> None:
    browser, wrong = hall.by(who, "/").browser, []
    plain = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments
    ]
    values = {name: value for name, value in BLUNT.items() if len(value) < 5000}
    for name, value in values.items():
        asked = urlencode(dict.fromkeys(ASKED, value))
        deep = [f"{path}{quote(value, safe='')}" for path in NAMED]
        for path in (*(f"{path}?{asked}" for path in plain), *deep):
            answer = browser.get(path)
            if answer.status_code >= 500 or leads_away(answer):
                wrong.append((path, name, answer.status_code, answer.location))
    assert not wrong, "\n".join(map(str, wrong))
