"""What sourcing does when other rooms report something."""

from procure.db.work import Work
from procure.kernel.errors import Conflict
from procure.kernel.labels import N_
from procure.purchase_requests.events import PurchaseRequestCancelled
from procure.sourcing import queries, service
from procure.sourcing.workflow import RfqStatus


class SupplierChosenAlready(Conflict):
    """A purchase with a chosen supplier is not cancelled from above: the choice goes first."""

    text = N_("A supplier is chosen already. Send the award back first, then cancel the purchase.")


class QuotesBeingOpened(Conflict):
    """The keeper is at work."""

    text = N_("The quotes are being unsealed. Try again in a minute.")


def end_with_purchase(work: Work, event: PurchaseRequestCancelled) -> None:
    """End the running request of a cancelled purchase, and tell its suppliers.

    Raises SupplierChosenAlready or QuotesBeingOpened.
    """
    rfq, award = queries.live(work, event.purchase_request_id)
    if award is not None:
        raise SupplierChosenAlready
    if rfq is None:
        return
    if rfq.status is RfqStatus.OPENING:
        raise QuotesBeingOpened
    service.end(work, rfq.id, event.reason)
