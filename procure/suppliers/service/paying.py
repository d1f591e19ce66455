"""The gate that every payment to a supplier passes; the step of payment asks here and only here."""

from uuid import UUID

from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.suppliers import queries
from procure.suppliers.models import Supplier
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.rules import paying as rules


def check_may_be_paid(work: Work, supplier_id: UUID) -> BankAccount:
    """Return the account to which a supplier is paid at this moment, or refuse in words.

    For whoever may know accounts: treasurer, registry officer, auditor, and the supplier itself.
    Raises NotFound or the refusals of `rules.paying`.
    """
    supplier = work.session.get(Supplier, supplier_id, populate_existing=True)
    if supplier is None or supplier.region_id != work.actor.region_id:
        raise NotFound
    payable = queries.payable_account(work, supplier.id)
    look = queries.last_look(work, supplier.id)
    rules.check_may_be_paid(supplier.name, supplier.status, look, payable.freeze)
    if payable.account is None:
        raise NotFound
    return payable.account


def why_held(work: Work, supplier_id: UUID) -> rules.PaymentHeld | None:
    """Return what holds the payments to a supplier, for the pages that tell of it."""
    try:
        check_may_be_paid(work, supplier_id)
    except rules.PaymentHeld as held:
        return held
    return None
