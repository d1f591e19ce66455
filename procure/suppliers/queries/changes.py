"""What accepted suppliers changed and no officer has looked at, and numbers that were refused."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.suppliers.kinds import ChangedField
from procure.suppliers.registry_models import Fingerprint, RefusedNumber, SupplierChange


def changes_of(work: Work, supplier_id: UUID) -> Sequence[SupplierChange]:
    """Return what a supplier changed, in the order in which the page names it."""
    wanted = select(SupplierChange).where(SupplierChange.supplier_id == supplier_id)
    order = list(ChangedField)
    return sorted(work.session.scalars(wanted), key=lambda one: order.index(one.field))


def mark_of(changes: Sequence[SupplierChange]) -> str:
    """Return a mark of the latest change, to tell whether a page still shows all of them."""
    return max(one.changed_at for one in changes).isoformat() if changes else ""


_SAME = and_(
    RefusedNumber.region_id == Fingerprint.region_id,
    RefusedNumber.kind == Fingerprint.kind,
    RefusedNumber.digest == Fingerprint.digest,
    RefusedNumber.supplier_id != Fingerprint.supplier_id,
    Fingerprint.is_claimed,
)
MOST_REFUSED = 20


def refused_numbers(work: Work, supplier_id: UUID) -> Sequence[RefusedNumber]:
    """Return who could not register a number because this supplier has it, the latest first."""
    wanted = (
        select(RefusedNumber)
        .join(Fingerprint, _SAME)
        .options(joinedload(RefusedNumber.supplier, innerjoin=True))
        .where(Fingerprint.supplier_id == supplier_id)
        .order_by(RefusedNumber.tried_at.desc())
        .limit(MOST_REFUSED)
    )
    return work.session.scalars(wanted).all()


def holder_of(work: Work, refused_number_id: UUID) -> UUID | None:
    """Return which supplier has a number that was refused; none if it let go of it since.

    Only officers and auditors read the fingerprints of others. Raises NotFound.
    """
    refused = work.session.get(RefusedNumber, refused_number_id)
    if refused is None or refused.region_id != work.actor.region_id:
        raise NotFound
    wanted = (
        select(Fingerprint.supplier_id)
        .join(RefusedNumber, _SAME)
        .where(RefusedNumber.id == refused.id)
        .limit(1)
    )
    return work.session.scalar(wanted)
