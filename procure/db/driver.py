"""How the driver talks to PostgreSQL for us."""

from collections.abc import Sequence
from typing import Any, overload

import psycopg
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

UNTOLD = (None,) * 5
"""Size, precision and the like, which nobody asks."""


class Columns(Sequence[Any]):
    """The columns of an answer as DB-API wants them (name, type, ...), each made when looked at."""

    def __init__(self, answer: PGresult) -> None:
        """Keep the answer."""
        self._answer = answer

    def __len__(self) -> int:
        """How many there are."""
        return self._answer.nfields

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Any: ...
    def __getitem__(self, place: int | slice) -> Any:
        """Return one column, or some."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        name = self._answer.fname(place) or b""
        return (name.decode(), self._answer.ftype(place), *UNTOLD)


class NamingCursor(psycopg.Cursor[Any]):
    """A cursor that makes little of its columns.

    psycopg makes an object of each column of each answer. SQLAlchemy looks at them once for each
    kind of statement; later it only asks whether there are any.
    """

    @property
    def description(self) -> Any:
        """The columns; None where the answer has no rows."""
        answer = self.pgresult
        if answer is None or answer.status != ExecStatus.TUPLES_OK:
            return None
        return Columns(answer)


def how_to_connect(name: str) -> dict[str, Any]:
    """Return the driver's arguments for a process of this name.

    Each statement is prepared at its first use: there are few, and each is asked often.
    """
    return {"prepare_threshold": 1, "cursor_factory": NamingCursor, "application_name": name}
