"""How much of a seller's day is taken by accepted orders."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from procure.catalogue.models import CapacityUse
from procure.db.base import table_of
from procure.db.work import Work

_USES = table_of(CapacityUse)


def take(work: Work, order_id: UUID, day: date, quantities: Iterable[tuple[UUID, int]]) -> None:
    """Note what an accepted order takes of its listings on the day of delivery.

    Args:
        work: the unit of work.
        order_id: the order, accepted in the same transaction.
        day: when it is delivered, in the region's calendar.
        quantities: listing id and how many; several of one listing are added up.
    """
    total: dict[UUID, int] = {}
    for listing_id, quantity in quantities:
        total[listing_id] = total.get(listing_id, 0) + quantity
    if not total:
        return
    with work.transaction():
        work.session.flush()
        rows = [
            {"listing_id": listing_id, "day": day, "order_id": order_id, "quantity": quantity}
            for listing_id, quantity in total.items()
        ]
        work.session.execute(insert(_USES).on_conflict_do_nothing(), rows)


def free(work: Work, order_id: UUID) -> None:
    """Give back what an order had taken, once it has ended; nothing where it took nothing."""
    with work.transaction():
        work.session.flush()
        work.session.execute(delete(_USES).where(_USES.c.order_id == order_id))
