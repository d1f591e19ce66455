"""Routine purchases of an agency: what is kept of a request, and what N people need of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_

MOST_LINES: Final = 100


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One thing of a routine purchase: `quantity` in all, or for each person."""

    category_code: str
    name: str
    specification: str
    quantity: int
    is_per_person: bool
    unit: str
    listing_id: UUID | None = None


class NothingToKeep(DomainError):
    """A template without a line begins nothing."""

    text = N_("Keep at least one item; a template without items begins nothing.")


def shared_out(lines: Iterable[TemplateLine], head_count: int | None) -> list[TemplateLine]:
    """Return the lines of a request, those that go evenly into its head-count per person."""
    return [
        replace(line, quantity=line.quantity // head_count, is_per_person=True)
        if head_count and line.quantity % head_count == 0
        else line
        for line in lines
    ]


def needed(line: TemplateLine, people: int) -> int:
    """Return how many are needed when so many people attend."""
    return line.quantity * people if line.is_per_person else line.quantity


def check_kept(lines: Sequence[TemplateLine]) -> None:
    """Refuse a template without lines. Raises NothingToKeep."""
    if not lines:
        raise NothingToKeep
