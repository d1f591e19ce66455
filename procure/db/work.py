"""The unit of work: what every query and service is handed."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from procure.kernel.actors import Actor
from procure.kernel.clock import local
from procure.kernel.events import Event, Subscriptions

Found = TypeVar("Found")


def _note_writing(session: Session, _context: UOWTransaction) -> None:
    session.info["wrote"] = True


event.listen(Session, "after_flush", _note_writing)


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
    _known: dict[Hashable, Any] = field(default_factory=dict)
    _last: list[Callable[[], None]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The calendar day where the region is."""
        return local(self.now, self.zone).date()

    def announce(self, event: Event) -> None:
        """Tell other rooms, before the commit and in the same transaction."""
        self._events.append(event)

    def remember(self, key: Hashable, ask: Callable[[], Found]) -> Found:
        """Return what was asked before in this transaction, else ask; nothing outlives it.

        For rows that cannot change meanwhile (locked by us) and for tables that deeds never write.
        """
        if key not in self._known:
            self._known[key] = ask()
        found: Found = self._known[key]
        return found

    def at_the_end(self, do: Callable[[], None]) -> None:
        """Do something just before the outermost transaction commits; at once outside of one."""
        if self._depth:
            self._last.append(do)
        else:
            do()

    def end_reading(self) -> None:
        """End a transaction that only read with COMMIT; what was written without one stays undone.

        It changes nothing, but at each ROLLBACK the driver throws its prepared statements away,
        and the database would plan every statement anew.
        """
        if self._only_read():
            self.session.commit()

    def leave(self) -> None:
        """End a request that only read, as `end_reading` does, and let go of all that was read.

        The driver itself commits: the session's way there, through all that it might have to
        write, takes three times as long as the COMMIT. What was written is undone.
        """
        if self._only_read():
            line: Any = self.session.connection().connection.driver_connection
            line.commit()
        self.session.close()

    def _only_read(self) -> bool:
        session = self.session
        wrote = session.info.get("wrote") or session.new or session.dirty or session.deleted
        return session.in_transaction() and session.is_active and not wrote

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit when the outermost block ends well; otherwise undo everything."""
        self._depth += 1
        try:
            yield
            if self._depth == 1:
                self._tell_subscribers()
                for do in self._last:
                    do()
                self.session.commit()
                self._forget()
        except BaseException:
            self.session.rollback()
            self._forget()
            raise
        finally:
            self._depth -= 1

    def _forget(self) -> None:
        for kept in (self._events, self._known, self._last):
            kept.clear()

    def _tell_subscribers(self) -> None:
        while self._events:
            event = self._events.pop(0)
            for handler in self.subscriptions.get(type(event), ()):
                handler(self, event)
