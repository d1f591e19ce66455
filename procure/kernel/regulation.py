"""One version of one dated rule, and what it found."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from procure.kernel.labels import N_, Labelled


class Severity(Labelled):
    """How strongly a rule answers."""

    BLOCK = "block", N_("Refused"), "danger"
    WARN = "warn", N_("Take care"), "warning"
    INFORM = "inform", N_("For your information"), "info"


@dataclass(frozen=True, slots=True)
class Regulation:
    """One version of one rule in force for a region; stored with every decision it shaped."""

    code: str
    version: UUID
    sentence: str
    article: str
    severity: Severity
    remedy: str
    parameters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about one purchase: the facts it saw and, if known, the field concerned."""

    law: Regulation
    sentence: str
    remedy: str = ""
    field: str | None = None
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Severity as set by the region's row."""
        return self.law.severity

    @property
    def article(self) -> str:
        """Legal basis as written in the region's row."""
        return self.law.article

    @property
    def blocks(self) -> bool:
        """Whether the deed must be refused."""
        return self.law.severity is Severity.BLOCK
