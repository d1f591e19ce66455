"""When the account of a business may be closed: its owner asked, and nothing of it is under way."""

from collections.abc import Collection
from dataclasses import dataclass

from procure.kernel.errors import Conflict, DomainError
from procure.kernel.labels import N_, Labelled


class OpenKind(Labelled):
    """What keeps an account open; the words stand where there is no number yet."""

    ORDER = "order", N_("one that is not signed yet")
    QUOTATION = "quotation", N_("Request for quotation")


@dataclass(frozen=True, slots=True)
class OpenBusiness:
    """Something that is under way with a supplier; an order has no number before its signature."""

    kind: OpenKind
    number: str


class ClosingNotAsked(Conflict):
    """Nobody's account is closed unasked."""

    text = N_(
        "No request to close this account waits here: the owner did not ask for it, or a colleague "
        "has answered already."
    )


class OrdersOpen(DomainError):
    """An order waits for a signature, an answer, or its delivery."""

    text = N_(
        "Orders are still open (%(numbers)s). First the supplier answers and delivers them, or the "
        "agency calls them off. Then close the account."
    )


class QuotationsOpen(DomainError):
    """The supplier may still quote somewhere, or its quote is not decided on."""

    text = N_(
        "The supplier was asked to quote, and that is not over (%(numbers)s). Wait for the "
        "deadline, and for the decision where it quoted. Then close the account."
    )


def check_may_close(is_asked: bool, found: Collection[OpenBusiness]) -> None:
    """Refuse to close unasked, or while something is under way.

    Raises ClosingNotAsked, OrdersOpen or QuotationsOpen.
    """
    if not is_asked:
        raise ClosingNotAsked
    for kind, refusal in ((OpenKind.ORDER, OrdersOpen), (OpenKind.QUOTATION, QuotationsOpen)):
        numbers = tuple(one.number or kind for one in found if one.kind is kind)
        if numbers:
            raise refusal(numbers=numbers)
