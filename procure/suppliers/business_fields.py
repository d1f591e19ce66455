"""Which business fields (KBLI 2020) fit which category, from the reference file."""

import csv
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources


@cache
def fitting() -> Mapping[str, frozenset[str]]:
    """Return the KBLI codes that fit each category; none where the file names none."""
    source = resources.files("procure").joinpath("reference", "categories.csv")
    with source.open(encoding="utf-8") as rows:
        return {
            row["code"]: frozenset(filter(None, row["kbli2020"].split(";")))
            for row in csv.DictReader(rows)
        }


def unfitting(categories: Collection[str], fields: Collection[str]) -> list[str]:
    """Return the categories that none of these business fields (KBLI 2020) covers.

    A household seller without any business field is not measured by this.
    """
    if not fields:
        return []
    known = fitting()
    return [
        code
        for code in sorted(categories)
        if known.get(code) and not known[code] & frozenset(fields)
    ]
