"""The taxes on paying an order; every rate, limit and date is a dated row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from procure.kernel.money import WHOLE, round_half_up, share, spread
from procure.kernel.regulation import Finding, Regulation
from procure.orders.rules.tax_terms import (
    Collector,
    EntityType,
    SupplyKind,
    TaxableLine,
    Taxed,
    TaxItem,
    TaxKind,
    TaxLaws,
    TaxProfile,
    TaxSheet,
)

_SERVED_FOOD: Final = frozenset({SupplyKind.CATERING, SupplyKind.RESTAURANT})
_SERVICES: Final = frozenset({SupplyKind.CATERING, SupplyKind.PRINTING, SupplyKind.SERVICE})
_SERVICE_ARTICLES: Final[Mapping[int, TaxKind]] = {21: TaxKind.PPH21, 23: TaxKind.PPH23}


@dataclass(frozen=True, slots=True)
class _Levy:
    """One tax over the whole order, and its part on each line (none where the line is free)."""

    item: TaxItem
    parts: tuple[TaxItem | None, ...]


def taxes(
    lines: Sequence[TaxableLine],
    profile: TaxProfile,
    paid_on: date,
    laws: TaxLaws,
    *,
    inclusive: bool = True,
) -> TaxSheet:
    """Compute what the treasurer keeps back when an order is paid.

    Each tax is computed once on the whole order, rounded half up to whole rupiah, and spread
    over the lines so that they add up exactly.

    Args:
        lines: amounts in rupiah and kinds of supply.
        profile: the supplier's tax standing.
        paid_on: the day of payment, on which letters must be valid.
        laws: the rows in force on that day.
        inclusive: amounts contain PPN where it is due (the usual way of quoting); otherwise it
            is added on top.
    """
    net = _without_ppn(lines, profile, laws.ppn_rate, inclusive=inclusive)
    ppn, findings = _value_added_tax(lines, profile, net, laws)
    income, noticed = _income_taxes(lines, net, profile, paid_on, laws)
    findings += noticed
    levies = [levy for levy in (ppn, *income, _food_tax(lines, laws.pbjt_food)) if levy]
    taxed = tuple(
        Taxed(line.gross, line.dpp, line.ppn, _parts_on(levies, index))
        for index, line in enumerate(net)
    )
    total = Taxed(
        gross=sum(line.gross for line in net),
        dpp=sum(line.dpp for line in net),
        ppn=sum(line.ppn for line in net),
        taxes=tuple(levy.item for levy in levies),
    )
    laws_seen = dict.fromkeys(
        [levy.item.law.version for levy in levies] + [finding.law.version for finding in findings]
    )
    rows = {row.version: row for row in laws.rows()}
    return TaxSheet(taxed, total, tuple(findings), tuple(rows[version] for version in laws_seen))


def _parts_on(levies: Iterable[_Levy], index: int) -> tuple[TaxItem, ...]:
    parts = (levy.parts[index] for levy in levies)
    return tuple(part for part in parts if part is not None)


def _ppn_share(law: Regulation) -> Decimal:
    """PPN as a fraction of the price: the rate on a part of the price (PMK 131/2024, 11/12)."""
    numerator, denominator = law.parameters["base_numerator"], law.parameters["base_denominator"]
    return Decimal(law.parameters["rate"] * numerator) / (denominator * WHOLE)


def _bears_ppn(line: TaxableLine, profile: TaxProfile) -> bool:
    return profile.is_pkp and line.kind not in _SERVED_FOOD


def _without_ppn(
    lines: Sequence[TaxableLine], profile: TaxProfile, law: Regulation, *, inclusive: bool
) -> list[Taxed]:
    """Split each amount into price and PPN; the total is rounded once, lines share it out."""
    amounts = [line.amount if _bears_ppn(line, profile) else 0 for line in lines]
    fraction = _ppn_share(law)
    if inclusive:
        prices = spread(round_half_up(sum(amounts) / (1 + fraction)), amounts)
        ppns = [amount - price for amount, price in zip(amounts, prices, strict=True)]
    else:
        ppns = spread(round_half_up(sum(amounts) * fraction), amounts)
    return [
        Taxed(line.amount, line.amount - ppn, ppn)
        if inclusive
        else Taxed(line.amount + ppn, line.amount, ppn)
        for line, ppn in zip(lines, ppns, strict=True)
    ]


def _value_added_tax(
    lines: Sequence[TaxableLine], profile: TaxProfile, net: Sequence[Taxed], laws: TaxLaws
) -> tuple[_Levy | None, list[Finding]]:
    """Say who remits the PPN: the treasurer above the threshold, else the supplier."""
    findings = []
    if profile.is_pkp and any(line.kind in _SERVED_FOOD for line in lines):
        findings.append(_finding(laws.ppn_not_on_served_food))
    bases = [
        taxed.dpp if _bears_ppn(line, profile) else 0
        for line, taxed in zip(lines, net, strict=True)
    ]
    if not sum(bases):
        return None, findings
    threshold = laws.ppn_collection_threshold
    collector = Collector.TREASURER
    if sum(bases) <= threshold.parameters["rupiah"]:
        collector = Collector.SUPPLIER
        findings.append(_finding(threshold, base=sum(bases)))
    return _ppn_levy(bases, [taxed.ppn for taxed in net], laws.ppn_rate, collector), findings


def _ppn_levy(
    prices: Sequence[int], ppns: Sequence[int], law: Regulation, collector: Collector
) -> _Levy:
    """Show PPN on its base, the part of the price that the row names (DPP nilai lain)."""
    rate, numerator = law.parameters["rate"], law.parameters["base_numerator"]
    base = round_half_up(Decimal(sum(prices) * numerator) / law.parameters["base_denominator"])
    items = (
        TaxItem(TaxKind.PPN, part, rate, ppn, collector, law) if price else None
        for price, part, ppn in zip(prices, spread(base, prices), ppns, strict=True)
    )
    whole = TaxItem(TaxKind.PPN, base, rate, sum(ppns), collector, law)
    return _Levy(whole, tuple(items))


def _income_taxes(
    lines: Sequence[TaxableLine],
    net: Sequence[Taxed],
    profile: TaxProfile,
    paid_on: date,
    laws: TaxLaws,
) -> tuple[list[_Levy | None], list[Finding]]:
    """Choose between exemption letter, final tax and the ordinary articles (PMK 51/2025)."""
    if profile.exemption_letter_until and paid_on <= profile.exemption_letter_until:
        return [], [_finding(laws.pph_exemption_letter)]
    bases = [taxed.dpp for taxed in net]
    final, findings = _final_tax_applies(profile, paid_on, laws.final_umkm)
    if _below_yearly_limit(profile, paid_on, laws.final_umkm_statement, has_letter=final):
        return [], [*findings, _finding(laws.final_umkm_statement)]
    if final:
        rate = laws.final_umkm.parameters["rate"]
        return [_levy(TaxKind.FINAL, laws.final_umkm, rate, bases)], findings
    by_article: dict[TaxKind, list[int]] = {}
    for index, line in enumerate(lines):
        article = _article_for(line.kind, profile, laws.individual_services)
        by_article.setdefault(article, [0] * len(lines))[index] = bases[index]
    levies = []
    for article, article_bases in by_article.items():
        levy, noticed = _ordinary(article, article_bases, profile, laws)
        levies.append(levy)
        findings += noticed
    return levies, findings


def _final_tax_applies(
    profile: TaxProfile, paid_on: date, law: Regulation
) -> tuple[bool, list[Finding]]:
    """Whether a valid letter swaps the income tax for the final one (PP 55/2022, PP 20/2026)."""
    since, until = profile.final_letter_from, profile.final_letter_until
    if since is None or paid_on < since or (until is not None and paid_on > until):
        return False, []
    if law.parameters.get(profile.entity_type.value):
        return True, []
    if int(since.strftime("%Y%m%d")) < law.parameters["narrowed_on"]:
        return True, []
    return False, [_finding(law, letter_from=since, entity=profile.entity_type)]


def _below_yearly_limit(
    profile: TaxProfile, paid_on: date, law: Regulation, *, has_letter: bool
) -> bool:
    """Whether an individual declared to stay below the tax-free turnover of the year."""
    if profile.entity_type is not EntityType.INDIVIDUAL:
        return False
    if paid_on.year not in profile.yearly_statement_years:
        return False
    return has_letter or not law.parameters["needs_letter"]


def _article_for(kind: SupplyKind, profile: TaxProfile, law: Regulation) -> TaxKind:
    """Goods fall under art. 22, services under 23; for individuals the region's row decides."""
    if kind not in _SERVICES:
        return TaxKind.PPH22
    if profile.entity_type is not EntityType.INDIVIDUAL:
        return TaxKind.PPH23
    setting = "catering_article" if kind is SupplyKind.CATERING else "service_article"
    return _SERVICE_ARTICLES[law.parameters[setting]]


def _ordinary(
    article: TaxKind, bases: Sequence[int], profile: TaxProfile, laws: TaxLaws
) -> tuple[_Levy | None, list[Finding]]:
    """One of the ordinary income taxes, dearer where the tax number is not validated."""
    if article is TaxKind.PPH22 and sum(bases) <= laws.pph22_threshold.parameters["rupiah"]:
        return None, [_finding(laws.pph22_threshold, base=sum(bases))]
    rows = {
        TaxKind.PPH21: laws.pph21_services,
        TaxKind.PPH22: laws.pph22,
        TaxKind.PPH23: laws.pph23,
    }
    law = rows[article]
    rate = law.parameters["rate" if profile.npwp_valid else "no_npwp_rate"]
    findings = [] if profile.npwp_valid else [_finding(laws.no_npwp, rate=rate)]
    if profile.entity_type is EntityType.INDIVIDUAL and article is not TaxKind.PPH22:
        findings.append(_finding(laws.individual_services))
    taxable = [share(base, law.parameters.get("base_share", WHOLE)) for base in bases]
    return _levy(article, law, rate, taxable), findings


def _food_tax(lines: Sequence[TaxableLine], law: Regulation) -> _Levy | None:
    """Regional food tax inside the price, only where the region makes its treasurer keep it."""
    if not law.parameters["treasurer_withholds"]:
        return None
    rate = law.parameters["rate"]
    amounts = [line.amount if line.kind in _SERVED_FOOD else 0 for line in lines]
    base = round_half_up(Decimal(sum(amounts) * WHOLE) / (WHOLE + rate))
    return _levy(TaxKind.PBJT, law, rate, spread(base, amounts))


def _levy(kind: TaxKind, law: Regulation, rate: int, bases: Sequence[int]) -> _Levy | None:
    """Take a tax on the sum of the bases and give each line its part."""
    base = sum(bases)
    if not base:
        return None
    whole = TaxItem(kind, base, rate, share(base, rate), Collector.TREASURER, law)
    amounts = spread(whole.amount, bases)
    parts = (
        TaxItem(kind, line_base, rate, amount, Collector.TREASURER, law) if line_base else None
        for line_base, amount in zip(bases, amounts, strict=True)
    )
    return _Levy(whole, tuple(parts))


def _finding(law: Regulation, **facts: object) -> Finding:
    return Finding(law, sentence=law.sentence, remedy=law.remedy, facts=facts)
