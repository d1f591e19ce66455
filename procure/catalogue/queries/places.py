"""Regencies and cities by code, from the reference rows that travel with the code."""

import csv
from functools import cache
from importlib import resources


@cache
def regency_names() -> dict[str, str]:
    """Return the names of all regencies and cities by code (`33.74`)."""
    source = resources.files("procure").joinpath("reference", "regencies.csv")
    with source.open(encoding="utf-8") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows)}


def regencies_of(territory: str) -> dict[str, str]:
    """Return the regencies and cities of the province in which a territory lies."""
    return {
        code: name for code, name in regency_names().items() if code.startswith(territory[:2] + ".")
    }
