"""The names of regencies and cities, from the reference rows."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def regency_names() -> Mapping[str, str]:
    """Return the name of every regency and city by its code."""
    source = resources.files("procure").joinpath("reference", "regencies.csv")
    with source.open(encoding="utf-8") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows)}
