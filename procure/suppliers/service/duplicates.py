"""What an officer decides about suppliers that look alike."""

from uuid import UUID

from procure.audit.service import record
from procure.db.work import Work
from procure.kernel.errors import NotFound, ReasonMissing
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.kinds import Verdict
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.vetting_models import ClusterDecision


def judge(
    work: Work, supplier_id: UUID, other_id: UUID, verdict: Verdict, reason: str
) -> ClusterDecision:
    """Decide what two suppliers with something in common are to each other, with a reason.

    The decision is kept, and shown to whoever invites both; a later one goes before it. Raises
    NotFound where the two have nothing in common.
    """
    with work.transaction():
        supplier = queries.supplier(work, supplier_id)
        SUPPLIER_POLICY.require(work.actor, Do.JUDGE, supplier)
        if not reason.strip():
            raise ReasonMissing
        alike = {one.supplier.id: one for one in queries.cluster_of(work, supplier.id)}
        if other_id not in alike:
            raise NotFound
        SUPPLIER_POLICY.require(work.actor, Do.JUDGE, alike[other_id].supplier)
        first, second = sorted((supplier.id, other_id))
        decision = ClusterDecision(
            region_id=supplier.region_id,
            supplier_id=first,
            other_id=second,
            verdict=verdict,
            reason=reason.strip(),
            decided_by_id=work.actor.user_id,
            decided_at=work.now,
        )
        work.session.add(decision)
        facts = {
            "other": alike[other_id].supplier.name,
            "verdict": verdict,
            "marks": [str(mark) for mark in alike[other_id].marks],
        }
        record(work, Do.JUDGE, supplier, reason=reason.strip(), facts=facts)
    return decision
