"""Through which statuses a supplier moves."""

from procure.kernel.labels import N_, Labelled
from procure.kernel.workflow import Move, Workflow
from procure.suppliers.actions import SupplierAction as Do


class SupplierStatus(Labelled):
    """How far the registration is, and whether the supplier may be invited."""

    DRAFT = "draft", N_("Being filled in")
    PENDING = "pending", N_("Being verified"), "info"
    RETURNED = "returned", N_("Needs correction"), "warning"
    REFUSED = "refused", N_("Refused"), "danger"
    ACTIVE = "active", N_("Active"), "success"
    SUSPENDED = "suspended", N_("Suspended"), "warning"
    DEBARRED = "debarred", N_("Debarred"), "danger"


S = SupplierStatus
SUPPLIER_WORKFLOW = Workflow(
    name="supplier",
    initial=S.DRAFT,
    moves=(Move(Do.SUBMIT, start={S.DRAFT, S.RETURNED}, end=S.PENDING),),
)
