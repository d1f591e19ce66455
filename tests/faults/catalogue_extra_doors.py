"""The forms of price standards, each with the officer in front of it, and a sound filling."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from tests.make.shelves import a_standard
from tests.make.vetting import an_officer_person, today

if TYPE_CHECKING:
    from tests.faults.doors import Hall, Open

Maker = Callable[["Hall"], "Open"]
_numbers = count(1)


def _filled() -> dict[str, str]:
    return {
        "item": f"Nasi kotak {next(_numbers)}",
        "unit": "kotak",
        "price": "40.000",
        "key": "nasi-kotak",
        "decree": "Perbup 1/2026",
        "valid_from": (today() + timedelta(days=30)).isoformat(),
        "valid_until": "",
    }


def _add(hall: "Hall") -> "Open":
    officer = an_officer_person(hall.owner, hall.office.region)[0]
    return hall.by(officer, "/price-standards/new", category_code="MKN.01", **_filled())


def _with_one(hall: "Hall", path: str, **sound: str) -> "Open":
    standard = a_standard(hall.owner, hall.office.region)
    officer = an_officer_person(hall.owner, hall.office.region)[0]
    return hall.by(officer, f"/price-standards/{standard.id}{path}", **sound)


def _change(hall: "Hall") -> "Open":
    return _with_one(hall, "", **_filled())


def _end(hall: "Hall") -> "Open":
    return _with_one(hall, "/end", valid_until=(today() + timedelta(days=40)).isoformat())


CATALOGUE_EXTRA: Mapping[str, Maker] = {
    "price_standards.add": _add,
    "price_standards.change": _change,
    "price_standards.end": _end,
}
"""How each form of price standards is reached."""
