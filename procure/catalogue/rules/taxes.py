"""What a shown price says of value added tax (PPN): whether it is in it, and how much it is."""

from dataclasses import dataclass

from procure.catalogue.rules.kinds import SupplyKind
from procure.catalogue.rules.offers import SERVED, without_tax
from procure.kernel.labels import N_, Labelled
from procure.kernel.regulation import Regulation


class Ppn(Labelled):
    """Whether PPN is in a price; every price shown is what a buyer pays."""

    INCLUDED = "included", N_("PPN is in the price")
    NOT_TAXABLE = "not_taxable", N_("No PPN: the seller is not a taxable business (PKP)")
    COOKED = "cooked", N_("No PPN: cooked food bears none")


@dataclass(frozen=True, slots=True)
class Split:
    """A paid price in rupiah with its part without PPN; None where no rule of PPN is in force."""

    paid: int
    net: int | None
    ppn: Ppn

    @property
    def tax(self) -> int | None:
        """The PPN in it, in rupiah."""
        return None if self.net is None else self.paid - self.net


def ppn_of(supply_kind: SupplyKind, *, is_taxable: bool) -> Ppn:
    """Return what a seller's prices of such things say of PPN, by the seller's tax profile."""
    if not is_taxable:
        return Ppn.NOT_TAXABLE
    return Ppn.COOKED if supply_kind in SERVED else Ppn.INCLUDED


def split(price: int, ppn: Ppn, law: Regulation | None) -> Split:
    """Split what is paid into price and PPN by the row `ppn-rate` in force."""
    if ppn is not Ppn.INCLUDED:
        return Split(price, price, ppn)
    return Split(price, without_tax(price, law) if law else None, ppn)
