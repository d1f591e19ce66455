"""The rules of a region, for requests that are written, submitted and decided."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from procure.catalogue.models import PriceStandard
from procure.kernel.clock import local, now
from procure.purchase_requests.rules import NewLine, NewPurchaseRequest
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import national_rules, regional_rules
from tests.make.offices import Office

LUNCH = NewLine("Nasi kotak ayam", 50, "kotak", 30_000, "MKN.01")
PAPER = NewLine("Kertas HVS A4 70 gram", 10, "rim", 50_000, "ATK.01")

NewRequest = Callable[..., NewPurchaseRequest]


def in_days(days: int) -> date:
    """Return a day from today in Jakarta."""
    return local(now()).date() + timedelta(days=days)


@pytest.fixture
def law(owner: Session, office: Office) -> None:
    """Put the national rules and a region's own into force."""
    owner.execute(
        insert(RegulationVersion), [*national_rules(), *regional_rules("jateng", office.region.id)]
    )
    # The budget is always that of the year in which the goods are needed.
    office.budget_line.year = in_days(10).year
    owner.commit()


@pytest.fixture
def standards(owner: Session, office: Office) -> None:
    """Give the region a price standard for boxed rice and one for paper."""
    for code, item, unit, price in (
        ("MKN.01", "Nasi kotak rapat", "kotak", 40_000),
        ("ATK.01", "Kertas HVS A4 70 gram", "rim", 55_000),
    ):
        owner.add(
            PriceStandard(
                region_id=office.region.id,
                category_code=code,
                item=item,
                unit=unit,
                price=price,
                decree="Pergub contoh",
                valid_from=date(2026, 1, 1),
            )
        )
    owner.commit()


@pytest.fixture
def wanted(office: Office) -> NewRequest:
    """Return what a requester writes: fifty lunches in ten days, unless told otherwise."""

    def write(*lines: NewLine, **given: Any) -> NewPurchaseRequest:
        facts: dict[str, Any] = {
            "budget_line_id": office.budget_line.id,
            "category_code": "MKN.01",
            "purpose": "Konsumsi rapat koordinasi",
            "needed_on": in_days(10),
            "window_from": time(11),
            "window_until": time(12),
            "delivery_address": "Aula Sekretariat",
            "delivery_contact": "Ratna 0812",
            "delivery_regency_code": "33.74",
            "event_name": "Rapat koordinasi",
            "event_from": time(9),
            "event_until": time(13),
            "head_count": 50,
            "has_guests": True,
            **given,
        }
        return NewPurchaseRequest(lines=lines or (LUNCH,), **facts)

    return write
