"""When money may go to an account, and what makes a change of account look wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from procure.kernel.errors import Conflict, DomainError
from procure.kernel.labels import N_, Labelled
from procure.kernel.regulation import Regulation
from procure.suppliers.kinds import BankAccountStatus

SAFE_HOURS: Final = 72
"""How long a changed account waits where no row says otherwise: the safe side."""


class BankUnknown(DomainError):
    """Banks have codes of three digits (domain 5.11)."""

    text = N_("Choose the bank.")
    field = "bank_code"


class AccountMisshapen(DomainError):
    """Account numbers have 6 to 20 digits (domain 5.11)."""

    text = N_("An account number has 6 to 20 digits. Check it on the bank book.")
    field = "account"


class HolderMissing(DomainError):
    """Somebody holds the account."""

    text = N_("Write the holder's name as it stands on the bank book.")
    field = "holder"


class SameAccount(DomainError):
    """Nothing would change."""

    text = N_("Payments go to this account already.")
    field = "account"


class ChangeWaits(Conflict):
    """One change at a time."""

    text = N_("A change of the account waits already. It is checked or stopped first.")


class NotConfirmed(Conflict):
    """Two officers look before money goes there."""

    text = N_("Two officers check the account before it is used.")


class StillCooling(Conflict):
    """A changed account waits, so that the old contacts can object."""

    text = N_("The account is used from %(usable_from)s at the earliest.")


class BookNotSeen(DomainError):
    """Who checks has seen the page of the bank book."""

    text = N_("Open the page of the bank book and tick that the three agree.")
    field = "book_seen"


class FrozenBecause(Labelled):
    """Why nothing is paid to a supplier at the moment."""

    NO_ACCOUNT = "no_account", N_("No bank account was checked yet.")
    CHANGE_WAITS = "change_waits", N_("The bank account is being changed and not yet checked.")
    COOLING = "cooling", N_("The bank account was changed; its waiting time runs.")


@dataclass(frozen=True, slots=True)
class Seen:
    """One account of a supplier, as far as it matters for paying."""

    status: BankAccountStatus
    usable_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Freeze:
    """That nothing is paid, why, and until when if that is known."""

    because: FrozenBecause
    until: datetime | None = None


def check_account(bank_code: str, account: str, holder: str) -> tuple[str, str, str]:
    """Return bank code, account and holder as they are kept.

    Raises BankUnknown, AccountMisshapen or HolderMissing.
    """
    if not re.fullmatch(r"\d{3}", bank_code, re.ASCII):
        raise BankUnknown
    digits = re.sub(r"[\s.\-]", "", account)
    if not re.fullmatch(r"\d{6,20}", digits, re.ASCII):
        raise AccountMisshapen
    name = " ".join(holder.split())
    if len(name) < 3:  # noqa: PLR2004 - nobody is called shorter
        raise HolderMissing
    return bank_code, digits, name


def cooling(law: Regulation | None, *, is_change: bool) -> timedelta:
    """Return how long a confirmed account waits; the first of a supplier changes nothing."""
    if not is_change:
        return timedelta()
    return timedelta(hours=law.parameters["hours"] if law else SAFE_HOURS)


def check_may_be_used(usable_from: datetime | None, now: datetime) -> None:
    """Refuse to use an account before two people looked and its time is over.

    Raises NotConfirmed or StillCooling.
    """
    if usable_from is None:
        raise NotConfirmed
    if now < usable_from:
        raise StillCooling(usable_from=usable_from)


def frozen(accounts: Sequence[Seen]) -> Freeze | None:
    """Return why nothing may be paid, or nothing where the account in use may be paid.

    A proposed or half-checked change freezes the payments to the old account as well: whoever
    proposes one says that the old one is wrong, or is a thief.
    """
    waiting = next(
        (
            one
            for one in accounts
            if one.status in (BankAccountStatus.PROPOSED, BankAccountStatus.CHECKED)
        ),
        None,
    )
    has_one = any(one.status is BankAccountStatus.ACTIVE for one in accounts)
    if waiting is not None and waiting.usable_from is not None:
        return Freeze(FrozenBecause.COOLING, waiting.usable_from)
    if waiting is not None and has_one:
        return Freeze(FrozenBecause.CHANGE_WAITS)
    return None if has_one else Freeze(FrozenBecause.NO_ACCOUNT)


_TITLES: Final = frozenset("cv pt ud koperasi tbk h hj dr drs dra ir s.e. sh se".split())


def names_agree(holder: str, *names: str) -> bool:
    """Whether an account's holder is one of these names, but for case, signs and titles."""
    wanted = _bare(holder)
    return bool(wanted) and any(wanted == _bare(name) for name in names)


def _bare(name: str) -> tuple[str, ...]:
    words = re.sub(r"[^\w\s]", " ", name.casefold()).split()
    return tuple(word for word in words if word not in _TITLES)
