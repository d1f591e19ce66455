"""What follows in the registry from what happened in it."""

from sqlalchemy.dialects.postgresql import insert

from procure.audit.service import record
from procure.db.base import new_id
from procure.db.work import Work
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.events import NumberRefused, NumberRefusedFirst
from procure.suppliers.registry_models import FingerprintKind, RefusedNumber


def keep_refused_number(work: Work, event: NumberRefused) -> None:
    """Keep that a number was refused, for the officers; whoever typed it learns no more by it."""
    supplier = queries.get(work, event.supplier_id)
    kept = (
        insert(RefusedNumber)
        .values(
            id=new_id(),
            region_id=supplier.region_id,
            supplier_id=supplier.id,
            kind=FingerprintKind(event.kind),
            digest=event.digest,
            tried_at=work.now,
        )
        .on_conflict_do_nothing()
        .returning(RefusedNumber.id)
    )
    record(work, Do.IDENTIFY, supplier, facts={"refused": event.kind})
    found = work.session.scalar(kept)
    if found is not None:
        work.announce(NumberRefusedFirst(found))
