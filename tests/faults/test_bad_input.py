"""Every form gets what no honest browser sends: it refuses with a page, and nothing is half done.

Each form is first filled in well, which must succeed: so the hostile answers are those of a form
that works. Then its fields get hostile values, all at once and one by one.
"""

from itertools import chain
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from procure.accounts.passwords import Passwords
from procure.kernel.actors import Role
from procure.launcher.provision import Urls
from tests.conftest import WorkAs
from tests.faults.answers import Reader, forms_without_key, what_is_lost
from tests.faults.bodies import BLUNT, FORM, all_at_once, one_by_one
from tests.faults.books import OWN_TRACES, Books, books_of
from tests.faults.doors import DOORS, PASSWORD, Hall, Maker, Open, a_hall
from tests.make.offices import an_office
from tests.make.sellers import a_seller
from tests.make.visits import Visit

DONE = {204, 302, 303}
REFUSED = {400, 403, 404, 409, 422}
EACH_TIME = {
    "bank_accounts.inspect",
    "suppliers.export",
    "suppliers.inspect",
    "suppliers.register",
    "suppliers.reveal",
}
"""Each look at what is kept leaves a trace, and each wish for the letter sends it."""
USED_UP = {
    "accounts.change_password",
    "accounts.end_everywhere",
    "accounts.sign_out",
    "suppliers.confirm",
}
"""After these the session has ended, the password is another, or the link is spent."""
NOT_CARRIED = {
    "accounts.change_password",
    "accounts.end_session",
    "accounts.sign_out",
    "accounts.stay",
    "bank_accounts.propose",
    "uploads.finish",
    "uploads.receive",
    "uploads.send",
}
"""Passwords and files are never carried over a sign-in, nor what is about the session itself."""
WHILE_TYPING = {"purchase_requests.check", "purchase_requests.keep", "quotes.check"}
"""They answer with the form as it is typed, and say in it what does not hold."""
AS_STORED = {"purchase_requests.submit"}
"""What is sent along is not read: the stored draft is what is submitted."""
LEFT_OUT = {
    "photos-0-upload_id": "SELECT count(*) FROM listing_revisions WHERE photos::text LIKE :it"
}
"""What is not one's own falls away, and the rest is done; how a trace of it would be found."""
OTHERS_MONEY = """
    SELECT count(*) FROM purchase_requests p JOIN budget_lines b ON b.id = p.budget_line_id
    WHERE b.agency_id <> p.agency_id OR b.region_id <> p.region_id
"""
OWN_CHOICE = {"id", "region"}
"""The browser makes up the id of a file; whoever registers chooses the region."""
OF_THE_REGION = {"place", "supplier_id", "supplier_ids"}
"""A region's administrator appoints in every agency, and every agency buys from its sellers."""
SAME_FORM = {
    "categories.keep",
    "my_listings.edit",
    "purchase_requests.check",
    "purchase_requests.keep",
    "purchase_requests.submit",
}
"""Their fields are those of `categories.add`, `my_listings.add` and `purchase_requests.revise`,
where each is tried alone."""


@pytest.fixture
def hall(owner: Session, work_as: WorkAs, visit: Visit) -> Hall:
    """Everybody and everything a form may need."""
    return a_hall(owner, work_as, visit)


def send(opened: Open, kind: str, body: bytes) -> TestResponse:
    """Send a body as this person."""
    return opened.browser.post(opened.path, data=body, content_type=kind)


def test_no_form_is_missing(app: Flask) -> None:
    forms = {
        rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())
    }
    assert set(DOORS) == forms


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("endpoint", "maker"), DOORS.items(), ids=DOORS)
def test_a_form_refuses_what_is_hostile_and_leaves_nothing_half_done(
    hall: Hall, database: Urls, endpoint: str, maker: Maker
) -> None:
    with books_of(database, OWN_TRACES.get(endpoint, set())) as books:
        is_done_once(maker(hall), endpoint, books)
        refuses_what_belongs_to_others(hall, endpoint, maker, books)
        opened, wrong = maker(hall), []
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
            if answer.status_code == 422 and name.endswith(" minus one"):
                wrong += [(name, 422, one) for one in what_is_lost(answer, body, endpoint)]
            if not refused:
                opened = maker(hall) if answer.status_code in DONE else opened
                before = books.read()
            wrong += [
                (name, answer.status_code, one) for one in forms_without_key(answer, endpoint)
            ]
    assert not wrong, "\n".join(map(str, wrong))


def is_done_once(opened: Open, endpoint: str, books: Books) -> None:
    """Send a sound filling twice with one key: the same answer, and nothing more is written."""
    kind, body = opened.filled or (FORM, urlencode(opened.sound).encode())
    if kind == FORM:
        body += f"&idempotency_key={uuid4()}".encode()
    before = books.read()
    first = send(opened, kind, body)
    assert first.status_code in DONE | {200}, first.text
    after = books.read()
    second = send(opened, kind, body)
    if endpoint in EACH_TIME:
        assert books.read() != after != before
        return
    assert books.read() == after
    if endpoint not in USED_UP:
        assert (second.status_code, second.location) == (first.status_code, first.location)


def refuses_what_belongs_to_others(hall: Hall, endpoint: str, maker: Maker, books: Books) -> None:
    """Put the ids of another agency and of another region into a form that is otherwise sound."""
    opened = maker(hall)
    ids = {name for name, value in opened.sound.items() if is_id(value)} - OWN_CHOICE
    ids = set() if endpoint in AS_STORED else ids
    region = hall.office.region
    there: list[Hall] = []
    if ids:
        there.append(a_hall(hall.owner, hall.work_as, hall.visit))
    if ids - OF_THE_REGION:
        sellers = [a_seller(hall.owner, region) for _ in hall.sellers]
        office = an_office(hall.owner, region, ceiling=1_000_000_000)
        there.append(Hall(hall.owner, hall.work_as, hall.visit, office, sellers))
    for other in there:
        foreign = maker(other).sound
        for name in ids if other.office.region != region else ids - OF_THE_REGION:
            before = books.read()
            answer = opened.browser.post(opened.path, data={**opened.sound, name: foreign[name]})
            if name in LEFT_OUT:
                mention = {"it": f"%{foreign[name]}%"}
                assert hall.owner.scalar(text(LEFT_OUT[name]), mention) == 0, endpoint
                hall.owner.rollback()
                continue
            fine = REFUSED | {200} if endpoint in WHILE_TYPING else REFUSED
            assert answer.status_code in fine, (endpoint, name, other.office.region.slug)
            assert books.read() == before, (endpoint, name)
    assert hall.owner.scalar(text(OTHERS_MONEY)) == 0
    hall.owner.rollback()


def is_id(value: str) -> bool:
    """Whether a field holds the id of a record."""
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def leads_away(answer: TestResponse) -> bool:
    """Whether a redirect leads to another site."""
    location = answer.location or "/"
    return urlsplit(location).netloc not in {"", "localhost"} or location.startswith("/\\")


@pytest.mark.parametrize(("endpoint", "maker"), DOORS.items(), ids=DOORS)
def test_a_form_without_its_token_or_session_is_refused(
    app: Flask,
    hall: Hall,
    database: Urls,
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
    maker: Maker,
) -> None:
    opened = maker(hall)
    with books_of(database, set()) as books:
        before = books.read()
        with monkeypatch.context() as strict:
            strict.setitem(app.config, "WTF_CSRF_ENABLED", True)
            for token in ({}, {"csrf_token": ""}, {"csrf_token": "of another day"}):
                answer = opened.browser.post(opened.path, data={**opened.sound, **token})
                assert answer.status_code == 400
                elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
                answer = opened.browser.post(opened.path, data=opened.sound, headers=elsewhere)
                assert answer.status_code == 400
        if opened.person is None:
            assert books.read() == before
            return
        end_the_session(hall, opened)
        answer = opened.browser.post(opened.path, data=opened.sound)
        assert answer.status_code == 401
        assert 'name="email"' in answer.text
        assert books.read() == before
    if endpoint not in NOT_CARRIED:
        what_was_typed_is_sent_after_signing_in(opened, answer)


def end_the_session(hall: Hall, opened: Open) -> None:
    """Let the time of this person's sign-ins run out, and give them a password to come back."""
    assert opened.person is not None
    opened.person.password_hash = Passwords(64, 1).hash(PASSWORD)
    ended = "UPDATE sign_ins SET ends_at = now() - interval '1 minute' WHERE person_id = :person"
    hall.owner.execute(text(ended), {"person": opened.person.id})
    hall.owner.commit()


def what_was_typed_is_sent_after_signing_in(opened: Open, turned_away: TestResponse) -> None:
    """Sign in on the page that came instead, and send what it had kept."""
    assert opened.person is not None
    (form,) = (one for one in Reader(turned_away.text).forms if "email" in one.fields)
    carried = {name: value for name, (_, value) in form.fields.items()}
    who = {"email": opened.person.email, "password": PASSWORD}
    resumed = opened.browser.post("/sign-in", data={**carried, **who})
    assert resumed.status_code == 200
    (kept,) = (one for one in Reader(resumed.text).forms if one.given["action"] == opened.path)
    fields = {name: value for name, (_, value) in kept.fields.items() if name != "csrf_token"}
    assert fields == opened.sound
    done = opened.browser.post(opened.path, data=fields)
    assert done.status_code in DONE | {200}, done.text


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
