"""What happened, for rooms that listen. Subscriptions are one table in `procure.wiring`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; named in the past tense."""


Handler = Callable[[Any, Any], None]
Subscriptions = Mapping[type[Event], tuple[Handler, ...]]
