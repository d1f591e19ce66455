"""A sheet of listings: read in batches, looked through, mended, and taken over.

Each batch is one transaction that also says how far it came: a worker that dies goes on at the
row where it stopped, and nothing is done twice.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from procure.audit.service import advance, record
from procure.catalogue.actions import ImportRunAction as Do
from procure.catalogue.events import BatchProposed
from procure.catalogue.policy import IMPORT_RUN_POLICY
from procure.catalogue.queries import own, sheets
from procure.catalogue.queries.sheets import Shelved
from procure.catalogue.rules import sheets as rules
from procure.catalogue.rules.bounds import MOST_ROWS
from procure.catalogue.rules.cells import COLUMNS, CodeTwice
from procure.catalogue.rules.offers import Around
from procure.catalogue.rules.writing import tidy
from procure.catalogue.service.effects import effect_of
from procure.catalogue.service.reading import TooManyRows, Unreadable, rows_of
from procure.catalogue.service.shelving import shelve
from procure.catalogue.shelf_models import ImportRow, ImportRun
from procure.catalogue.workflow import ImportRunStatus, RowEffect, RowState
from procure.db.base import new_id, table_of
from procure.db.work import Work
from procure.files import storage
from procure.files.models import Upload
from procure.jobs.queue import defer
from procure.kernel.errors import WrongStatus

READ: Final = "catalogue.read_sheet"
APPLY: Final = "catalogue.apply_sheet"
READ_BATCH: Final = 1_000
APPLY_BATCH: Final = 500

_ROWS = table_of(ImportRow)
_KEPT: Final = ("code", "cells", "state", "effect", "problems", "edition")
"""What another reading of a row replaces."""


def start(work: Work, upload_id: UUID) -> ImportRun:
    """Begin to read a sheet that the actor sent. Raises NotFound for a file of somebody else."""
    with work.transaction():
        IMPORT_RUN_POLICY.require(work.actor, Do.START)
        supplier = own.supplier(work)
        upload = sheets.sheet(work, upload_id)
        run = ImportRun(
            id=new_id(),
            region_id=supplier.region_id,
            supplier_id=supplier.id,
            person_id=work.actor.user_id,
            upload_id=upload.id,
            file_name=upload.name,
            status=ImportRunStatus.READING,
            problem="",
            edition=1,
            row_count=0,
            read_count=0,
        )
        work.session.add(run)
        work.session.flush()
        record(work, Do.START, run, facts={"file": upload.name, "sha256": upload.sha256})
        _queue(work, READ, run.id)
    return run


def _queue(work: Work, task: str, import_run_id: UUID) -> None:
    defer(work, task, lock=f"{task}-{import_run_id}", import_run_id=str(import_run_id))


def correct(work: Work, import_run_id: UUID, upload_id: UUID) -> ImportRun:
    """Read a corrected file into the same run; its rows replace those of the same code or row."""
    with work.transaction():
        run = sheets.get(work, import_run_id, lock=True)
        upload = sheets.sheet(work, upload_id)
        advance(work, run, Do.CORRECT, facts={"file": upload.name, "sha256": upload.sha256})
        run.upload_id, run.file_name, run.read_count, run.problem = upload.id, upload.name, 0, ""
        run.edition += 1
        _queue(work, READ, run.id)
    return run


def read_batch(work: Work, import_run_id: UUID) -> bool:
    """Read the next rows of a sheet; say whether there may be more. For the job alone."""
    with work.transaction():
        run = sheets.get(work, import_run_id, lock=True)
        if run.status is not ImportRunStatus.READING:
            return False
        upload = work.session.get_one(Upload, run.upload_id)
        try:
            found = rows_of(storage.get(upload.sha256))
        except (Unreadable, TooManyRows) as error:
            finish_reading(work, run, problem=error.text)
            return False
        run.row_count = len(found)
        batch = list(islice(found, run.read_count, run.read_count + READ_BATCH))
        if batch and run.read_count < MOST_ROWS:
            _write_rows(work, run, batch)
            run.read_count += len(batch)
        if run.read_count >= min(len(found), MOST_ROWS):
            finish_reading(work, run)
            return False
    return True


def _write_rows(work: Work, run: ImportRun, batch: Sequence[Mapping[str, str]]) -> None:
    around = own.around(work, run.supplier)
    places = sheets.places(work, run.id)
    numbers = sheets.numbers(work, run.id) if run.edition > 1 else frozenset()
    last = sheets.last_row(work, run.id)
    on_shelf = _on_shelf(work, run, [tidy(cells.get("code", "")) for cells in batch])
    rows: dict[int, dict[str, Any]] = {}
    for offset, cells in enumerate(batch, start=1):
        code = tidy(cells.get("code", ""))
        before = places.get(code)
        number = last + offset
        named = cells.get("row", "")
        if before is not None and before[1] < run.edition:
            number = before[0]
        elif named.isascii() and named.isdigit() and int(named[:9]) in numbers:
            number = int(named[:9])
        rows[number] = _checked(run, number, cells, places, (around, on_shelf))
    statement = insert(_ROWS)
    fresh = {name: statement.excluded[name] for name in _KEPT}
    work.session.execute(
        statement.on_conflict_do_update(index_elements=["import_run_id", "number"], set_=fresh),
        list(rows.values()),
    )


def _on_shelf(work: Work, run: ImportRun, codes: Sequence[str]) -> dict[str, Shelved]:
    """Return the seller's listings of these codes."""
    wanted = sorted({code for code in codes if code})
    return {one.terms.code: one for one in sheets.shelved(work, run.supplier_id, codes=wanted)}


def _checked(
    run: ImportRun,
    number: int,
    cells: Mapping[str, str],
    places: dict[str, tuple[int, int]],
    known: tuple[Around, Mapping[str, Shelved]],
) -> dict[str, Any]:
    """Return a row as it is kept; its code is taken if no other row of the same file has it."""
    around, on_shelf = known
    checked = rules.check_row(cells, around)
    problems = dict(checked.problems)
    code = tidy(cells.get("code", ""))
    before = places.get(code)
    if code and before is not None and before[0] != number and before[1] == run.edition:
        twice = CodeTwice(code=code, row=before[0])
        problems["code"] = {"text": twice.text, "facts": dict(twice.facts)}
    elif code and "code" not in problems:
        places[code] = (number, run.edition)
    return {
        "import_run_id": run.id,
        "number": number,
        "supplier_id": run.supplier_id,
        "code": "" if "code" in problems else code,
        "cells": dict(cells),
        "state": RowState.FAULTY if problems else RowState.SOUND,
        "effect": _effect(checked.offer, problems, on_shelf.get(code)),
        "problems": problems,
        "edition": run.edition,
    }


def _effect(
    offer: rules.Offer | None, problems: Mapping[str, Any], now: Shelved | None
) -> RowEffect | None:
    return None if offer is None or problems else effect_of(offer, now)


def finish_reading(work: Work, run: ImportRun, problem: str = "") -> None:
    """Say that a sheet was read, or why it could not be."""
    run.problem = problem
    advance(work, run, Do.FINISH_READING, facts={"rows": run.read_count, "problem": problem})


def mend(work: Work, import_run_id: UUID, number: int, cells: Mapping[str, str]) -> ImportRow:
    """Correct cells of one row on the page; the row is checked anew."""
    with work.transaction():
        run = sheets.get(work, import_run_id, lock=True)
        IMPORT_RUN_POLICY.require(work.actor, Do.MEND, run)
        if run.status not in {ImportRunStatus.READY, ImportRunStatus.DONE}:
            raise WrongStatus(status=run.status)
        row = sheets.row(work, import_run_id, number)
        if row.state is not RowState.FAULTY:
            return row
        row.cells = {**row.cells, **{k: v for k, v in cells.items() if k in COLUMNS}}
        checked = rules.check_row(row.cells, own.around(work, run.supplier))
        problems = dict(checked.problems)
        code = tidy(row.cells.get("code", ""))
        place, _edition = sheets.places(work, run.id).get(code, (number, 0))
        if place != number:
            twice = CodeTwice(code=code, row=place)
            problems["code"] = {"text": twice.text, "facts": dict(twice.facts)}
        row.code = "" if "code" in problems else code
        row.problems = problems
        row.effect = _effect(checked.offer, problems, _on_shelf(work, run, [code]).get(code))
        row.state = RowState.FAULTY if problems else RowState.SOUND
        record(work, Do.MEND, run, facts={"row": number, "cells": sorted(cells)})
    return row


def apply(work: Work, import_run_id: UUID) -> ImportRun:
    """Take the sound rows over: new listings as proposals, prices and terms at once."""
    with work.transaction():
        run = sheets.get(work, import_run_id, lock=True)
        counts = sheets.counts(work, run.id)
        advance(work, run, Do.APPLY, facts={"sound": counts.sound, "faulty": counts.faulty})
        _queue(work, APPLY, run.id)
    return run


def apply_batch(work: Work, import_run_id: UUID) -> bool:
    """Take over the next sound rows; say whether there may be more. For the job alone."""
    with work.transaction():
        run = sheets.get(work, import_run_id, lock=True)
        if run.status is not ImportRunStatus.APPLYING:
            return False
        found = sheets.rows(work, run.id, RowState.SOUND, limit=APPLY_BATCH)
        if found:
            shelve(work, run, found)
            return True
        finish(work, run)
    return False


def finish(work: Work, run: ImportRun) -> None:
    """Say that a sheet was taken over; the officer hears of proposals that wait."""
    counts = sheets.counts(work, run.id)
    advance(work, run, Do.FINISH, facts={"applied": counts.applied, "unchanged": counts.unchanged})
    if counts.applied:
        work.announce(BatchProposed(run.id, counts.applied))


def cancel(work: Work, import_run_id: UUID) -> ImportRun:
    """End an import before it is taken over; nothing on the shelf changes."""
    with work.transaction():
        run = sheets.get(work, import_run_id, lock=True)
        advance(work, run, Do.CANCEL)
    return run
