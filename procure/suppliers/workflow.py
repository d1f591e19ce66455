"""Through which statuses suppliers, their papers and their bank accounts move."""

from procure.kernel.workflow import Move, Workflow
from procure.suppliers.actions import BankAccountAction as BankDo
from procure.suppliers.actions import DocumentAction as DocumentDo
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.kinds import BankAccountStatus, DocumentStatus, SupplierStatus

__all__ = [
    "BANK_ACCOUNT_WORKFLOW",
    "DOCUMENT_WORKFLOW",
    "SUPPLIER_WORKFLOW",
    "BankAccountStatus",
    "DocumentStatus",
    "SupplierStatus",
]

S = SupplierStatus
SUPPLIER_WORKFLOW = Workflow(
    name="supplier",
    initial=S.DRAFT,
    moves=(
        Move(Do.SUBMIT, start={S.DRAFT, S.RETURNED}, end=S.PENDING),
        Move(Do.ACCEPT, start={S.PENDING}, end=S.ACTIVE),
        Move(Do.ASK_AGAIN, start={S.PENDING}, end=S.RETURNED, needs_reason=True),
        Move(Do.REFUSE, start={S.PENDING}, end=S.REFUSED, needs_reason=True),
        Move(Do.SUSPEND, start={S.ACTIVE}, end=S.SUSPENDED, needs_reason=True),
        Move(Do.DEBAR, start={S.ACTIVE, S.SUSPENDED}, end=S.DEBARRED, needs_reason=True),
        Move(Do.REINSTATE, start={S.SUSPENDED, S.DEBARRED}, end=S.ACTIVE, needs_reason=True),
        # Whoever is kept out closes once the decision is over: closing is no way around it.
        Move(
            Do.CLOSE,
            start={S.DRAFT, S.RETURNED, S.PENDING, S.ACTIVE, S.REFUSED},
            end=S.CLOSED,
            needs_reason=True,
        ),
    ),
)

D = DocumentStatus
DOCUMENT_WORKFLOW = Workflow(
    name="supplier_document",
    initial=D.WAITING,
    moves=(
        Move(DocumentDo.ACCEPT, start={D.WAITING}, end=D.ACCEPTED),
        Move(
            DocumentDo.ASK_AGAIN,
            start={D.WAITING, D.ACCEPTED},
            end=D.RETURNED,
            needs_reason=True,
        ),
        Move(
            DocumentDo.REPLACE,
            start={D.WAITING, D.ACCEPTED, D.RETURNED},
            end=D.REPLACED,
            within=True,
        ),
    ),
)

B = BankAccountStatus
BANK_ACCOUNT_WORKFLOW = Workflow(
    name="bank_account",
    initial=B.PROPOSED,
    moves=(
        Move(BankDo.CHECK, start={B.PROPOSED}, end=B.CHECKED),
        Move(BankDo.CONFIRM, start={B.CHECKED}, end=B.CHECKED),
        Move(BankDo.ACTIVATE, start={B.CHECKED}, end=B.ACTIVE, within=True),
        Move(BankDo.REPLACE, start={B.ACTIVE}, end=B.REPLACED, within=True),
        Move(BankDo.REFUSE, start={B.PROPOSED, B.CHECKED}, end=B.REFUSED, needs_reason=True),
        Move(BankDo.OBJECT, start={B.PROPOSED, B.CHECKED}, end=B.REFUSED, needs_reason=True),
    ),
)
"""Confirming leaves the status: the account waits its cooling time, in which anybody may object."""
