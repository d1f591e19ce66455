"""What happens to an order, from the award to the supplier's answer: one function a deed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from procure.audit.service import advance, record
from procure.db.numbering import take
from procure.db.work import Work
from procure.files import storage
from procure.kernel.marks import check_seen
from procure.orders import drafting, pdf, queries
from procure.orders.actions import PurchaseOrderAction as Do
from procure.orders.events import (
    OrderAccepted,
    OrderCancelled,
    OrderDeclined,
    OrderExpired,
    OrderIssued,
    OrderPrepared,
    OrderReminder,
    OrderReopened,
)
from procure.orders.models import OrderTax, PurchaseOrder
from procure.orders.numbers import letter_number, new_short_code, shown
from procure.orders.policy import PURCHASE_ORDER_POLICY
from procure.orders.rules import TaxRuleMissing, answering
from procure.orders.workflow import PurchaseOrderStatus as Status
from procure.purchase_requests import service as purchase_requests
from procure.regulations.queries import in_force
from procure.regulations.rules import Version
from procure.sourcing import service as sourcing

NUMBER_KIND = "order"
RESPONSE = "order-response"
PDF = "application/pdf"


def prepare(work: Work, award_id: UUID) -> PurchaseOrder:
    """Lay the order for an award before the commitment officer; nothing is numbered yet."""
    with work.transaction():
        PURCHASE_ORDER_POLICY.require(work.actor, Do.PREPARE)
        award = queries.award_to_order(work, award_id)
        request = award.purchase_request
        terms = drafting.terms(work, award)
        order = PurchaseOrder(
            region_id=award.region_id,
            agency_id=award.agency_id,
            purchase_request_id=request.id,
            award_id=award.id,
            supplier_id=award.supplier_id,
            title=terms.title,
            contract_form=terms.form,
            is_practice=request.agency.region.is_practice(work.today),
            total=award.total,
            net_to_supplier=terms.sheet.total.paid_to_supplier,
            requester_id=request.requester_id,
            award_officer_id=award.officer_id,
            short_code=new_short_code(),
            laws=terms.versions,
        )
        work.session.add(order)
        work.session.flush()
        work.remember((PurchaseOrder, order.id), lambda: order)
        laws = [row.as_rule() for row in terms.rows.values()]
        record(work, Do.PREPARE, order, facts={"total": order.total}, laws=laws)
        work.announce(OrderPrepared(order.id))
    return order


def issue(
    work: Work, order_id: UUID, address_of: Callable[[str], str], *, seen: str | None = None
) -> PurchaseOrder:
    """Sign the order: number it, freeze it as a PDF, commit the budget, send it to the supplier.

    Args:
        work: the unit of work.
        order_id: the prepared order.
        address_of: turns a short code into the public address where the paper can be checked.
        seen: the mark (`drafting.mark`) of what the page showed.

    Raises the refusals of `suppliers.rules.standing` when the supplier may not be ordered from,
    or StalePage when something else would be signed than was shown.
    """
    with work.transaction():
        order = queries.get(work, order_id, lock=True)
        order.policy.require(work.actor, Do.ISSUE, order)
        order.workflow.find(order.status, Do.ISSUE)
        laws = in_force(work, sourcing.CLEARING_LAWS)
        sourcing.check_clear(work, order.purchase_request, [order.supplier_id], laws, None)
        terms = drafting.terms(work, order.award)
        check_seen(seen, drafting.mark(work, order, terms))
        paper, rows = _paper(work, order, terms, address_of)
        sha256 = storage.put(work, pdf.draw(paper), PDF)
        facts = {
            "number": paper.number,
            "total": order.total,
            "respond_by": paper.respond_by,
            "pdf_sha256": sha256,
            "tax_number_read": True,
        }
        with sourcing.kept_active(work, [order.supplier_id]):
            advance(work, order, Do.ISSUE, facts=facts, laws=[row.as_rule() for row in rows])
            # Status and frozen paper reach the database in one statement: it allows neither alone.
            order.pdf_sha256, order.number = sha256, paper.number
            order.title, order.contract_form = terms.title, terms.form
            order.is_practice = paper.practice
            order.net_to_supplier = terms.sheet.total.paid_to_supplier
            order.issued_by_id, order.issued_at = work.actor.user_id, work.now
            order.respond_by, order.laws = paper.respond_by, [row.id for row in rows]
            work.session.add_all(_taxes(order, terms))
            sourcing.sign(work, order.award)
            purchase_requests.order(work, order.purchase_request, order.total)
        work.announce(OrderIssued(order.id))
    return order


def _paper(
    work: Work, order: PurchaseOrder, terms: drafting.Terms, address_of: Callable[[str], str]
) -> tuple[pdf.OrderPaper, list[Version]]:
    agency = order.agency
    running = take(work, agency.id, NUMBER_KIND, work.today.year)
    signing = drafting.Signing(
        number=letter_number(agency.order_number_template, running, agency.short_name, work.today),
        officer=drafting.signatory(work, order),
        tax_number=queries.tax_number(work, order.supplier_id),
        check_url=address_of(order.short_code),
        short_code=shown(order.short_code),
    )
    rows = drafting.applied_rows(work, order, terms)
    return drafting.paper(work, order, terms, rows, signing), rows


def _taxes(order: PurchaseOrder, terms: drafting.Terms) -> list[OrderTax]:
    return [
        OrderTax(
            order_id=order.id,
            position=position,
            region_id=order.region_id,
            kind=tax.kind,
            base=tax.base,
            rate=str(tax.rate),
            amount=tax.amount,
            article=tax.article,
            collector=tax.collector,
        )
        for position, tax in enumerate(terms.sheet.total.taxes, start=1)
    ]


def send_back(work: Work, order_id: UUID, reason: str, *, seen: str | None = None) -> PurchaseOrder:
    """Refuse to sign: the procurement officer looks at the choice again.

    Raises StalePage when the page showed (`seen`) another state of the order.
    """
    with work.transaction():
        order = queries.get(work, order_id, lock=True)
        mark = order.mark
        advance(work, order, Do.SEND_BACK, reason=reason)
        check_seen(seen, mark)
        order.end_reason = reason
        sourcing.send_back(work, order.award, reason)
    return order


def accept(work: Work, order_id: UUID) -> PurchaseOrder:
    """Take the order, as the supplier. Raises AnsweredTooLate after the time is over.

    A page cannot be stale here: what was signed is frozen, by the database itself.
    """
    with work.transaction():
        order = queries.get(work, order_id, lock=True)
        advance(work, order, Do.ACCEPT)
        answering.check_in_time(order.respond_by, work.now)
        order.responded_at = work.now
        work.announce(OrderAccepted(order.id))
    return order


def decline(work: Work, order_id: UUID, reason: str, *, seen: str | None = None) -> PurchaseOrder:
    """Refuse the order, as the supplier: the purchase goes back to sourcing with its money.

    Raises AnsweredTooLate after the time is over, or StalePage when the page showed (`seen`)
    another state of the order.
    """
    with work.transaction():
        order = queries.get(work, order_id, lock=True)
        mark = order.mark
        advance(work, order, Do.DECLINE, reason=reason)
        check_seen(seen, mark)
        answering.check_in_time(order.respond_by, work.now)
        order.responded_at, order.end_reason = work.now, reason
        _return_to_sourcing(work, order, reason)
        work.announce(OrderDeclined(order.id, reason))
    return order


def expire(work: Work, order_id: UUID) -> PurchaseOrder:
    """Let an order end that was not answered in time. Raises StillTimeToAnswer.

    Award and committed money stay as they are until people decide: the procurement officer
    opens the order again, or the commitment officer cancels it.
    """
    with work.transaction():
        order = queries.get(work, order_id, lock=True)
        advance(work, order, Do.EXPIRE)
        answering.check_time_is_over(order.respond_by, work.now)
        work.announce(OrderExpired(order.id))
    return order


def reopen(
    work: Work, order_id: UUID, respond_by: datetime, reason: str, *, seen: str | None = None
) -> PurchaseOrder:
    """Give the supplier of an expired order more time.

    The supplier is looked at once more, as at the signature: days have gone by since. Raises
    AnswerTimeOutOfRange, the refusals of `suppliers.rules.standing`, or StalePage when the page
    showed (`seen`) another state.
    """
    with work.transaction():
        order = queries.get(work, order_id, lock=True)
        mark = order.mark
        laws = in_force(work, (RESPONSE, *sourcing.CLEARING_LAWS))
        law = laws.get(RESPONSE)
        if law is None:
            raise TaxRuleMissing(code=RESPONSE)
        order.policy.require(work.actor, Do.REOPEN, order)
        order.workflow.find(order.status, Do.REOPEN)
        check_seen(seen, mark)
        answering.check_new_time(respond_by, work.now)
        sourcing.check_clear(work, order.purchase_request, [order.supplier_id], laws, None)
        facts = {"respond_by": respond_by}
        with sourcing.kept_active(work, [order.supplier_id]):
            advance(work, order, Do.REOPEN, reason=reason, facts=facts, laws=[law])
            order.respond_by = respond_by
        gone = answering.percent_gone(respond_by, work.now, law)
        order.reminded_percent = answering.reminder_due(gone, 0, law) or 0
        work.announce(OrderReopened(order.id, reason))
    return order


def cancel(work: Work, order_id: UUID, reason: str, *, seen: str | None = None) -> PurchaseOrder:
    """Call off a signed order: the purchase goes back to sourcing with its money.

    From there the procurement officer chooses another supplier, or the purchase itself is
    cancelled, which releases the money. Raises StalePage when the page showed (`seen`) another
    state, such as an order that the supplier has accepted in the meantime.
    """
    with work.transaction():
        order = queries.get(work, order_id, lock=True)
        mark = order.mark
        advance(work, order, Do.CANCEL, reason=reason)
        check_seen(seen, mark)
        order.end_reason = reason
        _return_to_sourcing(work, order, reason)
        work.announce(OrderCancelled(order.id, reason))
    return order


def _return_to_sourcing(work: Work, order: PurchaseOrder, reason: str) -> None:
    sourcing.lapse(work, order.award, reason)
    purchase_requests.resume(work, order.purchase_request)


def keep_time(work: Work) -> None:
    """Remind suppliers and let orders expire, as the clock; each order by itself and only once."""
    law = in_force(work, (RESPONSE,)).get(RESPONSE)
    if law is None:
        return
    for order_id in queries.due(work, law):
        with work.transaction():
            order = queries.get(work, order_id, lock=True)
            if order.status is not Status.ISSUED or order.respond_by is None:
                continue
            if order.respond_by <= work.now:
                expire(work, order_id)
                continue
            gone = answering.percent_gone(order.respond_by, work.now, law)
            percent = answering.reminder_due(gone, order.reminded_percent, law)
            if percent is not None:
                order.reminded_percent = percent
                work.announce(OrderReminder(order.id, percent))
