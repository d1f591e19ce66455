"""Reading rows from CSV and putting them into tables, so that loading twice changes nothing."""

import csv
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from procure.db.base import Base

REFERENCE: Final = Path(__file__).parents[1] / "reference"
ROWS: Final = Path(__file__).parent / "rows"


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column name."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def load(
    session: Session,
    model: type[Base],
    rows: Iterable[Mapping[str, Any]],
    keep: Collection[str] = (),
) -> None:
    """Insert rows; a row that is there already gets the new values, except in columns to keep."""
    given = [dict(row) for row in rows]
    if not given:
        return
    keys = [column.name for column in inspect(model).primary_key]
    statement = insert(model)
    changed = {name: statement.excluded[name] for name in given[0] if name not in (*keys, *keep)}
    statement = (
        statement.on_conflict_do_update(index_elements=keys, set_=changed)
        if changed
        else statement.on_conflict_do_nothing(index_elements=keys)
    )
    session.execute(statement, given)
