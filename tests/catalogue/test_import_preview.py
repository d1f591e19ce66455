"""Before a sheet is taken over, each row says what it will do; too large a sheet is refused."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.catalogue import service
from procure.catalogue.models import CategoryAttribute, Listing
from procure.catalogue.queries import sheets
from procure.catalogue.rules import bounds
from procure.catalogue.service import reading
from procure.catalogue.shelf_models import ImportRun
from procure.catalogue.spreadsheets import as_csv, as_xlsx
from procure.catalogue.workflow import ImportRunStatus, RowEffect, RowState
from tests.catalogue.test_importing import Desk, a_row
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.shelves import CHECKED, an_officer
from tests.make.visits import Visit


@pytest.fixture
def desk(owner: Session, office: Office, work_as: WorkAs, app: Flask, keeper_work: None) -> Desk:
    return Desk(owner, office, work_as)


@pytest.fixture
def browser(desk: Desk, visit: Visit) -> FlaskClient:
    return visit(desk.seller.person)


def a_stocked_shelf(desk: Desk, count: int) -> None:
    """Let the seller have listings 1 to `count`, all approved."""
    run_id = desk.start(a_row(number) for number in range(1, count + 1))
    desk.apply(run_id)
    officer = desk.work_as(an_officer(desk.owner, desk.office.region)[1])
    assert service.approve_batch(officer, run_id, CHECKED) == count


def test_each_row_says_what_it_will_do_and_then_does_just_that(
    desk: Desk, browser: FlaskClient
) -> None:
    a_stocked_shelf(desk, 4)
    rows = [
        a_row(1),
        a_row(2, price="19.999"),
        a_row(3, name="Nasi kotak lain"),
        a_row(4, lead_days="9"),
        a_row(5),
        a_row(6, price="0"),
    ]
    run_id = desk.start(rows)
    told = {row.number: row.effect for row in sheets.rows(desk.work, run_id, RowState.SOUND)}
    assert told == {
        1: RowEffect.UNCHANGED,
        2: RowEffect.REPRICED,
        3: RowEffect.CHANGED,
        4: RowEffect.REPRICED,
        5: RowEffect.NEW,
    }
    assert sheets.effects(desk.work, run_id) == {
        RowEffect.NEW: 1,
        RowEffect.REPRICED: 2,
        RowEffect.CHANGED: 1,
        RowEffect.UNCHANGED: 1,
    }
    page = browser.get(f"/my-listings/import/{run_id}").text
    assert "Harga atau ketentuan langsung berubah <b>2</b>" in page
    some = browser.get(f"/my-listings/import/{run_id}?effect=changed").text
    table = some.split('id="preview"')[1].split("</table>")[0]
    assert "Nasi kotak lain" in table
    assert "K-00002" not in table
    assert browser.get(f"/my-listings/import/{run_id}?effect=nonsense&row=x").status_code == 200

    mended = service.mend(desk.work, run_id, 6, {"price": "25.000"})
    assert mended.effect is RowEffect.NEW
    desk.apply(run_id)
    assert desk.counts(run_id) == sheets.Counts(applied=5, unchanged=1)
    prices = dict(desk.owner.execute(select(Listing.code, Listing.price)).all())
    assert (prices["K-00001"], prices["K-00002"]) == (20_001, 19_999)


def test_more_rows_than_fit_stand_on_further_pages(desk: Desk, browser: FlaskClient) -> None:
    run_id = desk.start(a_row(number) for number in range(1, 61))
    seen, address = [], f"/my-listings/import/{run_id}"
    for _page in range(3):
        page = browser.get(address).text
        seen += re.findall(r"K-\d{5}", page)
        further = re.search(r'href="(/my-listings/import/[^"]*row=\d+[^"]*)"', page)
        address = further[1].replace("&amp;", "&") if further else ""
    assert not address
    assert seen == [f"K-{number:05d}" for number in range(1, 61)]


@pytest.mark.timeout(180)
def test_ten_thousand_rows_are_read_and_taken_over(desk: Desk) -> None:
    run_id = desk.start(a_row(number) for number in range(1, 10_001))
    assert desk.counts(run_id) == sheets.Counts(sound=10_000)
    assert sheets.effects(desk.work, run_id) == {RowEffect.NEW: 10_000}
    desk.apply(run_id)
    assert desk.counts(run_id) == sheets.Counts(applied=10_000)
    assert desk.owner.scalar(select(func.count()).select_from(Listing)) == 10_000


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_of_one_row_too_many_says_how_many_are_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    most = 30
    monkeypatch.setattr(reading, "MOST_ROWS", most)
    rows = [a_row(number) for number in range(1, most + 2)]
    body = as_csv(rows) if form == "csv" else as_xlsx(rows, [])
    with pytest.raises(reading.TooManyRows) as refusal:
        reading.rows_of(body)
    assert refusal.value.facts["most"] == most
    assert len(reading.rows_of(as_csv(rows[:-1]))) == most


def test_the_page_names_the_limit_and_nothing_is_taken(desk: Desk, browser: FlaskClient) -> None:
    most = bounds.MOST_ROWS
    run_id = desk.start(a_row(number) for number in range(1, most + 2))
    run = desk.owner.get_one(ImportRun, run_id)
    assert (run.status, run.read_count) == (ImportRunStatus.READY, 0)
    page = browser.get(f"/my-listings/import/{run_id}").text
    assert "lebih dari 20.000 baris" in page
    assert "tidak dapat dibaca" not in page


def test_a_question_of_the_category_is_named_in_the_reader_s_language(
    owner: Session, desk: Desk, browser: FlaskClient
) -> None:
    owner.add(
        CategoryAttribute(
            category_code="ATK.01",
            key="ukuran",
            position=1,
            label="Ukuran kertas",
            label_en="Paper size",
            is_required=True,
        )
    )
    owner.commit()
    paper = {**a_row(1), "category_code": "ATK.01", "unit": "rim", "halal": ""}
    path = f"/my-listings/import/{desk.start([paper])}"
    for language, question, hint in (
        ("id", "Jawab “Ukuran kertas”", "ukuran = jawaban Anda"),
        ("en", "Answer “Paper size”", "ukuran = your answer"),
    ):
        browser.post("/account/preferences", data={"language": language, "theme": "auto"})
        page = browser.get(path).text
        assert question in page
        assert hint in page
    browser.post(f"{path}/rows/1", data={"answers": "ukuran = A4"})
    assert "Answer “Paper size”" not in browser.get(path).text
