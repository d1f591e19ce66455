"""What keeps a supplier out of a purchase: sanctions, ties to officials, one owner behind two."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_, Labelled
from procure.kernel.regulation import Regulation, Severity
from procure.suppliers.kinds import BlacklistResult, InterestKind, MarkKind, SupplierStatus, Verdict

ENOUGH: Final = 10
"""Characters that a reason needs at least to mean something."""

Laws = Mapping[str, Regulation]


class SupplierSanctioned(DomainError):
    """A suspended or debarred supplier takes no part (Perpres 16/2018 art. 78)."""

    text = N_("%(supplier)s is not active any more (%(status)s). Choose another supplier.")
    field = "supplier_ids"


class SupplierBlacklisted(DomainError):
    """The national blacklist names the supplier."""

    text = N_("%(supplier)s stands in the national blacklist since the check of %(checked_on)s.")
    field = "supplier_ids"


class BlacklistNotChecked(DomainError):
    """Nobody looked into the national blacklist lately."""

    text = N_(
        "Nobody looked up %(supplier)s in the national blacklist lately. "
        "Ask the registry officer to do it."
    )
    field = "supplier_ids"


class InterestConflicts(DomainError):
    """Who decides has to do with the supplier (Perpres 16/2018 art. 7(1)h)."""

    text = N_(
        "%(person)s has to do with %(supplier)s and may not take part in this purchase. "
        "Choose another supplier, or let a colleague do it."
    )
    field = "supplier_ids"


class InterestNeedsReason(DomainError):
    """A tie is explained where the region only warns of it."""

    text = N_("%(person)s has to do with %(supplier)s. Write why this supplier takes part anyway.")
    field = "reason"


class PaperKeepsOut(DomainError):
    """What is sold depends on a paper that the supplier does not have."""

    text = N_("%(supplier)s has no valid halal certificate and cannot be chosen for food.")
    field = "supplier_ids"


class SameOwnerNeedsReason(DomainError):
    """Offers of one owner are no competition (Perpres 16/2018 art. 7(2))."""

    text = N_(
        "%(one)s and %(other)s have in common: %(marks)s. Invite one of them, "
        "or write why both are asked."
    )
    field = "reason"


class SameOwnerInvited(DomainError):
    """The region refuses to ask one owner twice."""

    text = N_("%(one)s and %(other)s have in common: %(marks)s. Invite only one of them.")
    field = "supplier_ids"


@dataclass(frozen=True, slots=True)
class Tie:
    """That a person who decides in a purchase has to do with a supplier."""

    person: str
    supplier: str
    kind: InterestKind


@dataclass(frozen=True, slots=True)
class Standing:
    """How one supplier stands on a day."""

    supplier_id: UUID
    name: str
    status: SupplierStatus
    last_check: tuple[date, BlacklistResult] | None = None
    is_check_missing: bool = False
    has_no_halal: bool = False
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two suppliers that have something in common, and what an officer decided about it."""

    one_id: UUID
    other_id: UUID
    marks: tuple[MarkKind, ...]
    verdict: Verdict | None = None

    @property
    def warns(self) -> bool:
        """Whether who invites both should know of it."""
        return self.verdict is not Verdict.SEPARATE


def check_standing(standing: Standing, laws: Laws, reason: str | None = None) -> None:
    """Refuse a supplier that may take no part, as severely as the region's rows say.

    Args:
        standing: how the supplier stands today.
        laws: conflict-of-interest, blacklist-check and halal-certificate in force.
        reason: what the officer wrote; None where there is no place for one, so that a warning
            passes (it was shown before).

    Raises SupplierSanctioned, SupplierBlacklisted, BlacklistNotChecked, InterestConflicts,
    InterestNeedsReason or PaperKeepsOut.
    """
    if standing.status is not SupplierStatus.ACTIVE:
        raise SupplierSanctioned(supplier=standing.name, status=standing.status)
    _check_blacklist(standing, laws)
    for tie in standing.ties:
        facts = {"person": tie.person, "supplier": tie.supplier}
        if _blocks(laws, "conflict-of-interest"):
            raise InterestConflicts(**facts)
        if _warns(laws, "conflict-of-interest") and _is_silent(reason):
            raise InterestNeedsReason(**facts)
    if standing.has_no_halal and _blocks(laws, "halal-certificate"):
        raise PaperKeepsOut(supplier=standing.name)


def _check_blacklist(standing: Standing, laws: Laws) -> None:
    if standing.last_check is not None and standing.last_check[1] is BlacklistResult.LISTED:
        raise SupplierBlacklisted(supplier=standing.name, checked_on=standing.last_check[0])
    if standing.is_check_missing and _blocks(laws, "blacklist-check"):
        raise BlacklistNotChecked(supplier=standing.name)


class Note(Labelled):
    """What whoever invites should see beside a supplier, though it stops nobody."""

    NO_HALAL = "no_halal", N_("no valid halal certificate")
    NO_LOOK = "no_look", N_("not looked up in the national blacklist lately")
    LISTED = "listed", N_("listed in the national blacklist")
    TIE = "tie", N_("somebody who decides has to do with it")


def notes(standing: Standing, laws: Laws) -> list[Note]:
    """Return what to show beside a supplier, as far as the region's rows ask for it."""
    listed = standing.last_check is not None and standing.last_check[1] is BlacklistResult.LISTED
    told = (
        (Note.LISTED, listed),
        (Note.TIE, bool(standing.ties) and "conflict-of-interest" in laws),
        (Note.NO_HALAL, standing.has_no_halal and "halal-certificate" in laws),
        (Note.NO_LOOK, standing.is_check_missing and not listed),
    )
    return [note for note, holds in told if holds]


def check_likenesses(
    likenesses: Iterable[Likeness], names: Mapping[UUID, str], laws: Laws, reason: str
) -> None:
    """Refuse two suppliers of one owner side by side, or a silent choice of both.

    Raises SameOwnerInvited or SameOwnerNeedsReason.
    """
    for alike in likenesses:
        if not alike.warns or alike.one_id not in names or alike.other_id not in names:
            continue
        facts: dict[str, Any] = {
            "one": names[alike.one_id],
            "other": names[alike.other_id],
            "marks": alike.marks,
        }
        if _blocks(laws, "same-owner"):
            raise SameOwnerInvited(**facts)
        if _warns(laws, "same-owner") and _is_silent(reason):
            raise SameOwnerNeedsReason(**facts)


def pairs(
    rows: Iterable[tuple[UUID, UUID, MarkKind]],
    verdicts: Mapping[tuple[UUID, UUID], Verdict],
    among: Collection[UUID] | None = None,
) -> list[Likeness]:
    """Return which suppliers are alike, each pair once, with what they have in common."""
    found: dict[tuple[UUID, UUID], set[MarkKind]] = {}
    for one, other, kind in rows:
        if among is not None and not {one, other} <= set(among):
            continue
        found.setdefault((min(one, other), max(one, other)), set()).add(kind)
    order = list(MarkKind)
    return [
        Likeness(*both, tuple(sorted(kinds, key=order.index)), verdicts.get(both))
        for both, kinds in sorted(found.items())
    ]


def _is_silent(reason: str | None) -> bool:
    return reason is not None and len(reason.strip()) < ENOUGH


def _blocks(laws: Laws, code: str) -> bool:
    law = laws.get(code)
    return law is not None and law.severity is Severity.BLOCK


def _warns(laws: Laws, code: str) -> bool:
    law = laws.get(code)
    return law is not None and law.severity is Severity.WARN
