"""How suppliers stand when somebody wants to invite, choose or order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    true,
)

from procure.db.work import Work
from procure.kernel.regulation import Regulation, Severity
from procure.suppliers.kinds import DocumentKind, InterestKind, MarkKind, Verdict
from procure.suppliers.models import Supplier, SupplierDocument
from procure.suppliers.queries.interests import ties_on
from procure.suppliers.queries.sanctions import last_look_at
from procure.suppliers.rules.papers import about_halal
from procure.suppliers.rules.sanctions import about_blacklist
from procure.suppliers.rules.standing import Laws, Likeness, Standing, Tie, pairs
from procure.suppliers.vetting_models import ClusterDecision
from procure.suppliers.workflow import DocumentStatus, SupplierStatus

LAWS = ("blacklist-check", "conflict-of-interest", "halal-certificate", "same-owner")
"""Rows that decide what keeps a supplier out of a purchase."""

_MARKS = text("SELECT supplier_id, other_id, kind FROM shared_marks(:ids)")


def standings(
    work: Work,
    supplier_ids: Iterable[UUID],
    people: Collection[UUID],
    codes: Collection[str],
    laws: Laws,
    labelled: ColumnElement[bool],
) -> dict[UUID, Standing]:
    """Return how suppliers stand today, for a purchase decided by these people in these categories.

    `labelled` tells of a `Supplier` whether its food says of itself that it is not halal. One
    statement; declared ties are looked up only where a row in force asks for them.
    """
    asked = people if _matters(laws.get("conflict-of-interest")) else ()
    given = {"suppliers": list(supplier_ids), "people": list(asked), "day": work.today}
    halal = laws.get("halal-certificate")
    needs_halal = bool(
        about_halal(codes, holds=False, is_labelled=False, day=work.today, law=halal)
    )
    rows: dict[UUID, list[Any]] = {}
    for row in work.session.execute(_rows(labelled), given):
        rows.setdefault(row.id, []).append(row)
    return {key: _standing(work, found, laws, needs_halal) for key, found in rows.items()}


def _matters(law: Regulation | None) -> bool:
    return law is not None and law.severity is not Severity.INFORM


def _standing(work: Work, rows: Sequence[Any], laws: Laws, needs_halal: bool) -> Standing:
    """Return how a supplier stands that has one row for each tie, or one without any."""
    one = rows[0]
    look = (one.checked_on, one.result) if one.checked_on else None
    unlooked = about_blacklist([look] if look else [], work.today, laws.get("blacklist-check"))
    return Standing(
        one.id,
        one.name,
        one.status,
        last_check=look,
        is_check_missing=unlooked is not None,
        has_no_halal=needs_halal and not one.has_halal and not one.is_labelled,
        ties=tuple(
            Tie(row.person, row.supplier, InterestKind(row.kind)) for row in rows if row.kind
        ),
    )


@cache
def _rows(labelled: ColumnElement[bool]) -> Select[Any]:
    """Each supplier once for each tie, with its certificate and the last look into the blacklist.

    Lists are lists of parameters: PostgreSQL keeps one plan for each length, and would plan anew
    for each array.
    """
    wanted: BindParameter[UUID] = bindparam("suppliers", expanding=True)
    day: BindParameter[date] = bindparam("day")
    has_halal = (
        exists()
        .where(
            SupplierDocument.supplier_id == Supplier.id,
            SupplierDocument.kind == DocumentKind.HALAL,
            SupplierDocument.status == DocumentStatus.ACCEPTED,
            or_(SupplierDocument.valid_until.is_(None), SupplierDocument.valid_until >= day),
        )
        .correlate(Supplier)
    )
    look = last_look_at(Supplier.id).lateral()
    ties = ties_on(wanted, bindparam("people", expanding=True), day).subquery()
    return (
        select(
            Supplier.id,
            Supplier.name,
            Supplier.status,
            has_halal.label("has_halal"),
            labelled.label("is_labelled"),
            look.c.checked_on,
            look.c.result,
            ties.c.person,
            ties.c.supplier,
            ties.c.kind,
        )
        .select_from(Supplier)
        .outerjoin(look, true())
        .outerjoin(ties, ties.c.supplier_id == Supplier.id)
        .where(Supplier.id.in_(wanted))
    )


def inactive(work: Work, supplier_ids: Iterable[UUID]) -> Sequence[Supplier]:
    """Return which of these suppliers may take no part at this moment."""
    wanted = select(Supplier).where(
        Supplier.id.in_(list(supplier_ids)), Supplier.status != SupplierStatus.ACTIVE
    )
    return work.session.scalars(wanted).all()


def likenesses(work: Work, supplier_ids: Iterable[UUID], *, among: bool = True) -> list[Likeness]:
    """Return which of these suppliers have something in common, and what was decided about it.

    Without `among`, also with suppliers that are not named.
    """
    ids = list(supplier_ids)
    if not ids:
        return []
    rows = [
        (one, other, MarkKind(kind))
        for one, other, kind in work.session.execute(_MARKS, {"ids": ids})
    ]
    if not rows:
        return []
    return pairs(rows, _verdicts(work, ids), ids if among else None)


def _verdicts(work: Work, ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Verdict]:
    """Return the last decision about each pair that one of these belongs to."""
    wanted = (
        select(ClusterDecision)
        .where(or_(ClusterDecision.supplier_id.in_(ids), ClusterDecision.other_id.in_(ids)))
        .order_by(ClusterDecision.decided_at, ClusterDecision.id)
    )
    return {(one.supplier_id, one.other_id): one.verdict for one in work.session.scalars(wanted)}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another supplier that has something in common with the one that is looked at."""

    supplier: Supplier
    marks: tuple[MarkKind, ...]
    verdict: Verdict | None


def cluster_of(work: Work, supplier_id: UUID) -> list[Neighbour]:
    """Return who looks like a supplier, undecided ones first."""
    alike = likenesses(work, [supplier_id], among=False)
    by_id = {(one.other_id if one.one_id == supplier_id else one.one_id): one for one in alike}
    if not by_id:
        return []
    wanted = select(Supplier).where(Supplier.id.in_(by_id)).order_by(func.lower(Supplier.name))
    found = [
        Neighbour(other, by_id[other.id].marks, by_id[other.id].verdict)
        for other in work.session.scalars(wanted)
    ]
    return sorted(found, key=lambda one: one.verdict is not None)
