"""Kinds that rules speak of: legal forms, sizes, papers."""

from procure.kernel.labels import N_, Labelled


class EntityType(Labelled):
    """In which legal form the supplier trades."""

    INDIVIDUAL = "individual", N_("Individual")
    SOLE_COMPANY = "sole_company", N_("Perseroan perorangan")
    PARTNERSHIP = "partnership", N_("CV / firma")
    COMPANY = "company", N_("PT")
    COOPERATIVE = "cooperative", N_("Cooperative")


class Scale(Labelled):
    """How large the business is (PP 7/2021)."""

    MICRO = "micro", N_("Micro business")
    SMALL = "small", N_("Small business")
    MEDIUM = "medium", N_("Medium business")


class DocumentKind(Labelled):
    """Papers that a supplier shows; which ones are asked depends on the legal form and goods."""

    NIB = "nib", N_("Business licence (NIB)")
    NPWP = "npwp", N_("Tax card (NPWP)")
    NIK = "nik", N_("Identity card (KTP)")
    HALAL = "halal", N_("Halal certificate")
    PIRT = "pirt", N_("P-IRT certificate")
    SLHS = "slhs", N_("Hygiene certificate (SLHS)")
    BANK_BOOK = "bank_book", N_("Page of the bank book")
    TAX_LETTER = "tax_letter", N_("Tax letter (Surat Keterangan or SKB)")
    OTHER = "other", N_("Other paper")
