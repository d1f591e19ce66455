"""The banks of Indonesia by their codes, from the reference file."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def banks() -> Mapping[str, str]:
    """Return the names of the banks by their three-digit codes."""
    source = resources.files("procure").joinpath("reference", "banks.csv")
    with source.open(encoding="utf-8") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows)}
