"""What the gate hands on."""

from dataclasses import dataclass

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {
    "image/jpeg": ".jpg",
    "application/pdf": ".pdf",
    XLSX: ".xlsx",
    "text/csv": ".csv",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file written anew: its bytes, what they are, and what it is called."""

    data: bytes
    media_type: str
    name: str = ""
    width: int | None = None
    """Pixels, of pictures only."""
    height: int | None = None
