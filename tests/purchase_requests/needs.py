"""Needs, rows of law and surroundings for the rules."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from procure.kernel.regulation import Finding, Regulation, Severity
from procure.purchase_requests.rules import (
    Kind,
    Need,
    NeedLine,
    Purchase,
    Standard,
    Surroundings,
)

TODAY = date(2026, 11, 24)
FIGURES: dict[str, tuple[Severity, dict[str, int]]] = {
    "budget-cover": (Severity.BLOCK, {}),
    "procurement-ceiling": (Severity.BLOCK, {"rupiah": 200_000_000}),
    "direct-purchase-ceiling": (Severity.BLOCK, {"rupiah": 50_000_000}),
    "contract-form": (
        Severity.INFORM,
        {
            "receipt_up_to": 10_000_000,
            "voucher_up_to": 50_000_000,
            "work_order_up_to": 200_000_000,
        },
    ),
    "price-standard": (Severity.BLOCK, {}),
    "splitting": (
        Severity.WARN,
        {"days": 30, "first": 10_000_000, "second": 50_000_000, "third": 200_000_000},
    ),
    "meal-duration": (Severity.WARN, {"hours": 2}),
    "meal-portions": (Severity.BLOCK, {"tolerance_percent": 5}),
    "meal-guests": (Severity.WARN, {}),
    "lead-time": (Severity.BLOCK, {"days": 2}),
    "budget-authority-above": (Severity.INFORM, {"rupiah": 50_000_000}),
    "own-estimate-required": (Severity.BLOCK, {"above": 10_000_000}),
    "small-business-first": (Severity.WARN, {}),
}
LAWS = {
    code: Regulation(code, uuid4(), f"{code}.", f"art. {code}", severity, "Mend it.", parameters)
    for code, (severity, parameters) in FIGURES.items()
}
KINDS = {
    "MKN.01": Kind("MKN.01", "MKN", "Meals", is_meal=True),
    "MKN.02": Kind("MKN.02", "MKN", "Meals", is_meal=True),
    "ATK.01": Kind("ATK.01", "ATK", "Stationery"),
}
STANDARDS = (
    Standard("MKN.01", "Nasi kotak rapat", "kotak", 40_000, "Decree 1"),
    Standard("ATK.01", "Kertas HVS A4", "rim", 55_000, "Decree 1"),
    Standard("ATK.01", "Kertas HVS A4 80 gram", "rim", 63_000, "Decree 1"),
)


def paper(quantity: int = 10, price: int = 50_000, **given: Any) -> NeedLine:
    facts: dict[str, Any] = {"name": "Kertas HVS A4 70 gram", "unit": "rim", **given}
    return NeedLine(
        facts["name"], facts["unit"], quantity, price, facts.get("category_code", "ATK.01")
    )


def lunch(quantity: int = 50, price: int = 30_000, code: str = "MKN.01") -> NeedLine:
    return NeedLine("Nasi kotak ayam", "kotak", quantity, price, code)


def a_need(*lines: NeedLine, **given: Any) -> Need:
    facts: dict[str, Any] = {
        "category_code": "ATK.01",
        "needed_on": date(2026, 12, 7),
        **given,
    }
    return Need(lines=lines or (paper(),), **facts)


def around(**given: Any) -> Surroundings:
    facts: dict[str, Any] = {
        "today": TODAY,
        "laws": LAWS,
        "kinds": KINDS,
        "standards": STANDARDS,
        "available": 1_000_000_000,
        **given,
    }
    return Surroundings(**facts)


def earlier(amount: int) -> Purchase:
    return Purchase(uuid4(), "PP-2026-0001", "Kertas", date(2026, 11, 20), amount)


def of(code: str, findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.law.code == code]
