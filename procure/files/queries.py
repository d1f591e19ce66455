"""Reading uploads, each limited to those for whom it exists."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    column,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.orm import joinedload

from procure.db.work import Work
from procure.files.models import Purpose, Rendition, Upload, UploadPart, UploadRefusal
from procure.files.purposes import PAPERS, PERSONAL
from procure.kernel.actors import Actor, Role
from procure.kernel.errors import NotFound

RECENT = 20
HOUR = timedelta(hours=1)


def _in_sight_of(actor: Actor) -> ColumnElement[bool]:
    """The uploads that exist for this person; the policy says the same once more."""
    if actor.has(Role.SYSTEM):
        return Upload.region_id == actor.region_id
    shown = Upload.is_public & (Upload.purpose == Purpose.PHOTO)
    if not actor.roles:
        return shown
    firm: ColumnElement[bool] = false()
    if actor.is_supplier and actor.supplier_id is not None:
        firm = Upload.supplier_id == actor.supplier_id
        if not actor.has(Role.SUPPLIER_OWNER):
            firm &= Upload.purpose.not_in(PERSONAL)
    papers: ColumnElement[bool] = false()
    if actor.roles & {Role.REGISTRY_OFFICER, Role.AUDITOR}:
        papers = and_(Upload.region_id == actor.region_id, Upload.purpose.in_(PAPERS))
    if actor.has(Role.REGISTRY_OFFICER):  # who looks at offers before they go live
        papers |= and_(Upload.region_id == actor.region_id, Upload.purpose == Purpose.PHOTO)
    return or_(shown, Upload.person_id == actor.user_id, firm, papers)


def get(work: Work, upload_id: UUID, *, lock: bool = False) -> Upload:
    """Return one upload with what is known of its bytes. Raises NotFound."""
    wanted = (
        select(Upload)
        .options(joinedload(Upload.file, innerjoin=True))
        .where(Upload.id == upload_id, _in_sight_of(work.actor))
    )
    found = work.session.scalar(wanted.with_for_update(of=Upload) if lock else wanted)
    if found is None:
        raise NotFound
    return found


def mine(work: Work, upload_id: UUID, purpose: Purpose) -> Upload:
    """Return what the person who acts has sent for this purpose. Raises NotFound."""
    found = sent_by_me(work, upload_id)
    if found is None or found.purpose != purpose:
        raise NotFound
    return found


def all_mine(work: Work, upload_ids: Sequence[UUID], purpose: Purpose) -> list[Upload]:
    """Return several of one's own uploads, in the order asked for, with one statement.

    Raises NotFound when one of them is not.
    """
    if not upload_ids:
        return []
    wanted = (
        select(Upload)
        .options(joinedload(Upload.file, innerjoin=True))
        .where(
            Upload.id.in_(upload_ids),
            Upload.person_id == work.actor.user_id,
            Upload.purpose == purpose,
        )
    )
    found = {upload.id: upload for upload in work.session.scalars(wanted)}
    if any(upload_id not in found for upload_id in upload_ids):
        raise NotFound
    return [found[upload_id] for upload_id in dict.fromkeys(upload_ids)]


def sent_by_me(work: Work, upload_id: UUID) -> Upload | None:
    """Return what the person who acts has sent, if it came in."""
    return work.session.scalar(
        select(Upload)
        .options(joinedload(Upload.file, innerjoin=True))
        .where(Upload.id == upload_id, Upload.person_id == work.actor.user_id)
    )


def recent(work: Work) -> Sequence[Upload]:
    """Return what this person sent last, newest first."""
    wanted = (
        select(Upload)
        .options(joinedload(Upload.file, innerjoin=True))
        .where(Upload.person_id == work.actor.user_id)
        .order_by(Upload.created_at.desc(), Upload.id.desc())
        .limit(RECENT)
    )
    return work.session.scalars(wanted).all()


def sent_within_an_hour(work: Work) -> int:
    """Return how many files this person has sent within the last hour, refused ones too."""
    counts = (
        select(func.count())
        .select_from(model)
        .where(model.person_id == work.actor.user_id, model.created_at > work.now - HOUR)
        .scalar_subquery()
        for model in (Upload, UploadRefusal)
    )
    return work.session.scalar(select(sum(counts, literal(0)))) or 0


def regions(work: Work) -> list[UUID]:
    """Return the regions that keep files, for the clock."""
    return list(work.session.scalars(select(Upload.region_id).distinct()))


UNUSED = "unused-files"
_USED = table("used_uploads", column("upload_id"))


def unused_days(work: Work, region_id: UUID) -> int | None:
    """Return after how many days a region lets go of files; none where no row says so.

    The database reads the dated row: the rules of regions live in a room further down.
    """
    figure = func.sec.rule_figure(UNUSED, "days", region_id, type_=Integer)
    return work.session.scalar(select(figure))


def unused(work: Work, region_id: UUID, before: datetime, most: int) -> Sequence[Upload]:
    """Return files of a region that were sent before and that nothing names, locked, oldest first.

    Where files are used is written in the database's view `used_uploads`.
    """
    wanted = (
        select(Upload)
        .where(
            Upload.region_id == region_id,
            Upload.created_at < before,
            Upload.is_public.is_(False),
            ~exists().where(_USED.c.upload_id == Upload.id),
        )
        .order_by(Upload.created_at, Upload.id)
        .limit(most)
        .with_for_update(of=Upload, skip_locked=True)
    )
    return work.session.scalars(wanted).all()


def parts_of(work: Work, upload_id: UUID) -> list[int]:
    """Return the numbers of the pieces of one's own that have arrived."""
    wanted = (
        select(UploadPart.number)
        .where(UploadPart.upload_id == upload_id, UploadPart.person_id == work.actor.user_id)
        .order_by(UploadPart.number)
    )
    return list(work.session.scalars(wanted))


def unfinished_bytes(work: Work) -> int:
    """Return how many bytes of this person lie unfinished."""
    wanted = select(func.coalesce(func.sum(func.octet_length(UploadPart.body)), 0)).where(
        UploadPart.person_id == work.actor.user_id
    )
    return work.session.scalar(wanted) or 0


def bodies_of(work: Work, upload_id: UUID, count: int) -> Iterator[bytes]:
    """Yield the pieces in their order, one at a time in memory."""
    for number in range(count):
        body = work.session.scalar(
            select(UploadPart.body).where(
                UploadPart.upload_id == upload_id,
                UploadPart.number == number,
                UploadPart.person_id == work.actor.user_id,
            )
        )
        if body is None:
            raise NotFound
        yield body


def rendition(work: Work, upload_id: UUID, width: int, media_type: str) -> str | None:
    """Return the hash of a photo in one width and format, once it is ready."""
    return work.session.scalar(
        select(Rendition.sha256).where(
            Rendition.upload_id == upload_id,
            Rendition.width == width,
            Rendition.media_type == media_type,
        )
    )
