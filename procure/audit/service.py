"""`advance` is the only writer of a status; `record` the only writer of the trail."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy import insert

from procure.audit.models import AuditEntry
from procure.db.base import new_id, table_of
from procure.db.work import Work
from procure.kernel.errors import ReasonMissing
from procure.kernel.labels import Labelled
from procure.kernel.policy import Policy
from procure.kernel.regulation import Regulation
from procure.kernel.workflow import Workflow

_ENTRIES = insert(table_of(AuditEntry))


class Governed(Protocol):
    """A record with a status that moves by a workflow and a policy."""

    workflow: ClassVar[Workflow[Any]]
    policy: ClassVar[Policy]
    id: Any
    status: Any
    region_id: Any

    @property
    def case_id(self) -> UUID:
        """The purchase (or person) whose chain this record belongs to."""


def advance(
    work: Work,
    subject: Governed,
    action: Labelled,
    *,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    laws: Iterable[Regulation] = (),
) -> None:
    """Make a move: permitted, possible, explained and recorded, or refused.

    Raises NotPermitted, WrongStatus or ReasonMissing.
    """
    subject.policy.require(work.actor, action, subject)
    move = subject.workflow.find(subject.status, action)
    if move.needs_reason and not reason.strip():
        raise ReasonMissing
    _append(
        work,
        action,
        subject,
        before=str(subject.status),
        after=str(move.end),
        reason=reason.strip(),
        facts=facts,
        laws=laws,
    )
    subject.status = move.end


class Recorded(Protocol):
    """A record that a deed is about."""

    id: Any
    region_id: Any

    @property
    def case_id(self) -> UUID:
        """The purchase (or person) whose chain this record belongs to."""


def record(
    work: Work,
    action: Labelled,
    subject: Recorded,
    *,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    laws: Iterable[Regulation] = (),
) -> None:
    """Write a deed that moves no status into the trail."""
    status = str(getattr(subject, "status", ""))
    _append(
        work, action, subject, before=status, after=status, reason=reason, facts=facts, laws=laws
    )


def _append(  # noqa: PLR0913 - see advance
    work: Work,
    action: Labelled,
    subject: Recorded,
    *,
    before: str,
    after: str,
    reason: str,
    facts: Mapping[str, Any] | None,
    laws: Iterable[Regulation],
) -> None:
    trail: list[dict[str, Any]] = work.remember(AuditEntry, list)
    trail.append(
        {
            "id": new_id(),
            "region_id": subject.region_id,
            "chain": subject.case_id,
            "action": str(action),
            "subject_kind": str(action).split(".", 1)[0],
            "subject_id": subject.id,
            "before": before,
            "after": after,
            "reason": reason,
            "facts": json.dumps(facts or {}, default=_plain, sort_keys=True, ensure_ascii=False),
            "laws": [law.version for law in laws],
        }
    )
    if len(trail) == 1:
        work.at_the_end(lambda: _write(work, trail))


def _write(work: Work, trail: list[dict[str, Any]]) -> None:
    """Write all that was done in one transaction, in its order, with one statement."""
    work.session.flush()
    work.session.execute(_ENTRIES, trail)
    trail.clear()


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
