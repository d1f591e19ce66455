"""Statements that are made once, whoever asks.

SQLAlchemy takes longer to put a large statement together than PostgreSQL to answer it. What many
pages ask is therefore made once for each kind of asker, with a stand-in whose ids are parameters,
and executed with the `ids` of who really asks:

    @cache
    def _one(kind: Kind) -> Select[Rfq]:
        return select(Rfq).where(Rfq.id == bindparam("rfq_id"), in_sight_of(stand_in(kind)))

    work.session.scalars(_one(kind_of(work.actor)), {"rfq_id": rfq_id, **ids(work.actor)})
"""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam

from procure.kernel.actors import Actor, Role


class Kind(NamedTuple):
    """What of an actor decides how a statement looks."""

    roles: frozenset[Role]
    has_region: bool
    has_agency: bool
    has_unit: bool
    has_supplier: bool


def kind_of(actor: Actor) -> Kind:
    """Return what kind of asker this person is."""
    return Kind(
        actor.roles,
        actor.region_id is not None,
        actor.agency_id is not None,
        actor.unit_id is not None,
        actor.supplier_id is not None,
    )


@cache
def stand_in(kind: Kind) -> Actor:
    """Return an actor of this kind whose ids are parameters of a statement."""
    user_id: Any = bindparam("asking_user")
    region_id: Any = bindparam("asking_region") if kind.has_region else None
    agency_id: Any = bindparam("asking_agency") if kind.has_agency else None
    unit_id: Any = bindparam("asking_unit") if kind.has_unit else None
    supplier_id: Any = bindparam("asking_supplier") if kind.has_supplier else None
    return Actor(user_id, "", region_id, agency_id, unit_id, supplier_id, kind.roles)


def ids(actor: Actor) -> dict[str, Any]:
    """Return the parameters that stand for this actor."""
    return {
        "asking_user": actor.user_id,
        "asking_region": actor.region_id,
        "asking_agency": actor.agency_id,
        "asking_unit": actor.unit_id,
        "asking_supplier": actor.supplier_id,
    }
