"""A sheet of listings: read, mended, taken over, gone on with after a crash, never doubled."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.catalogue import jobs, service
from procure.catalogue.models import Listing, ListingPrice
from procure.catalogue.queries import curation, own, sheets
from procure.catalogue.service import importing
from procure.catalogue.shelf_models import ImportRow, ImportRun, ListingRevision
from procure.catalogue.spreadsheets import as_csv, as_xlsx, rows_of
from procure.catalogue.workflow import ImportRunStatus, RowState
from procure.catalogue.workflow import ListingRevisionStatus as S
from procure.db.work import Work
from procure.kernel.actors import system
from procure.kernel.errors import NotFound, NotPermitted, WrongStatus
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.sellers import Seller, a_seller
from tests.make.shelves import CHECKED, an_officer, an_upload, the_laws

Rows = Iterable[Mapping[str, str]]


def a_row(number: int, **given: str) -> dict[str, str]:
    return {
        "code": f"K-{number:05d}",
        "category_code": "MKN.01",
        "name": f"Nasi kotak nomor {number}",
        "unit": "kotak",
        "price": str(20_000 + number),
        "halal": "tidak halal",
        "areas": "33.74",
        **given,
    }


class Desk:
    """A seller with sheets, and the worker."""

    def __init__(self, owner: Session, office: Office, work_as: WorkAs) -> None:
        the_laws(owner)
        self.owner, self.work_as, self.office = owner, work_as, office
        self.seller: Seller = a_seller(owner, office.region)
        self.work: Work = work_as(self.seller.actor)
        self.keeper = work_as(system(office.region.id), keeper=True)

    def send(self, rows: Rows, *, numbered: bool = False) -> UUID:
        return an_upload(self.owner, self.seller, self.work, as_csv(rows, numbered=numbered)).id

    def start(self, rows: Rows) -> UUID:
        run = service.start(self.work, self.send(rows))
        jobs.read_sheet(str(run.id))
        return run.id

    def apply(self, run_id: UUID) -> None:
        self.work.session.expire_all()
        service.apply(self.work, run_id)
        jobs.apply_sheet(str(run_id))

    def counts(self, run_id: UUID) -> sheets.Counts:
        self.work.session.rollback()
        return sheets.counts(self.work, run_id)

    def many(self, model: type) -> int:
        self.owner.expire_all()
        return self.owner.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def desk(owner: Session, office: Office, work_as: WorkAs, app: Flask, keeper_work: None) -> Desk:
    return Desk(owner, office, work_as)


def test_a_sheet_becomes_proposals_that_the_officer_approves_together(desk: Desk) -> None:
    run_id = desk.start(a_row(number) for number in range(1, 31))
    assert desk.counts(run_id) == sheets.Counts(sound=30)
    assert desk.many(Listing) == 0

    desk.apply(run_id)

    assert desk.counts(run_id) == sheets.Counts(applied=30)
    assert not any(desk.owner.scalars(select(Listing.is_live)))
    assert set(desk.owner.scalars(select(ListingRevision.status))) == {S.SUBMITTED}
    officer = desk.work_as(an_officer(desk.owner, desk.office.region)[1])
    assert [batch.count for batch in curation.queue(officer).batches] == [30]
    assert service.approve_batch(officer, run_id, CHECKED) == 30
    desk.owner.expire_all()
    assert all(desk.owner.scalars(select(Listing.is_live)))
    assert desk.many(ListingPrice) == 30


def test_faults_are_mended_on_the_page_and_by_a_corrected_file(desk: Desk) -> None:
    rows = [a_row(number) for number in range(1, 21)]
    rows[2]["price"], rows[6]["price"], rows[9]["code"], rows[12]["name"] = "0", "x", "", ""
    rows[15]["code"] = "K-00001"
    run_id = desk.start(rows)
    assert desk.counts(run_id) == sheets.Counts(sound=15, faulty=5)
    faulty = sheets.rows(desk.work, run_id, RowState.FAULTY)
    assert [row.number for row in faulty] == [3, 7, 10, 13, 16]
    assert [next(iter(row.problems)) for row in faulty] == [
        "price",
        "price",
        "code",
        "name",
        "code",
    ]

    assert service.mend(desk.work, run_id, 3, {"price": "21.000"}).state is RowState.SOUND
    assert service.mend(desk.work, run_id, 16, {"code": "K-00002"}).state is RowState.FAULTY

    left = [
        {**row.cells, "row": str(row.number)}
        for row in sheets.rows(desk.work, run_id, RowState.FAULTY)
    ]
    assert len(left) == 4
    mended = [
        {**row, "price": "20500", "name": row.get("name", "Nasi"), "code": f"M-{row['row']}"}
        for row in left
    ]
    service.correct(desk.work, run_id, desk.send(mended, numbered=True))
    jobs.read_sheet(str(run_id))

    assert desk.counts(run_id) == sheets.Counts(sound=20)
    desk.apply(run_id)
    assert desk.many(Listing) == 20


def test_a_corrected_file_is_matched_by_code_as_well(desk: Desk) -> None:
    run_id = desk.start([a_row(1), a_row(2, price="0"), a_row(3)])
    service.correct(desk.work, run_id, desk.send([a_row(2)]))
    jobs.read_sheet(str(run_id))
    assert desk.counts(run_id) == sheets.Counts(sound=3)


def test_sound_rows_do_not_wait_for_faulty_ones(desk: Desk) -> None:
    run_id = desk.start([a_row(1), a_row(2, price="-1")])
    desk.apply(run_id)
    assert desk.counts(run_id) == sheets.Counts(faulty=1, applied=1)
    service.mend(desk.work, run_id, 2, {"price": "1000"})
    desk.apply(run_id)
    assert desk.many(Listing) == 2


def test_reading_goes_on_where_a_crash_stopped_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "READ_BATCH", 10)
    run = service.start(desk.work, desk.send(a_row(number) for number in range(1, 36)))
    assert importing.read_batch(desk.keeper, run.id)
    assert importing.read_batch(desk.keeper, run.id)
    assert desk.counts(run.id).total == 20

    jobs.read_sheet(str(run.id))
    jobs.read_sheet(str(run.id))

    assert desk.counts(run.id) == sheets.Counts(sound=35)
    assert desk.owner.get_one(ImportRun, run.id).status is ImportRunStatus.READY


def _die_after(_done: bool) -> None:
    raise ZeroDivisionError


def test_taking_over_goes_on_where_a_crash_stopped_it_and_doubles_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "APPLY_BATCH", 10)
    run_id = desk.start(a_row(number) for number in range(1, 36))
    service.apply(desk.work, run_id)
    assert importing.apply_batch(desk.keeper, run_id)
    assert desk.many(Listing) == 10
    with pytest.raises(ZeroDivisionError), desk.keeper.transaction():
        _die_after(importing.apply_batch(desk.keeper, run_id))
    assert desk.many(Listing) == 10

    jobs.apply_sheet(str(run_id))
    jobs.apply_sheet(str(run_id))

    assert (desk.many(Listing), desk.many(ListingRevision)) == (35, 35)
    assert desk.counts(run_id) == sheets.Counts(applied=35)


def test_the_same_code_is_a_change_and_the_price_holds_at_once(desk: Desk) -> None:
    run_id = desk.start([a_row(1), a_row(2)])
    desk.apply(run_id)
    officer = desk.work_as(an_officer(desk.owner, desk.office.region)[1])
    service.approve_batch(officer, run_id, CHECKED)

    again = desk.start([a_row(1, price="31000"), a_row(2, name="Nasi kotak baru")])
    desk.apply(again)

    desk.owner.expire_all()
    found = {one.code: one for one in desk.owner.scalars(select(Listing))}
    assert len(found) == 2
    assert found["K-00001"].price == 31_000
    assert found["K-00002"].name == "Nasi kotak nomor 2"
    waits = desk.owner.scalars(
        select(ListingRevision).where(ListingRevision.status == S.SUBMITTED)
    ).all()
    assert [(one.name, one.number) for one in waits] == [("Nasi kotak baru", 2)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_changes_nothing_when_imported(desk: Desk, kind: str) -> None:
    rows = [
        a_row(1, name="=1+1", contents="1 porsi : Nasi", variants="Besar = 30000"),
        a_row(
            2, description="Baris satu\nbaris dua", stock="0", open_from="08:00", open_until="17:00"
        ),
    ]
    run_id = desk.start(rows)
    desk.apply(run_id)
    officer = desk.work_as(an_officer(desk.owner, desk.office.region)[1])
    service.approve_batch(officer, run_id, CHECKED)
    desk.work.session.expire_all()
    supplier = own.supplier(desk.work)
    leaving = rows_of(sheets.shelved(desk.work, supplier.id), own.around(desk.work, supplier))
    body = as_csv(leaving) if kind == "csv" else as_xlsx(leaving, [])

    back = service.start(desk.work, an_upload(desk.owner, desk.seller, desk.work, body).id)
    jobs.read_sheet(str(back.id))
    desk.apply(back.id)

    assert desk.counts(back.id) == sheets.Counts(unchanged=2)
    assert desk.many(ListingRevision) == 2
    assert desk.many(ListingPrice) == 3


def test_what_cannot_be_read_says_so(desk: Desk) -> None:
    upload = an_upload(desk.owner, desk.seller, desk.work, b"PK\x03\x04 broken")
    run = service.start(desk.work, upload.id)
    jobs.read_sheet(str(run.id))
    desk.owner.expire_all()
    found = desk.owner.get_one(ImportRun, run.id)
    assert found.status is ImportRunStatus.READY
    assert "could not be read" in found.problem


def test_a_cancelled_import_changes_nothing(desk: Desk) -> None:
    run_id = desk.start([a_row(1)])
    service.cancel(desk.work, run_id)
    with pytest.raises(WrongStatus):
        service.apply(desk.work, run_id)
    assert desk.many(Listing) == 0


def test_nobody_imports_for_another(desk: Desk) -> None:
    run_id = desk.start([a_row(1)])
    rival = desk.work_as(a_seller(desk.owner, desk.office.region).actor)
    for deed in (service.apply, service.cancel):
        with pytest.raises(NotFound):
            deed(rival, run_id)
    with pytest.raises(NotFound):
        service.start(rival, desk.send([a_row(1)]))
    with pytest.raises(NotPermitted):
        service.start(desk.work_as(desk.office.requester), desk.send([a_row(1)]))
    stranger = desk.work_as(replace(desk.seller.actor, supplier_id=None))
    with pytest.raises(NotFound):
        service.mend(stranger, run_id, 1, {"price": "1"})
    assert desk.many(ImportRow) == 1
