"""The one place that asks what time it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ZONES = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}


def now() -> datetime:
    """Return the moment, timezone-aware in UTC; read once per request, at the door."""
    return datetime.now(UTC)


def local(moment: datetime, zone: str = "WIB") -> datetime:
    """Return the moment in a region's zone (WIB, WITA or WIT)."""
    return moment.astimezone(ZONES[zone])
