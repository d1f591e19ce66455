"""How large and how deep a file may be; each figure can be set for an installation."""

from dataclasses import dataclass

from procure.files.purposes import Purpose

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of the gate, all checked before anything is unpacked."""

    photo_bytes: int = 20 * MIB
    pdf_bytes: int = 10 * MIB
    sheet_bytes: int = 10 * MIB
    pixels: int = 64_000_000
    longest_edge: int = 2560
    """Pixels; larger pictures are drawn smaller."""
    jpeg_quality: int = 85
    pdf_pages: int = 60
    pdf_objects: int = 100_000
    archive_entries: int = 500
    archive_bytes: int = 60 * MIB
    """Bytes of all that is in a spreadsheet's archive, unpacked."""
    archive_ratio: int = 200
    """How many times larger than packed an entry may be, once it is larger than a mebibyte."""
    memory_bytes: int = 1280 * MIB
    """Of the process that opens a file, its programs included."""
    seconds: int = 15
    """Of its processor."""

    def largest(self, purpose: Purpose) -> int:
        """Return how many bytes a file of this purpose may have, whatever its kind."""
        if purpose == Purpose.SHEET:
            return self.sheet_bytes
        if purpose == Purpose.PHOTO:
            return self.photo_bytes
        return max(self.photo_bytes, self.pdf_bytes)
