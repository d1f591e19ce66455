"""The rows of a sheet, whatever file they came in: CSV or XLSX. Nothing in a cell is computed."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from procure.catalogue.rules.bounds import MOST_ROWS
from procure.catalogue.rules.cells import REQUIRED
from procure.catalogue.rules.sheets import heading_of, plain
from procure.kernel.errors import DomainError
from procure.kernel.labels import N_

ZIP: Final = b"PK\x03\x04"
LONGEST_CELL: Final = 4_000


class Unreadable(DomainError):
    """Not a sheet with our columns."""

    text = N_(
        "The file could not be read as a sheet of listings. Use the template: its first row names "
        "the columns."
    )
    field = "upload_id"


class TooManyRows(DomainError):
    """A sheet with more rows than are read."""

    text = N_(
        "The sheet has more than %(most)s rows, and so many are not read at once: nothing was "
        "taken from it. Divide it into several sheets and send them one after the other."
    )
    field = "upload_id"


@lru_cache(maxsize=2)
def rows_of(data: bytes) -> Sequence[Mapping[str, str]]:
    """Return the rows of a sheet as text by column; empty rows are left out.

    The last two files stay at hand, because a sheet is read batch by batch. Raises Unreadable or
    TooManyRows.
    """
    try:
        cells = _xlsx(data) if data.startswith(ZIP) else _csv(data)
    except (CalamineError, csv.Error, ValueError) as error:
        raise Unreadable from error
    return _by_heading(cells)


def _by_heading(cells: Iterable[Sequence[str]]) -> list[Mapping[str, str]]:
    lines = iter(cells)
    columns: list[str | None] = []
    for line in lines:
        columns = [heading_of(text) for text in line]
        if {"name", "price"} <= set(columns):
            break
    if not set(REQUIRED) <= set(columns):
        raise Unreadable
    found: list[Mapping[str, str]] = []
    for line in lines:
        row = {
            key: text[:LONGEST_CELL]
            for key, text in zip(columns, line, strict=False)
            if key and text.strip()
        }
        if row.keys() - {"row"}:
            found.append(row)
        if len(found) > MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
    return found


def _xlsx(data: bytes) -> list[list[str]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=MOST_ROWS + 50)
    return [[_written(value) for value in row] for row in rows]


def _written(value: Any) -> str:
    """Return a cell as a person would type it: whole numbers without a point, hours as 08:00."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    if "\0" in text:
        raise Unreadable
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [[plain(cell) for cell in row] for row in reader]
