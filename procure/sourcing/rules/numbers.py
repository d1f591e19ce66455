"""How documents of sourcing are numbered."""

RFQ, AWARD = "rfq", "award"
_PREFIX = {RFQ: "PNW", AWARD: "PNT"}


def written(kind: str, year: int, number: int) -> str:
    """Return the number as people write it: PNW-2026-0012 (quotation), PNT-2026-0012 (award)."""
    return f"{_PREFIX[kind]}-{year}-{number:04d}"
