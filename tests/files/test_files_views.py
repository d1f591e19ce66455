"""The doors: the small form without JavaScript, pieces for scripts, downloads that harm nobody."""

from html import unescape
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from procure.audit.models import AuditEntry
from procure.files.means import PIECE
from procure.files.models import Purpose, Upload
from tests.files.clamd import VIRUS, on_tcp
from tests.files.conftest import Cast, Set
from tests.files.papers import paper
from tests.files.pictures import noise, picture
from tests.files.tables import workbook
from tests.make.statements import few_statements
from tests.make.uploads import an_upload
from tests.make.visits import Visit

HOST = "http://localhost"


@pytest.fixture
def browser(cast: Cast, visit: Visit) -> FlaskClient:
    """The owner of the supplier at their phone, in English."""
    opened = visit(cast.seller.person)
    opened.post("/language", data={"lang": "en"})
    return opened


def send(
    browser: FlaskClient,
    data: bytes,
    name: str = "foto.jpg",
    purpose: str = "photo",
    next_path: str = "",
    **more: Any,
) -> TestResponse:
    address = f"/uploads?next={next_path}" if next_path else "/uploads"
    fields = {"purpose": purpose, "file": (BytesIO(data), name), **more}
    answer = browser.post(address, data=fields, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # the test client keeps large bodies in a file
    return answer


def words(answer: TestResponse) -> str:
    return unescape(answer.text)


def test_a_file_sent_without_javascript_comes_back_to_the_form_that_wanted_it(
    browser: FlaskClient, owner: Session
) -> None:
    answer = send(browser, picture(), "nasi.jpg", next_path="/catalogue%3Fq%3Dnasi%26upload%3Done")
    upload = owner.scalars(select(Upload)).one()
    assert (answer.status_code, upload.name) == (302, "nasi.jpg")
    assert answer.location == f"/catalogue?q=nasi&upload=one&upload={upload.id}"


def test_nobody_is_sent_to_another_site(browser: FlaskClient) -> None:
    answer = send(browser, picture(), next_path="//evil.example/")
    assert answer.location.startswith("/?upload=")


def test_the_same_form_sent_twice_is_one_file(browser: FlaskClient, owner: Session) -> None:
    upload_id = str(uuid4())
    places = {send(browser, picture(), id=upload_id).location for _ in range(2)}
    assert len(places) == 1
    assert owner.scalar(select(func.count()).select_from(Upload)) == 1


@pytest.mark.parametrize(
    ("data", "name", "purpose", "sentence"),
    [
        (b"", "", "photo", "Choose a file first."),
        (b"", "kosong.jpg", "photo", "This file is empty."),
        (b"MZ", "foto.jpg", "photo", "This is a program"),
        (picture(), "../../foto.jpg", "identity", "leads to another folder"),
        (b"<svg><script/></svg>", "a.svg", "certificate", "A drawing (SVG)"),
    ],
)
def test_a_refusal_stands_at_the_field_with_the_way_back(
    browser: FlaskClient, data: bytes, name: str, purpose: str, sentence: str
) -> None:
    answer = send(browser, data, name, purpose, next_path="/catalogue")
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'href="/catalogue"' in answer.text
    assert f'name="purpose" value="{purpose}"' in answer.text


def test_an_unknown_purpose_is_asked_again(browser: FlaskClient, owner: Session) -> None:
    assert send(browser, picture(), purpose="everything").status_code == 422
    assert owner.scalar(select(func.count()).select_from(Upload)) == 0


def test_fifty_megabytes_are_refused_with_a_sentence_and_the_way_back(
    browser: FlaskClient,
) -> None:
    answer = send(browser, picture() + b"\0" * (50 << 20), next_path="/catalogue")
    assert answer.status_code == 413
    assert "This file is too large: at most 20 MB can be sent." in words(answer)
    assert 'href="/catalogue"' in answer.text


def test_other_forms_still_take_no_more_than_before(browser: FlaskClient) -> None:
    answer = browser.post("/language", data={"lang": "x" * (3 << 20)})
    assert answer.status_code == 413


def test_a_virus_stays_in_the_trail_even_when_its_sender_adds_a_key(
    browser: FlaskClient, set_means: Set, owner: Session
) -> None:
    with on_tcp() as (_daemon, url):
        set_means(clamd_url=url)
        answer = send(browser, b"a,b\n" + VIRUS, "a.csv", "sheet", idempotency_key=str(uuid4()))
    assert answer.status_code == 422
    assert "Eicar-Test-Signature" in words(answer)
    assert owner.scalars(select(AuditEntry.action)).all() == ["upload.refuse"]


def test_a_form_without_its_token_is_refused(browser: FlaskClient, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert send(browser, picture()).status_code == 400
        assert browser.post(f"/uploads/parts/{uuid4()}/0", data=b"x").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def send_pieces(browser: FlaskClient, data: bytes) -> str:
    upload_id = str(uuid4())
    for number, start in enumerate(range(0, len(data), PIECE)):
        answer = browser.post(
            f"/uploads/parts/{upload_id}/{number}",
            data=data[start : start + PIECE],
            content_type="application/octet-stream",
        )
        assert answer.json == {"received": number}
    return upload_id


def test_a_script_sends_pieces_asks_what_arrived_and_finishes(browser: FlaskClient) -> None:
    data = noise((900, 700), quality=95)
    upload_id = send_pieces(browser, data)
    count = len(range(0, len(data), PIECE))
    there = browser.get(f"/uploads/parts/{upload_id}").json
    assert there == {"received": list(range(count)), "upload": None}
    form = {"purpose": "photo", "name": "nasi.png", "count": count}
    said = browser.post(f"/uploads/parts/{upload_id}/finish", data=form).json
    assert said == {
        "upload": {
            "id": upload_id,
            "name": "nasi.jpg",
            "url": f"/uploads/{upload_id}",
            "picture": True,
        }
    }
    assert browser.get(f"/uploads/parts/{upload_id}").json == {**said, "received": []}


def test_a_script_is_told_why_in_the_readers_language(
    browser: FlaskClient, cast: Cast, visit: Visit
) -> None:
    form = {"purpose": "photo", "name": "a.jpg", "count": 1}
    for reader, sentence in (
        (browser, "This is a program"),
        (visit(cast.seller.person), "Ini program"),
    ):
        upload_id = send_pieces(reader, b"MZ a program")
        answer = reader.post(f"/uploads/parts/{upload_id}/finish", data=form)
        assert answer.status_code == 422
        assert answer.json is not None
        assert answer.json["error"].startswith(sentence)


@pytest.mark.parametrize(
    "form",
    [{}, {"purpose": "x", "name": "a", "count": 1}, {"purpose": "photo", "name": "a", "count": -1}],
)
def test_a_script_that_finishes_nothing_is_told_so(
    browser: FlaskClient, form: dict[str, Any]
) -> None:
    answer = browser.post(f"/uploads/parts/{uuid4()}/finish", data=form)
    assert answer.status_code == 422
    missing = {"purpose": "photo", "name": "a.jpg", "count": 2}
    assert browser.post(f"/uploads/parts/{uuid4()}/finish", data=missing).status_code == 409


def test_a_piece_larger_than_a_piece_is_not_read(browser: FlaskClient) -> None:
    answer = browser.post(f"/uploads/parts/{uuid4()}/0", data=b"x" * (PIECE + 1))
    assert answer.status_code == 413
    assert answer.json is not None
    assert "too large" in answer.json["error"]


def test_stopping_forgets_the_pieces(browser: FlaskClient) -> None:
    upload_id = send_pieces(browser, b"x")
    assert browser.post(f"/uploads/parts/{upload_id}/cancel").json == {"received": []}
    assert browser.get(f"/uploads/parts/{upload_id}").json == {"received": [], "upload": None}


def test_a_stranger_sends_and_asks_nothing(client: FlaskClient) -> None:
    for answer in (
        client.get("/uploads"),
        client.get(f"/uploads/{uuid4()}"),
        client.get(f"/uploads/parts/{uuid4()}"),
    ):
        assert answer.location.startswith("/sign-in")
    assert client.post("/uploads", data={"purpose": "photo"}).status_code == 401


def test_a_picture_is_shown_and_a_paper_is_saved_and_neither_can_do_anything(
    browser: FlaskClient, cast: Cast, owner: Session
) -> None:
    photo = an_upload(owner, cast.seller, Purpose.IDENTITY)
    nib = an_upload(owner, cast.seller, Purpose.CERTIFICATE, paper(), "application/pdf")
    for upload, how in ((photo, "inline; filename=ktp.jpg"), (nib, "attachment; filename=nib.pdf")):
        answer = browser.get(f"/uploads/{upload.id}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == how
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy


def test_the_examiner_who_opens_a_paper_is_named_and_the_coach_finds_nothing(
    cast: Cast, owner: Session, visit: Visit
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.BANK_BOOK)
    assert visit(cast.registrar).get(f"/uploads/{upload.id}").status_code == 200
    assert visit(cast.rival.person).get(f"/uploads/{upload.id}").status_code == 404
    entry = owner.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.chain) == ("upload.read", cast.seller.supplier.id)
    assert entry.actor_id == cast.registrar.id


def test_a_page_shows_what_was_sent_with_few_questions(
    browser: FlaskClient, cast: Cast, owner: Session, app: Flask
) -> None:
    uploads = [an_upload(owner, cast.seller, Purpose.PHOTO) for _ in range(8)]
    chosen = "&".join(f"upload={upload.id}" for upload in uploads[:3])
    with few_statements(app, 8):
        answer = browser.get(f"/uploads?purpose=photo&next=/catalogue&{chosen}")
    assert answer.text.count(' name="upload" value="0') == 3
    assert "Not scanned: there was no virus scanner" in answer.text
    assert 'action="/catalogue"' in answer.text


def test_what_others_sent_is_not_chosen_by_an_address(
    browser: FlaskClient, cast: Cast, owner: Session
) -> None:
    theirs = an_upload(owner, cast.rival, Purpose.PHOTO)
    answer = browser.get(f"/uploads?purpose=photo&upload={theirs.id}")
    assert answer.status_code == 200
    assert (
        str(theirs.id) not in answer.text.split("<body")[1].split("data-form")[1].split("<form")[0]
    )


def test_a_spreadsheet_is_sent_like_everything_else(browser: FlaskClient, owner: Session) -> None:
    assert send(browser, workbook(), "barang.xlsx", "sheet").status_code == 302
    upload = owner.scalars(select(Upload)).one()
    answer = browser.get(f"/uploads/{upload.id}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=barang.xlsx"
