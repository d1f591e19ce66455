"""Papers: which are asked, which were sent, which hold on a day, which end soon."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from procure.db.work import Work
from procure.files.models import Purpose, Scan, Upload
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.models import Supplier, SupplierCategory, SupplierDocument
from procure.suppliers.rules.papers import Asked, Requirement
from procure.suppliers.rules.papers import asked_of as asked
from procure.suppliers.vetting_models import DocumentRequirement, ExpiryNotice
from procure.suppliers.workflow import DocumentStatus

PURPOSES: dict[DocumentKind, Purpose] = {
    DocumentKind.NIK: Purpose.IDENTITY,
    DocumentKind.NPWP: Purpose.IDENTITY,
    DocumentKind.BANK_BOOK: Purpose.BANK_BOOK,
}
"""What an upload must have been sent for, to become a paper of a kind; else a certificate."""

MOST_UPLOADS = 20


def purpose_of(kind: DocumentKind) -> Purpose:
    """Return for what a file of this kind of paper is sent."""
    return PURPOSES.get(kind, Purpose.CERTIFICATE)


def asked_of(work: Work, supplier: Supplier) -> list[Asked]:
    """Return which papers are asked of a supplier today."""
    wanted = select(DocumentRequirement).where(
        or_(
            DocumentRequirement.region_id == supplier.region_id,
            DocumentRequirement.region_id.is_(None),
        ),
        DocumentRequirement.valid_from <= work.today,
        or_(
            DocumentRequirement.valid_until.is_(None),
            DocumentRequirement.valid_until >= work.today,
        ),
    )
    rows = [
        Requirement(
            row.kind,
            row.need,
            row.entity_type,
            row.category_group,
            row.article,
            row.region_id is not None,
        )
        for row in work.session.scalars(wanted)
    ]
    return asked(supplier.entity_type, codes_of(work, supplier.id), rows)


def codes_of(work: Work, supplier_id: UUID) -> list[str]:
    """Return the categories in which a supplier sells."""
    wanted = select(SupplierCategory.category_code).where(
        SupplierCategory.supplier_id == supplier_id
    )
    return list(work.session.scalars(wanted))


def latest(work: Work, supplier_id: UUID) -> dict[DocumentKind, SupplierDocument]:
    """Return the paper of each kind that counts: the one that was not replaced."""
    wanted = (
        select(SupplierDocument)
        .where(
            SupplierDocument.supplier_id == supplier_id,
            SupplierDocument.status != DocumentStatus.REPLACED,
        )
        .order_by(SupplierDocument.sent_at, SupplierDocument.id)
    )
    return {paper.kind: paper for paper in work.session.scalars(wanted)}


def scans_of(work: Work, papers: Iterable[SupplierDocument]) -> dict[UUID, Scan]:
    """Return what the virus scanner said of the files of these papers."""
    ids = [paper.upload_id for paper in papers if paper.upload_id is not None]
    if not ids:
        return {}
    wanted = select(Upload.id, Upload.scan).where(Upload.id.in_(ids))
    return {upload_id: scan for upload_id, scan in work.session.execute(wanted)}  # noqa: C416 - rows are more than pairs


def my_papers(work: Work) -> dict[DocumentKind, SupplierDocument]:
    """Return the papers of the supplier for whom the actor acts."""
    return latest(work, work.actor.supplier_id) if work.actor.supplier_id else {}


def paper(work: Work, document_id: UUID, *, lock: bool = False) -> SupplierDocument:
    """Return one paper that exists for the actor. Raises NotFound."""
    wanted = select(SupplierDocument).where(
        SupplierDocument.id == document_id, SupplierDocument.region_id == work.actor.region_id
    )
    if not work.actor.has(Role.REGISTRY_OFFICER):
        wanted = wanted.where(SupplierDocument.supplier_id == work.actor.supplier_id)
    found = work.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound
    return found


def my_uploads(work: Work, purposes: Iterable[Purpose]) -> Sequence[Upload]:
    """Return the actor's own files for these purposes, latest first."""
    wanted = (
        select(Upload)
        .where(Upload.person_id == work.actor.user_id, Upload.purpose.in_(list(purposes)))
        .order_by(Upload.created_at.desc(), Upload.id.desc())
        .limit(MOST_UPLOADS)
    )
    return work.session.scalars(wanted).all()


def my_upload(work: Work, upload_id: UUID, purpose: Purpose) -> Upload:
    """Return the actor's own file of this purpose. Raises NotFound."""
    wanted = select(Upload).where(
        Upload.id == upload_id,
        Upload.person_id == work.actor.user_id,
        Upload.purpose == purpose,
        Upload.region_id == work.actor.region_id,
    )
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def holds(work: Work, supplier_id: UUID, kind: DocumentKind, day: date) -> bool:
    """Whether an accepted paper of this kind holds on a day of the region."""
    wanted = (
        select(SupplierDocument.id)
        .where(
            SupplierDocument.supplier_id == supplier_id,
            SupplierDocument.kind == kind,
            SupplierDocument.status == DocumentStatus.ACCEPTED,
            or_(SupplierDocument.valid_until.is_(None), SupplierDocument.valid_until >= day),
        )
        .limit(1)
    )
    return work.session.scalar(wanted) is not None


def holding(
    supplier_id: InstrumentedAttribute[UUID] | UUID, kind: DocumentKind, day: date
) -> ColumnElement[bool]:
    """Whether an accepted paper of a kind holds on a day; also the former one of a renewal.

    Who sends the new paper in time loses nothing while an officer looks at it.
    """
    paper, renewal = aliased(SupplierDocument), aliased(SupplierDocument)
    waits = exists().where(
        renewal.supplier_id == paper.supplier_id,
        renewal.kind == kind,
        renewal.status == DocumentStatus.WAITING,
    )
    was_accepted = and_(
        paper.status == DocumentStatus.REPLACED, paper.checked_at.is_not(None), paper.reason == ""
    )
    return exists().where(
        paper.supplier_id == supplier_id,
        paper.kind == kind,
        or_(paper.valid_until.is_(None), paper.valid_until >= day),
        or_(paper.status == DocumentStatus.ACCEPTED, and_(was_accepted, waits)),
    )


def ended(work: Work, region_id: UUID, kind: DocumentKind, within: int) -> set[UUID]:
    """Return the suppliers of a region of whom a paper of a kind ended within so many days."""
    wanted = select(SupplierDocument.supplier_id).where(
        SupplierDocument.region_id == region_id,
        SupplierDocument.kind == kind,
        SupplierDocument.valid_until < work.today,
        SupplierDocument.valid_until >= work.today - timedelta(days=within),
    )
    return set(work.session.scalars(wanted))


def papers_that_end(
    work: Work, region_id: UUID, within: int
) -> list[tuple[SupplierDocument, set[int]]]:
    """Return accepted papers of a region that end within so many days, and what was told of them.

    The day is the region's own: a paper ends at midnight where the supplier is.
    """
    wanted = (
        select(SupplierDocument)
        .where(
            SupplierDocument.region_id == region_id,
            SupplierDocument.status == DocumentStatus.ACCEPTED,
            SupplierDocument.valid_until >= work.today,
            SupplierDocument.valid_until <= work.today + timedelta(days=within),
        )
        .order_by(SupplierDocument.valid_until, SupplierDocument.id)
        .with_for_update(skip_locked=True)
    )
    found = work.session.scalars(wanted).all()
    told: dict[UUID, set[int]] = {}
    notices = select(ExpiryNotice.document_id, ExpiryNotice.days).where(
        ExpiryNotice.document_id.in_([one.id for one in found])
    )
    for document_id, days in work.session.execute(notices):
        told.setdefault(document_id, set()).add(days)
    return [(one, told.get(one.id, set())) for one in found]
