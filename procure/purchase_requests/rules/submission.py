"""What must be true before a request is stored or submitted, and how it is refused."""

from collections.abc import Iterable
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.kernel.regulation import Finding, Severity
from procure.purchase_requests.rules.needs import Need, NewPurchaseRequest, Surroundings

MOST_LINES: Final = 100
MOST_RUPIAH: Final = 10_000_000_000
"""More than this is a slip of the keyboard; it also keeps sums within the database's numbers."""
MOST_UNITS: Final = 1_000_000
LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 1000
LONGEST_UNIT: Final = 30

_ALWAYS: Final = ("delivery_address", "delivery_contact", "delivery_regency_code")
_FOR_MEALS: Final = ("event_name", "event_from", "event_until", "head_count")


class NothingRequested(DomainError):
    """A request without a line asks for nothing."""

    text = N_("Add at least one item.")
    field = "lines"


class TooManyLines(DomainError):
    """A request with more lines than an officer can read."""

    text = N_("A request has at most %(most)s items. Make a second request for the rest.")
    field = "lines"


class BadLine(DomainError):
    """A line has no name or unit, or a number that cannot be."""

    text = N_("Check item %(position)s: name, unit, a quantity and a price are needed.")
    field = "lines"


class WindowBackwards(DomainError):
    """A time window ends before it begins."""

    text = N_("The end must be later than the start.")


class FieldMissing(DomainError):
    """Something that a draft may leave open must be there at submission."""

    text = N_("Fill this in before you submit.")


class NeededInThePast(DomainError):
    """The day on which the goods are needed is over."""

    text = N_("%(needed_on)s is over. Choose a later day.")
    field = "needed_on"


class OutsideBudgetYear(DomainError):
    """A budget line pays for its own year only."""

    text = N_("This budget line is for %(year)s; the goods are needed in another year.")
    field = "budget_line_id"


class BudgetLineUnknown(DomainError):
    """The budget line does not exist, or belongs to another unit."""

    text = N_("Choose a budget line of your own unit.")
    field = "budget_line_id"


class CategoryUnknown(DomainError):
    """The category is not in the list."""

    text = N_("Choose a category from the list.")
    field = "category_code"


class SplittingReasonMissing(DomainError):
    """Like purchases in a short time cross a limit together, and nobody said why."""

    text = N_(
        "%(count)s similar purchases in %(days)s days and this one make %(total)s together, "
        "above %(limit)s. Write why they are separate."
    )
    field = "splitting_reason"


class RuleForbids(DomainError):
    """A rule of the region with severity “block” found something."""

    def __init__(self, finding: Finding) -> None:
        """Speak with the sentence and remedy of the rule, which are in the reader's language."""
        super().__init__(field=finding.field, **finding.facts)
        self.finding = finding
        sentence = f"{finding.sentence} {finding.remedy}".strip()
        self.text = sentence  # type: ignore[misc] # the sentence is a dated row, not a constant


def check_shape(wanted: NewPurchaseRequest) -> None:
    """Refuse what no draft may contain.

    Raises NothingRequested, TooManyLines, BadLine or WindowBackwards.
    """
    if not wanted.lines:
        raise NothingRequested
    if len(wanted.lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    for position, line in enumerate(wanted.lines, start=1):
        named = 0 < len(line.name) <= LONGEST_NAME and 0 < len(line.unit) <= LONGEST_UNIT
        counted = 0 < line.quantity <= MOST_UNITS and 0 < line.price <= MOST_RUPIAH
        if not (named and counted):
            raise BadLine(position=position)
    if wanted.window_until <= wanted.window_from:
        raise WindowBackwards(field="window_until")
    if wanted.event_from and wanted.event_until and wanted.event_until <= wanted.event_from:
        raise WindowBackwards(field="event_until")


def gaps(wanted: object, *, is_meal: bool) -> list[str]:
    """Return the fields of a stored or new request that must be filled in before submission."""
    names = (*_ALWAYS, *(_FOR_MEALS if is_meal else ()))
    return [name for name in names if not getattr(wanted, name)]


def forbid(findings: Iterable[Finding]) -> None:
    """Refuse with the first finding that blocks. Raises RuleForbids."""
    for finding in findings:
        if finding.blocks:
            raise RuleForbids(finding)


def check_may_submit(need: Need, around: Surroundings, findings: Iterable[Finding]) -> None:
    """Refuse what the rules block, and like purchases that nobody explained.

    Raises NeededInThePast, RuleForbids or SplittingReasonMissing.
    """
    if need.needed_on is not None and need.needed_on < around.today:
        raise NeededInThePast(needed_on=need.needed_on)
    found = list(findings)
    forbid(found)
    for finding in found:
        careful = finding.severity is Severity.WARN and finding.law.code == "splitting"
        if careful and not need.splitting_reason.strip():
            raise SplittingReasonMissing(**finding.facts)
