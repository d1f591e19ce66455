"""What taxes are computed from and what comes out: suppliers' standing, rows of law, sums."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_, Labelled
from procure.kernel.regulation import Finding, Regulation


class EntityType(Labelled):
    """What kind of taxpayer the supplier is."""

    INDIVIDUAL = "individual", N_("Individual")
    SOLE_COMPANY = "sole_company", N_("Perseroan perorangan")
    COOPERATIVE = "cooperative", N_("Cooperative")
    PARTNERSHIP = "partnership", N_("CV / firma")
    COMPANY = "company", N_("PT")
    VILLAGE_ENTERPRISE = "village_enterprise", N_("Village enterprise (BUMDes)")


class SupplyKind(Labelled):
    """What is supplied, as far as tax law tells it apart; chosen per line, not per order."""

    GOODS = "goods", N_("Goods")
    CATERING = "catering", N_("Catering (cooked and served to order)")
    RESTAURANT = "restaurant", N_("Food from a restaurant or stall")
    PACKAGED_FOOD = "packaged_food", N_("Packaged food from a shop")
    PRINTING = "printing", N_("Printing to order")
    SERVICE = "service", N_("Service")


class TaxKind(Labelled):
    """The taxes that can appear on an order."""

    PPN = "ppn", N_("Value added tax (PPN)")
    PPH21 = "pph21", N_("Income tax art. 21")
    PPH22 = "pph22", N_("Income tax art. 22")
    PPH23 = "pph23", N_("Income tax art. 23")
    FINAL = "final", N_("Final income tax for small business")
    PBJT = "pbjt", N_("Regional tax on food and drink (PBJT)")


class Collector(Labelled):
    """Who hands the tax to the treasury."""

    TREASURER = "treasurer", N_("Treasurer")
    SUPPLIER = "supplier", N_("Supplier")


class TaxRuleMissing(DomainError):
    """A dated row that taxes need is not in force on that day."""

    text = N_("The rule “%(code)s” is not set for this date. Ask the region's administrator.")


@dataclass(frozen=True, slots=True)
class TaxProfile:
    """What the tax office knows about a supplier, as far as it changes what is withheld."""

    entity_type: EntityType
    is_pkp: bool = False
    npwp_valid: bool = True
    final_letter_from: date | None = None
    final_letter_until: date | None = None
    exemption_letter_until: date | None = None
    yearly_statement_years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TaxableLine:
    """One line of an order: its amount in rupiah and what kind of supply it is."""

    amount: int
    kind: SupplyKind


@dataclass(frozen=True, slots=True)
class TaxLaws:
    """The rows of law in force on the day of payment."""

    ppn_rate: Regulation
    ppn_collection_threshold: Regulation
    ppn_not_on_served_food: Regulation
    pph22: Regulation
    pph22_threshold: Regulation
    pph23: Regulation
    pph21_services: Regulation
    individual_services: Regulation
    final_umkm: Regulation
    final_umkm_statement: Regulation
    pph_exemption_letter: Regulation
    no_npwp: Regulation
    pbjt_food: Regulation

    def rows(self) -> tuple[Regulation, ...]:
        """All rows, in the order of the fields."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @classmethod
    def of(cls, rows: Iterable[Regulation]) -> Self:
        """Pick the needed rows by code, `ppn-rate` for the field `ppn_rate`, and so on.

        Raises:
            TaxRuleMissing: a row is not among them.
        """
        by_code = {row.code: row for row in rows}
        try:
            return cls(*(by_code[field.name.replace("_", "-")] for field in fields(cls)))
        except KeyError as missing:
            raise TaxRuleMissing(code=missing.args[0]) from None


@dataclass(frozen=True, slots=True)
class TaxItem:
    """One tax: base and amount in rupiah, rate in hundredths of a percent, who remits it."""

    kind: TaxKind
    base: int
    rate: int
    amount: int
    collector: Collector
    law: Regulation

    @property
    def article(self) -> str:
        """Legal basis as written in the region's row."""
        return self.law.article

    @property
    def is_withheld(self) -> bool:
        """Whether the treasurer keeps it back from the supplier."""
        return self.collector is Collector.TREASURER


@dataclass(frozen=True, slots=True)
class Taxed:
    """What one line, or the whole order, costs and what of it reaches the supplier; rupiah.

    `gross` is what the agency spends, `dpp` the price without PPN, `ppn` the value added tax in
    it; `gross == dpp + ppn` always.
    """

    gross: int
    dpp: int
    ppn: int
    taxes: tuple[TaxItem, ...] = ()

    @property
    def deductions(self) -> tuple[TaxItem, ...]:
        """Taxes that the treasurer keeps back."""
        return tuple(tax for tax in self.taxes if tax.is_withheld)

    @property
    def withheld(self) -> int:
        """Sum of the deductions, in rupiah."""
        return sum(tax.amount for tax in self.deductions)

    @property
    def paid_to_supplier(self) -> int:
        """What reaches the supplier's account, in rupiah."""
        return self.gross - self.withheld


@dataclass(frozen=True, slots=True)
class TaxSheet:
    """Taxes of an order: per line, in total, what was noticed and which rows were applied."""

    lines: tuple[Taxed, ...]
    total: Taxed
    findings: tuple[Finding, ...] = ()
    laws: tuple[Regulation, ...] = ()
