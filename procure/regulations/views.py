"""The region's rules in plain words, for everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.kernel.labels import N_
from procure.regulations import queries
from procure.regulations.models import RegulationVersion
from procure.regulations.rules import Trust, in_general, trust_in
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
    (N_("Time, orders and delay"), ("lead-time", "order-response", "late-penalty")),
)
TAXES: Final = N_("Taxes")
PARAMETERS: Final = {
    "above": N_("above"),
    "days": N_("days"),
    "first": N_("first limit"),
    "from": N_("from (hour)"),
    "hours": N_("hours"),
    "least": N_("at least"),
    "least_characters": N_("least characters"),
    "per_mille": N_("per mille"),
    "rate": N_("rate (hundredths of a percent)"),
    "remind_first": N_("first reminder (percent)"),
    "remind_second": N_("second reminder (percent)"),
    "rupiah": N_("amount"),
    "second": N_("second limit"),
    "third": N_("third limit"),
    "tolerance_percent": N_("tolerance (percent)"),
    "until": N_("until (hour)"),
}
"""Names of parameters for people; others are shown as they are stored."""


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """One rule as the page shows it."""

    row: RegulationVersion
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
        parameter=_named(),
    )


def _in_words(row: RegulationVersion, language: str) -> RuleInWords:
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


def _named() -> Callable[[str], str]:
    return lambda name: _(PARAMETERS[name]) if name in PARAMETERS else name.replace("_", " ")
