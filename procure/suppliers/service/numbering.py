"""Filling in what identifies and pays a business; the owner's alone, and encrypted."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from procure.db.work import Work
from procure.kernel.errors import WrongStatus
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.banks import banks
from procure.suppliers.models import EntityType, Supplier, SupplierIdentity
from procure.suppliers.models_bank import BankAccount, BankAccountStatus
from procure.suppliers.registry_models import FingerprintKind
from procure.suppliers.rules import identifiers, naming
from procure.suppliers.rules.registration import Step
from procure.suppliers.service import fingerprints
from procure.suppliers.service.filling import at, filling_in
from procure.suppliers.workflow import SupplierStatus


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers as typed; what is blank stays as it is."""

    nib: str = ""
    npwp: str = ""
    nik: str = ""
    nitku: str = ""


def identify(work: Work, supplier_id: UUID, version: str, new: Numbers) -> Supplier:
    """Save the numbers of the business and its owner, encrypted.

    Raises AlreadyRegistered if another supplier of the region has one of them; the officers hear
    of it.
    """
    with (
        fingerprints.telling_of_refused(work, supplier_id),
        filling_in(work, supplier_id, Do.IDENTIFY, Step.NUMBERS, version) as filling,
    ):
        supplier = filling.supplier
        kept = queries.identity(work, supplier.id)
        if kept is None:
            kept = SupplierIdentity(supplier_id=supplier.id, region_id=supplier.region_id)
            work.session.add(kept)
        numbers = _numbers(supplier.entity_type, kept, new)
        filling.put(kept, **numbers)
        work.session.flush()
        fingerprints.keep(
            work, supplier, {kind: numbers[kind] for kind in map(FingerprintKind, NUMBER_KINDS)}
        )
    return supplier


NUMBER_KINDS = ("nib", "nik", "npwp")


def _numbers(form: EntityType, kept: SupplierIdentity, new: Numbers) -> dict[str, str | None]:
    nib = at("nib", identifiers.nib, new.nib) if new.nib.strip() else kept.nib
    nik = at("nik", identifiers.nik, new.nik).number if new.nik.strip() else kept.nik
    if form is EntityType.INDIVIDUAL:
        npwp = nik
        if new.npwp.strip():
            npwp = at("npwp", identifiers.npwp_of_person, new.npwp, nik or "")
        return {"nib": nib, "npwp": npwp, "nik": nik, "nitku": f"{npwp}000000" if npwp else None}
    npwp = at("npwp", identifiers.npwp_of_business, new.npwp) if new.npwp.strip() else kept.npwp
    if npwp is not None and not npwp.startswith("0"):
        npwp = None  # the number of a person, from before the legal form was changed
    nitku = kept.nitku if npwp and (kept.nitku or "").startswith(npwp) else None
    if new.nitku.strip():
        nitku = at("nitku", identifiers.nitku, new.nitku, npwp or "")
    head_office = f"{npwp}000000" if npwp else None
    return {"nib": nib, "npwp": npwp, "nik": nik, "nitku": nitku or head_office}


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account as typed."""

    bank_code: str
    account: str
    holder: str


def name_account(work: Work, supplier_id: UUID, version: str, new: Account) -> Supplier:
    """Propose the bank account of a new supplier; afterwards it changes by its own procedure.

    A holder who is neither the owner nor the business is noted for the officer.
    """
    with filling_in(work, supplier_id, Do.NAME_ACCOUNT, Step.BANK, version) as filling:
        supplier = filling.supplier
        if supplier.status not in (SupplierStatus.DRAFT, SupplierStatus.RETURNED):
            raise WrongStatus(status=supplier.status)
        number = at("account", identifiers.account, new.account)
        code = at("bank_code", identifiers.bank_code, new.bank_code, banks())
        holder = at("holder", naming.name, new.holder)
        work.session.execute(
            delete(BankAccount).where(
                BankAccount.supplier_id == supplier.id,
                BankAccount.status == BankAccountStatus.PROPOSED,
            )
        )
        work.session.add(
            BankAccount(
                region_id=supplier.region_id,
                supplier_id=supplier.id,
                bank_code=code,
                account=number,
                holder=holder,
                status=BankAccountStatus.PROPOSED,
                proposed_by_id=work.actor.user_id,
                proposed_at=work.now,
            )
        )
        filling.changed.append("account")
        names = (supplier.owner_name, supplier.legal_name, supplier.name)
        filling.profile.is_holder_different = not naming.same_holder(holder, *names)
        fingerprints.keep(work, supplier, {FingerprintKind.ACCOUNT: f"{code} {number}"})
    return supplier
