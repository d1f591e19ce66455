"""What must be true of what people send, and which sizes a photo is kept in."""

from collections.abc import Collection, Sequence
from datetime import datetime

from procure.kernel.errors import Conflict, DomainError
from procure.kernel.labels import N_

FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
"""In the order in which a browser is offered them."""


class TooManyFiles(DomainError):
    """More files in an hour than one person sends."""

    text = N_("You have sent %(count)s files within an hour. Go on after %(when)s.")
    field = "file"


class TooMuchUnfinished(DomainError):
    """More pieces than one person may leave lying."""

    text = N_("Too many files were begun and not finished. Finish or stop one of them first.")
    field = "file"


class PieceMissing(Conflict):
    """The file is not here whole."""

    text = N_("A part of this file has not arrived. Send it again.")
    field = "file"


class PieceTooLarge(DomainError):
    """Larger than a piece, or empty, or beyond the largest file."""

    text = N_("This part of the file cannot be taken. Send the file again from the beginning.")
    field = "file"


class OnlyPhotosArePublic(DomainError):
    """Papers are never shown to everybody."""

    text = N_("Only photos can be shown to everybody.")


def check_pace(sent: int, *, most: int, again: datetime) -> None:
    """Refuse one file more than a person sends in an hour."""
    if sent >= most:
        raise TooManyFiles(count=sent, when=again)


def check_piece(size: int, number: int, *, piece: int, largest: int) -> None:
    """Refuse a piece that cannot belong to a file we would take (sizes in bytes)."""
    if not 0 < size <= piece or number < 0 or number * piece >= largest:
        raise PieceTooLarge


def check_unfinished(lying: int, size: int, *, most: int) -> None:
    """Refuse more unfinished bytes of one person than we keep."""
    if lying + size > most:
        raise TooMuchUnfinished


def check_whole(received: Collection[int], count: int) -> None:
    """Refuse to put a file together from which a piece is missing."""
    if count < 1 or set(received) != set(range(count)):
        raise PieceMissing


def widths_for(width: int, widths: Sequence[int]) -> list[int]:
    """Return the widths in pixels in which a photo is kept: the usual ones, none larger than it."""
    smaller = [one for one in widths if one < width]
    return [*smaller, min(width, max(widths))] if len(smaller) < len(widths) else smaller
