"""How the trail of a purchase is told: deeds, people, facts and law in the reader's words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from procure.audit.models import AuditEntry
from procure.kernel.actors import Role
from procure.kernel.labels import N_, Labelled
from procure.orders.actions import PurchaseOrderAction
from procure.orders.drafting import printed
from procure.purchase_requests.actions import PurchaseRequestAction
from procure.purchase_requests.workflow import PURCHASE_REQUEST_WORKFLOW
from procure.regulations.rules import Version
from procure.sourcing.actions import AwardAction, QuoteAction, RfqAction
from procure.sourcing.models.award import Method
from procure.sourcing.workflow import AWARD_WORKFLOW, RFQ_WORKFLOW
from procure.web import words

ACTIONS: Final[Mapping[str, Labelled]] = {
    str(action): action
    for room in (PurchaseRequestAction, RfqAction, QuoteAction, AwardAction, PurchaseOrderAction)
    for action in room
}
FACTS: Final[Mapping[str, str]] = {
    "number": N_("Number"),
    "purpose": N_("Purpose"),
    "budget_line": N_("Budget line"),
    "estimate": N_("Estimate"),
    "own_estimate": N_("Own estimate (HPS)"),
    "total": N_("Total with tax"),
    "committed": N_("Committed"),
    "released": N_("Released"),
    "reserved": N_("Reserved"),
    "amount": N_("Amount"),
    "supplier": N_("Supplier"),
    "suppliers": N_("Suppliers"),
    "invited": N_("Invited"),
    "method": N_("Method"),
    "rank": N_("Rank"),
    "quotes": N_("Quotes"),
    "sources": N_("Price sources"),
    "question": N_("Question"),
    "answer": N_("Answer"),
    "before": N_("Before"),
    "closes_at": N_("Quotes until"),
    "needed_on": N_("Needed on"),
    "respond_by": N_("Answer until"),
    "receipt": N_("Receipt (SHA-256)"),
    "receipts": N_("Receipts (SHA-256)"),
    "root": N_("Fingerprint of all receipts"),
    "round": N_("Round"),
    "pdf_sha256": N_("Fingerprint of the paper (SHA-256)"),
    "tax_number_read": N_("Tax number of the supplier read for the paper"),
    "version": N_("Version"),
    "line_count": N_("Lines"),
    "head_count": N_("People"),
    "splitting_reason": N_("Why this is not a split purchase"),
    "reason": N_("Reason"),
    "few_invited_reason": N_("Why so few were invited"),
    "catalogue_found": N_("Found in the national catalogue"),
    "catalogue_note": N_("What the catalogue check found"),
}
"""What the trail's facts are called; a fact that is not here is not shown on pages."""
MONEY: Final = frozenset("estimate own_estimate total committed released reserved amount".split())
HASH_LENGTH: Final = 64
SHOWN: Final = 16
"""Of a fingerprint, the first characters are shown; the whole stands in the export."""
INNER: Final = frozenset(
    str(move.action)
    for workflow in (PURCHASE_REQUEST_WORKFLOW, RFQ_WORKFLOW, AWARD_WORKFLOW)
    for move in workflow.moves
    if move.within
) - {str(RfqAction.REVEAL)}
"""Moves made inside another deed: the deed itself is told, with its reason and its rules."""
TOLD_LATER: Final = frozenset({str(PurchaseOrderAction.PREPARE)})
"""Deeds of the system whose rules are told when a person decides on them."""
HIDDEN: Final = frozenset({str(RfqAction.ASK)})
"""Deeds whose author stays hidden: who asks a question must not be known to the agency."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline, in words."""

    at: datetime
    title: str
    who: str
    role: str = ""
    reason: str = ""
    detail: Sequence[tuple[str, str]] = ()
    regulations: Sequence[Mapping[str, str]] = field(default_factory=list)


def timeline(
    entries: Sequence[AuditEntry], laws: Mapping[UUID, Version], language: str
) -> list[Told]:
    """Tell the trail of a purchase in the order given, one entry a deed."""
    return [_told(entry, laws, language) for entry in entries if entry.action not in INNER]


def _told(entry: AuditEntry, laws: Mapping[UUID, Version], language: str) -> Told:
    action = ACTIONS.get(entry.action)
    is_hidden = entry.action in HIDDEN
    told = () if entry.action in TOLD_LATER else entry.laws
    return Told(
        at=entry.at,
        title=_(action.label) if action else entry.action,
        who=_("A supplier") if is_hidden else entry.actor_name,
        role="" if is_hidden else roles_in_words(entry.actor_roles),
        reason=entry.reason,
        detail=facts_in_words(entry.facts),
        regulations=law_list((laws[law] for law in told if law in laws), language),
    )


def law_list(rows: Any, language: str) -> list[dict[str, str]]:
    """Return sentence and article of each rule, without the facts of a case."""
    return [{"sentence": printed(row, language), "article": row.article} for row in rows]


def roles_in_words(codes: str) -> str:
    """Write role codes of the trail (`commitment_officer,requester`) as people say them."""
    known = [Role(code) for code in codes.split(",") if code in set(Role)]
    return ", ".join(_(role.label) for role in known)


def facts_in_words(text: str) -> list[tuple[str, str]]:
    """Write the facts of an entry (JSON) as label and words; what is empty is left out."""
    found: dict[str, Any] = json.loads(text)
    return [
        (_(label), _value(name, found[name]))
        for name, label in FACTS.items()
        if found.get(name) not in (None, "", [], {})
    ]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return words.money(value) if name in MONEY else words.number(value)
    if isinstance(value, list):
        return ", ".join(_value(name, one) for one in value)
    if name == "method" and value in set(Method):
        return _(Method(value).label)
    return _text(str(value))


def _text(text: str) -> str:
    if len(text) == HASH_LENGTH and all(c in "0123456789abcdef" for c in text):
        return f"{text[:SHOWN]}…"
    if text[:4].isdigit() and text[4:5] == "-":
        try:
            return (
                words.moment(datetime.fromisoformat(text))
                if "T" in text
                else words.day(date.fromisoformat(text))
            )
        except ValueError:
            return text
    return text
