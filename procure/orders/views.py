"""The doors to orders: lists, the order itself, signing it, answering it."""

import re
from collections.abc import Callable, Iterable
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.files import storage
from procure.kernel.actors import Actor
from procure.kernel.errors import Conflict, DomainError, NotFound, StalePage
from procure.kernel.labels import N_
from procure.kernel.money import percent
from procure.orders import drafting, queries, service
from procure.orders.actions import PurchaseOrderAction as Do
from procure.orders.forms import ReopenForm
from procure.orders.models import OrderTax, PurchaseOrder
from procure.orders.numbers import shown
from procure.orders.policy import PURCHASE_ORDER_POLICY, reader
from procure.orders.rules import Collector, TaxItem, TaxKind
from procure.orders.workflow import PURCHASE_ORDER_WORKFLOW
from procure.regulations.queries import by_versions
from procure.web.access import does, reads
from procure.web.forms import SeenForm, SeenReasonForm
from procure.web.paths import wanted_page
from procure.web.work import current_work, settings

bp = Blueprint("purchase_orders", __name__, url_prefix="/purchase-orders")


TURNS = {
    Do.ISSUE: N_("read the order and sign it, or send the award back"),
    Do.ACCEPT: N_("accept or decline the order"),
    Do.REOPEN: N_("open the order again, or ask the commitment officer to cancel it"),
}
"""What the person whose turn it is is asked for."""


class PaperDamaged(Conflict):
    """The stored bytes are not those that were signed."""

    text = N_(
        "The stored file is not the one that was signed (its SHA-256 differs), "
        "so it is not shown. Tell the region's administrator."
    )


@bp.get("")
@reads(reader)
def index() -> ResponseReturnValue:
    """Show the orders of this agency, supplier or region, newest first."""
    page = queries.newest_first(current_work(), wanted_page())
    return render_template("purchase_orders/index.html", page=page)


@bp.get("/<uuid:purchase_order_id>")
@reads(reader)
def show(purchase_order_id: UUID) -> ResponseReturnValue:
    """Show one order to buyer or supplier, with what may happen next."""
    work = current_work()
    order = queries.get(work, purchase_order_id)
    return render_template(
        "purchase_orders/show.html",
        order=order,
        lines=drafting.lines(order.award),
        taxes=_told(order.taxes, work.language),
        turn=_turn(order, work.actor),
        code=shown(order.short_code),
        check_url=check_address(order.short_code) if order.issued_at else None,
        laws=[
            {"sentence": drafting.printed(row, work.language), "article": row.article}
            for row in by_versions(work, order.laws)
        ],
    )


def _turn(order: PurchaseOrder, actor: Actor) -> str | None:
    """Say what this person is asked to do with the order now, if anything."""
    allowed = {
        move.action
        for move in order.workflow.open_moves(order.status)
        if order.policy.allows(actor, move.action, order)
    }
    return next((_(words) for deed, words in TURNS.items() if deed in allowed), None)


def _told(taxes: Iterable[OrderTax | TaxItem], language: str) -> dict[str, object]:
    """Say the taxes as pages do: what is kept back, and on which ground each stands."""
    named = [
        (f"{_(TaxKind(tax.kind).label)}, {percent(int(tax.rate), language)}", tax) for tax in taxes
    ]
    return {
        "withheld": [
            (label, -tax.amount) for label, tax in named if tax.collector == Collector.TREASURER
        ],
        "grounds": [
            (label, tax.article, tax.collector == Collector.SUPPLIER) for label, tax in named
        ],
    }


def check_address(short_code: str) -> str:
    """Return the public address where anybody can check that the order is real."""
    return settings().base_url + url_for("transparency.check", code=short_code)


@bp.route("/<uuid:purchase_order_id>/issue", methods=["GET", "POST"])
@does(Do.ISSUE)
def issue(purchase_order_id: UUID) -> ResponseReturnValue:
    """Show everything that will be printed, then sign and send it."""
    work, form = current_work(), SeenForm()
    if form.validate_on_submit():
        try:
            order = service.issue(work, purchase_order_id, check_address, seen=form.mark)
        except StalePage as error:
            form.show(error)
        else:
            told = _("%(number)s was signed and sent to the supplier.", number=order.number)
            flash(told, "success")
            return _to_purchase(order)
    order = _to_be_done(work, purchase_order_id, Do.ISSUE)
    terms = drafting.terms(work, order.award)
    form.over(drafting.mark(work, order, terms))
    page = render_template(
        "purchase_orders/issue.html",
        form=form,
        order=order,
        lines=drafting.lines(order.award),
        terms=terms,
        taxes=_told(terms.sheet.total.taxes, work.language),
        net=terms.sheet.total.paid_to_supplier,
        conditions=drafting.conditions(terms),
        officer=drafting.signatory(work, order),
        hours=terms.law(service.RESPONSE).parameters["hours"],
        laws=[
            {"sentence": drafting.printed(row, work.language), "article": row.article}
            for row in drafting.applied_rows(work, order, terms)
        ],
    )
    return page, form.status


def _to_be_done(work: Work, order_id: UUID, action: Do) -> PurchaseOrder:
    """Return the order if this person may do this to it now; else refuse before asking anything."""
    order = queries.get(work, order_id)
    PURCHASE_ORDER_POLICY.require(work.actor, action, order)
    PURCHASE_ORDER_WORKFLOW.find(order.status, action)
    return order


def _to_purchase(order: PurchaseOrder) -> ResponseReturnValue:
    return redirect(url_for("desk.purchase", purchase_request_id=order.purchase_request_id))


def _with_reason(
    order_id: UUID,
    action: Do,
    page: str,
    deed: Callable[..., PurchaseOrder],
) -> PurchaseOrder | ResponseReturnValue:
    """Ask for the reason, then do the deed; the order itself is returned once it is done."""
    work, form = current_work(), SeenReasonForm()
    if form.validate_on_submit():
        try:
            return deed(work, order_id, form.reason.data or "", seen=form.mark)
        except DomainError as error:
            if error.field != "reason" and not isinstance(error, StalePage):
                raise
            form.show(error)
    order = _to_be_done(work, order_id, action)
    form.over(order.mark)
    return render_template(page, order=order, form=form), form.status


@bp.route("/<uuid:purchase_order_id>/send-back", methods=["GET", "POST"])
@does(Do.SEND_BACK)
def send_back(purchase_order_id: UUID) -> ResponseReturnValue:
    """Send the award back to the procurement officer, with a reason."""
    page = "purchase_orders/send_back.html"
    done = _with_reason(purchase_order_id, Do.SEND_BACK, page, service.send_back)
    if not isinstance(done, PurchaseOrder):
        return done
    flash(_("The award went back to the procurement officer."), "success")
    return _to_purchase(done)


@bp.post("/<uuid:purchase_order_id>/accept")
@does(Do.ACCEPT)
def accept(purchase_order_id: UUID) -> ResponseReturnValue:
    """Take the order."""
    order = service.accept(current_work(), purchase_order_id)
    flash(_("You have accepted %(number)s.", number=order.number), "success")
    return redirect(url_for(".show", purchase_order_id=order.id))


@bp.route("/<uuid:purchase_order_id>/decline", methods=["GET", "POST"])
@does(Do.DECLINE)
def decline(purchase_order_id: UUID) -> ResponseReturnValue:
    """Refuse the order, with a reason."""
    page = "purchase_orders/decline.html"
    done = _with_reason(purchase_order_id, Do.DECLINE, page, service.decline)
    if not isinstance(done, PurchaseOrder):
        return done
    flash(_("You have declined %(number)s.", number=done.number), "success")
    return redirect(url_for(".show", purchase_order_id=done.id))


@bp.route("/<uuid:purchase_order_id>/reopen", methods=["GET", "POST"])
@does(Do.REOPEN)
def reopen(purchase_order_id: UUID) -> ResponseReturnValue:
    """Give the supplier of an expired order more time, with a reason."""
    work, form = current_work(), ReopenForm()
    if form.validate_on_submit():
        until = form.to_moment(work.zone)
        try:
            reason = form.reason.data or ""
            order = service.reopen(work, purchase_order_id, until, reason, seen=form.mark)
        except DomainError as error:
            if error.field is None and not isinstance(error, StalePage):
                raise
            form.show(error)
        else:
            flash(_("%(number)s can be answered again.", number=order.number), "success")
            return _to_purchase(order)
    order = _to_be_done(work, purchase_order_id, Do.REOPEN)
    form.over(order.mark)
    return render_template("purchase_orders/reopen.html", order=order, form=form), form.status


@bp.route("/<uuid:purchase_order_id>/cancel", methods=["GET", "POST"])
@does(Do.CANCEL)
def cancel(purchase_order_id: UUID) -> ResponseReturnValue:
    """Call off a signed order, with a reason."""
    page = "purchase_orders/cancel.html"
    done = _with_reason(purchase_order_id, Do.CANCEL, page, service.cancel)
    if not isinstance(done, PurchaseOrder):
        return done
    flash(_("%(number)s was cancelled.", number=done.number), "success")
    return _to_purchase(done)


@bp.get("/<uuid:purchase_order_id>/pdf")
@reads(reader)
def pdf(purchase_order_id: UUID) -> ResponseReturnValue:
    """Give the signed paper, byte for byte; refuse if the stored bytes were changed."""
    order = queries.get(current_work(), purchase_order_id)
    if order.pdf_sha256 is None:
        raise NotFound
    try:
        paper = storage.get(order.pdf_sha256)
    except storage.FileDamaged:
        raise PaperDamaged from None
    response = Response(paper, mimetype=service.PDF)
    name = re.sub(r"[^A-Za-z0-9.]+", "-", order.number or "")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(order.pdf_sha256)
    return response.make_conditional(request)
