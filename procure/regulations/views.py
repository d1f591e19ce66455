"""The region's rules in plain words, for everybody."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from procure.kernel.labels import N_
from procure.kernel.money import percent
from procure.regulations import queries
from procure.regulations.rules import Trust, Version, in_general, trust_in
from procure.web import words
from procure.web.access import public
from procure.web.work import current_work

bp = Blueprint("regulations", __name__, url_prefix="/regulations")

SUBJECTS: Final = (
    (
        N_("Money and method"),
        (
            "procurement-ceiling",
            "direct-purchase-ceiling",
            "contract-form",
            "own-estimate-required",
            "budget-cover",
            "budget-authority-above",
            "price-standard",
            "splitting",
        ),
    ),
    (N_("Meals"), ("meal-portions", "meal-duration", "meal-guests")),
    (
        N_("Quotes and award"),
        (
            "catalogue-check",
            "small-business-first",
            "invitations",
            "quote-window",
            "closing-hours",
            "price-sources",
            "offer-ceiling",
            "award-lowest",
        ),
    ),
    (N_("Suppliers"), ("business-scale",)),
    (N_("Time, orders and delay"), ("lead-time", "step-days", "order-response", "late-penalty")),
)
TAXES: Final = N_("Taxes")
PARAMETERS: Final = {
    "above": N_("above"),
    "approve": N_("approval (working days)"),
    "award": N_("award (working days)"),
    "base_denominator": N_("base, divided by"),
    "base_numerator": N_("base, times"),
    "base_share": N_("part of the fee that is taxed"),
    "catering_article": N_("article for catering"),
    "choose": N_("choosing how to buy (working days)"),
    "cooperative": N_("for cooperatives (1 yes)"),
    "days": N_("days"),
    "first": N_("first limit"),
    "from": N_("from (hour)"),
    "hour": N_("ends at (hour)"),
    "hours": N_("hours"),
    "individual": N_("for individuals (1 yes)"),
    "least": N_("at least"),
    "least_characters": N_("least characters"),
    "narrowed_on": N_("narrowed on (year, month, day)"),
    "needs_letter": N_("needs a letter (1 yes)"),
    "no_npwp_rate": N_("rate without a tax number"),
    "open": N_("opening (working days)"),
    "per_mille": N_("per mille"),
    "rate": N_("rate"),
    "receipt_up_to": N_("receipt up to"),
    "remind_first": N_("first reminder (percent)"),
    "remind_second": N_("second reminder (percent)"),
    "reopen": N_("reopening an order (working days)"),
    "rupiah": N_("amount"),
    "second": N_("second limit"),
    "sign": N_("signature (working days)"),
    "service_article": N_("article for services"),
    "sole_company": N_("for one-person companies (1 yes)"),
    "micro_sales": N_("micro, sales"),
    "small_sales": N_("small, sales"),
    "medium_sales": N_("medium, sales"),
    "micro_capital": N_("micro, capital"),
    "small_capital": N_("small, capital"),
    "medium_capital": N_("medium, capital"),
    "third": N_("third limit"),
    "tolerance_percent": N_("tolerance (percent)"),
    "treasurer_withholds": N_("withheld by the treasurer (1 yes)"),
    "until": N_("until (hour)"),
    "voucher_up_to": N_("voucher up to"),
    "work_order_up_to": N_("work order up to"),
}
"""Names of parameters for people; others are shown as they are stored."""

RUPIAH: Final = frozenset(
    "above first receipt_up_to rupiah second third voucher_up_to work_order_up_to micro_sales "
    "small_sales medium_sales micro_capital small_capital medium_capital".split()
)
SHARES: Final = frozenset("base_share no_npwp_rate rate".split())
"""Figures in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """One rule as the page shows it."""

    row: Version
    sentence: str
    remedy: str
    trust: Trust
    source: str


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """Show the rules in force here today, each with an anchor of its code."""
    work = current_work()
    rows = queries.rows_in_force(work)
    in_words = {code: _in_words(row, work.language) for code, row in sorted(rows.items())}
    return render_template(
        "regulations/index.html",
        subjects=_by_subject(in_words),
        today=work.today,
        figure=_figure,
    )


def _in_words(row: Version, language: str) -> RuleInWords:
    rule = row.as_rule(language)
    trust, source = trust_in(row.source)
    return RuleInWords(row, in_general(rule.sentence), rule.remedy, trust, source)


def _by_subject(rules: dict[str, RuleInWords]) -> list[tuple[str, list[RuleInWords]]]:
    """Gather rules by subject; what has no other subject is a tax."""
    placed = [
        (_(title), [rules[code] for code in codes if code in rules]) for title, codes in SUBJECTS
    ]
    known = {code for _title, codes in SUBJECTS for code in codes}
    taxes = [rule for code, rule in rules.items() if code not in known]
    return [(title, found) for title, found in (*placed, (_(TAXES), taxes)) if found]


def _figure(name: str, value: int) -> str:
    """Name a figure of a rule and write it as people do: rupiah, percent or a plain number."""
    label = _(PARAMETERS[name]) if name in PARAMETERS else name.replace("_", " ")
    return f"{label}: {_written(name, value)}"


def _written(name: str, value: int) -> str:
    if name in RUPIAH:
        return words.money(value)
    if name in SHARES:
        return percent(value, str(get_locale() or "id"))
    return str(value) if name == "narrowed_on" else words.number(value)
