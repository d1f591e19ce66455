"""A planted number, in every spelling in which it could lie about, and a search for it."""

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote_plus

GROUPS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


def spellings(number: int) -> set[bytes]:
    """Return the number (eight digits or more) as text, as bytes and in the usual disguises.

    As text with and without separators, as a 64-bit integer in both orders of bytes, and as
    PostgreSQL keeps decimals (groups of four digits, two bytes each).
    """
    texts = {str(number), *(GROUPS.sub(mark, str(number)) for mark in (".", ",", " ", "_"))}
    digits = str(number).zfill(-(-len(str(number)) // 4) * 4)
    groups = [int(digits[n : n + 4]) for n in range(0, len(digits), 4)]
    return {
        *(one for text in texts for one in disguises(text)),
        number.to_bytes(8, "little"),
        number.to_bytes(8, "big"),
        b"".join(group.to_bytes(2, "little") for group in groups),
        b"".join(group.to_bytes(2, "big") for group in groups),
    }


def disguises(text: str) -> set[bytes]:
    """Return a text plain, escaped for addresses, as hexadecimal, and inside any base64."""
    raw = text.encode()
    inside = (base64.b64encode(b"\0" * shift + raw) for shift in range(3))
    # The first and last characters of base64 also depend on the neighbours.
    cores = {code[(0, 2, 3)[shift] :].rstrip(b"=")[:-1] for shift, code in enumerate(inside)}
    return {raw, quote_plus(text).encode(), raw.hex().encode(), text.encode("utf-16-le"), *cores}


def sightings(
    needles: Iterable[bytes], hay: Iterable[tuple[str, bytes]]
) -> list[tuple[str, bytes]]:
    """Return where which spelling was found."""
    needles = sorted(needles)
    return [(place, needle) for place, data in hay for needle in needles if needle in data]


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Return every file under the folders with its bytes; a link to a folder is followed."""
    for folder in folders:
        for path in sorted(folder.resolve().rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield str(path), path.read_bytes()
