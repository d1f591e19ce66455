"""Through which statuses a purchase request moves."""

from procure.kernel.labels import N_, Labelled
from procure.kernel.workflow import Move, Workflow
from procure.purchase_requests.actions import PurchaseRequestAction as Do


class PurchaseRequestStatus(Labelled):
    """Where a purchase request stands."""

    DRAFT = "draft", N_("Draft"), "neutral"
    SUBMITTED = "submitted", N_("Waiting for approval"), "info"
    ENDORSED = "endorsed", N_("Waiting for the budget authority"), "info"
    APPROVED = "approved", N_("Approved"), "success"
    SOURCING = "sourcing", N_("Being sourced"), "info"
    ORDERED = "ordered", N_("Ordered"), "success"
    CANCELLED = "cancelled", N_("Cancelled"), "danger"


S = PurchaseRequestStatus
PURCHASE_REQUEST_WORKFLOW = Workflow(
    name="purchase_request",
    initial=S.DRAFT,
    moves=(
        Move(Do.SUBMIT, start={S.DRAFT}, end=S.SUBMITTED),
        Move(Do.ENDORSE, start={S.SUBMITTED}, end=S.ENDORSED),
        Move(Do.APPROVE, start={S.SUBMITTED, S.ENDORSED}, end=S.APPROVED),
        Move(Do.SEND_BACK, start={S.SUBMITTED, S.ENDORSED}, end=S.DRAFT, needs_reason=True),
        Move(Do.SOURCE, start={S.APPROVED}, end=S.SOURCING, within=True),
        Move(Do.ORDER, start={S.SOURCING}, end=S.ORDERED, within=True),
        Move(Do.RESUME, start={S.ORDERED}, end=S.SOURCING, within=True),
        Move(
            Do.CANCEL,
            start={S.DRAFT, S.SUBMITTED, S.ENDORSED, S.APPROVED, S.SOURCING},
            end=S.CANCELLED,
            needs_reason=True,
        ),
    ),
)
