"""Receiving files, whole or in pieces, and showing photos to everybody."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from procure.audit.service import record
from procure.db.base import new_id
from procure.db.work import Work
from procure.files import chamber, queries, rules, storage
from procure.files.actions import UploadAction as Do
from procure.files.gate.accepted import Accepted
from procure.files.gate.admit import weigh
from procure.files.gate.refusals import FileRefused, NotNow, ScannerAway, VirusFound
from procure.files.means import PIECE, means
from procure.files.models import Purpose, Rendition, Scan, Upload, UploadPart, UploadRefusal
from procure.files.policy import UPLOAD_POLICY
from procure.files.purposes import PAPERS, PERSONAL
from procure.files.scanner import ScannerSilent
from procure.jobs.queue import defer
from procure.kernel.errors import Conflict, NotFound

RENDITIONS = "files.renditions"
COPIED = 64 * 1024
AT_ONCE = 50
"""Unused files that go in one transaction."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as somebody sent it; its id makes sending it twice harmless."""

    id: UUID
    purpose: Purpose
    name: str
    file: IO[bytes]


def receive(work: Work, sent: Sent) -> Upload:
    """Take a file in: scanned, written anew, stored, and written into the trail.

    The same id sent again is answered with what is there already. Raises a FileRefused,
    TooManyFiles or NotPermitted.
    """
    UPLOAD_POLICY.require(work.actor, Do.RECEIVE, sent.purpose)
    known = queries.sent_by_me(work, sent.id)
    if known is not None:
        return known
    _check_pace(work)
    try:
        return _received(work, sent)
    except NotNow:
        raise  # nothing is wrong with the file
    except FileRefused:
        _count_refusal(work)
        raise


def _received(work: Work, sent: Sent) -> Upload:
    with TemporaryFile() as raw:
        file = cast("BinaryIO", raw)
        _copy(sent.file, file, most=means().limits.largest(sent.purpose))
        weigh(file, sent.purpose, means().limits)
        work.end_reading()  # what follows takes a while, and needs no connection
        scan = _scanned(work, sent, file)
        accepted = chamber.admit(file, sent.name, sent.purpose, means().limits)
    with work.transaction():
        upload = _kept(work, sent, accepted, scan)
        _forget_parts(work, sent.id)
    return upload


def send(work: Work, upload_id: UUID, number: int, body: bytes) -> None:
    """Keep one piece of a file; a piece that is there already stays as it is.

    Raises Conflict, PieceTooLarge or TooMuchUnfinished.
    """
    UPLOAD_POLICY.require(work.actor, Do.SEND)
    largest = max(means().limits.largest(purpose) for purpose in Purpose)
    rules.check_piece(len(body), number, piece=PIECE, largest=largest)
    with work.transaction():
        # One after the other for each person, so that the sum below is exact.
        one_at_a_time = func.pg_advisory_xact_lock(
            func.hashtextextended(f"upload_parts:{work.actor.user_id}", 0)
        )
        work.session.execute(select(one_at_a_time))
        if number in queries.parts_of(work, upload_id):
            return
        lying = queries.unfinished_bytes(work)
        rules.check_unfinished(lying, len(body), most=means().unfinished_bytes)
        piece = {
            "upload_id": upload_id,
            "number": number,
            "person_id": work.actor.user_id,
            "body": body,
        }
        written = insert(UploadPart).values(piece).on_conflict_do_nothing()
        if work.session.scalar(written.returning(UploadPart.number)) is None:
            raise Conflict  # the id is somebody else's


def finish(work: Work, upload_id: UUID, purpose: Purpose, name: str, count: int) -> Upload:
    """Put the pieces together and take the file in. What is refused leaves no piece behind.

    Raises PieceMissing and whatever `receive` raises.
    """
    UPLOAD_POLICY.require(work.actor, Do.RECEIVE, purpose)
    known = queries.sent_by_me(work, upload_id)
    if known is not None:
        return known
    rules.check_whole(queries.parts_of(work, upload_id), count)
    with TemporaryFile() as whole:
        for body in queries.bodies_of(work, upload_id, count):
            whole.write(body)
        whole.seek(0)
        try:
            return receive(work, Sent(upload_id, purpose, name, whole))
        except NotNow:
            raise  # the pieces stay for the next try
        except FileRefused:
            cancel(work, upload_id)
            raise


def cancel(work: Work, upload_id: UUID) -> None:
    """Forget the pieces of a file that is not wanted any more."""
    UPLOAD_POLICY.require(work.actor, Do.CANCEL)
    with work.transaction():
        _forget_parts(work, upload_id)


def read(work: Work, upload_id: UUID) -> tuple[Upload, bytes]:
    """Return a file and its bytes; papers are opened under one's own name.

    Each reading of an identity paper is recorded, the own firm's as well: whoever sits at a phone
    that is not theirs leaves a trace. Of other papers those of strangers are.

    Raises NotFound or NotPermitted.
    """
    with work.transaction():
        upload = queries.get(work, upload_id)
        UPLOAD_POLICY.require(work.actor, Do.READ, upload)
        is_strangers = upload.purpose in PAPERS and not _is_ones_own(work, upload)
        if upload.purpose in PERSONAL or is_strangers:
            record(work, Do.READ, upload, facts={"purpose": upload.purpose, "name": upload.name})
        data = storage.get(upload.sha256)
    return upload, data


def publish(work: Work, upload: Upload) -> None:
    """Show a photo to everybody, and have it drawn in the usual widths.

    Raises NotPermitted or OnlyPhotosArePublic.
    """
    if upload.purpose != Purpose.PHOTO:
        raise rules.OnlyPhotosArePublic
    UPLOAD_POLICY.require(work.actor, Do.PUBLISH, upload)
    if upload.is_public:
        return
    with work.transaction():
        upload.is_public = True
        record(work, Do.PUBLISH, upload)
        defer(work, RENDITIONS, upload_id=str(upload.id), region_id=str(upload.region_id))


def _is_ones_own(work: Work, upload: Upload) -> bool:
    mine = upload.person_id == work.actor.user_id
    ours = upload.supplier_id is not None and upload.supplier_id == work.actor.supplier_id
    return mine or (ours and work.actor.is_supplier)


def _check_pace(work: Work) -> None:
    sent = queries.sent_within_an_hour(work)
    rules.check_pace(sent, most=means().hourly, again=work.now + queries.HOUR)


def _count_refusal(work: Work) -> None:
    """A refused file costs the scanner and the gate as much as a good one: it counts as sent."""
    with work.transaction():
        work.session.add(
            UploadRefusal(id=new_id(), person_id=work.actor.user_id, created_at=work.now)
        )


def _copy(source: IO[bytes], target: BinaryIO, *, most: int) -> None:
    """Copy to the disk, a little at a time, and no more than needed to see that it is too much."""
    left = most + 1
    while left > 0 and (piece := source.read(min(COPIED, left))):
        target.write(piece)
        left -= len(piece)
    target.flush()


def _scanned(work: Work, sent: Sent, file: BinaryIO) -> Scan:
    scanner = means().scanner
    if scanner is None:
        return Scan.NOT_SCANNED
    try:
        finding = scanner.finding(file)
    except ScannerSilent:
        if means().scanner_required:
            raise ScannerAway from None
        return Scan.NOT_SCANNED
    if finding:
        refuse(work, sent, file, finding)
        raise VirusFound(finding=finding)
    return Scan.CLEAN


def refuse(work: Work, sent: Sent, file: BinaryIO, finding: str) -> None:
    """Write down who sent which virus; the file itself is not kept."""
    UPLOAD_POLICY.require(work.actor, Do.REFUSE)
    never_kept = _row(work, sent, _hash_of(file))
    facts = {
        "finding": finding,
        "purpose": sent.purpose,
        "sha256": never_kept.sha256,
        "name": _harmless(sent.name),
    }
    with work.transaction():
        record(work, Do.REFUSE, never_kept, facts=facts)


def _hash_of(file: BinaryIO) -> str:
    sha256 = hashlib.sha256()
    file.seek(0)
    while piece := file.read(COPIED):
        sha256.update(piece)
    return sha256.hexdigest()


def _harmless(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:100])


def _row(work: Work, sent: Sent, sha256: str) -> Upload:
    return Upload(
        id=sent.id,
        region_id=work.actor.region_id,
        person_id=work.actor.user_id,
        supplier_id=work.actor.supplier_id,
        purpose=sent.purpose,
        sha256=sha256,
    )


def _kept(work: Work, sent: Sent, accepted: Accepted, scan: Scan) -> Upload:
    sha256 = storage.put(work, accepted.data, accepted.media_type)
    row = {
        "id": sent.id,
        "region_id": work.actor.region_id,
        "person_id": work.actor.user_id,
        "supplier_id": work.actor.supplier_id,
        "purpose": sent.purpose,
        "name": accepted.name,
        "sha256": sha256,
        "scan": scan,
        "width": accepted.width,
        "height": accepted.height,
        "is_public": False,
    }
    written = insert(Upload).values(row).on_conflict_do_nothing()
    is_new = work.session.scalar(written.returning(Upload.id)) is not None
    upload = queries.sent_by_me(work, sent.id)
    if upload is None:
        raise NotFound  # the id is somebody else's
    if is_new:
        facts = {
            "purpose": sent.purpose,
            "name": upload.name,
            "sha256": sha256,
            "size": len(accepted.data),
            "scan": scan,
        }
        record(work, Do.RECEIVE, upload, facts=facts)
    return upload


def _forget_parts(work: Work, upload_id: UUID) -> None:
    work.session.execute(
        delete(UploadPart).where(
            UploadPart.upload_id == upload_id, UploadPart.person_id == work.actor.user_id
        )
    )


def forget_unfinished(work: Work) -> int:
    """Remove pieces that nobody came back for; return how many. The clock's deed."""
    oldest = work.now - queries.HOUR * means().unfinished_hours
    with work.transaction():
        gone = work.session.execute(delete(UploadPart).where(UploadPart.created_at < oldest))
        past = work.now - queries.HOUR
        work.session.execute(delete(UploadRefusal).where(UploadRefusal.created_at < past))
    return cast("CursorResult[object]", gone).rowcount


def forget_unused(work: Work, region_id: UUID) -> int:
    """Delete, as the clock, files that nobody used for the days of the region's row.

    Row and bytes go in one transaction, some at a time; the trail keeps who sent which file. What
    is used anywhere stays, and the foreign keys say so once more.
    """
    days = queries.unused_days(work, region_id)
    if days is None:
        return 0
    gone = 0
    while batch := _forget_some(work, region_id, work.now - timedelta(days=days)):
        gone += batch
    return gone


def _forget_some(work: Work, region_id: UUID, before: datetime) -> int:
    with work.transaction():
        found = queries.unused(work, region_id, before, AT_ONCE)
        ids = [upload.id for upload in found]
        hashes = {upload.sha256 for upload in found}
        for upload in found:
            UPLOAD_POLICY.require(work.actor, Do.FORGET, upload)
            facts = {"purpose": upload.purpose, "name": upload.name, "sha256": upload.sha256}
            record(work, Do.FORGET, upload, facts=facts)
        drawn = delete(Rendition).where(Rendition.upload_id.in_(ids)).returning(Rendition.sha256)
        hashes |= set(work.session.scalars(drawn))
        work.session.execute(delete(Upload).where(Upload.id.in_(ids)))
        storage.remove(work, hashes)
    return len(ids)


def keep_renditions(work: Work, upload_id: UUID, drawn: Iterable[tuple[int, str, bytes]]) -> None:
    """Store a photo in further widths and formats; twice the same changes nothing."""
    for width, media_type, data in drawn:
        with work.transaction():
            row = {
                "upload_id": upload_id,
                "width": width,
                "media_type": media_type,
                "sha256": storage.put(work, data, media_type),
            }
            work.session.execute(insert(Rendition).values(row).on_conflict_do_nothing())
