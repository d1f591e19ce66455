"""Compares stored documents with the rows that name them.

`python -m deploy.documents FOLDER` reads one SHA-256 a line from standard input, and ends with 1
when a document of that content is not in the folder.
"""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path


def missing(wanted: Iterable[str], folder: Path) -> list[str]:
    """Return the hashes for which the folder holds no document, sorted."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as document:
                found.add(hashlib.file_digest(document, "sha256").hexdigest())
    return sorted(set(wanted) - found)


def main(folder: Path, wanted: list[str]) -> int:
    """Say what is missing and return the exit status."""
    lost = missing(wanted, folder)
    sys.stdout.writelines(f"missing: {sha256}\n" for sha256 in lost)
    sys.stdout.write(f"{len(wanted)} stored documents, {len(lost)} missing\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.stdin.read().split()))
