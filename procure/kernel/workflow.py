"""Which moves are open: a table of actions, from which statuses, to which."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Generic, TypeVar

from procure.kernel.errors import WrongStatus
from procure.kernel.labels import Labelled

S = TypeVar("S", bound=Labelled)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One action that leads from some statuses to one.

    `within` marks a move that is made inside another deed (issuing an order moves the purchase
    request as well): it has no button and no address of its own.
    """

    action: Labelled
    start: Set[S]
    end: S
    needs_reason: bool = False
    within: bool = False


@dataclass(frozen=True, slots=True)
class Workflow(Generic[S]):
    """All moves of one kind of record."""

    name: str
    initial: S
    moves: tuple[Move[S], ...]

    @property
    def actions(self) -> tuple[Labelled, ...]:
        """Every action, once, in the order of the table."""
        return tuple(dict.fromkeys(move.action for move in self.moves))

    def open_moves(self, status: S) -> tuple[Move[S], ...]:
        """Moves that start from this status."""
        return tuple(move for move in self.moves if status in move.start)

    def find(self, status: S, action: Labelled) -> Move[S]:
        """Return the move of this action from this status, or refuse with WrongStatus."""
        for move in self.moves:
            if move.action == action and status in move.start:
                return move
        raise WrongStatus(status=status)
