"""Verifying a registration: accept it, ask for corrections, or refuse it."""

from collections.abc import Mapping
from uuid import UUID

from procure.audit.service import advance, record
from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.events import SupplierAccepted, SupplierAskedAgain, SupplierRefused
from procure.suppliers.kinds import ReviewItem
from procure.suppliers.models import Supplier, SupplierIdentity
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.rules import papers as rules
from procure.suppliers.service.proving import prove_tax_number
from procure.suppliers.service.remarks import settle_remarks
from procure.suppliers.vetting_models import SupplierRemark


def accept(work: Work, supplier_id: UUID) -> Supplier:
    """Let a supplier sell, once its required papers are good today. Raises PapersMissing."""
    with work.transaction():
        supplier = queries.supplier(work, supplier_id, lock=True)
        advance(work, supplier, Do.ACCEPT)
        papers = queries.latest(work, supplier.id)
        good = {kind for kind, paper in papers.items() if paper.holds_on(work.today)}
        rules.check_papers(queries.asked_of(work, supplier), good)
        supplier.verified_at = work.now
        prove_tax_number(work, supplier)
        settle_remarks(work, supplier)
        work.announce(SupplierAccepted(supplier.id))
    return supplier


def ask_again(
    work: Work, supplier_id: UUID, reason: str, remarks: Mapping[ReviewItem, str]
) -> Supplier:
    """Send a registration back, with a reason and what is wrong in each part."""
    with work.transaction():
        supplier = queries.supplier(work, supplier_id, lock=True)
        said = {item: text.strip() for item, text in remarks.items() if text.strip()}
        facts = {str(item): text for item, text in said.items()}
        advance(work, supplier, Do.ASK_AGAIN, reason=reason, facts=facts)
        settle_remarks(work, supplier)
        work.session.add_all(
            SupplierRemark(
                region_id=supplier.region_id,
                supplier_id=supplier.id,
                item=item,
                text=text,
                written_by_id=work.actor.user_id,
                written_at=work.now,
            )
            for item, text in said.items()
        )
        work.announce(SupplierAskedAgain(supplier.id, reason.strip()))
    return supplier


def refuse(work: Work, supplier_id: UUID, reason: str) -> Supplier:
    """Refuse a registration for good, with a reason."""
    with work.transaction():
        supplier = queries.supplier(work, supplier_id, lock=True)
        advance(work, supplier, Do.REFUSE, reason=reason)
        settle_remarks(work, supplier)
        work.announce(SupplierRefused(supplier.id, reason.strip()))
    return supplier


def inspect(work: Work, supplier_id: UUID) -> SupplierIdentity:
    """Show an officer the numbers of a supplier in full; each reading is recorded (UU PDP)."""
    with work.transaction():
        supplier = queries.supplier(work, supplier_id)
        SUPPLIER_POLICY.require(work.actor, Do.INSPECT, supplier)
        identity = queries.identity_of(work, supplier.id)
        if identity is None:
            raise NotFound
        record(work, Do.INSPECT, supplier, facts={"read": ["nib", "npwp", "nik", "nitku"]})
    return identity
