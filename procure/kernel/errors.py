"""Refusals. Each is named after the broken rule and carries the facts it saw."""

from typing import Any, ClassVar

from procure.kernel.labels import N_


class DomainError(Exception):
    """A deed was refused for a reason that the person can understand and act on."""

    text: ClassVar[str] = N_("This is not possible.")
    field: str | None = None

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:
        """Keep the facts that fill the sentence; `field` names the form field concerned."""
        super().__init__(type(self).__name__, facts)
        self.facts = facts
        if field is not None:
            self.field = field


class NotPermitted(DomainError):
    """The person may not do this."""

    text = N_("You may not do this: it is for %(who)s.")


class NotFound(DomainError):
    """The record does not exist for this person."""

    text = N_("There is nothing here, or it is not yours to see.")


class Conflict(DomainError):
    """Somebody else was first."""

    text = N_("Somebody changed this in the meantime. Look at it again before you go on.")


class WrongStatus(Conflict):
    """The move is not open in this status."""

    text = N_("This step is not open now: the record is “%(status)s”.")


class ReasonMissing(DomainError):
    """A reason is compulsory for this deed."""

    text = N_("Write the reason, so that others can understand the decision later.")
    field = "reason"


class StalePage(Conflict):
    """The page was loaded before somebody else changed the record."""

    text = N_(
        "Somebody changed this record after you opened the page. "
        "What you typed is still here: compare, then send again."
    )
