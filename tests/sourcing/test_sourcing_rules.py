"""Rules of sourcing without a database: deadlines, ranks, reasons, sources."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from procure.kernel.clock import ZONES
from procure.kernel.regulation import Regulation, Severity
from procure.sourcing.rules import choosing, inviting, saying
from procure.sourcing.rules.comparing import (
    Offer,
    Ranked,
    Standing,
    lowest_prices,
    rank,
    total_of,
)
from procure.sourcing.rules.matching import Shown, Wanted, catalogue_offers, draw
from procure.sourcing.rules.numbers import AWARD, RFQ, written

BLOCK, WARN, INFORM = Severity.BLOCK, Severity.WARN, Severity.INFORM
WIB = ZONES["WIB"]
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=WIB)


def law(code: str, severity: Severity = BLOCK, **parameters: int) -> Regulation:
    sentence = f"Rule {code}; here %(total)s."
    return Regulation(code, uuid4(), sentence, "art. 1", severity, "Mend it.", parameters)


LAWS: Mapping[str, Regulation] = {
    one.code: one
    for one in (
        law("procurement-ceiling", rupiah=200_000_000),
        law("direct-purchase-ceiling", rupiah=50_000_000),
        law("invitations", WARN, least=3),
        law("quote-window", hours=24),
        law("closing-hours", BLOCK, **{"from": 9, "until": 15}),
        law("catalogue-check", WARN),
        law("small-business-first", WARN),
        law("award-lowest", least_characters=20),
        law("offer-ceiling"),
        law("price-sources", least=2),
    )
}


def changed(code: str, severity: Severity) -> Mapping[str, Regulation]:
    return {**LAWS, code: law(code, severity, **LAWS[code].parameters)}


def offer(*prices: int | None, delivery: int = 0, minute: int = 0, readable: bool = True) -> Offer:
    moment = datetime(2026, 11, 23, 8, minute, tzinfo=UTC)
    return Offer(uuid4(), uuid4(), prices, delivery, moment, readable)


def ranked(*offers: Offer, estimate: int = 1_000, **given: object) -> list[Ranked]:
    return rank(offers, [10, 5], own_estimate=estimate, **given)  # type: ignore[arg-type]


def test_the_value_may_reach_the_ceiling_but_not_pass_it() -> None:
    inviting.check_ceiling(200_000_000, LAWS)
    with pytest.raises(inviting.AboveProcurementCeiling) as refusal:
        inviting.check_ceiling(200_000_001, LAWS)
    assert refusal.value.facts == {"total": 200_000_001, "ceiling": 200_000_000}
    inviting.check_ceiling(200_000_001, changed("procurement-ceiling", WARN))


@pytest.mark.parametrize(
    ("count", "reason", "error"),
    [
        (0, "", inviting.NobodyInvited),
        (0, "a very good reason", inviting.NobodyInvited),
        (2, "", inviting.TooFewInvited),
        (2, "too short", inviting.TooFewInvited),
        (2, "only two deliver there", None),
        (3, "", None),
    ],
)
def test_enough_suppliers_are_invited(
    count: int, reason: str, error: type[Exception] | None
) -> None:
    if error is None:
        inviting.check_invited(count, reason, LAWS)
        return
    with pytest.raises(error):
        inviting.check_invited(count, reason, LAWS)


def test_larger_businesses_as_severely_as_the_row_says() -> None:
    inviting.check_small_business(0, "", changed("small-business-first", BLOCK))
    inviting.check_small_business(1, "no small one has the press", LAWS)
    inviting.check_small_business(1, "", changed("small-business-first", INFORM))
    inviting.check_small_business(1, "", {})
    with pytest.raises(inviting.LargerBusinessNeedsReason):
        inviting.check_small_business(1, "", LAWS)
    with pytest.raises(inviting.LargerBusinessInvited):
        inviting.check_small_business(1, "a reason", changed("small-business-first", BLOCK))


def test_the_national_catalogue_as_severely_as_the_row_says() -> None:
    note = "looked on 24 November"
    inviting.check_catalogue(False, note, LAWS)
    inviting.check_catalogue(True, note, LAWS)
    inviting.check_catalogue(True, "", changed("catalogue-check", INFORM))
    inviting.check_catalogue(True, "", {})
    with pytest.raises(inviting.CatalogueNotChecked):
        inviting.check_catalogue(False, "", LAWS)
    with pytest.raises(inviting.BuyFromCatalogue):
        inviting.check_catalogue(True, note, changed("catalogue-check", BLOCK))


@pytest.mark.parametrize(
    ("closes_at", "error"),
    [
        (TUESDAY + timedelta(hours=24), None),
        (TUESDAY + timedelta(hours=23, minutes=59), inviting.QuoteWindowTooShort),
        (datetime(2026, 11, 26, 8, 59, tzinfo=WIB), inviting.ClosesOutsideHours),
        (datetime(2026, 11, 26, 9, 0, tzinfo=WIB), None),
        (datetime(2026, 11, 26, 15, 0, tzinfo=WIB), None),
        (datetime(2026, 11, 26, 15, 1, tzinfo=WIB), inviting.ClosesOutsideHours),
        (datetime(2026, 11, 28, 10, 0, tzinfo=WIB), inviting.ClosesOnFreeDay),
        (datetime(2026, 11, 29, 10, 0, tzinfo=WIB), inviting.ClosesOnFreeDay),
    ],
)
def test_a_deadline_leaves_time_and_falls_into_office_hours(
    closes_at: datetime, error: type[Exception] | None
) -> None:
    if error is None:
        inviting.check_deadline(closes_at, TUESDAY, LAWS)
        return
    with pytest.raises(error):
        inviting.check_deadline(closes_at, TUESDAY, LAWS)


def test_without_rows_a_deadline_must_only_lie_ahead() -> None:
    inviting.check_deadline(TUESDAY + timedelta(minutes=1), TUESDAY, {})
    with pytest.raises(inviting.QuoteWindowTooShort):
        inviting.check_deadline(TUESDAY, TUESDAY, {})


@pytest.mark.parametrize("hours", range(0, 24 * 8, 5))
@pytest.mark.parametrize("laws", [LAWS, {}])
def test_the_proposed_deadline_is_always_allowed(
    hours: int, laws: Mapping[str, Regulation]
) -> None:
    moment = TUESDAY + timedelta(hours=hours)
    inviting.check_deadline(inviting.proposed_deadline(moment, laws), moment, laws)


def test_quotes_close_before_the_goods_are_needed() -> None:
    needed, window = date(2026, 11, 26), time(11)
    inviting.check_before_needed(datetime(2026, 11, 26, 10, tzinfo=WIB), needed, window)
    with pytest.raises(inviting.ClosesTooLate):
        inviting.check_before_needed(datetime(2026, 11, 26, 11, tzinfo=WIB), needed, window)


def test_the_deadline_itself_is_too_late_to_quote_and_soon_enough_to_open() -> None:
    inviting.check_before_deadline(TUESDAY, TUESDAY - timedelta(microseconds=1))
    inviting.check_deadline_passed(TUESDAY, TUESDAY)
    with pytest.raises(inviting.QuotesAreClosed):
        inviting.check_before_deadline(TUESDAY, TUESDAY)
    with pytest.raises(inviting.QuotesStillSealed):
        inviting.check_deadline_passed(TUESDAY, TUESDAY - timedelta(microseconds=1))


def test_totals_count_what_is_offered_and_the_delivery() -> None:
    assert total_of([100, None], [10, 5], 50) == 1_050


def test_quotes_are_ranked_by_total_and_the_unable_come_last() -> None:
    dear, cheap = offer(60, 80), offer(50, 60)
    half, above, late = offer(1, None), offer(90, 90), offer(50, 60, minute=30)

    order = ranked(half, dear, late, above, cheap)

    assert [one.offer for one in order[:3]] == [cheap, late, dear]
    assert [one.rank for one in order] == [1, 1, 3, None, None]
    assert {one.offer: one.standing for one in order[3:]} == {
        half: Standing.INCOMPLETE,
        above: Standing.ABOVE_ESTIMATE,
    }
    assert order[0].is_lowest
    assert order[1].is_lowest
    assert not order[2].is_lowest


def test_the_own_estimate_is_a_ceiling_only_where_the_region_says_so() -> None:
    above = offer(90, 90)

    assert ranked(above)[0].rank is None
    assert ranked(above, is_ceiling=False)[0].rank == 1
    assert ranked(offer(100, 0), estimate=1_000)[0].rank == 1


def test_delivery_counts_and_the_distance_is_from_the_own_estimate() -> None:
    order = ranked(offer(50, 60, delivery=250), offer(50, 70))

    assert [one.total for one in order] == [850, 1_050]
    assert order[0].percent_off == pytest.approx(-15.0)
    assert order[1].standing is Standing.ABOVE_ESTIMATE


def test_who_did_not_take_the_order_and_what_cannot_be_read_are_out() -> None:
    gone, unreadable = offer(50, 60), offer(1, 1, readable=False)

    order = ranked(gone, unreadable, declined={gone.supplier_id})

    assert {one.offer: one.standing for one in order} == {
        gone: Standing.DECLINED,
        unreadable: Standing.INCOMPLETE,
    }


def test_the_lowest_price_of_each_line_is_among_those_in_the_running() -> None:
    order = ranked(offer(50, 80), offer(60, 60), offer(1, None))

    assert lowest_prices(order) == [50, 60]
    assert lowest_prices(ranked(offer(1, None))) == []


def test_only_quotes_in_the_running_win() -> None:
    good, half = ranked(offer(50, 60), offer(1, None))

    choosing.check_may_win(good)
    with pytest.raises(choosing.NotInTheRunning) as refusal:
        choosing.check_may_win(half)
    assert refusal.value.facts == {"standing": Standing.INCOMPLETE}


def test_no_award_above_the_own_estimate() -> None:
    choosing.check_under_estimate(1_000, 1_000, LAWS)
    choosing.check_under_estimate(1_001, 1_000, changed("offer-ceiling", WARN))
    choosing.check_under_estimate(1_001, 1_000, {})
    with pytest.raises(choosing.AboveOwnEstimate):
        choosing.check_under_estimate(1_001, 1_000, LAWS)


@pytest.mark.parametrize(
    ("length", "is_lowest", "error"),
    [
        (9, True, choosing.ReasonTooShort),
        (10, True, None),
        (19, False, choosing.CheaperOneNeedsReason),
        (20, False, None),
    ],
)
def test_a_reason_is_as_long_as_the_choice_demands(
    length: int, is_lowest: bool, error: type[Exception] | None
) -> None:
    reason, row = "x" * length + "   ", LAWS["award-lowest"]
    if error is None:
        choosing.check_reason(reason, is_lowest=is_lowest, law=row)
        return
    with pytest.raises(error):
        choosing.check_reason(reason, is_lowest=is_lowest, law=row)


def test_without_a_row_ten_characters_are_asked_of_every_reason() -> None:
    choosing.check_reason("x" * 10, is_lowest=False, law=None)
    with pytest.raises(choosing.ReasonTooShort):
        choosing.check_reason("x" * 9, is_lowest=False, law=None)


def test_direct_purchase_is_for_small_values() -> None:
    choosing.check_direct_value(50_000_000, LAWS)
    choosing.check_direct_value(50_000_001, changed("direct-purchase-ceiling", INFORM))
    with pytest.raises(choosing.AboveDirectPurchaseCeiling):
        choosing.check_direct_value(50_000_001, LAWS)


def test_price_sources_differ_and_can_be_looked_up_again() -> None:
    seen = "seen on 24 November"
    choosing.check_sources([("Toko A", seen), ("Toko B", seen)], LAWS)
    choosing.check_sources([], {})
    with pytest.raises(choosing.TooFewPriceSources):
        choosing.check_sources([("Toko A", seen), ("toko  a ", seen)], LAWS)
    with pytest.raises(choosing.SourceWithoutEvidence):
        choosing.check_sources([("Toko A", seen), ("Toko B", "seen")], LAWS)


def shown(
    supplier: int, name: str, price: int, *, unit: str = "kotak", code: str = "MKN.01"
) -> Shown:
    return Shown(uuid4(), UUID(int=supplier), code, name, unit, price)


def test_listings_are_matched_by_choice_then_name_then_price() -> None:
    picked = shown(1, "Nasi liwet", 40_000)
    lines = [
        Wanted("MKN.01", "Nasi kotak ayam bakar", "kotak", 10, picked.listing_id),
        Wanted("MKN.02", "Snack box", "boks", 10, None),
    ]
    alike, dearer = shown(2, "Nasi kotak ayam", 30_000), shown(2, "Nasi kotak ayam", 31_000)
    unlike, snack = shown(2, "Tumpeng", 10_000), shown(2, "Snack box", 9_000, code="MKN.02")

    first, second = catalogue_offers(
        lines, [picked, unlike, dearer, alike, snack, shown(3, "Kertas", 1, code="ATK.01")]
    )

    assert first.listings == (alike, snack)
    assert (first.is_complete, first.total) == (True, 390_000)
    assert second.listings == (picked, None)
    assert not second.is_complete


def test_the_draw_prefers_those_who_were_invited_less_and_can_be_repeated() -> None:
    seed, suppliers = uuid4(), [uuid4() for _ in range(20)]
    order = sorted(suppliers, key=lambda s: draw(seed, s, 0))

    suppliers.reverse()
    assert order == sorted(suppliers, key=lambda s: draw(seed, s, 0))
    assert order != sorted(suppliers, key=lambda s: draw(uuid4(), s, 0))
    assert draw(seed, suppliers[0], 0) < draw(seed, suppliers[1], 1)


def test_rules_are_said_without_the_case_and_findings_with_it() -> None:
    assert saying.alone(LAWS["offer-ceiling"]) == "Rule offer-ceiling."
    found = saying.about_value(60_000_000, LAWS)
    assert [one.law.code for one in found] == ["direct-purchase-ceiling"]
    assert found[0].facts == {"total": 60_000_000, "ceiling": 50_000_000}
    told = saying.about_quotes(ranked(offer(50, 60), offer(51, 60), offer(90, 90)), LAWS)
    assert [one.law.code for one in told] == ["offer-ceiling"]
    assert saying.about_quotes(ranked(offer(50, 60)), LAWS) == []


def test_documents_are_numbered_by_year() -> None:
    assert written(RFQ, 2026, 12) == "PNW-2026-0012"
    assert written(AWARD, 2026, 10_000) == "PNT-2026-10000"
