"""What all steps of a registration have in common: who, when, over which values, and the trail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from procure.audit.service import record
from procure.db.secrets import blind_index
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.errors import DomainError
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.events import SupplierChanged
from procure.suppliers.kinds import ChangedField
from procure.suppliers.models import Supplier
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.registry_models import SupplierProfile
from procure.suppliers.rules import registration
from procure.suppliers.rules.registration import Step
from procure.suppliers.service.rechecking import note


def version_of(values: dict[str, Any]) -> str:
    """Return a mark of what a step held when its page was opened."""
    return blind_index("version", repr(sorted(values.items()))).hex()[:32]


@dataclass(slots=True)
class Filling:
    """A step that is being saved: the supplier, its profile, and which fields changed."""

    supplier: Supplier
    profile: SupplierProfile
    changed: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)

    def put(self, record: Any, **values: Any) -> None:
        """Set fields and note which of them changed, and what stood there before."""
        for name, value in values.items():
            if getattr(record, name) != value:
                self.changed.append(name)
                self.before[name] = getattr(record, name)
                setattr(record, name, value)


@contextmanager
def filling_in(
    work: Work, supplier_id: UUID, action: Do, step: Step, version: str
) -> Iterator[Filling]:
    """Open a step, then note that it was saved, by whom, and which fields changed."""
    with work.transaction():
        supplier = queries.get(work, supplier_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, action, supplier)
        registration.check_open(supplier.status, is_owner=work.actor.has(Role.SUPPLIER_OWNER))
        registration.check_fresh(version, version_of(queries.present(work, supplier, step)))
        profile = queries.profile(work, supplier.id)
        if profile is None:
            profile = SupplierProfile(
                supplier_id=supplier.id, region_id=supplier.region_id, updated_at=work.now
            )
            profile.steps = []
            work.session.add(profile)
        filling = Filling(supplier, profile)
        yield filling
        if step not in profile.steps:
            profile.steps = [*profile.steps, str(step)]
        profile.updated_at = work.now
        _note_substance(work, filling)
        record(work, action, supplier, facts={"changed": sorted(filling.changed)})


def _note_substance(work: Work, filling: Filling) -> None:
    again = registration.of_substance(filling.changed, filling.supplier.status)
    if not again:
        return
    note(work, filling.supplier, {ChangedField(name): filling.before[name] for name in again})
    work.announce(SupplierChanged(filling.supplier.id, again))


def at(name: str, check: Callable[..., Any], *given: Any) -> Any:
    """Return what a check makes of a value; its refusal names the field."""
    try:
        return check(*given)
    except DomainError as error:
        error.field = error.field or name
        raise
