"""What waits for the registry officer, and what the officer looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, exists, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from procure.catalogue.shelf_models import CurationPoint, ImportRun, ListingRevision
from procure.catalogue.workflow import ListingRevisionStatus
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound
from procure.suppliers.models import Supplier
from procure.suppliers.vetting_models import Interest

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Batch:
    """Proposals of one sheet that wait together."""

    import_run_id: UUID
    supplier_name: str
    file_name: str
    count: int


@dataclass(frozen=True, slots=True)
class Queue:
    """Proposals that wait, the longest first, and sheets with many of them."""

    rows: Sequence[ListingRevision]
    batches: Sequence[Batch]
    after: UUID | None


def _in_sight(work: Work) -> ColumnElement[bool]:
    actor = work.actor
    here = ListingRevision.region_id == actor.region_id
    if actor.has(Role.REGISTRY_OFFICER) or actor.has(Role.AUDITOR):
        return here
    return here & (ListingRevision.supplier_id == actor.supplier_id)


def get(work: Work, listing_revision_id: UUID, *, lock: bool = False) -> ListingRevision:
    """Return a proposal of one's own or, for the officer, of the region. Raises NotFound."""
    wanted = (
        select(ListingRevision)
        .where(ListingRevision.id == listing_revision_id, _in_sight(work))
        .options(
            joinedload(ListingRevision.supplier),
            joinedload(ListingRevision.category),
            joinedload(ListingRevision.listing),
            joinedload(ListingRevision.decided_by),
        )
    )
    if lock:
        wanted = wanted.with_for_update(of=ListingRevision).execution_options(
            populate_existing=True
        )
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def _to_judge(work: Work) -> tuple[ColumnElement[bool], ...]:
    """What waits in the region apart from the officer's own business and declared ties."""
    own = work.actor.supplier_id
    tied = exists().where(
        Interest.supplier_id == ListingRevision.supplier_id,
        Interest.person_id == work.actor.user_id,
        or_(Interest.ends_on.is_(None), Interest.ends_on >= work.today),
    )
    return (
        ListingRevision.region_id == work.actor.region_id,
        ListingRevision.status == ListingRevisionStatus.SUBMITTED,
        ListingRevision.supplier_id != own if own else true(),
        ~tied,
    )


def waiting(work: Work) -> tuple[int, datetime | None]:
    """Return how many proposals wait for this officer, and since when the oldest; one statement."""
    wanted = select(func.count(), func.min(ListingRevision.submitted_at)).where(*_to_judge(work))
    count, since = work.session.execute(wanted).one()
    return count, since


def queue(work: Work, after: UUID | None = None) -> Queue:
    """Return what waits in the region for this officer; two statements."""
    waiting = _to_judge(work)
    wanted = (
        select(ListingRevision)
        .join(ListingRevision.supplier)
        .join(ListingRevision.category)
        .options(
            contains_eager(ListingRevision.supplier),
            contains_eager(ListingRevision.category),
            joinedload(ListingRevision.listing),
        )
        .where(*waiting, ListingRevision.import_run_id.is_(None))
        .order_by(ListingRevision.id)
        .limit(PAGE_SIZE + 1)
    )
    if after is not None:
        wanted = wanted.where(ListingRevision.id > after)
    rows = work.session.scalars(wanted).all()
    batches = work.session.execute(
        select(ImportRun.id, Supplier.name, ImportRun.file_name, func.count())
        .join(ListingRevision, ListingRevision.import_run_id == ImportRun.id)
        .join(Supplier, Supplier.id == ImportRun.supplier_id)
        .where(*waiting)
        .group_by(ImportRun.id, Supplier.name, ImportRun.file_name)
        .order_by(ImportRun.id)
    )
    shown = rows[:PAGE_SIZE]
    return Queue(
        shown, [Batch(*row) for row in batches], shown[-1].id if len(rows) > PAGE_SIZE else None
    )


def points(work: Work, *, is_food: bool) -> Sequence[CurationPoint]:
    """Return the points of the checklist for food or for other things, in their order."""
    wanted = select(CurationPoint).where(CurationPoint.is_active).order_by(CurationPoint.position)
    if not is_food:
        wanted = wanted.where(CurationPoint.only_food.is_(False))
    return work.session.scalars(wanted).all()


def waiting_in(work: Work, import_run_id: UUID, limit: int) -> Sequence[ListingRevision]:
    """Return proposals of one sheet that wait, in the order of the sheet."""
    wanted = (
        select(ListingRevision)
        .where(
            ListingRevision.import_run_id == import_run_id,
            ListingRevision.status == ListingRevisionStatus.SUBMITTED,
            _in_sight(work),
        )
        .options(joinedload(ListingRevision.listing), joinedload(ListingRevision.category))
        .order_by(ListingRevision.id)
        .limit(limit)
    )
    return work.session.scalars(wanted).all()


def sample_of(work: Work, import_run_id: UUID, size: int) -> Sequence[ListingRevision]:
    """Return proposals of a sheet for a closer look, spread by chance but the same each time."""
    wanted = (
        select(ListingRevision)
        .where(
            ListingRevision.import_run_id == import_run_id,
            ListingRevision.status == ListingRevisionStatus.SUBMITTED,
            _in_sight(work),
        )
        .options(joinedload(ListingRevision.listing), joinedload(ListingRevision.category))
        .order_by(func.md5(cast(ListingRevision.id, String)))
        .limit(size)
    )
    return work.session.scalars(wanted).all()


def count_in(work: Work, import_run_id: UUID) -> int:
    """Return how many proposals of a sheet wait."""
    wanted = select(func.count()).where(
        ListingRevision.import_run_id == import_run_id,
        ListingRevision.status == ListingRevisionStatus.SUBMITTED,
        _in_sight(work),
    )
    return work.session.scalar(wanted) or 0
