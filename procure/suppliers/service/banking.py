"""Changing a bank account: proposed, looked at by two officers, held for a while, then used."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from procure.accounts.queries import me
from procure.accounts.rules import PasswordMistyped
from procure.audit.service import advance, record
from procure.db.base import new_id
from procure.db.work import Work
from procure.files.models import Purpose
from procure.kernel.errors import NotFound
from procure.kernel.regulation import Regulation
from procure.regulations.queries import in_force
from procure.suppliers import queries
from procure.suppliers.actions import BankAccountAction as Do
from procure.suppliers.events import (
    BankAccountConfirmed,
    BankAccountInUse,
    BankAccountProposed,
    BankAccountStopped,
)
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.policy import BANK_ACCOUNT_POLICY
from procure.suppliers.registry_models import FingerprintKind
from procure.suppliers.rules import banking as rules
from procure.suppliers.service import fingerprints
from procure.suppliers.workflow import BankAccountStatus as Status

COOLING = "bank-change-cooling"
IN_HAND = (Status.PROPOSED, Status.CHECKED)


class Fits(Protocol):
    """Whatever can tell whether a password belongs to a hash."""

    def fits(self, hashed: str, password: str) -> bool:
        """Whether the password belongs to the hash."""
        ...


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A bank account as typed from the bank book, with the picture of that page."""

    bank_code: str
    account: str
    holder: str
    book_upload_id: UUID


def propose_bank_account(
    work: Work, new: NewAccount, password: str, passwords: Fits
) -> BankAccount:
    """Propose another account as the owner, who types the present password once more.

    From this moment nothing is paid, and everybody of the supplier is told. Raises
    PasswordMistyped, ChangeWaits, SameAccount, NotFound or the refusals of `rules.banking`.
    """
    with work.transaction():
        supplier_id, region_id = work.actor.supplier_id, work.actor.region_id
        if supplier_id is None or region_id is None:
            raise NotFound
        code, account, holder = rules.check_account(new.bank_code, new.account, new.holder)
        proposed = BankAccount(
            id=new_id(),
            region_id=region_id,
            supplier_id=supplier_id,
            bank_code=code,
            account=account,
            holder=holder,
            status=Status.PROPOSED,
            proposed_by_id=work.actor.user_id,
            proposed_at=work.now,
        )
        BANK_ACCOUNT_POLICY.require(work.actor, Do.PROPOSE, proposed)
        if not passwords.fits(me(work).password_hash, password):
            raise PasswordMistyped(field="password")
        _check_is_a_change(work, proposed)
        book = queries.my_upload(work, new.book_upload_id, Purpose.BANK_BOOK)
        proposed.book_upload_id = book.id
        work.session.add(proposed)
        work.session.flush()
        marks = {FingerprintKind.ACCOUNT: f"{code} {account}"}
        fingerprints.keep(work, proposed.supplier, marks)
        record(work, Do.PROPOSE, proposed, facts={"bank": code, "account": _tail(account)})
        work.announce(BankAccountProposed(proposed.id, supplier_id))
    return proposed


def _check_is_a_change(work: Work, proposed: BankAccount) -> None:
    for known in queries.accounts_of(work, proposed.supplier_id):
        if known.status in IN_HAND:
            raise rules.ChangeWaits
        same = (known.bank_code, known.account) == (proposed.bank_code, proposed.account)
        if known.status is Status.ACTIVE and same:
            raise rules.SameAccount


def _tail(account: str) -> str:
    """The trail keeps the end of a number, never all of it."""
    return account[-4:]


def check_bank_account(work: Work, bank_account_id: UUID, *, book_seen: bool) -> BankAccount:
    """Say, as the first officer, that account, holder and bank book agree. Raises BookNotSeen."""
    with work.transaction():
        account = queries.bank_account(work, bank_account_id, lock=True)
        advance(work, account, Do.CHECK, facts={"account": _tail(account.account)})
        if not book_seen:
            raise rules.BookNotSeen
        account.first_checked_by_id, account.first_checked_at = work.actor.user_id, work.now
    return account


def confirm_bank_account(work: Work, bank_account_id: UUID, *, book_seen: bool) -> BankAccount:
    """Say, as the second officer, that the account is good; it waits its time, then is used.

    The first account of a supplier replaces none, and is used at once. Raises BookNotSeen, or
    NotConfirmed when it was confirmed already.
    """
    with work.transaction():
        account = queries.bank_account(work, bank_account_id, lock=True)
        law = in_force(work, (COOLING,)).get(COOLING)
        laws: list[Regulation] = [law] if law else []
        facts = {"account": _tail(account.account)}
        advance(work, account, Do.CONFIRM, facts=facts, laws=laws)
        if not book_seen:
            raise rules.BookNotSeen
        if account.second_checked_by_id is not None:
            raise rules.StillCooling(usable_from=account.usable_from)
        usable_from = work.now + rules.cooling(law, is_change=_replaces_one(work, account))
        account.second_checked_by_id, account.second_checked_at = work.actor.user_id, work.now
        account.usable_from = usable_from
        work.session.flush()
        if usable_from <= work.now:
            activate_bank_account(work, account)
        else:
            work.announce(BankAccountConfirmed(account.id, account.supplier_id, usable_from))
    return account


def _replaces_one(work: Work, account: BankAccount) -> bool:
    return any(
        one.status in (Status.ACTIVE, Status.REPLACED)
        for one in queries.accounts_of(work, account.supplier_id)
    )


def activate_bank_account(work: Work, account: BankAccount) -> None:
    """Let payments go to a confirmed account, in place of the one before; inside another deed.

    Raises NotConfirmed or StillCooling.
    """
    with work.transaction():
        rules.check_may_be_used(account.usable_from, work.now)
        for one in queries.accounts_of(work, account.supplier_id):
            if one.status is Status.ACTIVE:
                replace_bank_account(work, one)
        work.session.flush()
        advance(work, account, Do.ACTIVATE, facts={"account": _tail(account.account)})
        work.announce(BankAccountInUse(account.id, account.supplier_id))


def replace_bank_account(work: Work, account: BankAccount) -> None:
    """Put an account out of use, inside the activation of the next one."""
    with work.transaction():
        advance(work, account, Do.REPLACE)


def refuse_bank_account(work: Work, bank_account_id: UUID, reason: str) -> BankAccount:
    """Refuse a proposed account, as an officer, with a reason; the old one stays in use."""
    with work.transaction():
        account = queries.bank_account(work, bank_account_id, lock=True)
        _stop(work, account, Do.REFUSE, reason)
    return account


def object_bank_account(work: Work, bank_account_id: UUID, reason: str) -> BankAccount:
    """Stop a change of account, as anybody of the supplier, until the moment it is used."""
    with work.transaction():
        account = queries.my_bank_account(work, bank_account_id, lock=True)
        _stop(work, account, Do.OBJECT, reason)
    return account


def _stop(work: Work, account: BankAccount, action: Do, reason: str) -> None:
    advance(work, account, action, reason=reason, facts={"account": _tail(account.account)})
    account.reason = reason.strip()
    work.session.flush()
    _forget_mark(work, account.supplier_id)
    work.announce(
        BankAccountStopped(
            account.id, account.supplier_id, account.reason, is_objection=action is Do.OBJECT
        )
    )


def _forget_mark(work: Work, supplier_id: UUID) -> None:
    """A number that was stopped makes nobody look alike; the account in use counts again."""
    used = (one for one in queries.accounts_of(work, supplier_id) if one.status is Status.ACTIVE)
    active = next(used, None)
    value = f"{active.bank_code} {active.account}" if active else None
    fingerprints.restore(work, supplier_id, FingerprintKind.ACCOUNT, value)


def inspect_bank_account(work: Work, bank_account_id: UUID) -> BankAccount:
    """Show an officer an account in full, to compare it with the bank book; it is recorded."""
    with work.transaction():
        account = queries.bank_account(work, bank_account_id)
        BANK_ACCOUNT_POLICY.require(work.actor, Do.INSPECT, account)
        record(work, Do.INSPECT, account, facts={"account": _tail(account.account)})
    return account


def use_cooled_accounts(work: Work, region_id: UUID) -> int:
    """Use, as the clock, the accounts whose waiting time is over; each by itself."""
    used = 0
    for account_id in queries.accounts_to_use(work, region_id):
        with work.transaction():
            account = work.session.get(BankAccount, account_id, with_for_update=True)
            if account is None or account.status is not Status.CHECKED:
                continue
            activate_bank_account(work, account)
            used += 1
    return used
