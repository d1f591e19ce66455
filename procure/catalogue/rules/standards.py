"""What must be true of a region's price standard (SSH): its term, and one price at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from procure.kernel.errors import Conflict, DomainError
from procure.kernel.labels import N_


class EndsBeforeStart(DomainError):
    """The last day lies before the first."""

    text = N_("The last day must not lie before the first day, %(first)s.")
    field = "valid_until"


class StandardTwice(Conflict):
    """Two prices of one thing at the same time."""

    text = N_(
        "“%(item)s” per %(unit)s has a price standard since %(since)s already. End that one first, "
        "or begin after its last day."
    )
    field = "valid_from"


class HoldsAlready(Conflict):
    """A standard that holds is not rewritten."""

    text = N_(
        "This price standard holds since %(since)s, and purchases were measured by it: only its "
        "key can be changed. End it and add the new one."
    )


class EndedAlready(Conflict):
    """A standard that ended stays as it was."""

    text = N_("This price standard ended on %(ended)s.")


class EndsInThePast(DomainError):
    """An end before today would rewrite what held."""

    text = N_("The last day must be %(today)s or later: what held until now stays as it was.")
    field = "valid_until"


@dataclass(frozen=True, slots=True)
class NewStandard:
    """What a price standard says; price in rupiah per unit with tax."""

    category_code: str
    item: str
    unit: str
    price: int
    decree: str
    valid_from: date
    valid_until: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when something holds; without an end until it is ended."""

    first: date
    last: date | None

    def meets(self, other: "Term") -> bool:
        """Whether both hold on some day."""
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )


def check_term(term: Term) -> None:
    """Refuse an end before the start. Raises EndsBeforeStart."""
    if term.last is not None and term.last < term.first:
        raise EndsBeforeStart(first=term.first)


def check_alone(wanted: NewStandard, others: Iterable[Term]) -> None:
    """Refuse a second price of the same thing at the same time. Raises StandardTwice."""
    term = Term(wanted.valid_from, wanted.valid_until)
    for other in others:
        if term.meets(other):
            raise StandardTwice(item=wanted.item, unit=wanted.unit, since=other.first)


def check_end(first: date, before: date | None, last: date, today: date) -> None:
    """Refuse an end that would change the past. Raises EndedAlready, EndsInThePast, or above."""
    if before is not None and before < today:
        raise EndedAlready(ended=before)
    if last < today:
        raise EndsInThePast(today=today)
    check_term(Term(first, last))
