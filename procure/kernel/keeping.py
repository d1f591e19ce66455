"""Answers that a process may keep for a moment: names and the like, never what decides."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

Answer = TypeVar("Answer")

MOST: Final = 200


class Kept:
    """Keeps answers by key until they are a minute old, and forgets all when there are too many."""

    def __init__(self, lifetime: timedelta = timedelta(seconds=60)) -> None:
        """Begin with nothing."""
        self._lifetime = lifetime
        self._answers: dict[Hashable, tuple[datetime, Any]] = {}

    def get(self, key: Hashable, now: datetime, ask: Callable[[], Answer]) -> Answer:
        """Return the kept answer, or ask again."""
        found = self._answers.get(key)
        if found is not None and timedelta(0) <= now - found[0] < self._lifetime:
            answer: Answer = found[1]
            return answer
        answer = ask()
        if len(self._answers) >= MOST:
            self._answers.clear()
        self._answers[key] = (now, answer)
        return answer
