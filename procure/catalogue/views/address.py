"""The address of a search: every filter stands in it, so that it can be sent to somebody else."""

import re
from contextlib import suppress
from datetime import date, time, timedelta
from typing import Final
from urllib.parse import urlencode

from flask import request

from procure.catalogue.models import Halal, Origin
from procure.catalogue.queries import Order, Wish
from procure.catalogue.queries.wishes import BANDS
from procure.catalogue.views.door import bp
from procure.kernel.labels import Labelled
from procure.suppliers.models import Scale

LONGEST_TEXT: Final = 100
MOST_MONEY: Final = 10**12
MOST_PORTIONS: Final = 10**6
FURTHEST: Final = timedelta(days=730)
_DIGITS: Final = re.compile(r"\d+")
_HOUR: Final = re.compile(r"[0-9]{2}:[0-9]{2}")


def read_wish(today: date) -> Wish:
    """Read the address; values that do not exist are left out."""
    args = request.args
    band = _whole(args.get("price", ""), BANDS[-1])
    order = args.get("order", "")
    lowest, highest = (_whole(args.get(name, ""), MOST_MONEY) for name in ("min", "max"))
    if lowest is not None and highest is not None and lowest > highest:
        lowest, highest = highest, lowest
    return Wish(
        text=args.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT],
        category=args.get("category", "")[:10],
        regency=args.get("regency", "")[:10],
        scale=_one_of(Scale, args.get("scale", "")),
        origin=_one_of(Origin, args.get("origin", "")),
        halal=_one_of(Halal, args.get("halal", "")),
        band=band if band in BANDS else None,
        lowest=lowest,
        highest=highest,
        day=_day(args.get("day", ""), today),
        hour=_hour(args.get("hour", "")),
        portions=_whole(args.get("portions", ""), MOST_PORTIONS) or None,
        order=Order(order) if order in tuple(Order) else Order.FITTING,
        after=args.get("after", "")[:80],
        exact="exact" in args,
    )


def _one_of(kinds: type[Labelled], value: str) -> str:
    return value if value in tuple(kinds) else ""


def _whole(text: str, most: int) -> int | None:
    """Read a whole number as people type it (`Rp10.000`); None where it is none or too large."""
    digits = "".join(_DIGITS.findall(text.partition(",")[0]))
    if not digits or "-" in text or len(digits) > len(str(most)):
        return None
    return int(digits) if digits.isascii() and int(digits) <= most else None


def _day(text: str, today: date) -> date | None:
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if today <= day <= today + FURTHEST:
            return day
    return None


def _hour(text: str) -> time | None:
    """Read an hour of the day as a browser sends it (`11:30`); None for anything else."""
    with suppress(ValueError):
        return time.fromisoformat(text) if _HOUR.fullmatch(text) else None
    return None


NAMES: Final = {
    "q": "text",
    "category": "category",
    "regency": "regency",
    "scale": "scale",
    "origin": "origin",
    "halal": "halal",
    "price": "band",
    "min": "lowest",
    "max": "highest",
    "day": "day",
    "hour": "hour",
    "portions": "portions",
    "order": "order",
    "exact": "exact",
    "after": "after",
}
"""What stands in the address for each part of a wish."""


def parts_of(wish: Wish, **changes: object) -> dict[str, str]:
    """Return what stands in the address of a search with something changed; nothing empty."""
    given = {
        key: changes[name] if name in changes else getattr(wish, name)
        for key, name in NAMES.items()
    }
    given["order"] = "" if given["order"] is Order.FITTING else given["order"]
    given["exact"] = "1" if given["exact"] else ""
    if isinstance(given["hour"], time):
        given["hour"] = f"{given['hour']:%H:%M}"
    return {key: str(value) for key, value in given.items() if value not in ("", None)}


def address(wish: Wish, **changes: object) -> str:
    """Return the address of the same page with something changed, from its first listing on."""
    parts = parts_of(wish, **{"after": "", **changes})
    here = f"{request.script_root}{bp.url_prefix}"
    return f"{here}?{urlencode(parts)}" if parts else here
