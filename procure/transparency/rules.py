"""Codes on papers, and what the public page answers about them."""

from decimal import Decimal
from typing import Final

from procure.kernel.labels import N_, Labelled
from procure.orders.workflow import PurchaseOrderStatus

LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
"""Letters that the alphabet of codes leaves out (Crockford's base 32), as people misread them."""
LONGEST_CODE: Final = 40


class Answer(Labelled):
    """What a paper with this code is."""

    REAL = "real", N_("This order is real"), "success"
    CANCELLED = "cancelled", N_("This order was cancelled"), "error"
    LAPSED = "lapsed", N_("This order is no longer in force"), "warning"
    UNKNOWN = "unknown", N_("We know no order with this code"), "error"


_ANSWERS: Final = {
    PurchaseOrderStatus.ISSUED: Answer.REAL,
    PurchaseOrderStatus.ACCEPTED: Answer.REAL,
    PurchaseOrderStatus.CANCELLED: Answer.CANCELLED,
    PurchaseOrderStatus.DECLINED: Answer.LAPSED,
    PurchaseOrderStatus.EXPIRED: Answer.LAPSED,
}


def tidied(code: str) -> str:
    """Return a code as it is stored, however it was typed: `k7-2o` becomes `K720`."""
    letters = "".join(sign for sign in code[:LONGEST_CODE].upper() if sign.isalnum())
    return letters.translate(LOOKALIKES)


def answer_for(status: PurchaseOrderStatus | None) -> Answer:
    """Return what to say of an order that stands so, or that nobody knows."""
    return Answer.UNKNOWN if status is None else _ANSWERS.get(status, Answer.UNKNOWN)


def share(part: int, whole: int) -> int | None:
    """Return a share in whole percent; none where there is nothing to share."""
    return round(100 * part / whole) if whole else None


def in_millions(rupiah: int) -> tuple[Decimal, str | None]:
    """Return a large sum with one decimal and its unit; small sums as they are, without a unit."""
    for size, unit in ((10**12, N_("trillion")), (10**9, N_("billion")), (10**6, N_("million"))):
        if rupiah >= size:
            return (Decimal(rupiah) / size).quantize(Decimal("0.1")), unit
    return Decimal(rupiah), None
