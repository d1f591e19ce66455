"""What the rules say about a need, without database or browser."""

from dataclasses import replace
from datetime import date, time

import pytest

from procure.kernel.regulation import Severity
from procure.purchase_requests.rules import (
    Method,
    applied,
    check,
    check_prices,
    method,
    needs_budget_authority,
    standard_for,
)
from procure.regulations.rules import earliest_day
from tests.purchase_requests.needs import LAWS, STANDARDS, a_need, around, earlier, lunch, of, paper


def test_an_ordinary_need_breaks_nothing() -> None:
    assert [one for one in check(a_need(), around()) if one.severity is not Severity.INFORM] == []


def test_without_rows_no_rule_speaks() -> None:
    need = a_need(lunch(500), event_from=time(9), event_until=time(10), head_count=1)
    assert check(need, around(laws={})) == []


def test_what_blocks_comes_first() -> None:
    found = check(a_need(lunch(), lunch(code="MKN.02")), around(available=0))
    assert [one.severity for one in found] == sorted(
        (one.severity for one in found), key=["block", "warn", "inform"].index
    )


def test_a_need_above_the_budget_left_is_refused_with_both_sums() -> None:
    (found,) = of("budget-cover", check(a_need(paper(10)), around(available=499_999)))
    assert (found.blocks, found.field) == (True, "budget_line_id")
    assert found.facts == {"available": 499_999, "needed": 500_000}


@pytest.mark.parametrize(
    ("total", "way"),
    [
        (10_000_000, Method.RECEIPT),
        (10_000_001, Method.VOUCHER),
        (50_000_000, Method.VOUCHER),
        (50_000_001, Method.WORK_ORDER),
        (200_000_000, Method.WORK_ORDER),
        (200_000_001, Method.ELSEWHERE),
    ],
)
def test_the_value_decides_the_method(total: int, way: Method) -> None:
    assert method(total, LAWS) is way


def test_without_rows_there_is_no_method() -> None:
    assert method(1, {}) is None


def test_above_the_direct_ceiling_a_request_is_told_but_not_refused() -> None:
    found = check(a_need(paper(1_200)), around())
    (direct,) = of("direct-purchase-ceiling", found)
    assert direct.severity is Severity.INFORM
    assert direct.facts == {"total": 60_000_000, "ceiling": 50_000_000}
    (form,) = of("contract-form", found)
    assert form.facts["method"] is Method.WORK_ORDER


def test_above_the_procurement_ceiling_a_request_is_refused() -> None:
    found = check(a_need(paper(5_000)), around())
    (ceiling,) = of("procurement-ceiling", found)
    assert ceiling.blocks
    assert of("contract-form", found) == of("direct-purchase-ceiling", found) == []


def test_a_price_above_its_standard_is_found_at_its_line() -> None:
    (found,) = check_prices(a_need(paper(), paper(price=55_001)), around())
    assert (found.field, found.blocks) == ("lines-1-price", True)
    assert found.facts == {
        "item": "Kertas HVS A4 70 gram",
        "price": 55_001,
        "standard": 55_000,
        "unit": "rim",
        "decree": "Decree 1",
    }


def test_where_no_standard_exists_this_is_said() -> None:
    (found,) = check_prices(a_need(paper(name="Kertas kado")), around())
    assert found.severity is Severity.INFORM
    assert found.facts == {"item": "Kertas kado"}


def test_a_line_without_name_or_price_is_not_measured() -> None:
    need = a_need(paper(name=""), paper(price=0), paper(category_code="?", price=0))
    assert list(check_prices(need, around())) == []


@pytest.mark.parametrize(
    ("name", "unit", "price"),
    [
        ("kertas HVS a4, 80 gram (putih)", "RIM", 63_000),
        ("Kertas HVS A4 70 gram", "rim", 55_000),
        ("Kertas HVS F4", "rim", None),
        ("Kertas HVS A4", "dus", None),
    ],
)
def test_a_standard_is_found_by_its_words_and_unit(name: str, unit: str, price: int | None) -> None:
    found = standard_for(name, unit, "ATK.01", STANDARDS)
    assert (found.price if found else None) == price


def test_a_meal_is_measured_by_the_only_standard_of_its_category() -> None:
    assert standard_for("Nasi gudeg", "porsi", "MKN.01", STANDARDS, is_meal=True) == STANDARDS[0]
    assert standard_for("Nasi gudeg", "porsi", "MKN.01", STANDARDS) is None
    assert standard_for("Snack", "kotak", "MKN.02", STANDARDS, is_meal=True) is None


def test_purchases_that_cross_a_limit_together_are_found() -> None:
    recent = [earlier(6_000_000), earlier(3_900_000)]
    (found,) = of("splitting", check(a_need(paper(10)), around(recent=recent)))
    assert found.facts == {
        "count": 2,
        "days": 30,
        "total": 10_400_000,
        "limit": 10_000_000,
        "amount": 500_000,
    }


@pytest.mark.parametrize("amounts", [[], [9_500_000], [10_000_001]])
def test_purchases_that_cross_no_limit_together_are_left_alone(amounts: list[int]) -> None:
    recent = [earlier(amount) for amount in amounts]
    assert of("splitting", check(a_need(paper(10)), around(recent=recent))) == []


def test_the_highest_limit_that_is_crossed_counts() -> None:
    recent = [earlier(49_000_000), earlier(49_000_000), earlier(9_000_000)]
    (found,) = of("splitting", check(a_need(paper(20)), around(recent=recent)))
    assert found.facts["limit"] == 50_000_000


def test_an_empty_need_splits_nothing() -> None:
    assert of("splitting", check(a_need(paper(0)), around(recent=[earlier(11_000_000)]))) == []


def test_a_short_meeting_gets_no_meal() -> None:
    need = a_need(lunch(), event_from=time(9), event_until=time(10, 59))
    (found,) = of("meal-duration", check(need, around()))
    assert found.facts == {"hours": 2, "minutes": 119}
    long = replace(need, event_until=time(11))
    assert of("meal-duration", check(long, around())) == []


def test_a_meeting_of_paper_may_be_short() -> None:
    need = a_need(event_from=time(9), event_until=time(9, 5))
    assert of("meal-duration", check(need, around())) == []


def test_portions_follow_the_head_count_with_tolerance() -> None:
    need = a_need(lunch(106), head_count=100, has_guests=True)
    (found,) = of("meal-portions", check(need, around()))
    assert found.field == "lines-0-quantity"
    assert found.facts == {
        "item": "Nasi kotak ayam",
        "portions": 106,
        "head_count": 100,
        "allowed": 105,
        "tolerance": 5,
    }
    fitting = a_need(lunch(105), paper(500), head_count=100, has_guests=True)
    assert of("meal-portions", check(fitting, around())) == []


def test_meals_together_with_snacks_are_for_guests() -> None:
    both = a_need(lunch(), lunch(code="MKN.02"), head_count=50)
    assert of("meal-guests", check(both, around()))[0].facts == {"head_count": 50}
    assert of("meal-guests", check(replace(both, has_guests=True), around())) == []
    assert of("meal-guests", check(a_need(lunch()), around())) == []


def test_lead_time_counts_working_days() -> None:
    # Tuesday the 24th plus two working days is Thursday the 26th.
    (found,) = of("lead-time", check(a_need(needed_on=date(2026, 11, 25)), around()))
    assert found.facts == {
        "needed_on": date(2026, 11, 25),
        "earliest": date(2026, 11, 26),
        "days": 2,
    }
    assert of("lead-time", check(a_need(needed_on=date(2026, 11, 26)), around())) == []
    assert of("lead-time", check(a_need(needed_on=None), around())) == []


def test_weekends_and_holidays_are_no_working_days() -> None:
    assert earliest_day(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert earliest_day(date(2026, 12, 24), 1) == date(2026, 12, 28)


def test_years_whose_holidays_are_not_decreed_count_weekdays() -> None:
    assert earliest_day(date(2031, 1, 3), 1) == date(2031, 1, 6)


def test_large_requests_go_to_the_budget_authority_too() -> None:
    assert not needs_budget_authority(50_000_000, LAWS)
    assert needs_budget_authority(50_000_001, LAWS)
    (found,) = of("budget-authority-above", check(a_need(paper(1_200)), around()))
    assert found.facts == {"total": 60_000_000, "limit": 50_000_000}


def test_unrelated_goods_in_one_request_are_mentioned() -> None:
    (found,) = of("small-business-first", check(a_need(paper(), lunch()), around()))
    assert found.severity is Severity.INFORM
    assert found.facts == {"count": 2, "groups": "Meals, Stationery"}


def test_the_rows_of_meals_apply_to_meals_only() -> None:
    of_paper = {law.code for law in applied(a_need(), around())}
    of_lunch = {law.code for law in applied(a_need(lunch()), around())}
    assert of_lunch - of_paper == {"meal-duration", "meal-portions", "meal-guests"}
    assert set(LAWS) - of_lunch == {"own-estimate-required"}
