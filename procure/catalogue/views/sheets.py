"""Sheets of listings: template, import with a reason for each cell, and export."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.catalogue import queries, service, spreadsheets
from procure.catalogue.actions import ImportRunAction as Do
from procure.catalogue.actions import ListingAction
from procure.catalogue.forms.offer import as_id
from procure.catalogue.forms.sheet import SheetForm
from procure.catalogue.policy import IMPORT_RUN_POLICY, LISTING_POLICY, seller
from procure.catalogue.queries import own, sheets
from procure.catalogue.rules.bounds import MOST_ROWS
from procure.catalogue.rules.cells import COLUMNS
from procure.catalogue.shelf_models import ImportRow, ImportRun
from procure.catalogue.workflow import ImportRunStatus, RowEffect, RowState
from procure.db.work import Work
from procure.files.models import Upload
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound
from procure.kernel.policy import holds
from procure.web.access import does, reads
from procure.web.errors import say
from procure.web.work import current_work

bp = Blueprint("import_runs", __name__, url_prefix="/my-listings/import")
out = Blueprint("sheets", __name__, url_prefix="/sheets")

REFUSED = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@bp.route("", methods=["GET", "POST"])
@does(Do.START)
def start() -> ResponseReturnValue:
    """Send a sheet, or look at those that were sent."""
    work = current_work()
    IMPORT_RUN_POLICY.require(work.actor, Do.START)
    form = SheetForm()
    if request.method == "POST" and form.validate():
        run = service.start(work, form.to_upload() or UUID(int=0))
        return redirect(url_for(".show", import_run_id=run.id))
    page = render_template(
        "import_runs/start.html", form=form, uploads=_sent(work), runs=sheets.recent(work)
    )
    return (page, REFUSED) if form.errors else page


def _sent(work: Work) -> list[Upload]:
    found = []
    for text in request.args.getlist("upload")[:1]:
        upload_id = as_id(text)
        if upload_id is not None:
            try:
                found.append(sheets.sheet(work, upload_id))
            except NotFound:
                continue
    return found


@bp.get("/<uuid:import_run_id>")
@reads(seller)
def show(import_run_id: UUID) -> ResponseReturnValue:
    """Show how far a sheet is, and its faults cell by cell."""
    work = current_work()
    run = sheets.get(work, import_run_id)
    return render_template("import_runs/show.html", **_seen(work, run))


@bp.get("/<uuid:import_run_id>/progress")
@reads(seller)
def progress(import_run_id: UUID) -> ResponseReturnValue:
    """Return how far a sheet is, for a page that asks again and again."""
    work = current_work()
    run = sheets.get(work, import_run_id)
    seen = _seen(work, run)
    response = Response(render_template("import_runs/progress.html", **seen))
    if not seen["is_busy"]:
        response.headers["HX-Refresh"] = "true"
    return response


def _seen(work: Work, run: ImportRun) -> dict[str, object]:
    faulty = sheets.rows(work, run.id, RowState.FAULTY, after=_number("after"))
    asked = request.args.get("effect", "")
    effect = RowEffect(asked) if asked in tuple(RowEffect) else None
    sound = sheets.rows(work, run.id, RowState.SOUND, effect=effect, after=_number("row"))
    counts = sheets.counts(work, run.id)
    return {
        "run": run,
        "counts": counts,
        "faulty": faulty,
        "sound": sound,
        "effect": effect,
        "effects": sheets.effects(work, run.id),
        "further": sound[-1].number if len(sound) == sheets.FAULTS_SHOWN else None,
        "most": MOST_ROWS,
        "columns": COLUMNS,
        "said": _said,
        "after": faulty[-1].number if len(faulty) == sheets.FAULTS_SHOWN else None,
        "is_busy": run.status in {ImportRunStatus.READING, ImportRunStatus.APPLYING},
        "done": run.read_count
        if run.status is ImportRunStatus.READING
        else counts.applied + counts.unchanged,
        "all": run.row_count if run.status is ImportRunStatus.READING else counts.total,
        "uploads": _sent(work),
    }


def _number(name: str) -> int:
    """Return the number of a row in the address, 0 where there is none."""
    typed = request.args.get(name, "")[:9]
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _said(problem: dict[str, Any]) -> str:
    return say(problem["text"], problem["facts"])


@bp.post("/<uuid:import_run_id>/rows/<int:row_number>")
@does(Do.MEND)
def mend(import_run_id: UUID, row_number: int) -> ResponseReturnValue:
    """Correct the faulty cells of one row."""
    work = current_work()
    cells = {key: request.form[key].replace("\0", "") for key in COLUMNS if key in request.form}
    row = service.mend(work, import_run_id, row_number, cells)
    if row.state is RowState.FAULTY:
        flash(_("Row %(number)s still has a fault.", number=row_number), "warning")
    else:
        flash(_("Row %(number)s is in order now.", number=row_number), "success")
    return redirect(url_for(".show", import_run_id=import_run_id))


@bp.post("/<uuid:import_run_id>/correct")
@does(Do.CORRECT)
def correct(import_run_id: UUID) -> ResponseReturnValue:
    """Read a corrected file into the same import."""
    work, form = current_work(), SheetForm()
    run = sheets.get(work, import_run_id)
    run.policy.require(work.actor, Do.CORRECT, run)
    if not form.validate():
        flash(_("Send the corrected file first."), "error")
        return redirect(url_for(".show", import_run_id=import_run_id))
    service.correct(work, import_run_id, form.to_upload() or UUID(int=0))
    return redirect(url_for(".show", import_run_id=import_run_id))


@bp.post("/<uuid:import_run_id>/apply")
@does(Do.APPLY)
def apply(import_run_id: UUID) -> ResponseReturnValue:
    """Take the sound rows over."""
    service.apply(current_work(), import_run_id)
    return redirect(url_for(".show", import_run_id=import_run_id))


@bp.post("/<uuid:import_run_id>/cancel")
@does(Do.CANCEL)
def cancel(import_run_id: UUID) -> ResponseReturnValue:
    """End an import before it changes anything."""
    service.cancel(current_work(), import_run_id)
    flash(_("The import is cancelled; nothing on your shelf has changed."), "success")
    return redirect(url_for(".start"))


@bp.get("/<uuid:import_run_id>/faults.<any(csv, xlsx):file_type>")
@reads(seller)
def faults(import_run_id: UUID, file_type: str) -> ResponseReturnValue:
    """Return the rows that are still faulty, to be corrected and sent again."""
    work = current_work()
    sheets.get(work, import_run_id)
    found = sheets.rows(work, import_run_id, RowState.FAULTY, limit=MOST_ROWS)
    return _file(work, [_numbered(row) for row in found], file_type, "baris-salah", numbered=True)


def _numbered(row: ImportRow) -> dict[str, str]:
    return {**row.cells, "row": str(row.number)}


@bp.get("/template.<any(csv, xlsx):file_type>")
@reads(seller)
def template(file_type: str) -> ResponseReturnValue:
    """Return an empty sheet with an example, notes and lists to choose from."""
    return _file(current_work(), [spreadsheets.EXAMPLE], file_type, "templat-etalase")


@out.get("/my-listings.<any(csv, xlsx):file_type>")
@does(ListingAction.EXPORT)
def mine(file_type: str) -> ResponseReturnValue:
    """Return one's own listings as a sheet that can be imported again."""
    work = current_work()
    supplier = own.supplier(work)
    LISTING_POLICY.require(work.actor, ListingAction.EXPORT)
    rows = spreadsheets.rows_of(sheets.shelved(work, supplier.id), own.around(work, supplier))
    return _file(work, rows, file_type, "etalase-saya")


@out.get("/region.<any(csv, xlsx):file_type>")
@reads(holds(Role.REGISTRY_OFFICER))
def region(file_type: str) -> ResponseReturnValue:
    """Return every listing of the region that was approved."""
    work = current_work()
    found = sheets.shelved(work)
    rows = spreadsheets.rows_of(found, own.around_region(work))
    return _file(work, rows, file_type, "etalase-daerah")


def _file(
    work: Work, rows: list[dict[str, str]], file_type: str, name: str, *, numbered: bool = False
) -> Response:
    if file_type == "csv":
        body, media = spreadsheets.as_csv(rows, numbered=numbered), CSV
    else:
        leaves = [
            (leaf.code, leaf.name) for group in queries.categories(work) for leaf in group.leaves
        ]
        body, media = spreadsheets.as_xlsx(rows, leaves, numbered=numbered), XLSX
    response = Response(body, mimetype=media.split(";")[0], content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_type}"'
    return response
