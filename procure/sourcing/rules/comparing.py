"""Putting quotes side by side: totals, ranks, the lowest price of each line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from procure.kernel.labels import N_, Labelled


class Standing(Labelled):
    """Whether a quote can win."""

    IN = "in", N_("In the running"), "success"
    INCOMPLETE = "incomplete", N_("Not complete"), "danger"
    ABOVE_ESTIMATE = "above_estimate", N_("Above the own estimate"), "danger"
    DECLINED = "declined", N_("Did not take the order"), "warning"


@dataclass(frozen=True, slots=True)
class Offer:
    """An opened quote: unit prices in the order of the lines, none where nothing is offered."""

    quote_id: UUID
    supplier_id: UUID
    prices: tuple[int | None, ...]
    delivery_cost: int
    submitted_at: datetime
    is_readable: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether every line has a price."""
        return self.is_readable and bool(self.prices) and None not in self.prices


@dataclass(frozen=True, slots=True)
class Ranked:
    """An offer with its total (rupiah), its rank, and its distance from the own estimate."""

    offer: Offer
    total: int
    standing: Standing
    rank: int | None
    percent_off: float | None

    @property
    def is_lowest(self) -> bool:
        """Whether no offer in the running is cheaper."""
        return self.rank == 1


def total_of(
    prices: Sequence[int | None], quantities: Sequence[int], delivery_cost: int = 0
) -> int:
    """Return what the offered lines and their delivery cost together (rupiah)."""
    offered = sum((price or 0) * count for price, count in zip(prices, quantities, strict=True))
    return offered + delivery_cost


def rank(
    offers: Sequence[Offer],
    quantities: Sequence[int],
    *,
    own_estimate: int,
    is_ceiling: bool = True,
    declined: Collection[UUID] = (),
) -> list[Ranked]:
    """Order offers: those in the running by total, cheapest first, then the others.

    Equal totals share a rank; the one that came first stands first.

    Args:
        offers: opened quotes.
        quantities: how many are requested, in the order of the lines.
        own_estimate: rupiah of the own estimate (HPS).
        is_ceiling: whether an offer above it is out (Perpres 16/2018 art. 26(5)).
        declined: suppliers that were chosen before and did not take the order.
    """
    highest = own_estimate if is_ceiling else None
    counted = sorted(
        (
            (_standing(offer, total, highest, declined), total, offer)
            for offer in offers
            for total in [total_of(offer.prices, quantities, offer.delivery_cost)]
        ),
        key=lambda row: (row[0] is not Standing.IN, row[1], row[2].submitted_at),
    )
    running = [total for standing, total, _ in counted if standing is Standing.IN]
    return [
        Ranked(
            offer,
            total,
            standing,
            running.index(total) + 1 if standing is Standing.IN else None,
            100 * (total - own_estimate) / own_estimate if offer.is_complete else None,
        )
        for standing, total, offer in counted
    ]


def _standing(
    offer: Offer, total: int, highest: int | None, declined: Collection[UUID]
) -> Standing:
    if not offer.is_complete:
        return Standing.INCOMPLETE
    if offer.supplier_id in declined:
        return Standing.DECLINED
    if highest is not None and total > highest:
        return Standing.ABOVE_ESTIMATE
    return Standing.IN


def lowest_prices(ranked: Sequence[Ranked]) -> list[int | None]:
    """Return the lowest unit price (rupiah) of each line among the offers in the running."""
    running = [r.offer.prices for r in ranked if r.rank is not None]
    return [min((p for p in column if p is not None), default=None) for column in zip(*running)]  # noqa: B905
