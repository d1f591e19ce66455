"""Rules as text: figures stand in braces, the facts of a case as %(fact)s after a semicolon.

The part before the semicolon is the rule by itself; pages that list rules show only that. Figures
are written into the sentence when it is loaded, so that a stored version reads the same for ever.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from procure.kernel.money import quantity, rupiah
from procure.kernel.regulation import Severity
from procure.seeds.loading import REFERENCE, ROWS, read
from procure.seeds.names import named

VALID_FROM: Final = date(2026, 1, 1)
MONEY_FROM: Final = 1_000
"""Parameters of this size or more are written as rupiah, smaller ones as counts."""


def national_rules() -> list[dict[str, Any]]:
    """Return the rows that hold in every region until it writes its own."""
    return [_row(law, None) for law in read(REFERENCE, "regulations")]


def regional_rules(slug: str, region_id: UUID) -> list[dict[str, Any]]:
    """Return the rows that a demo region wrote for itself; sentences left out stay the national."""
    national = {law["code"]: law for law in read(REFERENCE, "regulations")}
    own = (law for law in read(ROWS, "regional_rules") if law["region"] == slug)
    return [_row({**national[law["code"]], **_given(law)}, region_id) for law in own]


def _given(law: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in law.items() if text}


def _row(law: Mapping[str, str], region_id: UUID | None) -> dict[str, Any]:
    parameters = _parameters(law["parameters"].split())
    filled = {
        column: law[column].format(**_figures(parameters, column))
        for column in ("sentence", "sentence_en", "remedy", "remedy_en")
    }
    return {
        "id": named("regulation", region_id or "national", law["code"], VALID_FROM),
        "region_id": region_id,
        "code": law["code"],
        "valid_from": VALID_FROM,
        "valid_until": None,
        "article": law["article"],
        "severity": Severity(law["severity"]),
        "parameters": parameters,
        "source": law["source"],
        "verified_by": "",
        **filled,
    }


def _parameters(words: Iterable[str]) -> dict[str, int]:
    return {name: int(value) for name, value in (word.split("=") for word in words)}


def _figures(parameters: Mapping[str, int], column: str) -> dict[str, str]:
    language = "en" if column.endswith("_en") else "id"
    return {name: _figure(name, value, language) for name, value in parameters.items()}


def _figure(name: str, value: int, language: str) -> str:
    if name.endswith(("rate", "share")):  # in hundredths of a percent
        return quantity(Decimal(value) / 100, language)
    return rupiah(value, language) if value >= MONEY_FROM else str(value)
