"""Files that nobody used go after the days of the region's row; used ones never do."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.audit.queries import breaks
from procure.catalogue.models import ListingPhoto
from procure.db.base import Base
from procure.files import jobs, rules, service, storage
from procure.files.gate import refusals as no
from procure.files.models import Purpose, Rendition, StoredFile, Upload, UploadRefusal
from procure.kernel.actors import system
from procure.kernel.clock import now
from procure.kernel.errors import NotFound
from procure.launcher.provision import Urls
from procure.regulations.models import RegulationVersion
from procure.suppliers.kinds import BlacklistResult, DocumentKind
from procure.suppliers.vetting_models import BlacklistCheck
from tests.db.test_attacks import REFUSED, as_web
from tests.files.conftest import Cast, Set, WorkAs, sent
from tests.make.deals import the_law
from tests.make.offices import categories
from tests.make.sellers import a_listing
from tests.make.shelves import a_revision, a_run
from tests.make.uploads import an_upload
from tests.make.vetting import a_paper, an_account

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def law(owner: Session) -> None:
    """Files go after thirty days."""
    the_law(owner)


def old(owner: Session, cast: Cast, purpose: Purpose, **given: Any) -> Upload:
    """Make a file with bytes of its own that was sent 31 days ago."""
    n = owner.scalar(select(func.count()).select_from(Upload)) or 0
    upload = an_upload(owner, cast.seller, purpose, f"berkas {n}".encode(), **given)
    upload.created_at = now() - timedelta(days=31)
    owner.commit()
    return upload


def forget(cast: Cast, work_as: WorkAs) -> int:
    region_id = cast.office.region.id
    return service.forget_unused(work_as(system(region_id), keeper=True), region_id)


def left(owner: Session) -> set[Any]:
    owner.rollback()
    return set(owner.scalars(select(Upload.id)))


@pytest.mark.parametrize("purpose", Purpose)
def test_an_unused_file_goes_with_row_bytes_and_an_entry(
    cast: Cast, work_as: WorkAs, owner: Session, purpose: Purpose
) -> None:
    unused = old(owner, cast, purpose)
    fresh = an_upload(owner, cast.seller, purpose, b"dari kemarin")

    assert forget(cast, work_as) == 1
    assert forget(cast, work_as) == 0

    assert left(owner) == {fresh.id}
    with pytest.raises(NotFound):
        storage.get(unused.sha256)
    assert storage.get(fresh.sha256) == b"dari kemarin"
    assert set(owner.scalars(select(StoredFile.sha256))) == {fresh.sha256}
    entry = owner.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.chain) == ("upload.forget", cast.seller.supplier.id)
    assert unused.sha256 in entry.facts
    assert list(breaks(work_as(cast.seller.actor, keeper=True))) == []


def test_no_file_goes_that_is_used_anywhere(cast: Cast, work_as: WorkAs, owner: Session) -> None:
    categories(owner)
    seller = cast.seller
    listing = a_listing(owner, seller)
    nib, book, proof, shown, proposed = (
        old(owner, cast, purpose)
        for purpose in (
            Purpose.CERTIFICATE,
            Purpose.BANK_BOOK,
            Purpose.EVIDENCE,
            Purpose.PHOTO,
            Purpose.PHOTO,
        )
    )
    a_paper(owner, seller, DocumentKind.NIB, upload_id=nib.id)
    an_account(owner, seller, book_upload_id=book.id)
    owner.add(
        BlacklistCheck(
            region_id=seller.supplier.region_id,
            supplier_id=seller.supplier.id,
            checked_on=date(2026, 2, 5),
            checked_by_id=cast.registrar.id,
            recorded_at=now(),
            result=BlacklistResult.UNSURE,
            evidence_upload_id=proof.id,
        )
    )
    owner.add(ListingPhoto(listing_id=listing.id, position=1, upload_id=shown.id))
    owner.commit()
    a_revision(owner, listing, photos=[{"upload_id": str(proposed.id), "caption": ""}])
    sheet = owner.get_one(Upload, a_run(owner, seller).upload_id)
    sheet.created_at = now() - timedelta(days=31)
    owner.commit()
    public = old(owner, cast, Purpose.PHOTO, is_public=True)

    assert forget(cast, work_as) == 0
    wanted = (nib, book, proof, shown, proposed, sheet, public)
    assert left(owner) == {upload.id for upload in wanted}


def test_bytes_that_somebody_else_sent_as_well_stay(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    unused = old(owner, cast, Purpose.CERTIFICATE)
    same = an_upload(owner, cast.rival, Purpose.CERTIFICATE, b"berkas 0")
    assert same.sha256 == unused.sha256

    assert forget(cast, work_as) == 1

    assert left(owner) == {same.id}
    assert storage.get(same.sha256) == b"berkas 0"


def test_the_small_pictures_of_a_photo_go_with_it(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    photo, small = old(owner, cast, Purpose.PHOTO), old(owner, cast, Purpose.PHOTO)
    owner.add(Rendition(upload_id=photo.id, width=1, media_type="x", sha256=small.sha256))
    owner.execute(delete(Upload).where(Upload.id == small.id))
    owner.commit()

    assert forget(cast, work_as) == 1

    assert left(owner) == set()
    assert owner.scalars(select(StoredFile.sha256)).all() == []
    with pytest.raises(NotFound):
        storage.get(small.sha256)


def test_each_region_has_its_own_days_and_without_a_row_nothing_goes(
    cast: Cast, work_as: WorkAs, owner: Session, keeper_work: None
) -> None:
    unused = old(owner, cast, Purpose.CERTIFICATE)
    row = owner.scalars(
        select(RegulationVersion).where(RegulationVersion.code == "unused-files")
    ).one()
    for days in (32, 31):
        row.parameters = {"days": days}
        owner.commit()
        jobs.forget_unused(0)
        assert (unused.id in left(owner)) is (days == 32)
    kept = old(owner, cast, Purpose.CERTIFICATE)
    owner.execute(delete(RegulationVersion).where(RegulationVersion.code == "unused-files"))
    owner.commit()
    jobs.forget_unused(0)
    assert left(owner) == {kept.id}


def test_the_view_of_used_files_knows_every_table_that_names_one(owner: Session) -> None:
    named = {
        (table.name, key.parent.name)
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "uploads.id" and table.name != "renditions"
    }
    view = owner.scalar(text("SELECT pg_get_viewdef('used_uploads')"))
    assert all(f"{table}.{column}" in view for table, column in named), named
    assert "listing_revisions" in view


def test_neither_the_web_nor_the_clock_removes_a_file_that_is_named(
    cast: Cast, owner: Session, database: Urls
) -> None:
    old(owner, cast, Purpose.CERTIFICATE)
    attacks = ("DELETE FROM uploads", "DELETE FROM stored_files", "SELECT * FROM used_uploads")
    for attack in (*attacks, "DELETE FROM upload_refusals"):
        with as_web(database, cast.seller.actor) as web, pytest.raises(REFUSED):
            web.execute(attack.encode())
    for attack in ("DELETE FROM stored_files", "UPDATE stored_files SET size = 1"):
        with psycopg.connect(database.keeper) as keeper, pytest.raises(REFUSED):
            keeper.execute(attack.encode())


def test_refused_files_count_towards_the_pace(
    cast: Cast, work_as: WorkAs, owner: Session, set_means: Set
) -> None:
    set_means(uploads_per_hour=3)
    mine = work_as(cast.seller.actor)
    for _ in range(2):
        with pytest.raises(no.ProgramRefused):
            service.receive(mine, sent(b"MZ" + b"\0" * 99))
    service.receive(mine, sent())
    with pytest.raises(rules.TooManyFiles) as refusal:
        service.receive(work_as(cast.seller.actor), sent())
    assert refusal.value.facts["count"] == 3
    service.receive(work_as(cast.rival.actor), sent())

    for one in owner.scalars(select(UploadRefusal)):
        one.created_at -= timedelta(hours=1, seconds=1)
    owner.commit()
    service.receive(work_as(cast.seller.actor), sent())
    service.forget_unfinished(work_as(cast.seller.actor, keeper=True))
    assert owner.scalar(select(func.count()).select_from(UploadRefusal)) == 0


def test_what_is_not_the_files_fault_counts_for_nothing(
    cast: Cast, work_as: WorkAs, owner: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object) -> None:
        raise no.GateBusy

    monkeypatch.setattr("procure.files.chamber.admit", busy)
    with pytest.raises(no.GateBusy):
        service.receive(work_as(cast.seller.actor), sent())
    assert owner.scalar(select(func.count()).select_from(UploadRefusal)) == 0
