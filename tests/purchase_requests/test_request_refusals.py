"""What stops a draft, a submission or an own estimate."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from procure.kernel.regulation import Severity
from procure.purchase_requests.rules import (
    CODES,
    MOST_LINES,
    STARTS,
    FieldMissing,
    NeededInThePast,
    NewLine,
    NewPurchaseRequest,
    NothingRequested,
    OwnEstimateMissing,
    OwnEstimateTooHigh,
    OwnPriceMissing,
    RuleForbids,
    SplittingReasonMissing,
    TooManyLines,
    WindowBackwards,
    check,
    check_may_submit,
    check_own_prices,
    check_shape,
    gaps,
    own_total,
    start_lines,
)
from procure.purchase_requests.rules.submission import BadLine
from tests.purchase_requests.needs import FIGURES, LAWS, STANDARDS, a_need, around, earlier, paper


def a_new(*lines: NewLine, **given: Any) -> NewPurchaseRequest:
    facts: dict[str, Any] = {
        "budget_line_id": UUID(int=1),
        "category_code": "ATK.01",
        "purpose": "Kertas",
        "needed_on": date(2026, 12, 7),
        "window_from": time(8),
        "window_until": time(10),
        **given,
    }
    return NewPurchaseRequest(lines=lines or (NewLine("Kertas", 2, "rim", 50, "ATK.01"),), **facts)


def test_a_sound_request_is_stored_with_its_sum() -> None:
    wanted = a_new()
    check_shape(wanted)
    assert wanted.estimate == 100


@pytest.mark.parametrize(
    ("wanted", "error", "field"),
    [
        (replace(a_new(), lines=()), NothingRequested, "lines"),
        (replace(a_new(), lines=a_new().lines * (MOST_LINES + 1)), TooManyLines, "lines"),
        (a_new(NewLine("", 1, "rim", 1, "ATK.01")), BadLine, "lines"),
        (a_new(NewLine("x" * 201, 1, "rim", 1, "ATK.01")), BadLine, "lines"),
        (a_new(NewLine("Kertas", 1, "", 1, "ATK.01")), BadLine, "lines"),
        (a_new(NewLine("Kertas", 0, "rim", 1, "ATK.01")), BadLine, "lines"),
        (a_new(NewLine("Kertas", 1, "rim", -1, "ATK.01")), BadLine, "lines"),
        (a_new(NewLine("Kertas", 1, "rim", 10**18, "ATK.01")), BadLine, "lines"),
        (a_new(window_until=time(8)), WindowBackwards, "window_until"),
        (a_new(event_from=time(9), event_until=time(8)), WindowBackwards, "event_until"),
    ],
)
def test_what_no_draft_may_contain_is_refused(
    wanted: NewPurchaseRequest, error: type[Exception], field: str
) -> None:
    with pytest.raises(error) as refusal:
        check_shape(wanted)
    assert refusal.value.field == field  # type: ignore[attr-defined]


def test_submission_needs_the_place_and_for_meals_the_event() -> None:
    place = ["delivery_address", "delivery_contact", "delivery_regency_code"]
    event = ["event_name", "event_from", "event_until", "head_count"]
    assert gaps(a_new(), is_meal=False) == place
    assert gaps(a_new(), is_meal=True) == [*place, *event]
    assert FieldMissing(field=place[0]).field == "delivery_address"


def test_a_day_that_is_over_is_refused() -> None:
    need = a_need(needed_on=date(2026, 11, 23))
    with pytest.raises(NeededInThePast) as refusal:
        check_may_submit(need, around(), [])
    assert refusal.value.facts == {"needed_on": date(2026, 11, 23)}


def test_what_a_rule_blocks_is_refused_in_the_words_of_the_rule() -> None:
    need = a_need(paper(price=60_000))
    with pytest.raises(RuleForbids) as refusal:
        check_may_submit(need, around(), check(need, around()))
    assert refusal.value.text == "price-standard. Mend it."
    assert (refusal.value.field, refusal.value.facts["standard"]) == ("lines-0-price", 55_000)


def test_a_rule_that_only_warns_refuses_nothing() -> None:
    careful = {**LAWS, "price-standard": replace(LAWS["price-standard"], severity=Severity.WARN)}
    need = a_need(paper(price=60_000))
    surroundings = around(laws=careful)
    check_may_submit(need, surroundings, check(need, surroundings))


def test_splitting_needs_a_reason_and_a_reason_is_enough() -> None:
    need, seen = a_need(), around(recent=[earlier(9_900_000)])
    with pytest.raises(SplittingReasonMissing) as refusal:
        check_may_submit(need, seen, check(need, seen))
    assert refusal.value.facts["total"] == 10_400_000
    reasoned = replace(need, splitting_reason="Another event")
    check_may_submit(reasoned, seen, check(reasoned, seen))


def test_an_own_estimate_is_compulsory_above_its_limit_only() -> None:
    check_own_prices([1], [], reserved=10_000_000, laws=LAWS)
    check_own_prices([1], [], reserved=10_000_001, laws={})
    with pytest.raises(OwnEstimateMissing) as refusal:
        check_own_prices([1], [], reserved=10_000_001, laws=LAWS)
    assert refusal.value.facts == {"limit": 10_000_000, "total": 10_000_001}


@pytest.mark.parametrize("prices", [[5], [5, 0], [5, -1], [5, 10**18]])
def test_an_own_estimate_covers_every_line(prices: list[int]) -> None:
    with pytest.raises(OwnPriceMissing):
        check_own_prices([1, 2], prices, reserved=100, laws=LAWS)


def test_an_own_estimate_stays_within_the_reserved_money() -> None:
    check_own_prices([1, 2], [50, 25], reserved=100, laws=LAWS)
    with pytest.raises(OwnEstimateTooHigh) as refusal:
        check_own_prices([1, 2], [50, 26], reserved=100, laws=LAWS)
    assert refusal.value.facts == {"own_estimate": 102, "estimate": 100}
    assert own_total([1, 2], [50, 26]) == 102


def test_a_routine_purchase_begins_with_items_of_the_price_standard() -> None:
    names = {"MKN.01": ("Meals", "box"), "MKN.02": ("Snacks", "box")}
    meal, stationery = STARTS[0], STARTS[1]
    usual = {("MKN.01", "kotak"): 28_000}
    first, second = start_lines(meal, 40, names, STANDARDS, usual)
    assert (first.name, first.unit, first.quantity, first.price) == (
        "Nasi kotak rapat",
        "kotak",
        40,
        28_000,
    )
    assert (second.name, second.unit, second.price) == ("Snacks", "box", 0)
    (only,) = start_lines(stationery, 40, {"ATK.01": ("Paper", "rim")}, STANDARDS, {})
    assert (only.name, only.quantity) == ("Kertas HVS A4", 1)


def test_every_code_that_is_asked_for_has_a_row_here() -> None:
    assert set(CODES) == set(FIGURES)
