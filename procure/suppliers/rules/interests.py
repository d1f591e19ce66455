"""Ties between officials and suppliers, declared or found."""

from dataclasses import dataclass
from datetime import date

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_, Labelled


class EndsBeforeStart(DomainError):
    """The last day lies before the first."""

    text = N_("The last day lies before the first. Check both.")
    field = "ends_on"


class StartsAhead(DomainError):
    """A tie that does not exist yet."""

    text = N_("Write the day since when this is so; it cannot be later than today.")
    field = "starts_on"


class DeclaredAlready(DomainError):
    """The same tie twice."""

    text = N_("You have declared this supplier already.")
    field = "supplier_id"


class SupplierUnknown(DomainError):
    """A declaration names a supplier of the region."""

    text = N_("Choose the supplier from the list.")
    field = "supplier_id"


class Sign(Labelled):
    """By what the system noticed that an official has to do with a supplier."""

    MEMBER = "member", N_("acts for the supplier here")
    PHONE = "phone", N_("has the same phone number")
    NAME = "name", N_("has the same name as the owner")


@dataclass(frozen=True, slots=True)
class Noticed:
    """An official who seems to have to do with a supplier, though nobody declared it."""

    person: str
    sign: Sign


def check_term(starts_on: date, ends_on: date | None, today: date) -> None:
    """Refuse days that cannot be. Raises StartsAhead or EndsBeforeStart."""
    if starts_on > today:
        raise StartsAhead
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart
