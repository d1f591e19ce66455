"""Doors to one's own business: what is kept of it, in full, as a file, and to be corrected."""

import json
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from procure.kernel.actors import Role
from procure.suppliers import queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.forms.joining import AnswerForm, AskForm
from procure.suppliers.own_paper import Writing, as_plain, draw
from procure.suppliers.policy import SUPPLIER_POLICY, officer, own_business
from procure.suppliers.registry_models import DataRequestKind
from procure.suppliers.rules import registration as rules
from procure.suppliers.rules.registration import Step
from procure.suppliers.views.door import bp
from procure.suppliers.views.filling import DEEDS
from procure.suppliers.views.sending import told
from procure.web.access import does, reads
from procure.web.work import counted, current_work


def _own_page(numbers: Any = None) -> str:
    work = current_work()
    supplier = queries.mine(work)
    is_owner = work.actor.has(Role.SUPPLIER_OWNER)
    is_open = is_owner and str(supplier.status) in rules.OPEN_TO_OWNER
    parts = told(work, supplier)
    if not is_owner:
        parts = [part for part in parts if part["step"] not in rules.OF_OWNER]
    for part in parts:
        allowed = SUPPLIER_POLICY.allows(work.actor, DEEDS[part["step"]], supplier)
        late = part["step"] is Step.BANK and str(supplier.status) not in rules.OPEN_TO_COACH
        part["is_open"] = is_open and allowed and not late
    changes = queries.changes_of(work, supplier.id)
    return render_template(
        "suppliers/mine.html",
        supplier=supplier,
        parts=parts,
        is_owner=is_owner,
        is_unfinished=str(supplier.status) in rules.OPEN_TO_COACH,
        recheck=any(one.returned_at is None for one in changes),
        is_returned=any(one.returned_at is not None for one in changes),
        remarks=queries.to_correct(work, supplier.id),
        numbers=numbers,
        requests=queries.requests(work, supplier.id),
    )


@bp.get("/supplier")
@reads(own_business)
def mine() -> ResponseReturnValue:
    """Show what is kept of one's own business; numbers are masked."""
    return _own_page()


@bp.post("/suppliers/<uuid:supplier_id>/reveal")
@does(Do.REVEAL)
@reads(own_business)
@counted
def reveal(supplier_id: UUID) -> ResponseReturnValue:
    """Show the own numbers in full, once; it is recorded."""
    response = Response(_own_page(service.reveal(current_work(), supplier_id)))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/suppliers/<uuid:supplier_id>/export")
@does(Do.EXPORT)
@reads(own_business)
@counted
def export(supplier_id: UUID) -> ResponseReturnValue:
    """Give everything that is kept about the supplier, for reading or for another program."""
    # Read first: what cannot be read is refused before anything is recorded.
    work, wanted = current_work(), request.form.get("format")
    found = service.export(work, supplier_id)
    if wanted == "pdf":
        with force_locale("id"):
            paper = draw(found, work.now, Writing(work.zone, _))
        response = Response(paper, mimetype="application/pdf")
        ending = "pdf"
    else:
        text = json.dumps(as_plain(found), ensure_ascii=False, indent=2)
        response, ending = Response(text, mimetype="application/json"), "json"
    name = f"{found.supplier.slug}-{work.today:%Y%m%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/suppliers/<uuid:supplier_id>/ask", methods=["GET", "POST"])
@does(Do.ASK)
@reads(own_business)
def ask(supplier_id: UUID) -> ResponseReturnValue:
    """Ask for correction of what one cannot change, or for closing."""
    work, form = current_work(), AskForm()
    supplier = queries.get(work, supplier_id)
    SUPPLIER_POLICY.require(work.actor, Do.ASK, supplier)
    if form.validate_on_submit():
        service.ask(work, supplier_id, DataRequestKind(form.kind.data), form.wish.data or "")
        flash(_("Your request was sent to the supplier registry officer."), "success")
        return redirect(url_for(".mine"))
    body = render_template("suppliers/ask.html", form=form, supplier=supplier)
    return body, 422 if form.is_submitted() else 200


@bp.get("/suppliers/requests")
@reads(officer)
def requests() -> ResponseReturnValue:
    """List what owners ask to be done with their data, oldest first."""
    return render_template("suppliers/requests.html", rows=queries.open_requests(current_work()))


@bp.route("/suppliers/requests/<uuid:request_id>/answer", methods=["GET", "POST"])
@does(Do.ANSWER)
@reads(officer)
def answer(request_id: UUID) -> ResponseReturnValue:
    """Answer a request about own data."""
    work, form = current_work(), AnswerForm()
    asked = queries.request(work, request_id)
    if form.validate_on_submit():
        service.answer(work, request_id, form.answer.data or "")
        flash(_("Your answer was sent to the owner."), "success")
        return redirect(url_for(".requests"))
    body = render_template(
        "suppliers/answer.html",
        form=form,
        asked=asked,
        supplier=asked.supplier,
        decides=SUPPLIER_POLICY.allows(work.actor, Do.ANSWER, asked),
        asks_closing=asked.kind is DataRequestKind.CLOSING,
        can_close=any(
            move.action is Do.CLOSE
            for move in asked.supplier.workflow.open_moves(asked.supplier.status)
        ),
    )
    return body, 422 if form.is_submitted() else 200
