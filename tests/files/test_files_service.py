"""Files come in once, for whom they belong, scanned and written into the trail."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.audit.queries import breaks
from procure.files import queries, rules, service, storage
from procure.files.gate import refusals as no
from procure.files.means import PIECE
from procure.files.models import Purpose, Scan, StoredFile, Upload, UploadPart
from procure.kernel.errors import Conflict, NotFound, NotPermitted
from tests.files.conftest import Cast, Set, WorkAs, sent
from tests.files.papers import paper
from tests.files.pictures import from_a_phone, noise, picture
from tests.make.offices import an_office
from tests.make.sellers import a_seller
from tests.make.uploads import an_upload

pytestmark = pytest.mark.usefixtures("app")


def trail(owner: Session) -> list[tuple[str, object]]:
    rows = owner.execute(select(AuditEntry.action, AuditEntry.chain).order_by(AuditEntry.at))
    return [(action, chain) for action, chain in rows]


def test_a_photo_is_stored_upright_without_its_place_and_stands_in_the_trail(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    upload = service.receive(work_as(cast.seller.actor), sent(from_a_phone(), "KTP Sri.JPG"))

    data = storage.get(upload.sha256)
    assert b"Ponsel" not in data
    assert b"GPS" not in data
    with Image.open(BytesIO(data)) as drawn:
        assert drawn.size == (300, 400) == (upload.width, upload.height)
        red, _green, blue = drawn.getpixel((295, 200))  # type: ignore[misc]
        assert blue > red  # the edge that was on top as stored is at the right now
    assert (upload.name, upload.scan, upload.is_public) == ("KTP Sri.jpg", Scan.NOT_SCANNED, False)
    assert upload.supplier_id == cast.seller.supplier.id
    assert trail(owner) == [("upload.receive", cast.seller.supplier.id)]
    assert list(breaks(work_as(cast.seller.actor, keeper=True))) == []


def test_the_same_file_sent_twice_comes_in_once(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    upload_id = uuid4()
    for _ in range(2):
        service.receive(work_as(cast.seller.actor), sent(upload_id=upload_id))
    assert owner.scalar(select(func.count()).select_from(Upload)) == 1
    assert len(trail(owner)) == 1


def test_the_same_file_sent_twice_at_one_moment_comes_in_once(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    upload_id = uuid4()
    works = [work_as(cast.seller.actor) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda w: service.receive(w, sent(upload_id=upload_id)).id, works))
    assert found == [upload_id] * 4
    assert len(trail(owner)) == 1


def test_an_id_of_somebody_else_leads_nowhere(cast: Cast, work_as: WorkAs, owner: Session) -> None:
    taken = an_upload(owner, cast.seller)
    with pytest.raises(NotFound):
        service.receive(work_as(cast.rival.actor), sent(upload_id=taken.id))
    assert trail(owner) == []


def test_a_refused_file_leaves_nothing_behind(cast: Cast, work_as: WorkAs, owner: Session) -> None:
    with pytest.raises(no.ProgramRefused):
        service.receive(work_as(cast.seller.actor), sent(b"MZ" + b"\0" * 99))
    for table in (Upload, StoredFile, AuditEntry):
        assert owner.scalar(select(func.count()).select_from(table)) == 0


def test_a_person_sends_so_many_files_in_an_hour_and_no_more(
    cast: Cast, work_as: WorkAs, set_means: Set
) -> None:
    set_means(uploads_per_hour=1)
    service.receive(work_as(cast.seller.actor), sent())
    with pytest.raises(rules.TooManyFiles) as refusal:
        service.receive(work_as(cast.seller.actor), sent())
    assert refusal.value.facts["count"] == 1
    service.receive(work_as(cast.rival.actor), sent())


def test_a_coach_sends_no_bank_book(cast: Cast, work_as: WorkAs) -> None:
    with pytest.raises(NotPermitted):
        service.receive(work_as(cast.coach_actor), sent(purpose=Purpose.BANK_BOOK))
    service.receive(work_as(cast.coach_actor), sent(purpose=Purpose.PHOTO))


def in_pieces(data: bytes) -> list[bytes]:
    return [data[start : start + PIECE] for start in range(0, len(data), PIECE)]


def test_pieces_in_any_order_by_any_process_become_the_file(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    data, upload_id = noise((1400, 1000), quality=95), uuid4()
    pieces = in_pieces(data)
    assert len(pieces) > 2
    for number in reversed(range(len(pieces))):
        service.send(work_as(cast.seller.actor), upload_id, number, pieces[number])
        service.send(work_as(cast.seller.actor), upload_id, number, pieces[number])
    upload = service.finish(
        work_as(cast.seller.actor), upload_id, Purpose.PHOTO, "nasi.jpg", len(pieces)
    )
    assert (upload.width, upload.height) == (1400, 1000)
    assert owner.scalar(select(func.count()).select_from(UploadPart)) == 0
    again = service.finish(work_as(cast.seller.actor), upload_id, Purpose.PHOTO, "nasi.jpg", 1)
    assert again.id == upload.id


def test_a_file_from_which_a_piece_is_missing_is_not_put_together(
    cast: Cast, work_as: WorkAs
) -> None:
    upload_id = uuid4()
    service.send(work_as(cast.seller.actor), upload_id, 1, b"x" * PIECE)
    work = work_as(cast.seller.actor)
    with pytest.raises(rules.PieceMissing):
        service.finish(work, upload_id, Purpose.PHOTO, "nasi.jpg", 2)
    assert queries.parts_of(work, upload_id) == [1]


def test_a_refused_file_takes_its_pieces_with_it(cast: Cast, work_as: WorkAs) -> None:
    upload_id, work = uuid4(), work_as(cast.seller.actor)
    service.send(work, upload_id, 0, b"MZ a program")
    with pytest.raises(no.ProgramRefused):
        service.finish(work, upload_id, Purpose.PHOTO, "nasi.jpg", 1)
    assert queries.parts_of(work, upload_id) == []


def test_what_a_person_begins_and_does_not_finish_is_bounded(
    cast: Cast, work_as: WorkAs, set_means: Set
) -> None:
    set_means(upload_unfinished_mib=1)
    work = work_as(cast.seller.actor)
    for number in range(4):
        service.send(work, uuid4(), number, b"x" * PIECE)
    with pytest.raises(rules.TooMuchUnfinished):
        service.send(work, uuid4(), 0, b"x")
    service.send(work_as(cast.rival.actor), uuid4(), 0, b"x" * PIECE)


def test_many_pieces_at_once_do_not_get_past_the_bound(
    cast: Cast, work_as: WorkAs, set_means: Set, owner: Session
) -> None:
    set_means(upload_unfinished_mib=1)
    works = [work_as(cast.seller.actor) for _ in range(8)]

    def one(number: int) -> bool:
        try:
            service.send(works[number], uuid4(), 0, b"x" * PIECE)
        except rules.TooMuchUnfinished:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 4


@pytest.mark.parametrize(("number", "size"), [(0, 0), (0, PIECE + 1), (-1, 1), (80, 1)])
def test_a_piece_that_cannot_belong_to_a_file_is_refused(
    cast: Cast, work_as: WorkAs, number: int, size: int
) -> None:
    with pytest.raises(rules.PieceTooLarge):
        service.send(work_as(cast.seller.actor), uuid4(), number, b"x" * size)


def test_nobody_sees_continues_or_removes_the_pieces_of_others(cast: Cast, work_as: WorkAs) -> None:
    upload_id, mine, theirs = uuid4(), work_as(cast.seller.actor), work_as(cast.rival.actor)
    service.send(mine, upload_id, 0, b"x")
    assert queries.parts_of(theirs, upload_id) == []
    with pytest.raises(Conflict):
        service.send(theirs, upload_id, 0, b"y")
    with pytest.raises(rules.PieceMissing):
        service.finish(theirs, upload_id, Purpose.PHOTO, "a.jpg", 1)
    service.cancel(theirs, upload_id)
    assert queries.parts_of(mine, upload_id) == [0]
    service.cancel(mine, upload_id)
    assert queries.parts_of(mine, upload_id) == []


def test_old_pieces_are_forgotten_by_the_clock(cast: Cast, work_as: WorkAs, owner: Session) -> None:
    work = work_as(cast.seller.actor)
    for upload_id in (old := uuid4(), new := uuid4()):
        service.send(work, upload_id, 0, b"x")
    piece = owner.get_one(UploadPart, (old, 0))
    piece.created_at -= timedelta(hours=25)
    owner.commit()
    assert service.forget_unfinished(work_as(cast.seller.actor, keeper=True)) == 1
    assert (queries.parts_of(work, old), queries.parts_of(work, new)) == ([], [0])


@pytest.mark.parametrize("purpose", [Purpose.IDENTITY, Purpose.BANK_BOOK])
def test_each_opening_of_an_identity_paper_is_in_the_chain_the_own_firms_as_well(
    cast: Cast, work_as: WorkAs, owner: Session, purpose: Purpose
) -> None:
    upload = an_upload(owner, cast.seller, purpose)
    readers = (cast.seller.actor, cast.registrar_actor, cast.office.auditor)
    for actor in readers:
        service.read(work_as(actor), upload.id)
    assert trail(owner) == [("upload.read", cast.seller.supplier.id)] * 3
    names = owner.scalars(select(AuditEntry.actor_id).order_by(AuditEntry.position)).all()
    assert names == [actor.user_id for actor in readers]


def test_each_opening_of_another_paper_by_an_examiner_is_in_the_suppliers_chain(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.CERTIFICATE)
    for actor in (cast.registrar_actor, cast.office.auditor, cast.seller.actor):
        _upload, data = service.read(work_as(actor), upload.id)
        assert hashlib.sha256(data).hexdigest() == upload.sha256
    assert trail(owner) == [("upload.read", cast.seller.supplier.id)] * 2
    names = owner.scalars(select(AuditEntry.actor_id).order_by(AuditEntry.position)).all()
    assert names == [cast.registrar.id, cast.office.auditor.user_id]


def test_who_may_not_open_a_paper_does_not_learn_that_it_exists(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    elsewhere = an_office(owner)
    abroad = a_seller(owner, elsewhere.region)
    upload = an_upload(owner, cast.seller, Purpose.IDENTITY)
    for actor in (
        cast.rival.actor,
        cast.operator_actor,
        cast.coach_actor,
        cast.office.commitment_officer,
        elsewhere.auditor,
        abroad.actor,
    ):
        with pytest.raises(NotFound):
            service.read(work_as(actor), upload.id)
    assert trail(owner) == []


def test_one_uses_what_one_sent_oneself_and_for_its_purpose(
    cast: Cast, work_as: WorkAs, owner: Session
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.IDENTITY)
    work = work_as(cast.seller.actor)
    assert queries.mine(work, upload.id, Purpose.IDENTITY).id == upload.id
    assert [one.id for one in queries.all_mine(work, [upload.id] * 2, Purpose.IDENTITY)] == [
        upload.id
    ]
    with pytest.raises(NotFound):
        queries.mine(work, upload.id, Purpose.PHOTO)
    for actor in (cast.rival.actor, cast.operator_actor):
        with pytest.raises(NotFound):
            queries.mine(work_as(actor), upload.id, Purpose.IDENTITY)
        with pytest.raises(NotFound):
            queries.all_mine(work_as(actor), [upload.id], Purpose.IDENTITY)


def test_a_paper_keeps_its_bytes_where_the_photo_of_a_paper_is_drawn_anew(
    cast: Cast, work_as: WorkAs
) -> None:
    work = work_as(cast.seller.actor)
    nib = service.receive(work, sent(paper(), "NIB.pdf", Purpose.CERTIFICATE))
    assert (nib.file.media_type, nib.width, nib.name) == ("application/pdf", None, "NIB.pdf")
    photo = service.receive(work, sent(picture("PNG"), "NIB.png", Purpose.CERTIFICATE))
    assert (photo.file.media_type, photo.width, photo.name) == ("image/jpeg", 320, "NIB.jpg")


def test_the_gate_that_a_file_breaks_is_a_refusal(
    app: Flask, cast: Cast, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("procure.files.chamber.sys.executable", "/bin/false")
    with pytest.raises(no.TooHeavy):
        service.receive(work_as(cast.seller.actor), sent())
