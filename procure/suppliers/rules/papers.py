"""Which papers are asked of whom, how their numbers look, and until when they hold."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.kernel.regulation import Finding, Regulation
from procure.suppliers.kinds import DocumentKind, EntityType, Need
from procure.suppliers.rules import identifiers

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


Check = Callable[[str, date], str]

SHAPES: Final[Mapping[DocumentKind, Check]] = {
    DocumentKind.NIB: lambda number, _: identifiers.nib(number),
    DocumentKind.NPWP: lambda number, _: identifiers.tax_card(number),
    DocumentKind.NIK: lambda number, _: identifiers.nik(number).number,
    DocumentKind.HALAL: lambda number, _: identifiers.halal(number),
    DocumentKind.PIRT: identifiers.pirt,
    DocumentKind.BPOM: lambda number, _: identifiers.bpom(number),
}
"""Which numbers have a structure (domain 5); each check refuses with the exact reason."""

PROOFS: Final = frozenset({DocumentKind.NPWP, DocumentKind.NIK})
"""Papers that can prove the tax number of a person, which is the NIK; of others only the first."""


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


def check_number(kind: DocumentKind, number: str, today: date) -> str:
    """Return the number as it is kept. Raises NumberMissing or the refusal of its structure."""
    if kind not in SHAPES:
        return " ".join(number.split())
    if not number.strip():
        raise NumberMissing
    try:
        return SHAPES[kind](number, today)
    except DomainError as error:
        error.field = "number"
        raise


def proofs_of(entity_type: EntityType) -> frozenset[DocumentKind]:
    """Return the papers of which one proves the tax number of a legal form."""
    return PROOFS if entity_type is EntityType.INDIVIDUAL else PROOFS - {DocumentKind.NIK}


def proves_tax_number(
    entity_type: EntityType, number: str | None, shown: Mapping[DocumentKind, str]
) -> bool:
    """Whether an accepted paper shows the tax number that was registered (domain 4.17, 5.3).

    The tax number of a person is the NIK, so that the identity card proves it as the tax card does.

    Args:
        entity_type: in which form the supplier trades.
        number: the tax number that was registered, 16 digits.
        shown: the numbers on papers that an officer accepted.
    """
    if not number:
        return False
    return any(shown.get(kind) == number for kind in proofs_of(entity_type))


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
