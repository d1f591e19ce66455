"""A supplier's registration as its owner, its coach and the registry officer see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, column, false, or_, select, table
from sqlalchemy.orm import selectinload

from procure.accounts.models import Appointment, Person
from procure.db.secrets import blind_index
from procure.db.work import Work
from procure.kernel.actors import Actor, Role
from procure.kernel.errors import NotFound
from procure.suppliers.kinds import Tag
from procure.suppliers.models import Supplier, SupplierIdentity
from procure.suppliers.models_bank import BankAccount, BankAccountStatus
from procure.suppliers.registry_models import (
    LinkPurpose,
    SupplierKbli,
    SupplierLink,
    SupplierProfile,
)
from procure.suppliers.rules.registration import Filled, Step

MOST_HELPED = 100


def in_sight_of(actor: Actor) -> ColumnElement[bool]:
    """The suppliers whose registration exists for this person."""
    here = Supplier.region_id == actor.region_id
    if actor.is_supplier:
        return and_(here, Supplier.id == actor.supplier_id)
    if actor.has(Role.REGISTRY_OFFICER) or actor.has(Role.AUDITOR) or actor.has(Role.SYSTEM):
        return here
    if actor.has(Role.COACH):
        return and_(here, Supplier.coach_id == actor.user_id)
    return false()


def get(work: Work, supplier_id: UUID, *, lock: bool = False) -> Supplier:
    """Return a supplier whose registration this person may see. Raises NotFound."""
    wanted = (
        select(Supplier)
        .options(selectinload(Supplier.categories), selectinload(Supplier.areas))
        .where(Supplier.id == supplier_id, in_sight_of(work.actor))
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def mine(work: Work) -> Supplier:
    """Return the supplier for which this person acts. Raises NotFound."""
    if work.actor.supplier_id is None:
        raise NotFound
    return get(work, work.actor.supplier_id)


def profile(work: Work, supplier_id: UUID) -> SupplierProfile | None:
    """Return what a supplier says of itself; none for suppliers of before self-registration."""
    return work.session.get(SupplierProfile, supplier_id)


def identity(work: Work, supplier_id: UUID) -> SupplierIdentity | None:
    """Return the numbers of a supplier, where this person may read them."""
    return work.session.get(SupplierIdentity, supplier_id)


def kblis(work: Work, supplier_id: UUID) -> Sequence[SupplierKbli]:
    """Return the business fields of a supplier."""
    wanted = (
        select(SupplierKbli)
        .where(SupplierKbli.supplier_id == supplier_id)
        .order_by(SupplierKbli.version, SupplierKbli.code)
    )
    return work.session.scalars(wanted).all()


def account(work: Work, supplier_id: UUID) -> BankAccount | None:
    """Return the bank account in use, or else the one that was proposed last."""
    wanted = (
        select(BankAccount)
        .where(
            BankAccount.supplier_id == supplier_id,
            BankAccount.status.not_in([BankAccountStatus.REPLACED, BankAccountStatus.REFUSED]),
        )
        .order_by(
            (BankAccount.status == BankAccountStatus.ACTIVE).desc(), BankAccount.proposed_at.desc()
        )
        .limit(1)
    )
    return work.session.scalar(wanted)


def filled(work: Work, supplier: Supplier) -> Filled:
    """Return how far a registration is, as far as this person may see it."""
    about = profile(work, supplier.id)
    owner = work.actor.supplier_id == supplier.id
    numbers = identity(work, supplier.id) if owner else None
    given = {name for name in ("nib", "npwp", "nik") if numbers and getattr(numbers, name)}
    return Filled(
        entity_type=str(supplier.entity_type),
        steps=frozenset(Step(name) for name in (about.steps if about else [])),
        numbers=frozenset(given),
        has_account=owner and account(work, supplier.id) is not None,
        is_confirmed=supplier.confirmed_at is not None,
        seen_by_owner=owner,
    )


def present(work: Work, supplier: Supplier, step: Step) -> dict[str, Any]:
    """Return what one step of a registration holds, by the names of its form's fields."""
    plain = {
        Step.BUSINESS: ("entity_type", "name", "legal_name", "owner_name", "phone"),
        Step.ADDRESS: ("address", "village", "postal_code", "district_code", "regency_code"),
        Step.TAX: (
            "is_taxable",
            "final_letter_number",
            "final_letter_from",
            "final_letter_until",
            "exemption_letter_number",
            "exemption_letter_until",
        ),
    }
    if step in plain:
        found = {name: getattr(supplier, name) for name in plain[step]}
        if step is Step.TAX:
            found["turnover_statement_year"] = max(supplier.turnover_statement_years, default=None)
        return found
    if step is Step.OFFER:
        fields = kblis(work, supplier.id)
        return {
            "categories": [one.category_code for one in supplier.categories],
            "areas": [one.regency_code for one in supplier.areas],
            "kbli": ", ".join(one.code for one in fields),
            "kbli_version": fields[0].version if fields else "2020",
        }
    if step in (Step.NUMBERS, Step.BANK):
        return _digests(work, supplier.id, step)
    about = profile(work, supplier.id)
    names = {
        Step.SCALE: ("scale_oss", "scale_year", "sales", "capital"),
        Step.TAGS: ("is_women_owned", "is_disability_owned"),
    }[step]
    return {name: getattr(about, name) if about else None for name in names}


def _digests(work: Work, supplier_id: UUID, step: Step) -> dict[str, str]:
    """Return keyed digests in place of numbers: a page needs to know that they are the same."""
    row: Any = identity(work, supplier_id) if step is Step.NUMBERS else account(work, supplier_id)
    names = ("nib", "npwp", "nik", "nitku") if step is Step.NUMBERS else ("account", "holder")
    return {
        name: blind_index("page", getattr(row, name)).hex()
        for name in names
        if row is not None and getattr(row, name)
    }


def link(work: Work, link_id: UUID, token_hash: bytes, *, lock: bool = False) -> SupplierLink:
    """Return the link that somebody followed. Raises NotFound."""
    wanted = select(SupplierLink).where(
        SupplierLink.id == link_id, SupplierLink.token_hash == token_hash
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def waiting_links(work: Work, supplier_id: UUID, purpose: LinkPurpose) -> Sequence[SupplierLink]:
    """Return links of a supplier that can still be used, the latest first."""
    wanted = (
        select(SupplierLink)
        .where(
            SupplierLink.supplier_id == supplier_id,
            SupplierLink.purpose == purpose,
            SupplierLink.used_at.is_(None),
            SupplierLink.ends_at > work.now,
        )
        .order_by(SupplierLink.made_at.desc())
    )
    return work.session.scalars(wanted).all()


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who acts for a supplier besides the owner."""

    appointment_id: UUID
    name: str
    email: str
    since: date


def operators(work: Work, supplier_id: UUID) -> list[Operator]:
    """Return who acts for a supplier today as its operator, by name."""
    wanted = (
        select(Appointment.id, Person.name, Person.email, Appointment.starts_on)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.supplier_id == supplier_id,
            Appointment.role == Role.SUPPLIER_OPERATOR,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= work.today),
        )
        .order_by(Person.name)
    )
    return [Operator(*row) for row in work.session.execute(wanted)]


def helped(work: Work) -> Sequence[Supplier]:
    """Return the registrations that this coach helps with, the latest first."""
    wanted = (
        select(Supplier)
        .where(Supplier.coach_id == work.actor.user_id, in_sight_of(work.actor))
        .order_by(Supplier.id.desc())
        .limit(MOST_HELPED)
    )
    return work.session.scalars(wanted).all()


_TAGS = table(
    "public_tags", column("supplier_id"), column("is_women_owned"), column("is_disability_owned")
)


def shown_tags(work: Work, supplier_id: UUID) -> list[Tag]:
    """Return what a supplier consented to show to everybody; nothing else of it is readable."""
    row = work.session.execute(select(_TAGS).where(_TAGS.c.supplier_id == supplier_id)).first()
    if row is None:
        return []
    given = {Tag.WOMEN: row.is_women_owned, Tag.DISABILITY: row.is_disability_owned}
    return [tag for tag, is_given in given.items() if is_given]
