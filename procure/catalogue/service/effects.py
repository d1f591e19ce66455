"""What a sound row of a sheet would do to the shelf, told before it is taken over."""

from dataclasses import replace
from typing import Final

from procure.catalogue.queries.sheets import Shelved
from procure.catalogue.rules.offers import Substance
from procure.catalogue.rules.sheets import Offer
from procure.catalogue.workflow import RowEffect

TERMS: Final = (
    *("is_price_without_tax", "minimum_order", "lead_days", "day_capacity", "stock"),
    *("open_from", "open_until", "code"),
)


def effect_of(offer: Offer, now: Shelved | None) -> RowEffect:
    """Say whether a row adds a listing, changes what one says, only its terms, or nothing."""
    if now is None:
        return RowEffect.NEW
    if not says(wanted_of(offer, now), now.substance):
        return RowEffect.CHANGED
    return RowEffect.REPRICED if _has_other_terms(offer, now) else RowEffect.UNCHANGED


def wanted_of(offer: Offer, now: Shelved) -> Substance:
    """Return what a row wants a listing to say; photos are no part of a sheet and stay."""
    return replace(offer.substance, photos=now.substance.photos)


def says(wanted: Substance, now: Substance) -> bool:
    """Whether nothing of substance differs; prices of variants that exist are no substance."""
    prices = {one.name: one.price for one in now.variants}
    variants = tuple(replace(one, price=prices.get(one.name, one.price)) for one in wanted.variants)
    return replace(wanted, variants=variants) == now


def _has_other_terms(offer: Offer, now: Shelved) -> bool:
    return (
        offer.price != now.terms.price
        or offer.terms.areas != now.terms.areas
        or offer.substance.variants != now.substance.variants
        or any(getattr(offer.terms, name) != getattr(now.terms, name) for name in TERMS)
    )
