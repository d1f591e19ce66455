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


class Tag(Labelled):
    """What an owner lets everybody know of the business, by consent; it never ranks."""

    WOMEN = "women", N_("Owned by a woman"), "info"
    DISABILITY = "disability", N_("Owned by a person with a disability"), "info"


class DocumentKind(Labelled):
    """Papers that a supplier shows; which ones are asked depends on the legal form and goods."""

    NIB = "nib", N_("Business licence (NIB)")
    NPWP = "npwp", N_("Tax card (NPWP)")
    NIK = "nik", N_("Identity card (KTP)")
    HALAL = "halal", N_("Halal certificate")
    PIRT = "pirt", N_("P-IRT certificate")
    BPOM = "bpom", N_("Food registration (BPOM MD/ML)")
    SLHS = "slhs", N_("Hygiene certificate (SLHS)")
    BANK_BOOK = "bank_book", N_("Page of the bank book")
    TAX_LETTER = "tax_letter", N_("Tax letter (Surat Keterangan or SKB)")
    OTHER = "other", N_("Other paper")


class Need(Labelled):
    """How strongly a paper is asked."""

    REQUIRED = "required", N_("Required"), "warning"
    RECOMMENDED = "recommended", N_("Recommended")


class ReviewItem(Labelled):
    """The parts of a registration that an officer looks at one by one."""

    IDENTITY = "identity", N_("Who you are, and your numbers")
    PLACE = "place", N_("Address and where you deliver")
    OFFER = "offer", N_("What you sell")
    TAX = "tax", N_("Tax")
    PAPERS = "papers", N_("Papers")
    BANK = "bank", N_("Bank account")


class ChangedField(Labelled):
    """What an officer looks at again when an active supplier changes it."""

    LEGAL_NAME = "legal_name", N_("Legal name")
    ENTITY_TYPE = "entity_type", N_("Legal form")
    NIB = "nib", N_("Business number (NIB)")
    NPWP = "npwp", N_("Tax number (NPWP)")
    NIK = "nik", N_("Identity number (NIK)")
    NITKU = "nitku", N_("Number of the place of business (NITKU)")
    ADDRESS = "address", N_("Address")
    DISTRICT = "district_code", N_("District")


class SanctionKind(Labelled):
    """What a decision does to a supplier."""

    SUSPENSION = "suspension", N_("Suspension")
    DEBARMENT = "debarment", N_("Debarment")


class BlacklistResult(Labelled):
    """What the national blacklist said."""

    CLEAR = "clear", N_("Not listed"), "success"
    LISTED = "listed", N_("Listed"), "danger"
    UNSURE = "unsure", N_("A similar name is listed"), "warning"


class Verdict(Labelled):
    """What suppliers that look alike are to each other."""

    SEPARATE = "separate", N_("Different businesses, a coincidence")
    SAME_OWNER = "same_owner", N_("One owner, allowed")
    JOINT = "joint", N_("Treat them as one case")
    REFUSED = "refused", N_("Refuse one of them")


class InterestKind(Labelled):
    """In which way an official has to do with a supplier."""

    OWNER = "owner", N_("Owner or shareholder")
    MANAGER = "manager", N_("Manages or works there")
    FAMILY = "family", N_("Family")
    OTHER = "other", N_("Another tie")


class MarkKind(Labelled):
    """Which number or place two suppliers have in common."""

    NIB = "nib", N_("the same business number (NIB)")
    NPWP = "npwp", N_("the same tax number (NPWP)")
    NIK = "nik", N_("the same identity number (NIK) of the owner")
    PHONE = "phone", N_("the same phone number")
    ACCOUNT = "account", N_("the same bank account")
    ADDRESS = "address", N_("the same address")


class SupplierStatus(Labelled):
    """How far the registration is, and whether the supplier may be invited."""

    DRAFT = "draft", N_("Being filled in")
    PENDING = "pending", N_("Being verified"), "info"
    RETURNED = "returned", N_("Needs correction"), "warning"
    REFUSED = "refused", N_("Refused"), "danger"
    ACTIVE = "active", N_("Active"), "success"
    SUSPENDED = "suspended", N_("Suspended"), "warning"
    DEBARRED = "debarred", N_("Debarred"), "danger"
    CLOSED = "closed", N_("Account closed")


class DocumentStatus(Labelled):
    """What the registry officer said of a paper."""

    WAITING = "waiting", N_("Waiting for a look"), "info"
    ACCEPTED = "accepted", N_("Accepted"), "success"
    RETURNED = "returned", N_("Asked again"), "warning"
    REPLACED = "replaced", N_("Replaced by a newer one")


class BankAccountStatus(Labelled):
    """How far a bank account is: two people look at each before money goes there."""

    PROPOSED = "proposed", N_("Waiting for the first check"), "info"
    CHECKED = "checked", N_("Waiting for the second check or the end of the waiting time"), "info"
    ACTIVE = "active", N_("In use"), "success"
    REPLACED = "replaced", N_("Replaced by a newer one")
    REFUSED = "refused", N_("Refused"), "danger"
