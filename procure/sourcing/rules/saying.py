"""What the law says beside a decision, in the words of the region's rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from procure.kernel.regulation import Finding, Regulation
from procure.sourcing.rules.comparing import Ranked, Standing
from procure.sourcing.rules.inviting import Laws


def alone(law: Regulation) -> str:
    """Return a rule by itself: what follows a semicolon speaks of one case and its facts."""
    return law.sentence.partition(";")[0].rstrip(".") + "."


def list_of(laws: Iterable[Regulation]) -> list[dict[str, str]]:
    """Return rules with their articles, for a page that lists them."""
    return [{"sentence": alone(law), "article": law.article} for law in laws]


def about_value(total: int, laws: Laws) -> list[Finding]:
    """Return what the ceilings of direct purchase and of direct procurement say about a value."""
    found = []
    for code in ("procurement-ceiling", "direct-purchase-ceiling"):
        law = laws.get(code)
        if law and total > law.parameters["rupiah"]:
            found.append(_finding(law, total=total, ceiling=law.parameters["rupiah"]))
    return found


def about_quotes(ranked: Sequence[Ranked], laws: Laws) -> list[Finding]:
    """Return what the law says about opened quotes: some lie above the own estimate."""
    law = laws.get("offer-ceiling")
    if law and any(one.standing is Standing.ABOVE_ESTIMATE for one in ranked):
        return [_finding(law)]
    return []


def _finding(law: Regulation, **facts: Any) -> Finding:
    return Finding(law, law.sentence, law.remedy, facts=facts)
