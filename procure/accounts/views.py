"""Doors: signing in and out, one's own account, and the appointments of a region."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from procure.accounts import queries, service, visitors
from procure.accounts.actions import AccountAction as Do
from procure.accounts.actions import AppointmentAction
from procure.accounts.forms import (
    AppointmentForm,
    EndForm,
    PasswordForm,
    PreferenceForm,
    SignInForm,
)
from procure.accounts.passwords import Passwords
from procure.accounts.policy import APPOINTMENT_POLICY
from procure.accounts.returning import Kept, is_from_here
from procure.accounts.rules import MOST_PASSWORD
from procure.kernel.actors import Role
from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.kernel.policy import holds
from procure.web.access import does, public, reads
from procure.web.errors import page as refusal
from procure.web.extensions import logins
from procure.web.paths import safe_path
from procure.web.work import counted, current_work, once, settings

EXPIRED = N_("For your safety this form has expired. Go back, reload the page and send it again.")

bp = Blueprint("accounts", __name__)
appointments = Blueprint("appointments", __name__, url_prefix="/appointments")


def _passwords() -> Passwords:
    found: Passwords = current_app.extensions["passwords"]
    return found


def _home() -> str:
    return url_for("desk.home") if "desk.home" in current_app.view_functions else "/"


View = Callable[..., ResponseReturnValue]


def proven(field: str) -> Callable[[View], View]:
    """Try the present password, typed into this field, before the view and its transaction begin.

    So a failure stays counted though the refused form undoes all else. The view asks `unproven`.
    """

    def wrap(view: View) -> View:
        inner = once(view)

        @wraps(view)
        def do(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            g.unproven = _tried(field) if request.method == "POST" else None
            return inner(*args, **kwargs)

        return do

    return wrap


def _tried(field: str) -> DomainError | None:
    typed = request.form.get(field, "")[:MOST_PASSWORD]
    if not typed:
        return None
    try:
        service.prove(current_work(), typed, visitors.this_visit(), _passwords(), field)
    except DomainError as refusal:
        return refusal
    return None


def unproven() -> DomainError | None:
    """Return why the password that came with this form does not count."""
    found: DomainError | None = g.get("unproven")
    return found


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@counted
def sign_in() -> ResponseReturnValue:
    """Let a person in; bring them back to where they were, with what they had typed."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_after(request.args.get("next")))
    form, kept = SignInForm(), Kept.from_form(request.form)
    if request.method == "GET":
        form.email.data = request.args.get("email", "")
        return _sign_in_page(form, kept)
    if not form.validate():
        return _sign_in_page(form, kept, 422)
    try:
        visit = visitors.this_visit()
        token = service.sign_in(current_work(), *form.to_credentials(), visit, _passwords())
    except DomainError as error:
        form.show(error)
        return _sign_in_page(form, kept, 422)
    visitors.let_in(token)
    if kept:
        return render_template("accounts/resume.html", kept=kept)
    return redirect(_after(request.values.get("next")))


def _after(path: str | None) -> str:
    return safe_path(path) if path else _home()


def _sign_in_page(
    form: SignInForm, kept: Kept, status: int = 200, next_path: str | None = None
) -> ResponseReturnValue:
    wanted = next_path or request.values.get("next")
    body = render_template(
        "accounts/sign_in.html",
        form=form,
        kept=kept,
        next_path=safe_path(wanted) if wanted else "",
        examples=queries.examples(current_work()),
        minutes=settings().session_minutes,
        hours=settings().session_hours,
    )
    return body, status


@logins.unauthorized_handler
def turn_away() -> ResponseReturnValue:
    """Ask a stranger, or somebody whose session ended, to sign in; lose nothing they typed."""
    if _is_fragment():
        return Response(_("Your session has ended."), 401, mimetype="text/plain")
    if request.method in {"GET", "HEAD"}:
        path = request.full_path if request.query_string else request.path
        return redirect(url_for("accounts.sign_in", next=path))
    return _sign_in_page(SignInForm(formdata=None), Kept.from_request(), 401)


def keep_what_was_typed(app: Flask) -> None:
    """Answer a form whose token is of an earlier session with that form, ready to be sent again."""

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> ResponseReturnValue:
        if request.endpoint == "accounts.sign_in":
            form = SignInForm()
            form.form_errors.append(_("The page was open for too long. Sign in once more."))
            return _sign_in_page(form, Kept.from_form(request.form), 400)
        kept = Kept.from_request()
        if not kept or _is_fragment() or not is_from_here():
            return refusal(
                400,
                _("The page was open for too long"),
                _(EXPIRED),
            )
        view = current_app.view_functions[request.endpoint or ""]
        if current_user.is_authenticated or getattr(view, "is_public", False):
            return render_template("accounts/resume.html", kept=kept), 400
        return _sign_in_page(SignInForm(formdata=None), kept, 401)


def _is_fragment() -> bool:
    return "HX-Request" in request.headers or "X-Requested-With" in request.headers


@bp.post("/sign-out")
@does(Do.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    """End this sign-in."""
    service.sign_out(current_work(), current_user.token)
    visitors.let_out()
    flash(_("You are signed out."), "success")
    return redirect(url_for(".sign_in"))


@bp.get("/account")
@reads()
def show() -> ResponseReturnValue:
    """Show a person what we keep about them, and let them change it."""
    work, arrival = current_work(), current_user.arrival
    return render_template(
        "accounts/show.html",
        person=arrival.person,
        present=arrival.sign_in,
        appointments=queries.my_appointments(work),
        sign_ins=queries.my_sign_ins(work),
        form=PreferenceForm(language=work.language, theme=arrival.person.theme),
    )


@bp.post("/account/stay")
@does(Do.STAY)
def stay() -> ResponseReturnValue:
    """Begin the idle time anew; the page stays as it is."""
    service.stay(current_work(), current_user.token, visitors.this_visit())
    return Response(status=204)


@bp.post("/account/sessions/<uuid:sign_in_id>/end")
@does(Do.END_SESSION)
def end_session(sign_in_id: UUID) -> ResponseReturnValue:
    """End the sign-in of one browser."""
    service.end_session(current_work(), sign_in_id)
    flash(_("That session is ended."), "success")
    return redirect(url_for(".show"))


@bp.post("/account/sessions/end")
@does(Do.END_EVERYWHERE)
def end_everywhere() -> ResponseReturnValue:
    """End all sign-ins but this one."""
    service.end_everywhere(current_work(), current_user.token)
    flash(_("All other sessions are ended."), "success")
    return redirect(url_for(".show"))


@bp.route("/account/password", methods=["GET", "POST"])
@does(Do.CHANGE_PASSWORD)
@proven("present_password")
def change_password() -> ResponseReturnValue:
    """Set a new password; all other browsers are signed out."""
    form = PasswordForm()
    if form.validate_on_submit() and (why := unproven()):
        form.show(why)
    elif form.is_submitted() and not form.errors:
        try:
            visit, work = visitors.this_visit(), current_work()
            token = service.change_password(work, *form.to_passwords(), visit, _passwords())
        except DomainError as error:
            form.show(error)
        else:
            visitors.let_in(token)
            flash(_("Your password is changed. All other sessions are ended."), "success")
            return redirect(url_for(".show"))
    email = current_user.arrival.person.email
    body = render_template("accounts/change_password.html", form=form, email=email)
    return body, 422 if form.is_submitted() else 200


@bp.post("/account/preferences")
@does(Do.PREFER)
def prefer() -> ResponseReturnValue:
    """Keep the language and the theme that the person likes."""
    form = PreferenceForm()
    if form.validate():
        service.prefer(current_work(), form.language.data, form.theme.data)
        session["language"] = form.language.data
        flash(_("Saved."), "success")
    return redirect(url_for(".show"))


@bp.post("/account/switch")
@does(Do.SWITCH)
def switch() -> ResponseReturnValue:
    """Act for another agency from now on."""
    agency_id = request.form.get("agency_id", type=UUID)
    if agency_id is not None:
        service.switch(current_work(), agency_id)
        session["agency"] = str(agency_id)
    return redirect(_home())


@appointments.get("")
@reads(holds(Role.ADMINISTRATOR))
def index() -> ResponseReturnValue:
    """List the offices held in the region."""
    search = request.args.get("q", "")
    found = queries.appointments(current_work(), search)
    return render_template("appointments/index.html", appointments=found, search=search)


@appointments.route("/appoint", methods=["GET", "POST"])
@does(AppointmentAction.APPOINT)
@reads(holds(Role.ADMINISTRATOR))
def appoint() -> ResponseReturnValue:
    """Give a person a role by decree."""
    work, form = current_work(), AppointmentForm()
    form.offer(queries.units(work))
    if form.validate_on_submit():
        try:
            made = service.appoint(work, form.to_new_appointment())
        except DomainError as error:
            form.show(error)
        else:
            flash(_("%(role)s is appointed.", role=_(made.role.label)), "success")
            return redirect(url_for(".index", q=form.email.data))
    return _page("appointments/appoint.html", form)


@appointments.route("/<uuid:appointment_id>/end", methods=["GET", "POST"])
@does(AppointmentAction.END)
@reads(holds(Role.ADMINISTRATOR))
def end(appointment_id: UUID) -> ResponseReturnValue:
    """Set the last day of an appointment."""
    work, form = current_work(), EndForm()
    appointment = queries.get(work, appointment_id)
    APPOINTMENT_POLICY.require(work.actor, AppointmentAction.END, appointment)
    if form.validate_on_submit():
        try:
            service.end(work, appointment_id, *form.to_end())
        except DomainError as error:
            form.show(error)
        else:
            flash(_("The appointment ends on the day you chose."), "success")
            return redirect(url_for(".index"))
    return _page("appointments/end.html", form, appointment=appointment)


def _page(template: str, form: Any, **given: Any) -> ResponseReturnValue:
    status = 422 if form.is_submitted() else 200
    return render_template(template, form=form, **given), status
