"""Through which statuses a purchase order moves."""

from procure.kernel.labels import N_, Labelled
from procure.kernel.workflow import Move, Workflow
from procure.orders.actions import PurchaseOrderAction as Do


class PurchaseOrderStatus(Labelled):
    """Where a purchase order stands."""

    PREPARED = "prepared", N_("Waiting for signature"), "info"
    ISSUED = "issued", N_("Waiting for the supplier"), "info"
    ACCEPTED = "accepted", N_("Accepted"), "success"
    SENT_BACK = "sent_back", N_("Award sent back"), "warning"
    DECLINED = "declined", N_("Declined by the supplier"), "danger"
    EXPIRED = "expired", N_("Expired without an answer"), "warning"
    CANCELLED = "cancelled", N_("Cancelled"), "danger"


S = PurchaseOrderStatus
PURCHASE_ORDER_WORKFLOW = Workflow(
    name="purchase_order",
    initial=S.PREPARED,
    moves=(
        Move(Do.ISSUE, start={S.PREPARED}, end=S.ISSUED),
        Move(Do.SEND_BACK, start={S.PREPARED}, end=S.SENT_BACK, needs_reason=True),
        Move(Do.ACCEPT, start={S.ISSUED}, end=S.ACCEPTED),
        Move(Do.DECLINE, start={S.ISSUED}, end=S.DECLINED, needs_reason=True),
        Move(Do.EXPIRE, start={S.ISSUED}, end=S.EXPIRED, within=True),
        Move(Do.REOPEN, start={S.EXPIRED}, end=S.ISSUED, needs_reason=True),
        Move(
            Do.CANCEL,
            start={S.ISSUED, S.ACCEPTED, S.EXPIRED},
            end=S.CANCELLED,
            needs_reason=True,
        ),
    ),
)
