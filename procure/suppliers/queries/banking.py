"""Bank accounts: where money may go, and what waits for a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from procure.db.work import Work
from procure.files.models import Upload
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.queries.papers import latest
from procure.suppliers.rules.banking import Freeze, Seen, frozen
from procure.suppliers.workflow import BankAccountStatus


@dataclass(frozen=True, slots=True)
class Payable:
    """Where money for a supplier may go now, or why it must wait."""

    account: BankAccount | None
    freeze: Freeze | None


def accounts_of(work: Work, supplier_id: UUID) -> Sequence[BankAccount]:
    """Return a supplier's accounts, latest first; none for those who may not know."""
    wanted = (
        select(BankAccount)
        .where(BankAccount.supplier_id == supplier_id)
        .order_by(BankAccount.proposed_at.desc(), BankAccount.id.desc())
    )
    return work.session.scalars(wanted).all()


def payable_account(work: Work, supplier_id: UUID) -> Payable:
    """Return where a supplier may be paid now, or why its payments are frozen."""
    found = accounts_of(work, supplier_id)
    freeze = frozen([Seen(one.status, one.usable_from) for one in found])
    active = next((one for one in found if one.status is BankAccountStatus.ACTIVE), None)
    return Payable(active if freeze is None else None, freeze)


def bank_account(work: Work, bank_account_id: UUID, *, lock: bool = False) -> BankAccount:
    """Return one account of the region, for a registry officer. Raises NotFound."""
    if not work.actor.has(Role.REGISTRY_OFFICER):
        raise NotFound
    return _one(work, bank_account_id, None, lock=lock)


def my_bank_account(work: Work, bank_account_id: UUID, *, lock: bool = False) -> BankAccount:
    """Return one account of the supplier for whom the actor acts. Raises NotFound."""
    if work.actor.supplier_id is None:
        raise NotFound
    return _one(work, bank_account_id, work.actor.supplier_id, lock=lock)


def _one(work: Work, account_id: UUID, supplier_id: UUID | None, *, lock: bool) -> BankAccount:
    wanted = (
        select(BankAccount)
        .options(joinedload(BankAccount.supplier, innerjoin=True))
        .where(BankAccount.id == account_id, BankAccount.region_id == work.actor.region_id)
    )
    if supplier_id is not None:
        wanted = wanted.where(BankAccount.supplier_id == supplier_id)
    found = work.session.scalar(wanted.with_for_update(of=BankAccount) if lock else wanted)
    if found is None:
        raise NotFound
    return found


def accounts_to_use(work: Work, region_id: UUID) -> list[UUID]:
    """Return the accounts of a region whose waiting time is over."""
    wanted = select(BankAccount.id).where(
        BankAccount.region_id == region_id,
        BankAccount.status == BankAccountStatus.CHECKED,
        BankAccount.usable_from <= work.now,
    )
    return list(work.session.scalars(wanted))


def book_of(work: Work, account: BankAccount) -> Upload | None:
    """Return the page of the bank book: sent with the account, else with the registration."""
    upload_id = account.book_upload_id
    if upload_id is None:
        paper = latest(work, account.supplier_id).get(DocumentKind.BANK_BOOK)
        upload_id = paper.upload_id if paper else None
    return work.session.get(Upload, upload_id) if upload_id else None
