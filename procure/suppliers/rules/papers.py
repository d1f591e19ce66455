"""Which papers are asked of whom, how their numbers look, and until when they hold."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.kernel.regulation import Finding, Regulation
from procure.suppliers.kinds import DocumentKind, EntityType, Need

MOST_YEARS: Final = 30
"""No paper holds longer; a later year is a slip of the finger."""

FOOD: Final = ("MKN",)
"""Groups of categories that are food."""

ENDS: Final = frozenset({DocumentKind.PIRT, DocumentKind.SLHS, DocumentKind.TAX_LETTER})
"""Papers that always end on a day."""


class NumberMissing(DomainError):
    """A paper of this kind has a number."""

    text = N_("Write the number that stands on the paper.")
    field = "number"


class NibMisshapen(DomainError):
    """A business number has 13 digits (domain 5.1)."""

    text = N_("A business number (NIB) has 13 digits. Check the number on the paper.")
    field = "number"


class SixteenWanted(DomainError):
    """Tax and identity numbers have 16 digits (domain 5.2, 5.3)."""

    text = N_("This number has 16 digits. Check the number on the paper.")
    field = "number"


class HalalMisshapen(DomainError):
    """A halal certificate has ID and digits (domain 5.12)."""

    text = N_("The number of a halal certificate is ID and at least 11 digits.")
    field = "number"


class PirtMisshapen(DomainError):
    """A P-IRT number has 15 digits (domain 5.12)."""

    text = N_("A P-IRT number has 15 digits; the last two are the year in which it ends.")
    field = "number"


SHAPES: Final[Mapping[DocumentKind, tuple[str, type[DomainError]]]] = {
    DocumentKind.NIB: (r"\d{13}", NibMisshapen),
    DocumentKind.NPWP: (r"\d{16}", SixteenWanted),
    DocumentKind.NIK: (r"\d{16}", SixteenWanted),
    DocumentKind.HALAL: (r"ID\d{11,20}", HalalMisshapen),
    DocumentKind.PIRT: (r"\d{13}-?\d{2}", PirtMisshapen),
}
"""How the number of a paper looks without blanks and dots, and the refusal of another."""


class EndMissing(DomainError):
    """A paper of this kind ends on a day."""

    text = N_("Write the last day on which the paper is valid.")
    field = "valid_until"


class PaperOver(DomainError):
    """The paper has ended already."""

    text = N_("This paper ended on %(ended_on)s. Send the new one.")
    field = "valid_until"


class EndTooFar(DomainError):
    """Nothing is valid that long."""

    text = N_("%(ends_on)s is too far away. Check the year.")
    field = "valid_until"


class YearsDiffer(DomainError):
    """The last two digits of a P-IRT number are the year in which it ends."""

    text = N_("The number says that it ends in %(year)s. Check the number and the last day.")
    field = "valid_until"


class PapersMissing(DomainError):
    """A registration is accepted once every required paper is."""

    text = N_("Accept or ask again for each required paper first. Still open: %(papers)s.")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row: which paper, how strongly, of which legal form and for which group of goods."""

    kind: DocumentKind
    need: Need
    entity_type: EntityType | None = None
    category_group: str = ""
    article: str = ""
    is_regional: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper that is asked of one supplier, and how strongly."""

    kind: DocumentKind
    need: Need
    article: str = ""


def plain(number: str) -> str:
    """Return a number without the spaces and dots that people write into it."""
    return re.sub(r"[\s.]", "", number).upper()


def check_number(kind: DocumentKind, number: str) -> str:
    """Return the number as it is kept. Raises NumberMissing or a refusal of SHAPES."""
    if kind not in SHAPES:
        return " ".join(number.split())
    found = plain(number)
    if not found:
        raise NumberMissing
    pattern, refusal = SHAPES[kind]
    if not re.fullmatch(pattern, found, re.ASCII):
        raise refusal
    return found


def check_end(kind: DocumentKind, valid_until: date | None, today: date) -> None:
    """Refuse a paper that has ended, ends too far away, or ends on no day though it must.

    Raises EndMissing, PaperOver or EndTooFar.
    """
    if valid_until is None:
        if kind in ENDS:
            raise EndMissing
        return
    if valid_until < today:
        raise PaperOver(ended_on=valid_until)
    if valid_until.year > today.year + MOST_YEARS:
        raise EndTooFar(ends_on=valid_until)


def check_year(kind: DocumentKind, number: str, valid_until: date | None) -> None:
    """Refuse a P-IRT number that ends in another year than the paper. Raises YearsDiffer."""
    if kind is DocumentKind.PIRT and valid_until is not None:
        year = 2000 + int(number[-2:])
        if year != valid_until.year:
            raise YearsDiffer(year=str(year))


def in_group(code: str, group: str) -> bool:
    """Whether a category belongs to a group; the empty group holds all."""
    return not group or code == group or code.startswith(f"{group}.")


def is_food(codes: Iterable[str]) -> bool:
    """Whether food is among these categories."""
    return any(in_group(code, group) for code in codes for group in FOOD)


def asked_of(
    entity_type: EntityType, codes: Collection[str], requirements: Iterable[Requirement]
) -> list[Asked]:
    """Return which papers a supplier shows, required ones first; a region's rows go first.

    A region that has any row for a kind of paper has settled that kind for itself.
    """
    rows = list(requirements)
    settled = {row.kind for row in rows if row.is_regional}
    found: dict[DocumentKind, Asked] = {}
    for row in rows:
        if row.kind in settled and not row.is_regional:
            continue
        if not _concerns(row, entity_type, codes):
            continue
        known = found.get(row.kind)
        if known is None or row.need is Need.REQUIRED:
            found[row.kind] = Asked(row.kind, row.need, row.article)
    order = list(DocumentKind)
    return sorted(found.values(), key=lambda a: (a.need is not Need.REQUIRED, order.index(a.kind)))


def _concerns(row: Requirement, entity_type: EntityType, codes: Collection[str]) -> bool:
    if row.entity_type not in (None, entity_type):
        return False
    return not row.category_group or any(in_group(code, row.category_group) for code in codes)


def check_papers(asked: Iterable[Asked], accepted: Collection[DocumentKind]) -> None:
    """Refuse to accept a registration without its required papers. Raises PapersMissing."""
    missing = [one.kind for one in asked if one.need is Need.REQUIRED and one.kind not in accepted]
    if missing:
        raise PapersMissing(papers=tuple(missing))


def due_notice(valid_until: date, today: date, days: Sequence[int]) -> int | None:
    """Return which notice is due: the smallest number of days ahead that has been reached.

    A paper that ended already is not announced any more; its own page says so.
    """
    left = (valid_until - today).days
    if left < 0:
        return None
    return min((ahead for ahead in days if left <= ahead), default=None)


def about_halal(
    codes: Iterable[str], holds: bool, is_labelled: bool, day: date, law: Regulation | None
) -> Finding | None:
    """Food needs a halal certificate or a non-halal label from a day on (PP 42/2024).

    Args:
        codes: the categories that are sold.
        holds: whether an accepted halal certificate holds on that day.
        is_labelled: whether what is sold says that it is not halal.
        day: the day of the region on which it is sold.
        law: the row `halal-certificate` with `since` as year, month and day.
    """
    if law is None or holds or is_labelled or not is_food(codes):
        return None
    if int(day.strftime("%Y%m%d")) < law.parameters["since"]:
        return None
    return Finding(law, sentence=law.sentence, remedy=law.remedy)
