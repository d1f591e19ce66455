"""The doors of a registration: what pages show, refuse, keep and say to strangers."""

import json
import re
from dataclasses import replace
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.audit.models import AuditEntry
from procure.kernel.actors import Role
from procure.suppliers import links, queries
from procure.suppliers.models import Supplier, SupplierStatus
from procure.suppliers.registry_models import SupplierLink
from procure.suppliers.rules.registration import Step
from tests.conftest import WorkAs
from tests.make.offices import Office, a_person, appoint
from tests.make.registering import DISTRICT, NIK, PASSWORD, SECRET, Registering, an_owner, places
from tests.make.statements import few_statements
from tests.make.visits import Visit

SRI = {
    "name": "Sri Wahyuningtyas",
    "email": "sri@warung.example",
    "phone": "0812 3456 7890",
    "new_password": PASSWORD,
}


def typed(office: Office, **changed: str) -> dict[str, str]:
    return {**SRI, "region": str(office.region.id), **changed}


def follow(owner: Session, browser: FlaskClient, **given: str) -> str:
    owner.rollback()
    link = owner.scalars(select(SupplierLink).order_by(SupplierLink.made_at.desc())).first()
    assert link is not None
    path = links.path_of(link.id, SECRET)
    assert browser.get(path).status_code == 200
    answer = browser.post(path, data={"agreed": "y", **given})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def version(browser: FlaskClient, path: str) -> str:
    page = browser.get(path)
    assert page.status_code == 200, page.text
    found = re.search(r'name="version" type="hidden" value="(\w+)"', page.text)
    assert found, page.text
    return found[1]


@pytest.fixture
def sri(owner: Session, office: Office, work_as: WorkAs) -> Registering:
    """An owner who has confirmed and filled in nothing."""
    places(owner)
    return an_owner(work_as, office.region)


@pytest.fixture
def browser(owner: Session, sri: Registering, visit: Visit) -> FlaskClient:
    """Her browser."""
    return visit(owner.get_one(Person, sri.actor.user_id))


def test_a_caterer_registers_step_by_step_and_sends(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    places(owner)
    assert client.get("/register").status_code == 200
    answer = client.post("/register", data=typed(office))
    assert answer.location == "/register/sent"
    assert "sri@warung.example" in client.get("/register/sent").text
    home = follow(owner, client)
    assert client.get(home).status_code == 200
    base = home.removesuffix("/registration")
    steps: dict[str, dict[str, object]] = {
        "business": {
            "entity_type": "individual",
            "name": "Dapur Bu Sri",
            "owner_name": "Sri Wahyuningtyas",
            "phone": "081234567890",
        },
        "numbers": {"nik": NIK},
        "address": {
            "province_code": "33",
            "regency_code": "33.74",
            "district_code": DISTRICT,
            "village": "Pekunden",
            "address": "Jalan Anggrek 5",
            "postal_code": "50134",
        },
        "offer": {
            "categories": ["MKN.01"],
            "areas": ["33.74", "33.22"],
            "kbli": "56210, 56290",
            "kbli_version": "2020",
        },
        "tax": {"turnover_statement_year": ""},
        "scale": {"scale_year": "2025", "sales": "120.000.000", "capital": "", "scale_oss": ""},
        "tags": {"is_women_owned": "y"},
        "bank": {"bank_code": "113", "account": "3000-123-456", "holder": "Sri Wahyuningtyas"},
    }
    for step, values in steps.items():
        path = f"{base}/{step}"
        data = {**values, "version": version(client, path), "idempotency_key": str(uuid4())}
        answer = client.post(path, data=data)
        assert answer.status_code == 302, answer.text
    assert answer.location == f"{base}/review"
    review = client.get(f"{base}/review")
    assert NIK not in review.text
    assert "••••••••••••0001" in review.text
    assert "3000123456" not in review.text
    sent = client.post(f"{base}/submit", data={"idempotency_key": str(uuid4())})
    assert sent.location == "/supplier"
    owner.rollback()
    assert owner.scalars(select(Supplier)).one().status == SupplierStatus.PENDING


def test_the_page_after_registering_is_the_same_for_everybody(
    office: Office, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_mail = replace(app.extensions["settings"], smtp_url="smtp://mail.example")
    monkeypatch.setitem(app.extensions, "settings", with_mail)
    known = office.people[Role.TREASURER].email
    pages = []
    for email in ("nobody@warung.example", known):
        browser = app.test_client()
        answer = browser.post("/register", data=typed(office, email=email))
        page = browser.get("/register/sent")
        text = re.sub(r'data-server-now="[^"]*"|value="[^"]*"', "", page.text)
        pages.append((answer.status_code, answer.location, text.replace(email, "E")))
    assert pages[0] == pages[1]


def test_what_was_typed_stays_and_the_fault_stands_at_its_field(
    office: Office, client: FlaskClient
) -> None:
    page = client.post(
        "/register", data=typed(office, phone="024 8311174", name="D\u0430pur", email="sri")
    )
    assert page.status_code == 422
    text = unescape(page.text)
    assert "0248" in text
    assert 'value="024 8311174"' in text
    assert "cyrillic small letter a" in text
    assert PASSWORD not in text


def test_a_flood_of_registrations_must_wait(office: Office, client: FlaskClient) -> None:
    answers = [client.post("/register", data=typed(office)).status_code for _ in range(5)]
    assert answers[:3] == [302, 302, 302]
    assert 422 in answers


def test_a_forged_link_is_no_link(owner: Session, office: Office, client: FlaskClient) -> None:
    client.post("/register", data=typed(office))
    link = owner.scalars(select(SupplierLink)).one()
    for path in ("/register/links/x", f"/register/links/{link.id}", links.path_of(link.id, "x")):
        assert client.get(path).status_code == 404


def test_another_browser_must_know_the_password(
    owner: Session, office: Office, app: Flask, client: FlaskClient
) -> None:
    client.post("/register", data=typed(office))
    link = owner.scalars(select(SupplierLink)).one()
    other, path = app.test_client(), links.path_of(link.id, SECRET)
    refused = other.post(path, data={"agreed": "y", "password": "kata sandi yang lain"})
    assert refused.status_code == 422
    assert "Sri W." not in refused.text  # nobody is signed in
    assert other.post(path, data={"password": PASSWORD}).status_code == 422  # no consent
    assert other.post(path, data={"agreed": "y", "password": PASSWORD}).status_code == 302
    assert other.get("/supplier").status_code == 200
    assert other.get(path).status_code == 422


def test_guessing_the_password_of_a_link_must_wait(
    owner: Session, office: Office, app: Flask, client: FlaskClient
) -> None:
    client.post("/register", data=typed(office))
    link = owner.scalars(select(SupplierLink)).one()
    other, path = app.test_client(), links.path_of(link.id, SECRET)
    for n in range(6):
        other.post(path, data={"agreed": "y", "password": f"salah salah {n}"})
    assert other.post(path, data={"agreed": "y", "password": PASSWORD}).status_code == 422


def test_the_list_of_steps_says_what_is_missing(sri: Registering, browser: FlaskClient) -> None:
    sri.fill(Step.BUSINESS)
    page = browser.get(f"/suppliers/{sri.supplier_id}/registration").text
    assert page.count("tag--warning") == 6
    assert page.count("tag--success") == 1


def test_an_unready_registration_is_refused_with_what_is_missing(
    sri: Registering, browser: FlaskClient
) -> None:
    page = browser.post(f"/suppliers/{sri.supplier_id}/submit")
    assert page.status_code == 422
    assert page.text.count("/bank") >= 1


def test_places_within_places_without_javascript(sri: Registering, browser: FlaskClient) -> None:
    path = f"/suppliers/{sri.supplier_id}/places"
    page = browser.post(path, data={"province_code": "33", "regency_code": "33.74", "address": "J"})
    assert DISTRICT in page.text
    assert "33.22.19" not in page.text
    page = browser.post(
        path, data={"province_code": "33", "regency_code": "33.22", "district_code": DISTRICT}
    )
    assert "33.22.19" in page.text
    assert DISTRICT not in page.text


@pytest.mark.parametrize(
    ("step", "values", "words"),
    [
        ("numbers", {"nik": "3374017208900001"}, "72"),
        ("numbers", {"nib": "912010123456"}, "12"),
        ("numbers", {"npwp": "01.234.567.8-901.000"}, "NIK"),
        ("bank", {"bank_code": "113", "account": "12", "holder": "Sri"}, "6"),
        ("offer", {"categories": ["MKN.01"], "areas": ["33.74"], "kbli": "99999"}, "99999"),
        ("scale", {"scale_year": "2025", "sales": "60.000.000.000"}, "Rp50.000.000.000"),
        ("scale", {"scale_year": "2025"}, ""),
        ("tax", {"final_letter_number": "S-1"}, ""),
    ],
)
def test_each_step_refuses_with_the_reason_and_keeps_what_was_typed(
    sri: Registering, browser: FlaskClient, step: str, values: dict[str, str], words: str
) -> None:
    path = f"/suppliers/{sri.supplier_id}/{step}"
    page = browser.post(path, data={**values, "version": version(browser, path)})
    assert page.status_code == 422
    assert "govuk-error-message" in page.text
    assert words in page.text
    for value in values.values():
        if isinstance(value, str):
            assert value in unescape(page.text)


def test_a_page_over_older_values_is_refused_and_can_be_sent_again(
    sri: Registering, browser: FlaskClient
) -> None:
    path = f"/suppliers/{sri.supplier_id}/tags"
    old = version(browser, path)
    sri.fill(Step.TAGS, is_women=True)
    page = browser.post(path, data={"version": old, "is_disability_owned": "y"})
    assert page.status_code == 422
    fresh = re.search(r'name="version" type="hidden" value="(\w+)"', page.text)
    assert fresh
    again = browser.post(path, data={"version": fresh[1], "is_disability_owned": "y"})
    assert again.status_code == 302


def test_the_own_page_masks_and_revealing_is_recorded(
    owner: Session, sri: Registering, browser: FlaskClient
) -> None:
    sri.fill_all()
    assert NIK not in browser.get("/supplier").text
    shown = browser.post(f"/suppliers/{sri.supplier_id}/reveal")
    assert NIK in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    deeds = owner.scalars(select(AuditEntry.action).where(AuditEntry.chain == sri.supplier_id))
    assert "supplier.reveal" in set(deeds)


def test_everything_kept_can_be_taken_along(
    owner: Session, sri: Registering, browser: FlaskClient
) -> None:
    sri.fill_all()
    path = f"/suppliers/{sri.supplier_id}/export"
    data = json.loads(browser.post(path, data={"format": "json"}).text)
    assert data["numbers"]["nik"] == NIK
    assert data["offer"]["kbli"] == ["56210 (2020)"]
    assert {deed["action"] for deed in data["deeds"]} >= {"supplier.confirm", "supplier.tag"}
    paper = browser.post(path, data={"format": "pdf"})
    assert paper.data.startswith(b"%PDF")
    deeds = owner.scalars(select(AuditEntry.action).where(AuditEntry.chain == sri.supplier_id))
    assert list(deeds).count("supplier.export") == 2


def test_an_owner_asks_for_correction_and_the_officer_answers(
    owner: Session, office: Office, sri: Registering, browser: FlaskClient, visit: Visit
) -> None:
    path = f"/suppliers/{sri.supplier_id}/ask"
    assert browser.post(path, data={"kind": "closing", "wish": "mau"}).status_code == 422
    wish = "Nama di KTP saya berubah."
    assert browser.post(path, data={"kind": "correction", "wish": wish}).status_code == 302
    assert wish in browser.get("/supplier").text
    officer = a_person(owner, office.region)
    appoint(owner, officer, Role.REGISTRY_OFFICER)
    owner.commit()
    desk = visit(officer)
    door = re.search(r"/suppliers/requests/[\w-]+/answer", desk.get("/suppliers/requests").text)
    assert door
    assert desk.post(door[0], data={"answer": "ya"}).status_code == 422
    answer = "Nama Anda sudah kami perbaiki."
    assert desk.post(door[0], data={"answer": answer}).location == "/suppliers/requests"
    assert answer in browser.get("/supplier").text
    assert desk.get(door[0]).status_code == 404


def test_an_active_supplier_that_changes_its_address_is_checked_again(
    owner: Session, sri: Registering, browser: FlaskClient
) -> None:
    sri.fill_all()
    owner.connection().exec_driver_sql("ALTER TABLE suppliers DISABLE TRIGGER check_step")
    owner.get_one(Supplier, sri.supplier_id).status = SupplierStatus.ACTIVE
    owner.commit()
    sri.fill(Step.TAX, is_taxable=True)
    assert queries.changes_of(sri.work(), sri.supplier_id) == []
    sri.fill(Step.ADDRESS, address="Jalan Kenanga 7")
    changed = queries.changes_of(sri.work(), sri.supplier_id)
    assert [(one.field, one.before) for one in changed] == [("address", "Jalan Anggrek 5")]
    assert browser.get("/supplier").status_code == 200
    assert browser.get(f"/suppliers/{sri.supplier_id}/tax").status_code == 200
    assert browser.post(f"/suppliers/{sri.supplier_id}/bank").status_code in {409, 422}


def test_operators_join_by_a_link_and_are_ended_at_once(
    owner: Session, sri: Registering, browser: FlaskClient, app: Flask
) -> None:
    path = f"/suppliers/{sri.supplier_id}/invite"
    data = {"name": "Dian Ayuningsih", "email": "dian@warung.example"}
    assert browser.post(path, data=data).location == "/supplier/operators"
    dian = app.test_client()
    follow(owner, dian, password=PASSWORD)
    assert dian.get("/supplier").status_code == 200
    assert dian.get("/home").status_code == 200
    for door in ("bank", "numbers", "reveal", "export", "invite"):
        assert dian.post(f"/suppliers/{sri.supplier_id}/{door}").status_code == 403
    page = browser.get("/supplier/operators").text
    assert "Dian Ayuningsih" in page
    end = re.search(r'action="(/suppliers/[\w-]+/operators/[\w-]+/dismiss)"', page)
    assert end
    assert browser.post(end[1]).status_code == 302
    assert dian.get("/supplier").status_code == 302  # to the sign-in page
    assert "Dian Ayuningsih" not in browser.get("/supplier/operators").text


def test_a_coach_begins_and_shares_the_link(
    owner: Session, office: Office, visit: Visit, app: Flask
) -> None:
    places(owner)
    person = a_person(owner, office.region, "Wahyu Pendamping")
    appoint(owner, person, Role.COACH)
    owner.commit()
    coach = visit(person)
    assert coach.get("/suppliers/helped").status_code == 200
    data = {**SRI, "business": "Dapur Bu Sri"}
    home = coach.post("/suppliers/begin", data=data).location
    page = coach.get(home).text
    assert "https://wa.me/6281234567890?text=" in page
    assert "/bank" not in page
    assert "/numbers" not in page
    base = home.removesuffix("/registration")
    assert coach.get(f"{base}/bank").status_code == 403
    assert coach.get(f"{base}/review").status_code == 403
    assert coach.post(f"{base}/submit").status_code == 403
    assert coach.post(f"{base}/link").status_code == 302
    mother = app.test_client()
    follow(owner, mother, password=PASSWORD)
    assert coach.get("/suppliers/helped").status_code == 200


def test_pages_ask_the_database_seldom(app: Flask, sri: Registering, browser: FlaskClient) -> None:
    sri.fill_all()
    for path in (
        "/supplier",
        "/supplier/operators",
        f"/suppliers/{sri.supplier_id}/registration",
        f"/suppliers/{sri.supplier_id}/review",
        f"/suppliers/{sri.supplier_id}/offer",
    ):
        with few_statements(app, 16):
            assert browser.get(path).status_code == 200
