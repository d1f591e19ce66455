"""What waits for the registry officers, longest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from procure.audit.models import AuditEntry
from procure.db.work import Work
from procure.kernel.labels import N_, Labelled
from procure.suppliers.kinds import EntityType
from procure.suppliers.models import Supplier, SupplierDocument
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.registry_models import SupplierChange
from procure.suppliers.workflow import BankAccountStatus, DocumentStatus, SupplierStatus

PAGE_SIZE = 30
SOON = timedelta(days=30)
"""How far ahead the list of papers that end looks."""


class Stage(Labelled):
    """The piles on the officers' desk."""

    REGISTRATIONS = "registrations", N_("New registrations")
    PAPERS = "papers", N_("Papers to look at")
    ACCOUNTS = "accounts", N_("Bank accounts to check")
    CHANGES = "changes", N_("Changes to look at again")
    ENDING = "ending", N_("Papers that end within 30 days")
    SANCTIONS = "sanctions", N_("Suspended or debarred")
    ALL = "all", N_("All suppliers")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One supplier in a pile: since when it waits, or when its paper ends, and what for.

    `what` is a kind of paper, a state of an account, or the names of changed fields; `RETURNED`
    among these says that the supplier was asked to correct them.
    """

    supplier: Supplier
    since: datetime | None
    ends_on: date | None
    what: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a pile."""

    items: Sequence[Waiting]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE_SIZE)

    @property
    def has_prev(self) -> bool:
        """Whether there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.page < self.pages

    def iter_pages(self, **_edges: int) -> list[int | None]:
        """Return the numbers of the pages, with gaps, for the links."""
        near = {1, self.pages, self.page - 1, self.page, self.page + 1}
        found: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            if found and found[-1] is not None and number - found[-1] > 1:
                found.append(None)
            found.append(number)
        return found


Counts = dict[Stage, int]
RETURNED = "returned"


def _here(work: Work) -> ColumnElement[bool]:
    return Supplier.region_id == work.actor.region_id


def _papers(work: Work, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Papers of suppliers that sell already; those of new ones are looked at with the rest."""
    sells = Supplier.status.in_([SupplierStatus.ACTIVE, SupplierStatus.SUSPENDED])
    return and_(_here(work), sells, SupplierDocument.supplier_id == Supplier.id, which)


def _is_ending(work: Work) -> ColumnElement[bool]:
    return and_(
        SupplierDocument.status == DocumentStatus.ACCEPTED,
        SupplierDocument.valid_until <= work.today + SOON,
    )


def _is_waiting() -> ColumnElement[bool]:
    return SupplierDocument.status == DocumentStatus.WAITING


def _to_check(work: Work) -> ColumnElement[bool]:
    """Accounts that wait for an officer; a confirmed one waits for its time only.

    Whoever closed the account is still paid for what was sold, never for what was not.
    """
    never_sold = and_(Supplier.status == SupplierStatus.CLOSED, Supplier.verified_at.is_(None))
    return and_(
        _here(work),
        BankAccount.supplier_id == Supplier.id,
        BankAccount.status.in_([BankAccountStatus.PROPOSED, BankAccountStatus.CHECKED]),
        BankAccount.usable_from.is_(None),
        Supplier.status.not_in([SupplierStatus.DRAFT, SupplierStatus.RETURNED]),
        ~never_sold,
    )


def _since_submitted() -> ColumnElement[Any]:
    """When the supplier was last sent in, as the trail says."""
    return (
        select(func.max(AuditEntry.at))
        .where(
            AuditEntry.subject_id == Supplier.id, AuditEntry.after == SupplierStatus.PENDING.value
        )
        .correlate(Supplier)
        .scalar_subquery()
    )


def _changed(work: Work) -> ColumnElement[bool]:
    is_there = Supplier.status != SupplierStatus.CLOSED
    return and_(_here(work), is_there, SupplierChange.supplier_id == Supplier.id)


_SANCTIONED = (SupplierStatus.SUSPENDED, SupplierStatus.DEBARRED)


def counts(work: Work) -> Counts:
    """Count what waits in each pile, with one statement."""

    def many(*where: ColumnElement[bool]) -> Any:
        return select(func.count()).select_from(Supplier).where(*where).scalar_subquery()

    wanted = {
        Stage.REGISTRATIONS: many(_here(work), Supplier.status == SupplierStatus.PENDING),
        Stage.PAPERS: _counted(_papers(work, _is_waiting())),
        Stage.ACCOUNTS: _counted(_to_check(work)),
        Stage.CHANGES: select(func.count(SupplierChange.supplier_id.distinct()))
        .where(_changed(work))
        .scalar_subquery(),
        Stage.ENDING: _counted(_papers(work, _is_ending(work))),
        Stage.SANCTIONS: many(_here(work), Supplier.status.in_(_SANCTIONED)),
        Stage.ALL: many(_here(work), Supplier.status != SupplierStatus.DRAFT),
    }
    found = work.session.execute(select(*wanted.values())).one()
    return dict(zip(wanted, found, strict=True))


def _counted(where: ColumnElement[bool]) -> Any:
    return select(func.count()).where(where).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Filter:
    """What the officer looks for."""

    stage: Stage = Stage.REGISTRATIONS
    words: str = ""
    entity_type: EntityType | None = None


def waiting(work: Work, wanted: Filter, page: int) -> Page:
    """Return one page of a pile: who waits longest stands first."""
    rows = _PILES[wanted.stage](work)
    if words := wanted.words.strip():
        rows = rows.where(
            Supplier.name.icontains(words, autoescape=True)
            | Supplier.owner_name.icontains(words, autoescape=True)
        )
    if wanted.entity_type is not None:
        rows = rows.where(Supplier.entity_type == wanted.entity_type)
    total = func.count().over()
    found = work.session.execute(
        rows.add_columns(total).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    items = [Waiting(*row[:4]) for row in found]
    return Page(items, page, found[0][4] if found else 0)


_NEVER = literal(None)


def _registrations(work: Work) -> Select[Any, Any, Any, Any]:
    since = _since_submitted()
    return (
        select(Supplier, since, _NEVER, literal(""))
        .where(_here(work), Supplier.status == SupplierStatus.PENDING)
        .order_by(since.nulls_first(), Supplier.id)
    )


def _waiting_papers(work: Work) -> Select[Any, Any, Any, Any]:
    return (
        select(
            Supplier,
            SupplierDocument.sent_at,
            _NEVER,
            cast(SupplierDocument.kind, String).label("what"),
        )
        .where(_papers(work, _is_waiting()))
        .order_by(SupplierDocument.sent_at, SupplierDocument.id)
    )


def _waiting_accounts(work: Work) -> Select[Any, Any, Any, Any]:
    return (
        select(
            Supplier,
            BankAccount.proposed_at,
            _NEVER,
            cast(BankAccount.status, String).label("what"),
        )
        .where(_to_check(work))
        .order_by(BankAccount.proposed_at, BankAccount.id)
    )


def _changes(work: Work) -> Select[Any, Any, Any, Any]:
    since = func.min(SupplierChange.changed_at)
    fields = func.string_agg(
        cast(SupplierChange.field, String),
        aggregate_order_by(literal_column("' '"), SupplierChange.field),
    )
    returned = case(
        (func.bool_and(SupplierChange.returned_at.is_not(None)), f" {RETURNED}"), else_=""
    )
    return (
        select(Supplier, since, _NEVER, (fields + returned).label("what"))
        .where(_changed(work))
        .group_by(Supplier.id)
        .order_by(since, Supplier.id)
    )


def _ending_papers(work: Work) -> Select[Any, Any, Any, Any]:
    return (
        select(
            Supplier,
            _NEVER,
            SupplierDocument.valid_until,
            cast(SupplierDocument.kind, String).label("what"),
        )
        .where(_papers(work, _is_ending(work)))
        .order_by(SupplierDocument.valid_until, SupplierDocument.id)
    )


def _sanctioned(work: Work) -> Select[Any, Any, Any, Any]:
    return (
        select(Supplier, _NEVER, _NEVER, literal(""))
        .where(_here(work), Supplier.status.in_(_SANCTIONED))
        .order_by(Supplier.name, Supplier.id)
    )


def _everybody(work: Work) -> Select[Any, Any, Any, Any]:
    return (
        select(Supplier, _NEVER, _NEVER, literal(""))
        .where(_here(work), Supplier.status != SupplierStatus.DRAFT)
        .order_by(Supplier.name, Supplier.id)
    )


@dataclass(frozen=True, slots=True)
class Task:
    """A pile in which something waits for an officer: how much, and since when."""

    stage: Stage
    count: int
    since: datetime | None


def tasks(work: Work) -> list[Task]:
    """Return what waits for the registry officers, with one statement.

    What a supplier was asked to correct waits for the supplier.
    """
    pending = and_(_here(work), Supplier.status == SupplierStatus.PENDING)
    changed = and_(_changed(work), SupplierChange.returned_at.is_(None))
    piles = (
        (Stage.REGISTRATIONS, Supplier.id, _since_submitted(), pending),
        (Stage.PAPERS, SupplierDocument.id, SupplierDocument.sent_at, _papers(work, _is_waiting())),
        (Stage.ACCOUNTS, BankAccount.id, BankAccount.proposed_at, _to_check(work)),
        (Stage.CHANGES, SupplierChange.supplier_id, SupplierChange.changed_at, changed),
    )
    counted = [
        select(literal(str(stage)), func.count(key.distinct()), func.min(since)).where(where)
        for stage, key, since, where in piles
    ]
    found = work.session.execute(union_all(*counted))
    return [Task(Stage(stage), count, since) for stage, count, since in found if count]


_PILES = {
    Stage.REGISTRATIONS: _registrations,
    Stage.PAPERS: _waiting_papers,
    Stage.ACCOUNTS: _waiting_accounts,
    Stage.CHANGES: _changes,
    Stage.ENDING: _ending_papers,
    Stage.SANCTIONS: _sanctioned,
    Stage.ALL: _everybody,
}
