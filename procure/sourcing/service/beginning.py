"""The first step of both ways to buy: the purchase is approved and nobody else is on it."""

from uuid import UUID

from procure.db.numbering import take
from procure.db.work import Work
from procure.kernel.errors import WrongStatus
from procure.kernel.marks import check_seen
from procure.purchase_requests import queries as purchases
from procure.purchase_requests import service as purchase_service
from procure.purchase_requests.actions import PurchaseRequestAction
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.sourcing import queries
from procure.sourcing.models import Rfq
from procure.sourcing.rules.inviting import SourcingAlready, check_before_deadline
from procure.sourcing.rules.numbers import written
from procure.sourcing.workflow import RfqStatus


def begin_sourcing(work: Work, purchase_request_id: UUID, seen: str | None) -> PurchaseRequest:
    """Lock a purchase and let its sourcing begin, or begin again after a try that came to nothing.

    Raises NotPermitted, WrongStatus, SourcingAlready, or StalePage when the page showed (`seen`)
    another state of the purchase.
    """
    purchase = purchases.get(work, purchase_request_id, lock=True)
    mark = purchase.mark
    PURCHASE_REQUEST_POLICY.require(work.actor, PurchaseRequestAction.SOURCE, purchase)
    if purchase.status is PurchaseRequestStatus.APPROVED:
        purchase_service.source(work, purchase)
    elif any(queries.live(work, purchase.id)):
        raise SourcingAlready
    elif purchase.status is not PurchaseRequestStatus.SOURCING:
        raise WrongStatus(status=purchase.status)
    check_seen(seen, mark)
    return purchase


def check_takes_quotes(work: Work, rfq: Rfq) -> None:
    """Refuse what comes when a request is no longer open. Raises WrongStatus or QuotesAreClosed."""
    if rfq.status is not RfqStatus.PUBLISHED:
        raise WrongStatus(status=rfq.status)
    check_before_deadline(rfq.closes_at, work.now)


def next_number(work: Work, agency_id: UUID, kind: str) -> str:
    """Take the next document number of the agency and write it out."""
    year = work.today.year
    return written(kind, year, take(work, agency_id, kind, year))
