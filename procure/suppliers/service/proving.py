"""Whether the tax number of a supplier is proven, which decides the rate of its income tax."""

from procure.db.work import Work
from procure.suppliers import queries
from procure.suppliers.kinds import SupplierStatus
from procure.suppliers.models import Supplier
from procure.suppliers.rules import papers as rules

ACCEPTED = (SupplierStatus.ACTIVE, SupplierStatus.SUSPENDED, SupplierStatus.DEBARRED)


def prove_tax_number(work: Work, supplier: Supplier) -> None:
    """Note, inside an officer's decision, whether an accepted paper proves the tax number.

    Only of a supplier that is accepted: before that the number itself may still be changed.
    """
    if supplier.status not in ACCEPTED:
        return
    work.session.flush()
    identity = queries.identity_of(work, supplier.id)
    shown = {
        paper.kind: paper.number
        for paper in queries.latest(work, supplier.id).values()
        if paper.holds_on(work.today)
    }
    number = identity.npwp if identity is not None else None
    supplier.npwp_valid = rules.proves_tax_number(supplier.entity_type, number, shown)
