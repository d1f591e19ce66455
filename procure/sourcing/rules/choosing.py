"""Choosing a supplier: reasons, ceilings and price sources."""

from collections.abc import Sequence

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.kernel.regulation import Regulation, Severity
from procure.sourcing.rules.comparing import Ranked, Standing
from procure.sourcing.rules.inviting import ENOUGH, Laws


class NotInTheRunning(DomainError):
    """This quote cannot win."""

    text = N_("This quote cannot be chosen: %(standing)s.")
    field = "quote_id"


class AboveOwnEstimate(DomainError):
    """No award above the own estimate (Perpres 16/2018 art. 26(5))."""

    text = N_("%(total)s is above the own estimate of %(own_estimate)s.")


class AboveDirectPurchaseCeiling(DomainError):
    """Direct purchase is for small values (Perpres 16/2018 art. 50(7))."""

    text = N_("%(total)s is above %(ceiling)s: ask suppliers to quote instead.")


class ReasonTooShort(DomainError):
    """The reason says too little."""

    text = N_("Write at least %(least)s characters: others must understand the choice later.")
    field = "reason"


class CheaperOneNeedsReason(ReasonTooShort):
    """A cheaper complete offer exists, so the reason must be a real one."""

    text = N_(
        "A cheaper complete offer exists. "
        "Say in at least %(least)s characters why it is not chosen."
    )


class TooFewPriceSources(DomainError):
    """Prices are compared with other sources before buying (Perpres 16/2018 art. 50)."""

    text = N_("Compare prices from at least %(least)s different sources; there are %(count)s.")
    field = "sources"


class SourceWithoutEvidence(DomainError):
    """A price that nobody can look up again is no source."""

    text = N_(
        "Say for each source where the price can be seen: an address, a leaflet, a phone call."
    )
    field = "sources"


class SupplierNotAvailable(DomainError):
    """The supplier is not active, or does not sell this or deliver there."""

    text = N_("This supplier cannot be chosen for this purchase. Choose another one.")
    field = "supplier_id"


def check_may_win(chosen: Ranked) -> None:
    """Refuse a quote that is not in the running. Raises NotInTheRunning."""
    if chosen.standing is not Standing.IN:
        raise NotInTheRunning(standing=chosen.standing)


def check_under_estimate(total: int, own_estimate: int, laws: Laws) -> None:
    """Refuse an award above the own estimate (rupiah). Raises AboveOwnEstimate."""
    law = laws.get("offer-ceiling")
    if law and law.severity is Severity.BLOCK and total > own_estimate:
        raise AboveOwnEstimate(total=total, own_estimate=own_estimate)


def check_reason(reason: str, *, is_lowest: bool, law: Regulation | None) -> None:
    """Refuse a choice without a reason; a choice that is not the cheapest needs a longer one.

    Raises ReasonTooShort or CheaperOneNeedsReason.
    """
    length = len(reason.strip())
    least = law.parameters["least_characters"] if law else ENOUGH
    if not is_lowest and length < least:
        raise CheaperOneNeedsReason(least=least)
    if length < ENOUGH:
        raise ReasonTooShort(least=ENOUGH)


def check_direct_value(total: int, laws: Laws) -> None:
    """Refuse direct purchase of larger values (rupiah). Raises AboveDirectPurchaseCeiling."""
    law = laws.get("direct-purchase-ceiling")
    if law and law.severity is Severity.BLOCK and total > law.parameters["rupiah"]:
        raise AboveDirectPurchaseCeiling(total=total, ceiling=law.parameters["rupiah"])


def check_sources(sources: Sequence[tuple[str, str]], laws: Laws) -> None:
    """Refuse too few price sources, given as (name, evidence), the chosen supplier included.

    Raises SourceWithoutEvidence or TooFewPriceSources.
    """
    if any(len(evidence.strip()) < ENOUGH for _, evidence in sources):
        raise SourceWithoutEvidence
    law = laws.get("price-sources")
    count = len({" ".join(name.casefold().split()) for name, _ in sources})
    if law and count < law.parameters["least"]:
        raise TooFewPriceSources(least=law.parameters["least"], count=count)
