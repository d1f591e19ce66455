"""What the catalogue does when something happened elsewhere."""

from procure.catalogue.service.certificates import settle_halal
from procure.catalogue.service.retiring import retire
from procure.db.work import Work
from procure.suppliers.events import PaperAccepted, PaperAskedAgain, SupplierClosed
from procure.suppliers.kinds import DocumentKind


def follow_certificate(work: Work, event: PaperAccepted | PaperAskedAgain) -> None:
    """Let listings go with the halal certificate that an officer accepted or sent back."""
    if event.kind is DocumentKind.HALAL:
        settle_halal(work, {event.supplier_id})


def clear_shelf(work: Work, event: SupplierClosed) -> None:
    """Let nothing of a seller stand on the shelf whose account is closed."""
    retire(work, event.supplier_id, event.reason)
