"""Rules of orders: the legal form by value, the taxes at payment; pure, every figure handed in."""

from procure.orders.rules.contract import (
    ContractForm,
    contract_form,
    document_title,
    form_line,
)
from procure.orders.rules.tax_terms import (
    Collector,
    EntityType,
    SupplyKind,
    TaxableLine,
    Taxed,
    TaxItem,
    TaxKind,
    TaxLaws,
    TaxProfile,
    TaxRuleMissing,
    TaxSheet,
)
from procure.orders.rules.taxation import (
    taxes,
)

__all__ = [
    "Collector",
    "ContractForm",
    "EntityType",
    "SupplyKind",
    "TaxItem",
    "TaxKind",
    "TaxLaws",
    "TaxProfile",
    "TaxRuleMissing",
    "TaxSheet",
    "TaxableLine",
    "Taxed",
    "contract_form",
    "document_title",
    "form_line",
    "taxes",
]
