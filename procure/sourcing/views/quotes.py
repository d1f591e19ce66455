"""The doors for suppliers: writing a quote, sealing it, the receipt, taking it back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.kernel.errors import DomainError, NotFound, NotPermitted, StalePage
from procure.sourcing import queries, service
from procure.sourcing.actions import QuoteAction as Do
from procure.sourcing.forms import QuoteForm
from procure.sourcing.policy import QUOTE_POLICY
from procure.sourcing.rules.comparing import total_of
from procure.web.access import does
from procure.web.forms import SeenForm
from procure.web.work import current_work

bp = Blueprint("quotes", __name__, url_prefix="/rfqs/<uuid:rfq_id>/quote")


def _sheet(work: Work, rfq_id: UUID, action: Do, *, lock: bool = False) -> queries.Sheet:
    sheet = queries.sheet(work, rfq_id, lock=lock)
    QUOTE_POLICY.require(work.actor, action, sheet.rfq)
    return sheet


@bp.route("", methods=["GET", "POST"])
@does(Do.SUBMIT)
def submit(rfq_id: UUID) -> ResponseReturnValue:
    """Write a quote and send it sealed; a later one replaces it until the deadline."""
    work, form = current_work(), QuoteForm()
    sheet = _sheet(work, rfq_id, Do.SUBMIT, lock=form.is_submitted())
    rfq = sheet.rfq
    if not form.is_submitted() and not rfq.is_open_at(work.now):
        flash(_("Quotes are closed for this request."), "warning")
        return redirect(url_for("rfqs.show", rfq_id=rfq_id))
    if form.validate_on_submit():
        positions = [line.position for line in rfq.purchase_request.lines]
        try:
            service.submit(work, rfq_id, form.to_new_quote(positions), seen=form.mark)
        except NotPermitted:
            raise
        except DomainError as error:
            form.show(error)
        else:
            flash(_("Your quote is sealed and kept. Here is your receipt."), "success")
            return redirect(url_for(".receipt", rfq_id=rfq_id))
        sheet = queries.sheet(work, rfq_id)
    return _page("quotes/submit.html", sheet, form)


@bp.post("/check")
@does(Do.SUBMIT)
def check(rfq_id: UUID) -> ResponseReturnValue:
    """Add up what was typed so far; nothing is kept."""
    work, form = current_work(), QuoteForm()
    return _page("quotes/check.html", _sheet(work, rfq_id, Do.SUBMIT), form)


def _page(template: str, sheet: queries.Sheet, form: QuoteForm) -> ResponseReturnValue:
    lines = sheet.rfq.purchase_request.lines
    form.fill_up(len(lines))
    form.over(sheet.mark)
    quantities = [line.quantity for line in lines]
    prices = form.prices[: len(lines)]
    page = render_template(
        template,
        rfq=sheet.rfq,
        form=form,
        rows=list(zip(lines, form.lines.entries, prices, strict=False)),
        total=total_of(prices, quantities, form.delivery_cost.data or 0),
        is_complete=None not in prices,
        receipt=sheet.receipt,
    )
    return page, form.status


@bp.get("/receipt")
@does(Do.SUBMIT)
def receipt(rfq_id: UUID) -> ResponseReturnValue:
    """Show the receipt: when it arrived, its fingerprint, and that nobody can read it yet."""
    work = current_work()
    sheet = _sheet(work, rfq_id, Do.SUBMIT)
    if sheet.receipt is None:
        raise NotFound
    return render_template(
        "quotes/receipt.html",
        rfq=sheet.rfq,
        receipt=sheet.receipt,
        is_open=sheet.rfq.is_open_at(work.now),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@does(Do.WITHDRAW)
def withdraw(rfq_id: UUID) -> ResponseReturnValue:
    """Take the quote back before the deadline."""
    work, form = current_work(), SeenForm()
    sheet = _sheet(work, rfq_id, Do.WITHDRAW, lock=form.is_submitted())
    if form.validate_on_submit():
        try:
            service.withdraw(work, rfq_id, seen=form.mark)
        except StalePage as error:
            form.show(error)
        else:
            told = _("Your quote is withdrawn. You can send a new one until the deadline.")
            flash(told, "success")
            return redirect(url_for("rfqs.show", rfq_id=rfq_id))
    form.over(sheet.mark)
    return render_template("quotes/withdraw.html", rfq=sheet.rfq, form=form), form.status
