"""What this installation takes and how it looks at it: set once, from the settings."""

from dataclasses import dataclass, field

from config import Settings
from procure.files.gate.limits import MIB, Limits
from procure.files.purposes import Purpose
from procure.files.scanner import Scanner

PIECE = 256 * 1024
"""Bytes of one piece, so that a line that drops costs no more than that."""

MILLION = 1_000_000
AROUND_A_FILE = 64 * 1024
"""Bytes of a form beside the file in it."""


@dataclass(frozen=True, slots=True)
class Means:
    """Limits, scanner and quotas."""

    limits: Limits = field(default_factory=Limits)
    scanner: Scanner | None = None
    scanner_required: bool = True
    unfinished_bytes: int = 64 * MIB
    """Bytes of pieces that one person may have sent without finishing."""
    unfinished_hours: int = 24
    hourly: int = 120
    """Files that one person may send in an hour."""
    widths: tuple[int, ...] = (320, 640, 1280)
    """Pixels."""

    @property
    def largest_body(self) -> int:
        """Return how many bytes a form with a file in it may have."""
        return max(self.limits.largest(purpose) for purpose in Purpose) + AROUND_A_FILE


_means = Means()


def use(settings: Settings) -> None:
    """Set the means of this process. Raises ValueError when CLAMD_URL names no daemon."""
    global _means  # noqa: PLW0603 - one set per process, set once at start
    _means = Means(
        limits=Limits(
            photo_bytes=settings.upload_photo_mib * MIB,
            pdf_bytes=settings.upload_pdf_mib * MIB,
            sheet_bytes=settings.upload_sheet_mib * MIB,
            pixels=settings.upload_megapixels * MILLION,
            pdf_pages=settings.upload_pdf_pages,
        ),
        scanner=Scanner(settings.clamd_url) if settings.clamd_url else None,
        scanner_required=settings.clamd_required,
        unfinished_bytes=settings.upload_unfinished_mib * MIB,
        unfinished_hours=settings.upload_unfinished_hours,
        hourly=settings.uploads_per_hour,
        widths=tuple(sorted(int(width) for width in settings.photo_widths.split())),
    )


def means() -> Means:
    """Return the means of this process."""
    return _means
