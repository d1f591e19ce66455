"""A supplier's own data: shown in full, taken along, corrected, closed (UU 27/2022)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from procure.accounts.models import Person
from procure.audit.service import record
from procure.db.work import Work
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.banks import banks
from procure.suppliers.events import DataRequestAnswered, DataRequested
from procure.suppliers.models import Supplier
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.queries import own
from procure.suppliers.registry_models import DataRequest, DataRequestKind


@dataclass(frozen=True, slots=True)
class InFull:
    """The numbers of a supplier, readable."""

    nib: str
    npwp: str
    nik: str
    nitku: str
    bank: str
    account: str
    holder: str


def reveal(work: Work, supplier_id: UUID) -> InFull:
    """Return the own numbers in full, as the owner; each time is recorded."""
    with work.transaction():
        supplier = queries.get(work, supplier_id)
        SUPPLIER_POLICY.require(work.actor, Do.REVEAL, supplier)
        found = _numbers(work, supplier)
        record(work, Do.REVEAL, supplier)
    return found


def _numbers(work: Work, supplier: Supplier) -> InFull:
    kept = queries.identity(work, supplier.id)
    account = queries.account(work, supplier.id)
    return InFull(
        nib=(kept and kept.nib) or "",
        npwp=(kept and kept.npwp) or "",
        nik=(kept and kept.nik) or "",
        nitku=(kept and kept.nitku) or "",
        bank=banks().get(account.bank_code, account.bank_code) if account else "",
        account=account.account if account else "",
        holder=account.holder if account else "",
    )


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything that is kept about a supplier and its owner, part by part."""

    supplier: Supplier
    person: Person
    parts: dict[str, dict[str, Any]]
    lists: dict[str, list[dict[str, Any]]]


Teller = Callable[[Work, UUID], list[dict[str, Any]]]
_others: dict[str, Teller] = {}


def tell_also(part: str, teller: Teller) -> None:
    """Let a room further down tell what it keeps about a supplier, in a list of this name."""
    _others[part] = teller


def export(work: Work, supplier_id: UUID) -> OwnData:
    """Gather all that is kept about a supplier and its owner; each time is recorded."""
    with work.transaction():
        supplier = queries.get(work, supplier_id)
        SUPPLIER_POLICY.require(work.actor, Do.EXPORT, supplier)
        person = work.session.get_one(Person, work.actor.user_id)
        lists = own.lists_of(work, supplier)
        lists |= {part: teller(work, supplier.id) for part, teller in _others.items()}
        lists["deeds"] = own.deeds(work, supplier.id)
        found = OwnData(supplier, person, _parts(work, supplier, person), lists)
        record(work, Do.EXPORT, supplier)
    return found


PERSON = ("name", "email", "phone", "language")
BUSINESS = (
    *("name", "legal_name", "entity_type", "scale", "status", "owner_name", "phone"),
    *("address", "village", "district_name", "regency_name", "postal_code"),
    *("confirmed_at", "verified_at"),
)
TAX = (
    *("is_taxable", "npwp_valid", "final_letter_number", "final_letter_from"),
    *("final_letter_until", "exemption_letter_number", "exemption_letter_until"),
    "turnover_statement_years",
)
ABOUT = (
    *("scale_oss", "scale_year", "sales", "capital", "is_women_owned", "women_consented_at"),
    *("is_disability_owned", "disability_consented_at", "is_holder_different"),
    *("is_same_device", "is_same_network", "updated_at"),
)


def _parts(work: Work, supplier: Supplier, person: Person) -> dict[str, dict[str, Any]]:
    numbers = _numbers(work, supplier)
    about = queries.profile(work, supplier.id)
    return {
        "person": {name: getattr(person, name) for name in PERSON},
        "business": {name: getattr(supplier, name) for name in BUSINESS},
        "numbers": {name: getattr(numbers, name) for name in InFull.__dataclass_fields__},
        "offer": {
            "categories": [one.category_code for one in supplier.categories],
            "areas": [one.regency_code for one in supplier.areas],
            "kbli": [f"{one.code} ({one.version})" for one in queries.kblis(work, supplier.id)],
        },
        "tax": {name: getattr(supplier, name) for name in TAX},
        "about": {name: getattr(about, name) for name in ABOUT} if about else {},
        "help": {"coach": queries.coach_name(work, supplier)},
        "operators": {one.email: one.name for one in queries.operators(work, supplier.id)},
    }


def ask(work: Work, supplier_id: UUID, kind: DataRequestKind, wish: str) -> DataRequest:
    """Ask the registry officer to correct what one cannot change, or to close the account."""
    with work.transaction():
        supplier = queries.get(work, supplier_id)
        SUPPLIER_POLICY.require(work.actor, Do.ASK, supplier)
        asked = DataRequest(
            region_id=supplier.region_id,
            supplier_id=supplier.id,
            kind=kind,
            wish=wish.strip(),
            asked_by_id=work.actor.user_id,
        )
        work.session.add(asked)
        work.session.flush()
        record(work, Do.ASK, supplier, reason=asked.wish, facts={"kind": kind})
        work.announce(DataRequested(asked.id))
    return asked


def answer(work: Work, request_id: UUID, words: str) -> DataRequest:
    """Answer a request about own data, as the registry officer. Raises NotFound."""
    with work.transaction():
        asked = queries.request(work, request_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, Do.ANSWER, asked)
        settle(work, asked, words)
        work.announce(DataRequestAnswered(asked.id))
    return asked


def settle(work: Work, asked: DataRequest, words: str) -> None:
    """Write down what a request was answered, within the deed that answers it."""
    asked.answered_by_id, asked.answered_at = work.actor.user_id, work.now
    asked.answer = words.strip()
    record(work, Do.ANSWER, asked, reason=asked.answer)
