"""Doors: sending a file whole or in pieces, opening it, and the photos of the public pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from procure.db.base import new_id
from procure.files import queries, service, storage
from procure.files.actions import UploadAction as Do
from procure.files.forms import FinishForm, UploadForm
from procure.files.gate.limits import MIB
from procure.files.gate.refusals import FileRefused, NotNow, TooLarge
from procure.files.means import PIECE, means
from procure.files.models import Purpose, Upload
from procure.files.policy import UPLOAD_POLICY
from procure.files.rules import FORMATS, TooManyFiles, widths_for
from procure.kernel.errors import DomainError, NotFound
from procure.web.access import does, public, reads
from procure.web.bodies import discard, takes
from procure.web.errors import say_error, status_of
from procure.web.paths import safe_path
from procure.web.work import current_work

SEALED = "default-src 'none'; style-src 'none'; sandbox"
"""A file that is opened in a browser can do nothing there."""
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"
PICTURE = "image/jpeg"
PICTURES = "image/jpeg,image/png,image/webp"
SHEETS = ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

bp = Blueprint("uploads", __name__, url_prefix="/uploads")
photos = Blueprint("photos", __name__, url_prefix="/photos")


def by_its_id(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Say that the id of the file keeps a view from doing a thing twice.

    Such a view stays out of the one transaction that a refused form undoes: a virus that was
    found must stay in the trail.
    """

    @wraps(view)
    def do(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return view(*args, **kwargs)

    return do


@bp.get("")
@reads()
def index() -> ResponseReturnValue:
    """Let a person send a file for one purpose, and show what they sent last."""
    wanted = request.args.get("purpose", "")
    return _page(Purpose(wanted) if wanted in list(Purpose) else None)


@bp.post("")
@does(Do.RECEIVE)
@takes(lambda: means().largest_body)
@by_its_id
def receive() -> ResponseReturnValue:
    """Take in a whole file, and go back to where it is needed."""
    form = UploadForm()
    if not form.validate():
        return _page(form.wanted, " ".join(form.file.errors), 422)
    try:
        upload = service.receive(current_work(), form.to_sent())
    except (FileRefused, TooManyFiles) as refusal:
        return _page(form.wanted, say_error(refusal), 422)
    flash(_("“%(name)s” was received.", name=upload.name), "success")
    return redirect(_back_with(upload))


def _page(purpose: Purpose | None, error: str = "", status: int = 200) -> ResponseReturnValue:
    back = urlsplit(_next())
    body = render_template(
        "uploads/index.html",
        purpose=purpose,
        purposes=list(Purpose),
        error=error,
        uploads=_chosen(purpose) if purpose else [],
        recent=queries.recent(current_work()),
        back_url=_next(),
        next_path=back.path,
        next_fields=parse_qsl(back.query),
    )
    return body, status


def _chosen(purpose: Purpose) -> list[Upload]:
    """Return what was sent on this page, as its address tells it."""
    ids = request.args.getlist("upload", type=UUID)
    try:
        return queries.all_mine(current_work(), ids, purpose)
    except NotFound:
        return []


def _next() -> str:
    wanted = request.args.get("next")
    return safe_path(wanted) if wanted else ""


def _next_of_form() -> str:
    """Return where the small form of a field leads back to: the page that it stands on."""
    if request.endpoint == "uploads.receive":
        return _next()
    return request.full_path if request.query_string else request.path


def _back_with(upload: Upload) -> str:
    """Return the page that wanted the file, told which one came."""
    place = urlsplit(_next() or url_for(".index"))
    asked = [*parse_qsl(place.query), ("upload", str(upload.id))]
    return urlunsplit(place._replace(query=urlencode(asked)))


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say how much may be sent, with the way back."""
    discard()
    refusal = TooLarge(megabytes=means().largest_body // MIB)
    if request.endpoint != "uploads.receive":
        return _refused(refusal, 413)
    body = render_template("uploads/too_large.html", sentence=say_error(refusal), next_path=_next())
    return body, 413


@bp.get("/parts/<uuid:upload_id>")
@reads()
def parts(upload_id: UUID) -> ResponseReturnValue:
    """Tell a script which pieces have arrived, or that the file is here."""
    upload = queries.sent_by_me(current_work(), upload_id)
    received = queries.parts_of(current_work(), upload_id)
    return jsonify(received=received, upload=_said(upload) if upload else None)


@bp.post("/parts/<uuid:upload_id>/<int:number>")
@does(Do.SEND)
@takes(lambda: PIECE)
@by_its_id
def send(upload_id: UUID, number: int) -> ResponseReturnValue:
    """Keep one piece."""
    try:
        service.send(current_work(), upload_id, number, request.get_data(cache=False))
    except DomainError as refusal:
        return _refused(refusal)
    return jsonify(received=number)


@bp.post("/parts/<uuid:upload_id>/finish")
@does(Do.RECEIVE)
@by_its_id
def finish(upload_id: UUID) -> ResponseReturnValue:
    """Put the pieces together and take the file in."""
    form = FinishForm()
    if not form.validate():
        return jsonify(error=_("Choose a file first.")), 422
    try:
        upload = service.finish(
            current_work(),
            upload_id,
            Purpose(form.purpose.data),
            form.name.data or "",
            form.count.data or 0,
        )
    except DomainError as refusal:
        return _refused(refusal)
    return jsonify(upload=_said(upload))


@bp.post("/parts/<uuid:upload_id>/cancel")
@does(Do.CANCEL)
@by_its_id
def cancel(upload_id: UUID) -> ResponseReturnValue:
    """Forget the pieces of a file that is not wanted any more."""
    service.cancel(current_work(), upload_id)
    return jsonify(received=[])


def _refused(refusal: DomainError, status: int | None = None) -> ResponseReturnValue:
    later = 503 if isinstance(refusal, NotNow) else None  # a script tries again by itself
    return jsonify(error=say_error(refusal)), status or later or status_of(refusal)


def _said(upload: Upload) -> dict[str, Any]:
    return {
        "id": str(upload.id),
        "name": upload.name,
        "url": url_for("uploads.show", upload_id=upload.id),
        "picture": upload.file.media_type == PICTURE,
    }


@bp.get("/<uuid:upload_id>")
@reads()
def show(upload_id: UUID) -> ResponseReturnValue:
    """Give a file to those who may open it; papers are opened under one's own name."""
    upload, data = service.read(current_work(), upload_id)
    media_type = upload.file.media_type
    answer = Response(data, mimetype=media_type)
    answer.headers.set(
        "Content-Disposition",
        "inline" if media_type == PICTURE else "attachment",
        filename=upload.name,
    )
    answer.headers["Content-Security-Policy"] = SEALED
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@photos.get("/<uuid:upload_id>/<int:width>.<any(avif, webp, jpg):kind>")
@public
def show_photo(upload_id: UUID, width: int, kind: str) -> ResponseReturnValue:
    """Give a photo in one width and format; until it is drawn, the whole photo as JPEG.

    A photo that is narrower than a usual width comes as it is.
    """
    work = current_work()
    upload = queries.get(work, upload_id)
    if upload.purpose != Purpose.PHOTO or width not in {*photo_widths(upload), *means().widths}:
        raise NotFound
    UPLOAD_POLICY.require(work.actor, Do.READ, upload)
    sha256, kept = queries.rendition(work, upload_id, width, FORMATS[kind]), FOR_GOOD
    if sha256 is None:
        kept = FOR_A_MINUTE
        if kind != "jpg":
            answer = make_response(redirect(photo_url(upload, width, "jpg")))
            return _with_cache(answer, upload, kept)
        sha256 = upload.sha256
    answer = Response(storage.get(sha256), mimetype=FORMATS[kind])
    answer.headers["Content-Security-Policy"] = SEALED
    return _with_cache(answer, upload, kept)


def _with_cache(answer: Response, upload: Upload, kept: str) -> Response:
    answer.headers["Cache-Control"] = kept if upload.is_public else "private, no-store"
    return answer


def photo_widths(upload: Upload) -> list[int]:
    """Return the widths in which a photo can be had, in pixels."""
    return widths_for(upload.width or 1, means().widths)


def photo_url(upload: Upload, width: int, kind: str) -> str:
    """Return the address of a photo in one width and format; what it shows never changes."""
    return url_for("photos.show_photo", upload_id=upload.id, width=width, kind=kind)


def _accepted(purpose: str) -> str:
    """Return what a browser offers to choose for this purpose."""
    if purpose == Purpose.SHEET:
        return SHEETS
    return PICTURES if purpose == Purpose.PHOTO else f"{PICTURES},application/pdf"


def _largest(purpose: str) -> int:
    return means().limits.largest(Purpose(purpose))


def _waiting_forms() -> dict[str, str]:
    """Return the small forms that fields on this page need, by their id; they stand at its end."""
    if "upload_forms" not in g:
        g.upload_forms = {}
    forms: dict[str, str] = g.upload_forms
    return forms


def _ask_for_form(form_id: str, purpose: str) -> str:
    _waiting_forms()[form_id] = str(purpose)
    return form_id


def furnish(app: Flask) -> None:
    """Give templates what the upload field and photos need."""
    app.jinja_env.globals.update(
        ask_for_upload_form=_ask_for_form,
        photo_url=photo_url,
        photo_widths=photo_widths,
        upload_accepts=_accepted,
        new_upload_id=lambda: str(new_id()),
        upload_forms=_waiting_forms,
        upload_largest=_largest,
        upload_largest_pdf=lambda: means().limits.pdf_bytes,
        upload_mib=MIB,
        upload_next=_next_of_form,
        upload_piece=PIECE,
    )
