"""Whether a supplier may be paid: how it stands, and whether its account is settled."""

from datetime import date
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.suppliers.kinds import BlacklistResult, SupplierStatus
from procure.suppliers.rules.banking import Freeze

SELLS_OR_SOLD: Final = (SupplierStatus.ACTIVE, SupplierStatus.CLOSED)
"""Whoever closed the account is still paid for what was delivered before."""
KEPT_OUT: Final = (SupplierStatus.SUSPENDED, SupplierStatus.DEBARRED)


class PaymentHeld(DomainError):
    """A supplier is not paid now; what holds the payment is said by the kinds below."""

    text = N_("%(supplier)s cannot be paid now.")


class StatusHolds(PaymentHeld):
    """The supplier is suspended, debarred or was never accepted (Perpres 16/2018 art. 78)."""

    text = N_(
        "%(supplier)s is not paid while its status is “%(status)s”. "
        "The registry officer says why and until when."
    )


class BlacklistHolds(PaymentHeld):
    """The national blacklist names the supplier."""

    text = N_(
        "%(supplier)s is not paid: the check of %(checked_on)s found it in the national blacklist. "
        "The registry officer looks again."
    )


class AccountHolds(PaymentHeld):
    """No account is settled."""

    text = N_("%(supplier)s is not paid: %(because)s Two officers check the account first.")


class AccountCools(PaymentHeld):
    """A changed account waits, so that the old contacts can object."""

    text = N_("%(supplier)s is not paid before %(until)s: %(because)s")


def check_may_be_paid(
    supplier: str,
    status: SupplierStatus,
    last_check: tuple[date, BlacklistResult] | None,
    freeze: Freeze | None,
) -> None:
    """Refuse a payment to a supplier that is kept out or whose account is not settled.

    Raises StatusHolds, BlacklistHolds, AccountHolds or AccountCools.
    """
    if status in KEPT_OUT:
        raise StatusHolds(supplier=supplier, status=status)
    if last_check is not None and last_check[1] is BlacklistResult.LISTED:
        raise BlacklistHolds(supplier=supplier, checked_on=last_check[0])
    if freeze is not None and freeze.until is not None:
        raise AccountCools(supplier=supplier, because=freeze.because, until=freeze.until)
    if freeze is not None:
        raise AccountHolds(supplier=supplier, because=freeze.because)
    if status not in SELLS_OR_SOLD:
        raise StatusHolds(supplier=supplier, status=status)
