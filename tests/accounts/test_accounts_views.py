"""The doors of accounts: pages show, forms refuse, and nothing that was typed is lost."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from procure.accounts.models import Appointment, Person, SignIn, SignInDelay
from procure.accounts.passwords import Passwords
from procure.app import create_app
from procure.audit.models import AuditEntry
from procure.db.context import described
from procure.kernel.actors import Role
from tests.make.offices import Office, an_office, appoint
from tests.make.statements import few_statements
from tests.make.visits import Visit

SECRET = "tiga ayam di atas pagar"
HERE = {"Origin": "http://localhost"}


@pytest.fixture
def person(owner: Session, office: Office) -> Person:
    """The requester, whose password is known."""
    found = office.people[Role.REQUESTER]
    found.password_hash = Passwords(64, 1).hash(SECRET)
    owner.commit()
    return found


@pytest.fixture
def with_csrf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Demand CSRF tokens, as in service."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


def hidden(page: TestResponse, form: str = "") -> dict[str, str]:
    """Return the hidden fields of the form with this action."""
    text = page.get_data(as_text=True)
    if form:
        text = text[text.index(f'action="{form}"') :]
        text = text[: text.index("</form>")]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text)
    return {unescape(name): unescape(value) for name, value in found}


def sign_in(browser: FlaskClient, person: Person, **fields: str) -> TestResponse:
    return browser.post("/sign-in", data={"email": person.email, "password": SECRET, **fields})


def let_expire(owner: Session) -> None:
    owner.execute(update(SignIn).values(ends_at=SignIn.started_at))
    owner.commit()


def test_signing_in_leads_home_or_to_the_page_that_was_wanted(
    client: FlaskClient, person: Person
) -> None:
    assert sign_in(client, person).location == "/home"
    assert client.get("/account").status_code == 200
    assert sign_in(client, person, next="/account?x=1").location == "/account?x=1"


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "/\tx", "javascript:x"]
)
def test_nobody_is_led_to_another_site(client: FlaskClient, person: Person, path: str) -> None:
    assert sign_in(client, person, next=path).location == "/"
    assert client.get("/sign-in", query_string={"next": path}).location == "/"


def test_a_refused_sign_in_keeps_the_address_and_never_the_password(
    client: FlaskClient, person: Person
) -> None:
    page = client.post("/sign-in", data={"email": person.email, "password": "wrong-secret"})
    assert page.status_code == 422
    assert person.email in page.text
    assert "wrong-secret" not in page.text
    assert 'autocomplete="current-password"' in page.text
    empty = client.post("/sign-in", data={})
    assert (empty.status_code, 'id="email-error"' in empty.text) == (422, True)
    long = client.post("/sign-in", data={"email": "x" * 300, "password": "y" * 10_000})
    assert long.status_code == 422


def test_a_failed_try_counts_even_with_an_idempotency_key(
    client: FlaskClient, owner: Session, person: Person
) -> None:
    key = str(uuid4())
    for _ in range(2):
        client.post(
            "/sign-in",
            data={"email": person.email, "password": "wrong", "idempotency_key": key},
        )
    assert owner.scalars(select(SignInDelay.failures)).all() == [2, 2]


def test_the_cookie_is_closed_to_scripts_and_renewed_at_sign_in(
    client: FlaskClient, person: Person, with_csrf: None
) -> None:
    before = hidden(client.get("/sign-in"), "/sign-in")["csrf_token"]
    answer = sign_in(client, person, csrf_token=before)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    stay = client.post("/account/stay", data={"csrf_token": before})
    assert stay.status_code == 400, "the token of before the sign-in is worth nothing"


def test_a_page_asks_strangers_to_sign_in_and_brings_them_back(client: FlaskClient) -> None:
    answer = client.get("/account?tab=1")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/account?tab%3D1")
    page = client.get(answer.location)
    assert hidden(page, "/sign-in")["next"] == "/account?tab=1"


def test_a_live_check_after_the_end_of_the_session_swaps_nothing(client: FlaskClient) -> None:
    for call in (client.get, client.post):
        assert call("/account", headers={"HX-Request": "true"}).status_code in {401, 405}
    answer = client.post("/account/password", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "<form" not in answer.text


def test_what_was_typed_survives_the_end_of_the_session(
    visit: Visit, owner: Session, office: Office, person: Person, with_csrf: None
) -> None:
    administrator = office.people[Role.ADMINISTRATOR]
    administrator.password_hash = person.password_hash
    browser = visit(administrator)
    form = hidden(browser.get("/appointments/appoint"), "")
    typed = {
        "csrf_token": form["csrf_token"],
        "idempotency_key": form["idempotency_key"],
        "title": 'PPK "utama" <b>',
        "decree_number": "SK/7/2026\nlembar dua",
        "new_password": "never kept",
    }
    let_expire(owner)

    page = browser.post("/appointments/appoint", data=typed)
    assert page.status_code == 401
    carried = hidden(page, "/sign-in")
    assert carried["kept_path"] == "/appointments/appoint"
    assert carried["kept__title"] == 'PPK "utama" <b>'
    assert not any("password" in name or name == "kept__csrf_token" for name in carried)

    wrong = browser.post(
        "/sign-in", data={**carried, "email": administrator.email, "password": "wrong"}
    )
    assert wrong.status_code == 422
    carried = hidden(wrong, "/sign-in")
    resume = browser.post(
        "/sign-in", data={**carried, "email": administrator.email, "password": SECRET}
    )
    assert resume.status_code == 200
    again = hidden(resume, "/appointments/appoint")
    assert again["idempotency_key"] == typed["idempotency_key"]
    assert again["decree_number"] == typed["decree_number"]
    assert again["csrf_token"] != typed["csrf_token"]
    assert (
        owner.scalars(select(Appointment.title).where(Appointment.title.like("PPK%"))).all() == []
    )

    answer = browser.post("/appointments/appoint", data=again)
    assert answer.status_code == 422, "the form itself answers now: the role is missing"
    assert "PPK &#34;utama&#34; &lt;b&gt;" in answer.text


def test_a_form_of_an_earlier_session_is_offered_again_with_a_fresh_token(
    visit: Visit, office: Office, with_csrf: None
) -> None:
    browser = visit(office.people[Role.ADMINISTRATOR])
    browser.get("/account")
    typed = {"csrf_token": "stale", "idempotency_key": str(uuid4()), "title": "PPK"}
    page = browser.post("/appointments/appoint", data=typed, headers=HERE)
    assert page.status_code == 400
    again = hidden(page, "/appointments/appoint")
    assert (again["title"], again["idempotency_key"]) == ("PPK", typed["idempotency_key"])
    assert browser.post("/appointments/appoint", data=again).status_code == 422

    for foreign in ({}, {"Origin": "https://evil.example"}):
        page = browser.post("/appointments/appoint", data=typed, headers=foreign)
        assert page.status_code == 400
        assert 'action="/appointments/appoint"' not in page.text


def test_a_form_without_any_cookie_asks_to_sign_in_and_keeps_the_text(
    client: FlaskClient, person: Person, with_csrf: None
) -> None:
    page = client.post("/appointments/appoint", data={"title": "PPK"}, headers=HERE)
    assert page.status_code == 401
    assert hidden(page, "/sign-in")["kept__title"] == "PPK"
    stale = client.post(
        "/sign-in", data={"email": person.email, "password": SECRET, "kept_path": "/x"}
    )
    assert stale.status_code == 400
    assert person.email in stale.text
    assert hidden(stale, "/sign-in")["kept_path"] == "/x"


def test_the_kept_path_never_leaves_the_site(client: FlaskClient, person: Person) -> None:
    page = sign_in(client, person, kept_path="//evil.example", kept__x="1")
    assert 'action="/"' in page.text
    assert "evil" not in page.text


def test_staying_answers_nothing_and_lengthens(
    visit: Visit, owner: Session, office: Office
) -> None:
    browser = visit(office.people[Role.REQUESTER])
    owner.execute(update(SignIn).values(ends_at=SignIn.started_at + timedelta(minutes=1)))
    owner.commit()
    answer = browser.post("/account/stay")
    assert (answer.status_code, answer.data) == (204, b"")
    row = owner.scalars(select(SignIn)).one()
    assert row.ends_at - row.seen_at == timedelta(minutes=30)
    let_expire(owner)
    late = browser.post("/account/stay")
    assert late.status_code == 401
    assert "kept__" not in late.text


def test_the_account_page_shows_decrees_and_sessions(
    visit: Visit, owner: Session, office: Office
) -> None:
    person = office.people[Role.REQUESTER]
    browser, other = visit(person), visit(person)
    page = browser.get("/account")
    assert page.status_code == 200
    assert "SK/1/2026" in page.text
    assert page.text.count("/end") >= 2
    foreign = owner.scalars(select(SignIn.id)).all()[1]
    assert browser.post(f"/account/sessions/{foreign}/end").location == "/account"
    assert other.get("/account").status_code == 302
    assert browser.post(f"/account/sessions/{uuid4()}/end").status_code == 404
    third = visit(person)
    assert browser.post("/account/sessions/end").location == "/account"
    assert third.get("/account").status_code == 302
    assert browser.post("/sign-out").location == "/sign-in"
    assert browser.get("/account").status_code == 302


def test_language_and_theme_are_kept_with_the_person(
    visit: Visit, owner: Session, office: Office
) -> None:
    person = office.people[Role.REQUESTER]
    browser = visit(person)
    browser.post("/account/preferences", data={"language": "en", "theme": "dark"})
    page = browser.get("/account").text
    assert '<html lang="en"' in page
    assert 'data-theme="dark"' in page
    browser.post("/account/preferences", data={"language": "xx", "theme": "dark"})
    owner.refresh(person)
    assert (person.language, person.theme) == ("en", "dark")


def test_a_new_password_is_asked_for_and_signs_others_out(
    visit: Visit, owner: Session, person: Person
) -> None:
    browser, other = visit(person), visit(person)
    data = {"present_password": SECRET, "new_password": "pendek"}
    page = browser.post("/account/password", data=data)
    assert (page.status_code, 'id="new_password-error"' in page.text) == (422, True)
    assert SECRET not in page.text
    done = browser.post(
        "/account/password",
        data={**data, "new_password": "lima bebek di kali", "idempotency_key": str(uuid4())},
    )
    assert done.location == "/account"
    assert browser.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_a_wrong_present_password_is_counted_though_the_form_is_refused(
    visit: Visit, owner: Session, person: Person
) -> None:
    browser = visit(person)
    new = {"new_password": "lima bebek di kali"}
    for _ in range(3):
        data = {**new, "present_password": "salah", "idempotency_key": str(uuid4())}
        page = browser.post("/account/password", data=data)
        assert (page.status_code, 'id="present_password-error"' in page.text) == (422, True)
    held = browser.post("/account/password", data={**new, "present_password": SECRET})
    assert (held.status_code, "Terlalu banyak percobaan gagal" in held.text) == (422, True)
    owner.refresh(person)
    assert Passwords(64, 1).fits(person.password_hash, SECRET)


def test_a_person_of_two_agencies_chooses_for_which_to_act(
    visit: Visit, owner: Session, office: Office
) -> None:
    second = an_office(owner, office.region)
    person = office.people[Role.REQUESTER]
    appoint(owner, person, Role.REQUESTER, agency_id=second.agency.id, unit_id=second.unit.id)
    owner.commit()
    browser = visit(person)
    assert str(second.agency.id) in browser.get("/account").text
    assert browser.post("/account/switch", data={"agency_id": second.agency.id}).location == "/home"
    page = browser.get("/account").text
    assert str(office.agency.id) in page
    assert str(second.agency.id) not in page
    foreign = an_office(owner).agency.id
    assert browser.post("/account/switch", data={"agency_id": foreign}).status_code == 404
    assert browser.post("/account/switch", data={"agency_id": "x"}).status_code == 302


def test_invented_people_can_be_tried_and_real_ones_are_not_shown(
    client: FlaskClient, owner: Session, office: Office
) -> None:
    assert office.people[Role.AUDITOR].email not in client.get("/sign-in").text
    office.people[Role.AUDITOR].is_fiction = True
    owner.commit()
    page = client.get("/sign-in").text
    assert "/sign-in?email=" in page
    assert office.people[Role.REQUESTER].name not in page
    email = office.people[Role.AUDITOR].email
    assert f'value="{email}"' in client.get(f"/sign-in?email={email}").text


def test_the_refusal_page_stands_without_a_database(app: Flask) -> None:
    settings = replace(
        app.extensions["settings"], database_url="postgresql://nobody@/gone?host=/nowhere"
    )
    browser = create_app(settings).test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"] = "some token"
    page = browser.get("/account")
    assert (page.status_code, page.headers.get("Retry-After")) == (503, "10")
    assert page.text.count("<h1") == 1


def test_the_refusal_page_stands_without_a_unit_of_work(app: Flask) -> None:
    with app.test_request_context("/"):
        text = render_template("errors/refusal.html", status=500, title="Oops", text="Ours.")
    assert text.count("<h1") == 1


def test_refusals_are_pages_for_strangers_and_members(
    client: FlaskClient, visit: Visit, office: Office
) -> None:
    for browser in (client, visit(office.people[Role.REQUESTER])):
        page = browser.get("/no-such-page")
        assert page.status_code == 404
        assert page.text.count("<h1") == 1


def test_the_pages_take_few_statements(
    app: Flask, visit: Visit, office: Office, person: Person
) -> None:
    browser = visit(person)
    for path in ("/account", "/account/password", "/notifications"):
        with few_statements(app, 8):
            browser.get(path)
    with few_statements(app, 18):
        assert sign_in(app.test_client(), person).location == "/home"


def acting(browser: FlaskClient) -> str:
    with browser.session_transaction() as kept:
        return str(kept.get("acting", ""))


def test_the_cookie_s_guess_of_who_acts_is_corrected_before_anything_is_asked(
    owner: Session, office: Office, visit: Visit
) -> None:
    """Somebody else's place in the cookie, even one that we signed, opens nothing."""
    browser = visit(office.people[Role.REQUESTER])
    with browser.session_transaction() as kept:
        kept["acting"] = described(office.administrator)
    page = browser.get("/purchase-requests/new?template=stationery")
    assert (page.status_code, acting(browser)) == (200, described(office.requester))
    assert browser.get("/appointments").status_code == 403
    browser.post("/account/preferences", data={"language": "en", "theme": "dark"})
    entry = owner.scalars(select(AuditEntry).where(AuditEntry.action == "account.prefer")).one()
    assert (entry.actor_id, entry.actor_roles) == (office.requester.user_id, "requester")


def test_an_appointment_that_ended_counts_no_more_on_the_next_page(
    owner: Session, office: Office, visit: Visit
) -> None:
    browser = visit(office.people[Role.COMMITMENT_OFFICER])
    assert browser.get("/purchase-requests").status_code == 200
    held = office.appointments[Role.COMMITMENT_OFFICER]
    held.starts_on, held.ends_on = date(2020, 1, 1), date(2020, 12, 31)
    owner.commit()
    assert browser.get("/purchase-requests").status_code == 403
    assert "commitment_officer" not in acting(browser)
