"""What the catalogue does when something happened elsewhere."""

from procure.catalogue.service.certificates import settle_halal
from procure.db.work import Work
from procure.suppliers.events import PaperAccepted, PaperAskedAgain
from procure.suppliers.kinds import DocumentKind


def follow_certificate(work: Work, event: PaperAccepted | PaperAskedAgain) -> None:
    """Let listings go with the halal certificate that an officer accepted or sent back."""
    if event.kind is DocumentKind.HALAL:
        settle_halal(work, {event.supplier_id})
