"""Writing a request: from a routine purchase or a blank page, with an answer while one types."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.kernel.errors import DomainError, StalePage, WrongStatus
from procure.purchase_requests import queries, service
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.forms import PAGES, PurchaseRequestForm, StartForm
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.queries import templates
from procure.purchase_requests.rules import STARTS
from procure.purchase_requests.views import beginning, sheet
from procure.purchase_requests.views.door import bp, purchase_page
from procure.purchase_requests.views.sheet import Choices
from procure.web.access import does
from procure.web.errors import status_of
from procure.web.words import hour
from procure.web.work import current_work

REFUSED = 422
CHANGED = 409
LONGEST = 10
"""Digits of the number of a version or a page."""
DEEDS = ("save", "submit")
PEOPLE = 40
"""How many people the page for meals begins with."""

View = Callable[..., ResponseReturnValue]


def repeatable(view: View) -> View:
    """Let a check run as often as one types; it keeps a draft, so its answer must not undo it.

    The wrapper tells `procure.web.work.guard_deeds` that the view looks after itself.
    """

    @wraps(view)
    def ask(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return view(*args, **kwargs)

    return ask


@bp.route("/new", methods=["GET", "POST"])
@does(Do.DRAFT)
def draft() -> ResponseReturnValue:
    """Write a new request, beginning with a choice of routine purchases."""
    work = current_work()
    PURCHASE_REQUEST_POLICY.require(work.actor, Do.DRAFT)
    if request.method == "GET" and "template" not in request.args:
        return render_template(
            "purchase_requests/draft.html",
            starts=STARTS,
            templates=templates.all_of_agency(work),
            start=StartForm(data={"people": PEOPLE}),
        )
    chosen = sheet.choices(work, work.actor.unit_id)
    if request.method == "GET":
        return sheet.show(work, _begun(work, chosen), chosen)
    form = sheet.sent(chosen)
    if request.form.get("act") not in DEEDS:
        return sheet.show(work, form, chosen)
    done = _store(work, form, chosen, None)
    return done or (sheet.show(work, form, chosen), REFUSED)


def _begun(work: Work, chosen: Choices) -> PurchaseRequestForm:
    """Return a form filled from the routine purchase in the address; blank if there is none."""
    given = StartForm(request.args)
    people = given.people.data if given.validate() and given.people.data else PEOPLE
    lines, per_person = beginning.lines(work, chosen, people)
    own = lines[0].category_code if lines else ""
    address, contact, regency = queries.last_delivery(work) or ("", "", chosen.own_regency)
    form = PurchaseRequestForm(
        None,
        data={
            "budget_line_id": chosen.usual_budget_line(own),
            "category_code": own,
            "delivery_address": address,
            "delivery_contact": contact,
            "delivery_regency_code": regency,
            "head_count": people if per_person else None,
            "lines": [
                {
                    "name": line.name,
                    "unit": line.unit,
                    "quantity": line.quantity,
                    "price": line.price or None,
                    "category_code": "" if line.category_code == own else line.category_code,
                }
                for line in lines
            ],
        },
    )
    form.offer(chosen.budget_lines, chosen.categories, chosen.regencies)
    return form


def _store(
    work: Work,
    form: PurchaseRequestForm,
    chosen: Choices,
    purchase_request: PurchaseRequest | None,
) -> ResponseReturnValue | None:
    """Save, and submit if asked; None when the form must be shown again."""
    submits = request.form.get("act") == "submit"
    sound = form.is_sound()
    whole = _is_complete(form, chosen) if submits else True
    if not (sound and whole):
        return None
    wanted = form.to_new_purchase_request(sheet.offers_for(work, form))
    try:
        with work.transaction():
            if purchase_request is None:
                purchase_request = service.draft(work, wanted)
            else:
                service.revise(work, purchase_request.id, wanted, **_edition(form))
            if submits:
                service.submit(work, purchase_request.id)
    except DomainError as error:
        if isinstance(error, WrongStatus) or status_of(error) in {403, 404}:
            raise
        form.show(error)
        return None
    if submits:
        flash(_("%(number)s was sent for approval.", number=purchase_request.number), "success")
        return redirect(purchase_page(purchase_request.id))
    flash(_("%(number)s is saved as a draft.", number=purchase_request.number), "success")
    return redirect(url_for(".revise", purchase_request_id=purchase_request.id))


def _is_complete(form: PurchaseRequestForm, chosen: Choices) -> bool:
    meals = {one.code for one in chosen.categories if one.is_meal}
    need = form.to_need()
    codes = {need.category_code, *(line.category_code for line in need.lines)}
    return form.is_complete(is_meal=bool(codes & meals))


def _edition(form: PurchaseRequestForm) -> dict[str, int]:
    """Return the version that the page showed, and the page's own number (0 if it has none)."""
    version, page = (_number(field.data) for field in (form.version, form.page))
    first, last = PAGES
    return {"version": version, "page": page if first <= page < last else 0}


def _number(text: object) -> int:
    typed = str(text)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST else 0


@bp.post("/check")
@does(Do.DRAFT)
@repeatable
def check() -> ResponseReturnValue:
    """Answer while a new request is typed; nothing is written."""
    work = current_work()
    PURCHASE_REQUEST_POLICY.require(work.actor, Do.DRAFT)
    chosen = sheet.choices(work, work.actor.unit_id)
    return sheet.show(work, sheet.sent(chosen), chosen)


@bp.route("/<uuid:purchase_request_id>/edit", methods=["GET", "POST"])
@does(Do.REVISE)
def revise(purchase_request_id: UUID) -> ResponseReturnValue:
    """Change a draft."""
    work = current_work()
    purchase_request = _own_draft(work, purchase_request_id)
    chosen = sheet.choices(work, purchase_request.unit_id)
    if request.method == "GET":
        form = sheet.stored(chosen, purchase_request)
        return sheet.show(work, form, chosen, purchase_request=purchase_request)
    form = sheet.sent(chosen)
    if request.form.get("act") not in DEEDS:
        return sheet.show(work, form, chosen, purchase_request=purchase_request)
    done = _store(work, form, chosen, purchase_request)
    return done or _refused(work, form, chosen, purchase_request)


def _refused(
    work: Work, form: PurchaseRequestForm, chosen: Choices, purchase_request: PurchaseRequest
) -> ResponseReturnValue:
    is_stale = isinstance(form.refused, StalePage)
    if is_stale:
        # Whoever was told that the draft has changed may send again, over what is stored now.
        form.version.data = str(purchase_request.version)
    page = sheet.show(work, form, chosen, purchase_request=purchase_request)
    return page, CHANGED if is_stale else REFUSED


def _own_draft(work: Work, purchase_request_id: UUID) -> PurchaseRequest:
    purchase_request = queries.get(work, purchase_request_id)
    PURCHASE_REQUEST_POLICY.require(work.actor, Do.REVISE, purchase_request)
    purchase_request.workflow.find(purchase_request.status, Do.SUBMIT)
    return purchase_request


@bp.post("/<uuid:purchase_request_id>/keep")
@does(Do.REVISE)
@repeatable
def keep(purchase_request_id: UUID) -> ResponseReturnValue:
    """Answer while a draft is typed, and keep it whenever it can be kept."""
    work = current_work()
    purchase_request = _own_draft(work, purchase_request_id)
    chosen = sheet.choices(work, purchase_request.unit_id)
    saved = _keep(work, sheet.sent(chosen), purchase_request_id)
    form = sheet.sent(chosen)
    return sheet.show(work, form, chosen, purchase_request=purchase_request, saved=saved)


def _keep(work: Work, form: PurchaseRequestForm, purchase_request_id: UUID) -> str:
    """Return what to say about it."""
    if not form.is_sound():
        return _("Not saved yet: fill in the empty fields.")
    edition = _edition(form)
    try:
        wanted = form.to_new_purchase_request(sheet.offers_for(work, form))
        if edition["page"] and service.keep(work, purchase_request_id, wanted, **edition):
            return _("Draft saved %(time)s %(zone)s", time=hour(work.now), zone=work.zone)
    except DomainError:
        return _("Not saved yet: see what stops it.")
    return _(StalePage.text)


@bp.post("/<uuid:purchase_request_id>/submit")
@does(Do.SUBMIT)
def submit(purchase_request_id: UUID) -> ResponseReturnValue:
    """Send a draft for approval as it is stored; where that is refused, open it at the fault."""
    work = current_work()
    try:
        submitted = service.submit(work, purchase_request_id)
    except DomainError as error:
        if status_of(error) != REFUSED:
            raise
        purchase_request = _own_draft(work, purchase_request_id)
        chosen = sheet.choices(work, purchase_request.unit_id)
        form = sheet.stored(chosen, purchase_request)
        form.show(error)
        return sheet.show(work, form, chosen, purchase_request=purchase_request), REFUSED
    flash(_("%(number)s was sent for approval.", number=submitted.number), "success")
    return redirect(purchase_page(purchase_request_id))
