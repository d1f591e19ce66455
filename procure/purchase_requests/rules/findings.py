"""What the rules say about a need while it is typed: small functions, each with its article."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final

from procure.kernel.labels import N_, Labelled
from procure.kernel.regulation import Finding, Regulation, Severity
from procure.purchase_requests.rules.needs import Need, NeedLine, Surroundings
from procure.purchase_requests.rules.prices import standard_for
from procure.regulations.rules import earliest_day

CODES: Final = (
    "budget-cover",
    "procurement-ceiling",
    "direct-purchase-ceiling",
    "contract-form",
    "price-standard",
    "splitting",
    "meal-duration",
    "meal-portions",
    "meal-guests",
    "lead-time",
    "budget-authority-above",
    "own-estimate-required",
    "small-business-first",
)
"""Codes of the rows that shape a purchase request."""

DECISION_CODES: Final = ("own-estimate-required", "price-standard")
"""Codes of the rows that shape an endorsement or an approval."""

_WHOLE: Final = 100
_MINUTES: Final = 60
_ORDER: Final = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFORM: 2}


class Method(Labelled):
    """How a purchase of this value is made, and which paper binds (Perpres 16/2018 art. 28, 50)."""

    RECEIPT = "receipt", N_("direct purchase against a receipt (nota)")
    VOUCHER = "voucher", N_("direct purchase against a payment voucher (kuitansi)")
    WORK_ORDER = "work_order", N_("request for quotation with a work order (SPK)")
    ELSEWHERE = "elsewhere", N_("tender or national catalogue, outside this application")


def check(need: Need, around: Surroundings) -> list[Finding]:
    """Return what the rules say about a need, the strictest first."""
    found = [
        finding
        for rule in (
            _budget,
            _ceilings,
            _method,
            check_prices,
            _splitting,
            _meal_duration,
            _meal_portions,
            _meal_guests,
            _lead_time,
            _authority,
            _bundling,
        )
        for finding in rule(need, around)
    ]
    return sorted(found, key=lambda finding: _ORDER[finding.severity])


def applied(need: Need, around: Surroundings) -> list[Regulation]:
    """Return the rows that shaped a submission; those of meals only where a meal is asked."""
    is_meal = around.is_meal(need)
    return [
        law
        for code, law in around.laws.items()
        if code != "own-estimate-required" and (is_meal or not code.startswith("meal-"))
    ]


def _says(law: Regulation, field: str | None = None, **facts: Any) -> Finding:
    return Finding(law, law.sentence, law.remedy, field, facts)


def _notes(law: Regulation, sentence: str, field: str | None = None, **facts: Any) -> Finding:
    """Inform in words of our own, whatever the row's severity is for other cases."""
    return Finding(replace(law, severity=Severity.INFORM), sentence, "", field, facts)


def _budget(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Nothing may be promised without enough budget (Perpres 16/2018 art. 52(2))."""
    law = around.laws.get("budget-cover")
    if law and around.available is not None and need.total > around.available:
        yield _says(law, "budget_line_id", available=around.available, needed=need.total)


def _ceilings(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Values above the ceilings take another way (Perpres 16/2018 art. 38(3) and 50(7))."""
    whole, direct = (
        around.laws.get(code) for code in ("procurement-ceiling", "direct-purchase-ceiling")
    )
    if whole and need.total > whole.parameters["rupiah"]:
        yield _says(whole, "lines", total=need.total, ceiling=whole.parameters["rupiah"])
    elif direct and need.total > direct.parameters["rupiah"]:
        # A request may well be larger: it is only told that suppliers will be asked to quote.
        told = replace(direct, severity=Severity.INFORM)
        yield _says(told, total=need.total, ceiling=direct.parameters["rupiah"])


def method(total: int, laws: Mapping[str, Regulation]) -> Method | None:
    """Tell how a purchase of this value (rupiah, with tax) is made; None without the rows."""
    forms, direct = laws.get("contract-form"), laws.get("direct-purchase-ceiling")
    if forms is None or direct is None:
        return None
    if total > forms.parameters["work_order_up_to"]:
        return Method.ELSEWHERE
    if total > direct.parameters["rupiah"]:
        return Method.WORK_ORDER
    return Method.RECEIPT if total <= forms.parameters["receipt_up_to"] else Method.VOUCHER


def _method(need: Need, around: Surroundings) -> Iterator[Finding]:
    """The value decides method and contract form (Perpres 16/2018 art. 28)."""
    way = method(need.total, around.laws)
    if need.total and way and way is not Method.ELSEWHERE:
        law = around.laws["contract-form"]
        yield _notes(law, N_("%(total)s: %(method)s."), total=need.total, method=way)


def check_prices(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Prices stay within the price standard (SSH) of the region; where none exists, we say so."""
    law = around.laws.get("price-standard")
    if law is None:
        return
    for index, line in enumerate(need.lines):
        if not (line.name and line.price):
            continue
        kind = around.kinds.get(line.category_code)
        standard = standard_for(
            line.name,
            line.unit,
            line.category_code,
            around.standards,
            is_meal=kind is not None and kind.is_meal,
        )
        field = f"lines-{index}-price"
        if standard is None:
            yield _notes(
                law,
                N_("No price standard for “%(item)s” yet: not enough data."),
                field,
                item=line.name,
            )
        elif line.price > standard.price:
            yield _says(
                law,
                field,
                item=line.name,
                price=line.price,
                standard=standard.price,
                unit=standard.unit,
                decree=standard.decree,
            )


def _splitting(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Packages may not be split to stay below a limit (Perpres 16/2018 art. 20(2)d)."""
    law = around.laws.get("splitting")
    if law is None or not need.total:
        return
    for name in ("third", "second", "first"):
        limit = law.parameters[name]
        alike = [one for one in around.recent if one.amount <= limit]
        together = need.total + sum(one.amount for one in alike)
        if alike and need.total <= limit < together:
            yield _says(
                law,
                "splitting_reason",
                count=len(alike),
                days=law.parameters["days"],
                total=together,
                limit=limit,
                amount=need.total,
            )
            return


def _meals(need: Need, around: Surroundings) -> list[tuple[int, NeedLine]]:
    return [
        (index, line)
        for index, line in enumerate(need.lines)
        if line.quantity and (kind := around.kinds.get(line.category_code)) and kind.is_meal
    ]


def _meal_duration(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Meals are for meetings that last long enough (region's decree, after the SBM)."""
    law = around.laws.get("meal-duration")
    if law is None or not around.is_meal(need) or not (need.event_from and need.event_until):
        return
    minutes = minutes_between(need.event_from, need.event_until)
    if minutes < law.parameters["hours"] * _MINUTES:
        yield _says(law, "event_until", hours=law.parameters["hours"], minutes=minutes)


def minutes_between(start: time, end: time) -> int:
    """Return how many minutes lie between two times of one day; below zero if backwards."""
    day = date.min
    return int((datetime.combine(day, end) - datetime.combine(day, start)).total_seconds()) // 60


def _meal_portions(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Portions go with the head-count and a tolerance (region's decree)."""
    law = around.laws.get("meal-portions")
    if law is None or not need.head_count:
        return
    tolerance = law.parameters["tolerance_percent"]
    allowed = need.head_count * (_WHOLE + tolerance) // _WHOLE
    for index, line in _meals(need, around):
        if line.quantity > allowed:
            yield _says(
                law,
                f"lines-{index}-quantity",
                item=line.name,
                portions=line.quantity,
                head_count=need.head_count,
                allowed=allowed,
                tolerance=tolerance,
            )


def _meal_guests(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Meals together with snacks are for meetings with guests (region's decree, after the SBM)."""
    law = around.laws.get("meal-guests")
    kinds = {line.category_code for _, line in _meals(need, around)}
    if law and len(kinds) > 1 and not need.has_guests:
        yield _says(law, "has_guests", head_count=need.head_count or 0)


def _lead_time(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Suppliers and officers need some working days (region's decree)."""
    law = around.laws.get("lead-time")
    if law is None or need.needed_on is None:
        return
    earliest = earliest_day(around.today, law.parameters["days"])
    if need.needed_on < earliest:
        yield _says(
            law,
            "needed_on",
            needed_on=need.needed_on,
            earliest=earliest,
            days=law.parameters["days"],
        )


def needs_budget_authority(total: int, laws: Mapping[str, Regulation]) -> bool:
    """Whether the budget authority approves as well (region's decree)."""
    law = laws.get("budget-authority-above")
    return law is not None and total > law.parameters["rupiah"]


def _authority(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Larger requests are approved by the budget authority too (region's decree)."""
    if needs_budget_authority(need.total, around.laws):
        law = around.laws["budget-authority-above"]
        told = replace(law, severity=Severity.INFORM)
        yield _says(told, total=need.total, limit=law.parameters["rupiah"])


def _bundling(need: Need, around: Surroundings) -> Iterator[Finding]:
    """Unrelated goods in one package keep small businesses out (Perpres 16/2018 art. 20(2)c)."""
    law = around.laws.get("small-business-first")
    groups = sorted(
        {
            around.kinds[line.category_code].group_name
            for line in need.lines
            if line.amount and line.category_code in around.kinds
        }
    )
    if law and len(groups) > 1:
        yield _notes(
            law,
            N_(
                "This request joins %(count)s unrelated kinds of goods (%(groups)s). "
                "Separate requests let small suppliers take part."
            ),
            "lines",
            count=len(groups),
            groups=", ".join(groups),
        )
