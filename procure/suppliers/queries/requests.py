"""What owners ask to be done with their data, and what of it waits for the registry officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.suppliers.models import Supplier
from procure.suppliers.queries.interests import declared_by
from procure.suppliers.registry_models import DataRequest

MOST_OPEN = 100


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that waits, whose it is, and whether it waits for a colleague."""

    asked: DataRequest
    name: str
    is_tied: bool


def _waits(work: Work) -> ColumnElement[bool]:
    here = DataRequest.region_id == work.actor.region_id
    return here & DataRequest.answered_at.is_(None)


def open_requests(work: Work) -> list[OpenRequest]:
    """Return the requests about own data that wait for an answer, oldest first."""
    wanted = (
        select(DataRequest, Supplier.name, declared_by(work, DataRequest.supplier_id))
        .join(Supplier, Supplier.id == DataRequest.supplier_id)
        .where(_waits(work))
        .order_by(DataRequest.asked_at, DataRequest.id)
        .limit(MOST_OPEN)
    )
    return [OpenRequest(*row) for row in work.session.execute(wanted)]


def requests_to_answer(work: Work) -> tuple[int, datetime | None]:
    """Return how many requests wait for this officer, and since when the oldest."""
    wanted = select(func.count(), func.min(DataRequest.asked_at)).where(
        _waits(work), ~declared_by(work, DataRequest.supplier_id)
    )
    count, since = work.session.execute(wanted).one()
    return count, since


def request(work: Work, request_id: UUID, *, lock: bool = False) -> DataRequest:
    """Return a request about own data that waits for an answer. Raises NotFound."""
    wanted = select(DataRequest).where(DataRequest.id == request_id, _waits(work))
    found = work.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound
    return found


def requests(work: Work, supplier_id: UUID) -> Sequence[DataRequest]:
    """Return what an owner asked to be done with their data, the latest first."""
    wanted = (
        select(DataRequest)
        .where(DataRequest.supplier_id == supplier_id)
        .order_by(DataRequest.asked_at.desc())
    )
    return work.session.scalars(wanted).all()
