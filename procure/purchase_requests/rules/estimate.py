"""The own estimate (HPS): the commitment officer's price for each line."""

from collections.abc import Mapping, Sequence
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.kernel.regulation import Regulation
from procure.purchase_requests.rules.submission import MOST_RUPIAH

CODE: Final = "own-estimate-required"


class OwnEstimateMissing(DomainError):
    """Above a value the own estimate is compulsory (Perpres 16/2018 art. 26(7))."""

    text = N_(
        "Above %(limit)s an own estimate (HPS) is compulsory: this purchase is %(total)s. "
        "Fill in a price for each item."
    )
    field = "lines"


class OwnPriceMissing(DomainError):
    """An own estimate covers every line or none."""

    text = N_("Give a price for each item, or leave all of them empty.")
    field = "lines"


class OwnEstimateTooHigh(DomainError):
    """The own estimate cannot exceed the money that was set aside."""

    text = N_(
        "The own estimate of %(own_estimate)s exceeds the %(estimate)s that are reserved. "
        "Lower it, or send the request back."
    )
    field = "lines"


def own_total(quantities: Sequence[int], own_prices: Sequence[int]) -> int:
    """Return the own estimate in rupiah."""
    return sum(quantity * price for quantity, price in zip(quantities, own_prices, strict=True))


def check_own_prices(
    quantities: Sequence[int],
    own_prices: Sequence[int],
    *,
    reserved: int,
    laws: Mapping[str, Regulation],
) -> None:
    """Refuse an own estimate that is missing, has holes or exceeds the reserved money.

    Args:
        quantities: units of each line.
        own_prices: rupiah per unit of each line; empty for no own estimate.
        reserved: rupiah set aside at submission.
        laws: rows in force; `own-estimate-required` says above which value it is compulsory.

    Raises OwnEstimateMissing, OwnPriceMissing or OwnEstimateTooHigh.
    """
    law = laws.get(CODE)
    if not own_prices:
        if law is not None and reserved > law.parameters["above"]:
            raise OwnEstimateMissing(limit=law.parameters["above"], total=reserved)
        return
    if len(own_prices) != len(quantities) or any(
        not 0 < price <= MOST_RUPIAH for price in own_prices
    ):
        raise OwnPriceMissing
    total = own_total(quantities, own_prices)
    if total > reserved:
        raise OwnEstimateTooHigh(own_estimate=total, estimate=reserved)
