"""The unit of work: what every query and service is handed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from procure.kernel.actors import Actor
from procure.kernel.clock import local
from procure.kernel.events import Event, Subscriptions


@dataclass
class Work:
    """A session, the person who acts, and the moment; services know nothing else of the world."""

    session: Session
    actor: Actor
    now: datetime
    subscriptions: Subscriptions = field(default_factory=dict)
    zone: str = "WIB"
    language: str = "id"
    _depth: int = 0
    _events: list[Event] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The calendar day where the region is."""
        return local(self.now, self.zone).date()

    def announce(self, event: Event) -> None:
        """Tell other rooms, before the commit and in the same transaction."""
        self._events.append(event)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit when the outermost block ends well; otherwise undo everything."""
        self._depth += 1
        try:
            yield
            if self._depth == 1:
                self._tell_subscribers()
                self.session.commit()
        except BaseException:
            self.session.rollback()
            self._events.clear()
            raise
        finally:
            self._depth -= 1

    def _tell_subscribers(self) -> None:
        while self._events:
            event = self._events.pop(0)
            for handler in self.subscriptions.get(type(event), ()):
                handler(self, event)
