"""How suppliers stand when somebody wants to invite, choose or order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, exists, func, or_, select, text

from procure.db.work import Work
from procure.kernel.regulation import Regulation, Severity
from procure.suppliers.kinds import DocumentKind, MarkKind, Verdict
from procure.suppliers.models import Supplier, SupplierDocument
from procure.suppliers.queries.interests import ties_to
from procure.suppliers.queries.sanctions import last_looks
from procure.suppliers.rules.papers import about_halal
from procure.suppliers.rules.sanctions import about_blacklist
from procure.suppliers.rules.standing import Laws, Likeness, Standing, pairs
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
    labelled: Collection[UUID] = (),
) -> dict[UUID, Standing]:
    """Return how suppliers stand today, for a purchase decided by these people in these categories.

    `labelled` are suppliers whose food says of itself that it is not halal. Only what a row in
    force asks for is looked up.
    """
    ids = list(supplier_ids)
    needs_halal = asks_halal(codes, laws, work.today)
    rows = work.session.execute(_rows(), {"suppliers": ids, "day": work.today})
    ties = ties_to(work, ids, people) if _matters(laws.get("conflict-of-interest")) else {}
    looks = last_looks(work, ids)
    return {
        supplier_id: Standing(
            supplier_id,
            name,
            status,
            last_check=looks.get(supplier_id),
            is_check_missing=about_blacklist(
                [looks[supplier_id]] if supplier_id in looks else [],
                work.today,
                laws.get("blacklist-check"),
            )
            is not None,
            has_no_halal=needs_halal and not has_halal and supplier_id not in labelled,
            ties=tuple(ties.get(supplier_id, ())),
        )
        for supplier_id, name, status, has_halal in rows
    }


def _matters(law: Regulation | None) -> bool:
    return law is not None and law.severity is not Severity.INFORM


def asks_halal(codes: Collection[str], laws: Laws, day: date) -> bool:
    """Whether food of these categories needs a certificate or a label on a day."""
    law = laws.get("halal-certificate")
    return about_halal(codes, holds=False, is_labelled=False, day=day, law=law) is not None


@cache
def _rows() -> Select[UUID, str, SupplierStatus, bool]:
    """Each supplier, and whether it has an accepted halal certificate that holds on the day."""
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
    return select(Supplier.id, Supplier.name, Supplier.status, has_halal).where(
        Supplier.id.in_(bindparam("suppliers", expanding=True))
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
