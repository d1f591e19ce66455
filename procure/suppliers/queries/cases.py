"""One supplier as the registry officer sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import selectinload

from procure.audit.models import AuditEntry
from procure.audit.queries import story
from procure.db.work import Work
from procure.files.models import Scan
from procure.kernel.errors import NotFound
from procure.kernel.regulation import Finding
from procure.regulations.queries import in_force
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.models import Supplier, SupplierDocument, SupplierIdentity
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.queries.banking import accounts_of
from procure.suppliers.queries.changes import changes_of, refused_numbers
from procure.suppliers.queries.interests import noticed, of_supplier
from procure.suppliers.queries.papers import asked_of, latest, scans_of
from procure.suppliers.queries.people import officers, people_of
from procure.suppliers.queries.sanctions import looks_at, sanctions_of
from procure.suppliers.queries.standing import Neighbour, cluster_of
from procure.suppliers.registry_models import RefusedNumber, SupplierChange
from procure.suppliers.rules.banking import names_agree
from procure.suppliers.rules.interests import Noticed
from procure.suppliers.rules.papers import Asked, about_halal, is_food
from procure.suppliers.rules.sanctions import about_blacklist
from procure.suppliers.vetting_models import BlacklistCheck, Interest, Sanction, SupplierRemark
from procure.suppliers.workflow import SupplierStatus

__all__ = [
    "Case",
    "case",
    "identity_of",
    "my_supplier",
    "names_of_suppliers",
    "officers",
    "open_remarks",
    "people_of",
    "supplier",
    "to_correct",
]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the officer weighs about one supplier."""

    supplier: Supplier
    identity: SupplierIdentity | None
    asked: Sequence[Asked]
    papers: Mapping[DocumentKind, SupplierDocument]
    scans: Mapping[UUID, Scan]
    changes: Sequence[SupplierChange]
    refused_numbers: Sequence[RefusedNumber]
    accounts: Sequence[BankAccount]
    neighbours: Sequence[Neighbour]
    interests: Sequence[Interest]
    noticed: Sequence[Noticed]
    sanctions: Sequence[Sanction]
    looks: Sequence[BlacklistCheck]
    remarks: Sequence[SupplierRemark]
    entries: Sequence[AuditEntry]
    findings: Sequence[Finding]

    @property
    def holder_differs(self) -> bool:
        """Whether an account that waits or is used is held under another name."""
        return any(
            not names_agree(one.holder, self.supplier.owner_name, self.supplier.name)
            for one in self.accounts[:1]
        )

    @property
    def sells_food(self) -> bool:
        """Whether food is among what is sold."""
        return is_food(one.category_code for one in self.supplier.categories)


def supplier(work: Work, supplier_id: UUID, *, lock: bool = False) -> Supplier:
    """Return a supplier of the region that was ever sent in. Raises NotFound."""
    wanted = (
        select(Supplier)
        .options(selectinload(Supplier.categories), selectinload(Supplier.areas))
        .where(
            Supplier.id == supplier_id,
            Supplier.region_id == work.actor.region_id,
            Supplier.status != SupplierStatus.DRAFT,
        )
    )
    found = work.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound
    return found


def my_supplier(work: Work) -> Supplier:
    """Return the supplier for whom the actor acts. Raises NotFound."""
    found = work.session.get(Supplier, work.actor.supplier_id) if work.actor.supplier_id else None
    if found is None or found.region_id != work.actor.region_id:
        raise NotFound
    return found


MOST_NAMED = 2000
"""Suppliers that a list to choose from names; a region has fewer that sell to its agencies."""


def names_of_suppliers(work: Work) -> list[tuple[UUID, str]]:
    """Return the suppliers of the region that were ever sent in, by name."""
    wanted = (
        select(Supplier.id, Supplier.name)
        .where(Supplier.region_id == work.actor.region_id, Supplier.status != SupplierStatus.DRAFT)
        .order_by(Supplier.name)
        .limit(MOST_NAMED)
    )
    return [(supplier_id, name) for supplier_id, name in work.session.execute(wanted)]


def identity_of(work: Work, supplier_id: UUID) -> SupplierIdentity | None:
    """Return the numbers of a supplier, where the database lets the actor read them."""
    return work.session.get(SupplierIdentity, supplier_id)


def open_remarks(work: Work, supplier_id: UUID) -> Sequence[SupplierRemark]:
    """Return what was asked to be corrected and is not settled, oldest first."""
    return work.session.scalars(_open(supplier_id)).all()


def to_correct(work: Work, supplier_id: UUID) -> Sequence[SupplierRemark]:
    """Return what a supplier was asked to correct and has not: then it is the officer's turn."""
    returned = or_(
        exists().where(
            SupplierChange.supplier_id == supplier_id, SupplierChange.returned_at.is_not(None)
        ),
        exists().where(Supplier.id == supplier_id, Supplier.status == SupplierStatus.RETURNED),
    )
    return work.session.scalars(_open(supplier_id).where(returned)).all()


def _open(supplier_id: UUID) -> Select[SupplierRemark]:
    return (
        select(SupplierRemark)
        .where(SupplierRemark.supplier_id == supplier_id, SupplierRemark.is_open)
        .order_by(SupplierRemark.written_at, SupplierRemark.id)
    )


def case(work: Work, supplier_id: UUID) -> Case:
    """Return everything about one supplier of the region. Raises NotFound."""
    found = supplier(work, supplier_id)
    papers, looks = latest(work, found.id), looks_at(work, found.id)
    return Case(
        supplier=found,
        identity=identity_of(work, found.id),
        asked=asked_of(work, found),
        papers=papers,
        scans=scans_of(work, papers.values()),
        changes=changes_of(work, found.id),
        refused_numbers=refused_numbers(work, found.id),
        accounts=accounts_of(work, found.id),
        neighbours=cluster_of(work, found.id),
        interests=of_supplier(work, found.id),
        noticed=noticed(work, found),
        sanctions=sanctions_of(work, found.id),
        looks=looks,
        remarks=open_remarks(work, found.id),
        entries=story(work, found.id),
        findings=_findings(work, found, papers, looks),
    )


def _findings(
    work: Work,
    found: Supplier,
    papers: Mapping[DocumentKind, SupplierDocument],
    looks: Sequence[BlacklistCheck],
) -> list[Finding]:
    laws = in_force(work, ("halal-certificate", "blacklist-check"))
    halal = papers.get(DocumentKind.HALAL)
    said = (
        about_halal(
            [one.category_code for one in found.categories],
            holds=halal is not None and halal.holds_on(work.today),
            is_labelled=False,
            day=work.today,
            law=laws.get("halal-certificate"),
        ),
        about_blacklist(
            [(look.checked_on, look.result) for look in looks],
            work.today,
            laws.get("blacklist-check"),
        ),
    )
    return [finding for finding in said if finding is not None]
