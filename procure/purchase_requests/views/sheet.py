"""What the form page shows around the fields: totals, budget, findings, offers."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _

from procure.accounts.models import Region
from procure.db.work import Work
from procure.kernel.labels import N_
from procure.kernel.regulation import Finding, Severity
from procure.purchase_requests import queries
from procure.purchase_requests.forms import PAGES, PLAIN, PurchaseRequestForm, arranged, regencies
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.queries import BudgetChoice, CategoryChoice, Offer
from procure.purchase_requests.rules import Need, Surroundings, check, standard_for
from procure.web.errors import fill, say
from procure.web.words import money

KEPT: Mapping[str, str] = {
    "budget-cover": N_("The budget line covers this request."),
    "price-standard": N_("Every price is within the price standard (SSH)."),
    "splitting": N_("No similar purchases that add up beyond a limit."),
    "lead-time": N_("There is enough time until the goods are needed."),
    "meal-portions": N_("The portions fit the head-count."),
}
"""What is said when a rule was asked and found nothing."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from."""

    budget_lines: Sequence[BudgetChoice]
    categories: Sequence[CategoryChoice]
    regencies: Sequence[tuple[str, str]]
    territory: str

    def budget_line(self, chosen: str | None) -> BudgetChoice | None:
        """Return the chosen budget line."""
        return next((one for one in self.budget_lines if str(one.id) == chosen), None)

    def usual_budget_line(self, category_code: str) -> str:
        """Return the id of the line that pays for such goods: same account, or the only one."""
        accounts = {one.account_code for one in self.categories if one.code == category_code}
        fits = [one for one in self.budget_lines if one.account_code in accounts]
        only = fits if fits else self.budget_lines if len(self.budget_lines) == 1 else []
        return str(only[0].id) if only else ""

    @property
    def own_regency(self) -> str:
        """Return the code of the region where it is itself a regency or city."""
        return self.territory if self.territory in {code for code, _name in self.regencies} else ""


def choices(work: Work, unit_id: UUID | None) -> Choices:
    """Return what a person of this unit can choose from."""
    region = work.session.get(Region, work.actor.region_id) if work.actor.region_id else None
    territory = region.territory_code if region else ""
    return Choices(
        budget_lines=queries.budget_lines(work, unit_id),
        categories=queries.categories(work),
        regencies=regencies(territory[:2]) if territory else (),
        territory=territory,
    )


def sent(chosen: Choices) -> PurchaseRequestForm:
    """Return the form as it was sent, with lines added or removed."""
    form = PurchaseRequestForm(arranged(request.form))
    form.offer(chosen.budget_lines, chosen.categories, chosen.regencies)
    return form


def stored(chosen: Choices, purchase_request: PurchaseRequest) -> PurchaseRequestForm:
    """Return the form filled with a draft."""
    own = purchase_request.category_code
    form = PurchaseRequestForm(
        None,
        data={
            "version": purchase_request.version,
            "page": new_page(),
            "budget_line_id": str(purchase_request.budget_line_id),
            **{name: getattr(purchase_request, name) for name in PLAIN},
            "lines": [
                {
                    "name": line.name,
                    "specification": line.specification,
                    "category_code": "" if line.category_code == own else line.category_code,
                    "quantity": line.quantity,
                    "unit": line.unit,
                    "price": line.price,
                }
                for line in purchase_request.lines
            ],
        },
    )
    form.offer(chosen.budget_lines, chosen.categories, chosen.regencies)
    return form


def new_page() -> int:
    """Return the number under which a page keeps its draft while it is open."""
    first, last = PAGES
    return first + secrets.randbelow(last - first)


def offers_for(work: Work, form: PurchaseRequestForm) -> list[Offer]:
    """Return what the catalogue offers in the categories of the form."""
    need = form.to_need()
    codes = {need.category_code, *(line.category_code for line in need.lines)} - {""}
    return queries.offers(work, sorted(codes)) if codes else []


def take_offers(form: PurchaseRequestForm, offers: Sequence[Offer]) -> None:
    """Fill unit and price of a line whose name was picked from the catalogue and that has none."""
    named = {one.name: one for one in reversed(offers)}
    for line in form.lines:
        offer = named.get(line.form.name.data or "")
        if offer is None:
            continue
        if not line.form.unit.data:
            line.form.unit.data = offer.unit
        untouched = not getattr(line.form.price, "raw_text", "")
        if untouched and line.form.price.data is None:
            line.form.price.data = offer.price


def show(
    work: Work,
    form: PurchaseRequestForm,
    chosen: Choices,
    *,
    purchase_request: PurchaseRequest | None = None,
    saved: str = "",
) -> str:
    """Return the form page; the form alone when a live check asks for it."""
    offers = offers_for(work, form)
    if request.method == "POST":
        take_offers(form, offers)
    need = form.to_need()
    line = chosen.budget_line(form.budget_line_id.data)
    around = queries.surroundings(
        work,
        need,
        line,
        chosen.categories,
        apart_from=purchase_request.id if purchase_request else None,
    )
    findings = check(need, around)
    part = "_form" if "HX-Request" in request.headers else "revise" if purchase_request else "draft"
    return render_template(
        f"purchase_requests/{part}.html",
        form=form,
        purchase_request=purchase_request,
        need=need,
        saved=saved,
        is_meal=around.is_meal(need),
        budget=budget(line, need.total),
        budget_line=line,
        offers=offers,
        recent=around.recent,
        notes=line_notes(need, around, findings),
        asks_reason=any(one.law.code == "splitting" for one in findings)
        or bool(need.splitting_reason),
        findings=[
            *told(one for one in findings if not _of_line(one)),
            *kept(need, around, findings),
        ],
    )


def budget(line: BudgetChoice | None, total: int) -> dict[str, int] | None:
    """Return the sums of the budget panel, in rupiah."""
    if line is None:
        return None
    return {
        "ceiling": line.ceiling,
        "committed": line.committed,
        "reserved": line.reserved,
        "this": total,
        "left": line.left - total,
    }


def _of_line(finding: Finding) -> bool:
    return (finding.field or "").startswith("lines-")


def _told(finding: Finding) -> dict[str, Any]:
    # Rows speak the reader's language already; our own sentences are translated here.
    own = finding.sentence != finding.law.sentence
    return {
        "severity": finding.severity.value,
        "sentence": (say if own else fill)(finding.sentence, finding.facts),
        "remedy": fill(finding.remedy, finding.facts) if finding.remedy else "",
        "article": finding.article,
        "field": finding.field,
    }


def told(findings: Any) -> list[dict[str, Any]]:
    """Return findings as the page shows them."""
    return [_told(finding) for finding in findings]


def kept(need: Need, around: Surroundings, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return what is in order, so that silence is not the only good news."""
    asked = {
        "budget-cover": around.available is not None and need.total > 0,
        "price-standard": _all_measured(need, around),
        "splitting": around.available is not None and need.total > 0,
        "lead-time": need.needed_on is not None,
        "meal-portions": around.is_meal(need) and bool(need.head_count),
    }
    broken = {finding.law.code for finding in findings}
    return [
        {
            "severity": "ok",
            "sentence": _(sentence),
            "article": around.laws[code].article,
            "field": None,
        }
        for code, sentence in KEPT.items()
        if asked[code] and code in around.laws and code not in broken
    ]


def _all_measured(need: Need, around: Surroundings) -> bool:
    priced = [line for line in need.lines if line.name and line.price]
    return bool(priced) and all(line.category_code in around.kinds for line in priced)


def line_notes(
    need: Need, around: Surroundings, findings: Sequence[Finding]
) -> dict[int, list[dict[str, Any]]]:
    """Return what is said under each line: its findings, else the standard that it keeps."""
    notes: dict[int, list[dict[str, Any]]] = {}
    for finding in findings:
        if _of_line(finding):
            index = int((finding.field or "").split("-")[1])
            notes.setdefault(index, []).append(_told(finding))
    for index, line in enumerate(need.lines):
        kind = around.kinds.get(line.category_code)
        standard = standard_for(
            line.name,
            line.unit,
            line.category_code,
            around.standards,
            is_meal=kind is not None and kind.is_meal,
        )
        if standard and index not in notes:
            sentence = _(
                "Price standard: %(price)s per %(unit)s.",
                price=money(standard.price),
                unit=standard.unit,
            )
            notes[index] = [{"severity": Severity.INFORM.value, "sentence": sentence}]
    return notes
