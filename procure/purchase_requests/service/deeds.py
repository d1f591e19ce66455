"""The deeds of the requester: each one function, one transaction."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from procure.accounts.models import Unit
from procure.audit.service import advance, record
from procure.budgets import service as budgets
from procure.db.numbering import take
from procure.db.work import Work
from procure.kernel.errors import NotPermitted, StalePage, WrongStatus
from procure.purchase_requests import queries, rules
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.events import PurchaseRequestSubmitted
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.purchase_requests.policy import PURCHASE_REQUEST_POLICY
from procure.purchase_requests.queries import BudgetChoice, CategoryChoice
from procure.purchase_requests.rules import NewPurchaseRequest, Surroundings
from procure.purchase_requests.workflow import PurchaseRequestStatus as S

KIND: Final = "purchase_request"


def draft(work: Work, wanted: NewPurchaseRequest) -> PurchaseRequest:
    """Write down what a unit needs; nothing is reserved and nobody is asked yet.

    Raises NotPermitted, or a refusal of `rules.check_shape`, BudgetLineUnknown, CategoryUnknown,
    OutsideBudgetYear.
    """
    with work.transaction():
        PURCHASE_REQUEST_POLICY.require(work.actor, Do.DRAFT)
        unit = _own_unit(work)
        _check(work, wanted, unit.id)
        number = take(work, unit.agency_id, KIND, work.today.year)
        purchase_request = PurchaseRequest(
            region_id=unit.region_id,
            agency_id=unit.agency_id,
            unit_id=unit.id,
            number=f"PP-{work.today.year}-{number:04d}",
            requester_id=work.actor.user_id,
            status=S.DRAFT,
            version=1,
        )
        _write(purchase_request, wanted)
        work.session.add(purchase_request)
        work.session.flush()
        queries.held(work, purchase_request)
        record(work, Do.DRAFT, purchase_request, facts={"number": purchase_request.number})
    return purchase_request


def _own_unit(work: Work) -> Unit:
    unit = work.session.get(Unit, work.actor.unit_id) if work.actor.unit_id else None
    if unit is None or unit.agency_id != work.actor.agency_id:
        raise NotPermitted(who=PURCHASE_REQUEST_POLICY.table[Do.DRAFT])
    return unit


def revise(
    work: Work,
    purchase_request_id: UUID,
    wanted: NewPurchaseRequest,
    *,
    version: int,
    page: int = 0,
) -> PurchaseRequest:
    """Save a draft on request.

    Args:
        work: who acts, and when.
        purchase_request_id: the draft.
        wanted: its new content.
        version: the version that the page showed.
        page: the number under which the same page may have kept the draft in the meantime.

    Raises StalePage when the draft was changed elsewhere, and what `draft` raises.
    """
    with work.transaction():
        purchase_request = _draft_to_change(work, purchase_request_id)
        if purchase_request.version not in {version, page}:
            raise StalePage
        _check(work, wanted, purchase_request.unit_id)
        _write(purchase_request, wanted)
        purchase_request.version += 1
    return purchase_request


def keep(
    work: Work, purchase_request_id: UUID, wanted: NewPurchaseRequest, *, version: int, page: int
) -> bool:
    """Save a draft by itself while it is typed; say whether that was possible.

    The draft takes the page's number as its version, so that the page's own later save is not
    taken for somebody else's. A draft that was changed elsewhere is left alone.
    """
    with work.transaction():
        purchase_request = _draft_to_change(work, purchase_request_id)
        if purchase_request.version not in {version, page}:
            return False
        _check(work, wanted, purchase_request.unit_id)
        _write(purchase_request, wanted)
        purchase_request.version = page
    return True


def _draft_to_change(work: Work, purchase_request_id: UUID) -> PurchaseRequest:
    purchase_request = queries.get(work, purchase_request_id, lock=True)
    PURCHASE_REQUEST_POLICY.require(work.actor, Do.REVISE, purchase_request)
    if purchase_request.status is not S.DRAFT:
        raise WrongStatus(status=purchase_request.status)
    return purchase_request


def _check(work: Work, wanted: NewPurchaseRequest, unit_id: UUID) -> None:
    rules.check_shape(wanted)
    lines = {line.id: line for line in queries.budget_lines(work, unit_id)}
    line = lines.get(wanted.budget_line_id)
    if line is None:
        raise rules.BudgetLineUnknown
    if line.year != wanted.needed_on.year:
        raise rules.OutsideBudgetYear(year=str(line.year))
    known = {one.code for one in queries.categories(work)}
    if not {wanted.category_code, *(one.category_code for one in wanted.lines)} <= known:
        raise rules.CategoryUnknown


def _write(purchase_request: PurchaseRequest, wanted: NewPurchaseRequest) -> None:
    for name in (
        *("budget_line_id", "category_code", "purpose", "needed_on", "window_from"),
        *("window_until", "delivery_address", "delivery_contact", "delivery_regency_code"),
        *("event_name", "event_from", "event_until", "head_count", "has_guests"),
        *("splitting_reason", "estimate"),
    ):
        setattr(purchase_request, name, getattr(wanted, name))
    _write_lines(purchase_request, wanted)


def _write_lines(purchase_request: PurchaseRequest, wanted: NewPurchaseRequest) -> None:
    lines = purchase_request.lines
    del lines[len(wanted.lines) :]
    for position, one in enumerate(wanted.lines, start=1):
        if position > len(lines):
            lines.append(
                PurchaseRequestLine(region_id=purchase_request.region_id, position=position)
            )
        line = lines[position - 1]
        line.own_price = None
        for name in (
            *("category_code", "name", "specification", "quantity", "unit", "price"),
            "listing_id",
        ):
            setattr(line, name, getattr(one, name))


def submit(work: Work, purchase_request_id: UUID) -> PurchaseRequest:
    """Ask for approval: freeze the request and set the money aside.

    Raises FieldMissing, NeededInThePast, RuleForbids, SplittingReasonMissing or BudgetExceeded.
    """
    with work.transaction():
        purchase_request = queries.get(work, purchase_request_id, lock=True)
        around = _around(work, purchase_request)
        purchase_request.estimate = sum(line.amount for line in purchase_request.lines)
        purchase_request.needs_budget_authority = rules.needs_budget_authority(
            purchase_request.estimate, around.laws
        )
        advance(
            work,
            purchase_request,
            Do.SUBMIT,
            facts=_facts_of(purchase_request),
            laws=rules.applied(purchase_request.as_need(), around),
        )
        _check_ready(purchase_request, around)
        purchase_request.submitted_at = work.now
        budgets.reserve(
            work, purchase_request.budget_line_id, purchase_request.id, purchase_request.estimate
        )
        work.announce(PurchaseRequestSubmitted(purchase_request.id))
    return purchase_request


def _around(work: Work, purchase_request: PurchaseRequest) -> Surroundings:
    choices: list[CategoryChoice] = queries.categories(work)
    line: BudgetChoice | None = next(
        (
            one
            for one in queries.budget_lines(work, purchase_request.unit_id)
            if one.id == purchase_request.budget_line_id
        ),
        None,
    )
    return queries.surroundings(
        work, purchase_request.as_need(), line, choices, apart_from=purchase_request.id
    )


def _facts_of(purchase_request: PurchaseRequest) -> Mapping[str, object]:
    facts: dict[str, object] = {
        "estimate": purchase_request.estimate,
        "line_count": len(purchase_request.lines),
        "needed_on": purchase_request.needed_on,
    }
    if purchase_request.splitting_reason:
        facts["splitting_reason"] = purchase_request.splitting_reason
    return facts


def _check_ready(purchase_request: PurchaseRequest, around: Surroundings) -> None:
    need = purchase_request.as_need()
    if not need.lines:
        raise rules.NothingRequested
    open_fields = rules.gaps(purchase_request, is_meal=around.is_meal(need))
    if open_fields:
        raise rules.FieldMissing(field=open_fields[0])
    rules.check_may_submit(need, around, rules.check(need, around))
