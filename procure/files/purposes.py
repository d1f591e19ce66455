"""What uploaded files are for, and what the virus scanner said of them."""

from procure.kernel.labels import N_, Labelled


class Purpose(Labelled):
    """What an uploaded file is for; it decides who may open it and what is accepted."""

    IDENTITY = "identity", N_("Identity document")
    CERTIFICATE = "certificate", N_("Certificate or licence")
    BANK_BOOK = "bank_book", N_("Page of the bank book")
    EVIDENCE = "evidence", N_("Evidence for a decision")
    PHOTO = "photo", N_("Photo of a listing")
    SHEET = "sheet", N_("Spreadsheet to import")


PAPERS = frozenset({Purpose.IDENTITY, Purpose.CERTIFICATE, Purpose.BANK_BOOK, Purpose.EVIDENCE})
"""Papers about people and firms: whoever else opens one is named in the trail."""

PERSONAL = frozenset({Purpose.IDENTITY, Purpose.BANK_BOOK})
"""Identity papers: not even the operators of a supplier see them, but its owner alone; each reading
is recorded."""


class Scan(Labelled):
    """What the virus scanner said; a file in which it found something is never stored."""

    CLEAN = "clean", N_("Scanned, nothing found"), "success"
    NOT_SCANNED = "not_scanned", N_("Not scanned: there was no virus scanner"), "warning"
