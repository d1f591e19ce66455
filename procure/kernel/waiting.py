"""Something that waits for a person; each room lists its own, the home page shows them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procure.kernel.labels import Labelled


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record and the deed it waits for, with the page where it is done."""

    title: str
    detail: str
    deed: Labelled
    endpoint: str
    arguments: Mapping[str, Any]
    due: datetime | None = None
