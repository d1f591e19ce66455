"""Files stay small enough to be read in one sitting."""

from pathlib import Path

import pytest

LIMIT = 400
FILES = [
    path
    for top in ("procure", "templates", "tests", "benchmarks")
    for ending in ("*.py", "*.html")
    for path in sorted(Path(top).rglob(ending))
]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_file_is_longer_than_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LIMIT
