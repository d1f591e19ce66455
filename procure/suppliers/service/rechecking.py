"""What an accepted supplier changes: noted with what stood there before, and looked at again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from procure.audit.service import record
from procure.db.work import Work
from procure.kernel.errors import ReasonMissing
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.events import ChangeAccepted, ChangeReturned
from procure.suppliers.kinds import ChangedField, ReviewItem
from procure.suppliers.models import Supplier
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.registry_models import SupplierChange
from procure.suppliers.rules import registration
from procure.suppliers.service.proving import prove_tax_number
from procure.suppliers.service.remarks import settle_remarks
from procure.suppliers.vetting_models import SupplierRemark

PLACES = (ChangedField.ADDRESS, ChangedField.DISTRICT)


def note(work: Work, supplier: Supplier, before: Mapping[ChangedField, Any]) -> None:
    """Keep what stood there before a change, inside the deed that changes it.

    What was there when an officer last looked stays kept when it is changed twice. A tax number
    counts as unproven at once: withholding too much until an officer has looked can be claimed
    back, withholding too little would fall on the treasurer.
    """
    for name, value in before.items():
        kept = work.session.get(SupplierChange, (supplier.id, name))
        if kept is not None:
            kept.changed_at, kept.returned_at = work.now, None
            continue
        work.session.add(
            SupplierChange(
                supplier_id=supplier.id,
                field=name,
                region_id=supplier.region_id,
                before=None if value is None else str(value),
                changed_at=work.now,
            )
        )
    if registration.TAX_IDENTITY & before.keys():
        supplier.npwp_valid = False


def accept_change(work: Work, supplier_id: UUID, seen: str) -> Supplier:
    """Say, as an officer, that what an accepted supplier changed is good.

    `seen` is the mark of the page: a change that came after it was not looked at. Raises
    NothingChanged or ChangedMeanwhile.
    """
    with work.transaction():
        supplier = queries.supplier(work, supplier_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, Do.ACCEPT_CHANGE, supplier)
        changes = queries.changes_of(work, supplier.id)
        if not changes:
            raise registration.NothingChanged
        if queries.mark_of(changes) != seen:
            raise registration.ChangedMeanwhile
        facts = {"changed": [str(one.field) for one in changes]}
        record(work, Do.ACCEPT_CHANGE, supplier, facts=facts)
        work.session.execute(
            delete(SupplierChange).where(SupplierChange.supplier_id == supplier.id)
        )
        if registration.TAX_IDENTITY & {one.field for one in changes}:
            prove_tax_number(work, supplier)
        settle_remarks(work, supplier)
        work.announce(ChangeAccepted(supplier.id))
    return supplier


def return_change(work: Work, supplier_id: UUID, reason: str) -> Supplier:
    """Ask, as an officer, for a change to be corrected, with a reason that the supplier reads.

    The supplier stays active, and the change stays waiting. Raises NothingChanged.
    """
    with work.transaction():
        supplier = queries.supplier(work, supplier_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, Do.RETURN_CHANGE, supplier)
        if not reason.strip():
            raise ReasonMissing
        changes = queries.changes_of(work, supplier.id)
        if not changes:
            raise registration.NothingChanged
        for one in changes:
            one.returned_at = work.now
        settle_remarks(work, supplier)
        only_place = all(one.field in PLACES for one in changes)
        work.session.add(
            SupplierRemark(
                region_id=supplier.region_id,
                supplier_id=supplier.id,
                item=ReviewItem.PLACE if only_place else ReviewItem.IDENTITY,
                text=reason.strip(),
                written_by_id=work.actor.user_id,
                written_at=work.now,
            )
        )
        facts = {"changed": [str(one.field) for one in changes]}
        record(work, Do.RETURN_CHANGE, supplier, reason=reason.strip(), facts=facts)
        work.announce(ChangeReturned(supplier.id, reason.strip()))
    return supplier
