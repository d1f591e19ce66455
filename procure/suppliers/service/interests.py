"""What officials declare about their ties to suppliers."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from procure.audit.service import record
from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.suppliers import queries
from procure.suppliers.actions import InterestAction as Do
from procure.suppliers.kinds import InterestKind
from procure.suppliers.policy import INTEREST_POLICY
from procure.suppliers.rules import interests as rules
from procure.suppliers.vetting_models import Interest


@dataclass(frozen=True, slots=True)
class NewInterest:
    """A tie as the official declares it."""

    supplier_id: UUID
    kind: InterestKind
    starts_on: date
    text: str


def declare(work: Work, new: NewInterest) -> Interest:
    """Declare that one has to do with a supplier; from now on others decide where it takes part.

    Raises SupplierUnknown, StartsAhead or DeclaredAlready.
    """
    with work.transaction():
        INTEREST_POLICY.require(work.actor, Do.DECLARE)
        rules.check_term(new.starts_on, None, work.today)
        try:
            supplier = queries.supplier(work, new.supplier_id)
        except NotFound:
            raise rules.SupplierUnknown from None
        mine = queries.declared_by_me(work)
        if any(one.supplier_id == supplier.id and one.ends_on is None for one in mine):
            raise rules.DeclaredAlready
        interest = Interest(
            region_id=supplier.region_id,
            person_id=work.actor.user_id,
            declared_at=work.now,
            **{**asdict(new), "text": new.text.strip()},
        )
        work.session.add(interest)
        work.session.flush()
        facts = {"supplier": supplier.name, "kind": new.kind, "starts_on": new.starts_on}
        record(work, Do.DECLARE, interest, facts=facts)
    return interest


def end(work: Work, interest_id: UUID) -> Interest:
    """Say that a tie ends today; it counts until the end of the day. Raises NotFound."""
    with work.transaction():
        interest = queries.my_interest(work, interest_id, lock=True)
        INTEREST_POLICY.require(work.actor, Do.END, interest)
        if interest.ends_on is None:
            interest.ends_on = work.today
            record(work, Do.END, interest, facts={"ends_on": work.today})
    return interest
