"""The first pages after signing in: what waits, and one purchase with its story."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.desk import homes, queries, rules, wording
from procure.desk.queries import Case
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import ZONES
from procure.kernel.labels import N_
from procure.kernel.policy import Who, holds
from procure.kernel.waiting import Waiting
from procure.kernel.workflow import Move
from procure.purchase_requests.actions import PurchaseRequestAction
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.workflow import PurchaseRequestStatus as Request
from procure.sourcing.actions import RfqAction
from procure.web import words
from procure.web.access import reads
from procure.web.templating import open_moves
from procure.web.work import current_work

bp = Blueprint("desk", __name__)

reader = Who(N_("agency staff"), lambda a, _: a.agency_id is not None) | holds(Role.AUDITOR)
URGENT = timedelta(days=1)
"""What is due within this time stands out."""
TO_BE_SOURCED = frozenset({Request.APPROVED, Request.SOURCING})
WAYS_TO_BUY = (
    (N_("Choose how to buy"), "rfqs.choose"),
    (N_("Ask suppliers for quotes"), "rfqs.publish"),
    (N_("Buy directly"), "awards.buy"),
)
DONE_ELSEWHERE: Mapping[str, str] = {RfqAction.AWARD: "rfqs.compare"}
"""Moves that need more than a press or a reason, and the page where they are made."""


@bp.get("/home")
@reads()
def home() -> ResponseReturnValue:
    """Show what waits for this person, a few numbers, and where to begin."""
    work = current_work()
    return render_template(
        "desk/home.html",
        tasks=[
            *(_task(item, work.now) for item in queries.waiting_for(work)),
            *(_pile(pile) for pile in queries.piles(work)),
        ],
        numbers=homes.numbers(work),
        doors=homes.doors(work.actor),
        nothing=homes.nothing(work.actor),
        remarks=queries.remarks(work),
    )


def _task(item: Waiting, now: datetime) -> dict[str, Any]:
    is_late = item.due is not None and item.due <= now
    return {
        "title": item.title,
        "url": url_for(item.endpoint, **item.arguments),
        "sub": f"{_(item.deed.label)} · {item.detail}",
        "due": _("overdue") if is_late else item.due,
        "urgent": item.due is not None and item.due - now < URGENT,
    }


def _pile(pile: queries.Pile) -> dict[str, Any]:
    since = _("the oldest since %(day)s", day=words.day(pile.since)) if pile.since else ""
    return {
        "title": f"{_(pile.title)}: {words.number(pile.count)}",
        "url": url_for(pile.endpoint, **pile.arguments),
        "sub": since,
    }


@bp.get("/purchases/<uuid:purchase_request_id>")
@reads(reader)
def purchase(purchase_request_id: UUID) -> ResponseReturnValue:
    """Show one purchase whole: stage, whose turn it is, what was done, what may be done."""
    work = current_work()
    case = queries.case(work, purchase_request_id)
    standing = _standing(work, case)
    return render_template(
        "desk/purchase.html",
        case=case,
        purchase_request=case.request,
        stages=[(_(title), None) for title in rules.STAGES],
        stage=rules.stage(standing),
        ball=_told(rules.ball(standing, work.now), work),
        deeds=[*_ways_to_buy(case, work.actor), *_deeds(case)],
        timeline=wording.timeline(case.entries, case.laws, work.language),
        laws=wording.law_list(case.laws.values(), work.language),
    )


def _standing(work: Work, case: Case) -> rules.Standing:
    request, rfq, order = case.request, case.rfq, case.order
    return rules.Standing(
        request=request.status,
        requester_id=request.requester_id,
        needs_budget_authority=request.needs_budget_authority,
        rfq=rfq.status if rfq else None,
        closes_at=rfq.closes_at if rfq else None,
        order=order.status if order else None,
        respond_by=order.respond_by if order else None,
        deliver_by=datetime.combine(request.needed_on, request.window_until, ZONES[work.zone]),
        due=queries.due(work, case),
        supplier=order.supplier.name if order else "",
    )


def _told(ball: rules.Ball | None, work: Work) -> dict[str, Any] | None:
    if ball is None:
        return None
    return {
        "holder": _(ball.role.label) if ball.role else _(ball.name),
        "deed": _(ball.deed),
        "until": ball.until,
        "late": ball.until is not None and ball.until <= work.now,
        "yours": ball.is_with(work.actor),
    }


def _ways_to_buy(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """Return where the procurement officer begins sourcing, while nothing runs yet."""
    is_free = case.request.status in TO_BE_SOURCED and not (case.rfq or case.award or case.order)
    if not is_free or not PURCHASE_REQUEST_POLICY.allows(
        actor, PurchaseRequestAction.SOURCE, case.request
    ):
        return []
    known = [(label, end) for label, end in WAYS_TO_BUY if end in current_app.view_functions]
    return [
        {"label": _(label), "url": url_for(end, purchase_request_id=case.request.id), "page": True}
        for label, end in known[: 1 if known and known[0][1] == "rfqs.choose" else None]
    ]


def _deeds(case: Case) -> list[dict[str, Any]]:
    """Return every move that this person can make now, of the order, the sourcing, the request."""
    records = [record for record in (case.order, case.rfq, case.request) if record]
    return [
        _deed(record, move)
        for record in records
        for move in open_moves(record)
        # A purchase whose supplier is chosen is not cancelled from above: the choice goes first.
        if not (case.award and move.action == PurchaseRequestAction.CANCEL)
    ]


def _deed(record: Any, move: Move[Any]) -> dict[str, Any]:
    name = record.workflow.name
    endpoint = f"{name}s.{move.action.split('.')[1]}"
    elsewhere = DONE_ELSEWHERE.get(move.action)
    if elsewhere in current_app.view_functions:
        endpoint = elsewhere
    return {
        "label": _(move.action.label),
        "url": url_for(endpoint, **{f"{name}_id": record.id}),
        "page": _is_page(endpoint),
        "needs_reason": move.needs_reason,
    }


def _is_page(endpoint: str) -> bool:
    """Whether the deed has a page of its own, to look before pressing."""
    return any("GET" in (rule.methods or ()) for rule in current_app.url_map.iter_rules(endpoint))
