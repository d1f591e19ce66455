"""Approving, sending back, cancelling, and the moves that later rooms make."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.budgets.models import BudgetLine
from procure.kernel.actors import Role
from procure.kernel.errors import (
    NotFound,
    NotPermitted,
    ReasonMissing,
    StalePage,
    WrongStatus,
)
from procure.purchase_requests import queries, rules, service
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from tests.conftest import WorkAs
from tests.make.offices import Office, an_office, appoint
from tests.make.requests import a_purchase_request
from tests.purchase_requests.conftest import LUNCH, PAPER, NewRequest

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("law", "standards")]

LARGE = replace(LUNCH, quantity=1_800)  # Rp 54 million
REASON = "Harga perlu diperiksa lagi."


def line_of(owner: Session, office: Office) -> BudgetLine:
    owner.expire_all()
    return owner.get_one(BudgetLine, office.budget_line.id)


def status_of(owner: Session, purchase_request_id: UUID) -> S:
    owner.expire_all()
    return owner.get_one(PurchaseRequest, purchase_request_id).status


def story(owner: Session) -> list[str]:
    owner.expire_all()
    wanted = select(AuditEntry.action).order_by(AuditEntry.chain, AuditEntry.position)
    return list(owner.scalars(wanted))


def submitted(work_as: WorkAs, office: Office, new: Any) -> PurchaseRequest:
    work = work_as(office.requester)
    drafted = service.draft(work, new)
    return service.submit(work, drafted.id)


def test_approving_sets_the_own_estimate(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    sent = submitted(work_as, office, wanted())
    approved = service.approve(work_as(office.commitment_officer), sent.id, [28_000])
    assert (approved.status, approved.own_estimate) == (S.APPROVED, 1_400_000)
    assert approved.approved_by_id == office.commitment_officer.user_id
    assert approved.lines[0].own_price == 28_000
    assert line_of(owner, office).reserved == 1_500_000


def test_a_small_purchase_needs_no_own_estimate(
    office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    sent = submitted(work_as, office, wanted())
    approved = service.approve(work_as(office.commitment_officer), sent.id)
    assert (approved.own_estimate, approved.total) == (None, 1_500_000)


@pytest.mark.parametrize(
    ("prices", "error"),
    [
        ([], rules.OwnEstimateMissing),
        ([30_000, 1], rules.OwnPriceMissing),
        ([30_001], rules.OwnEstimateTooHigh),
    ],
)
def test_an_own_estimate_that_cannot_stand_is_refused(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    wanted: NewRequest,
    prices: list[int],
    error: type[Exception],
) -> None:
    sent = submitted(work_as, office, wanted(replace(LUNCH, quantity=400), head_count=400))
    with pytest.raises(error):
        service.approve(work_as(office.commitment_officer), sent.id, prices)
    assert status_of(owner, sent.id) is S.SUBMITTED
    owner.expire_all()
    assert owner.scalars(select(PurchaseRequestLine.own_price)).all() == [None]


def test_an_own_price_above_the_standard_is_refused(
    office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    cheap = replace(PAPER, price=50_000)
    sent = submitted(work_as, office, wanted(LUNCH, cheap))
    with pytest.raises(rules.RuleForbids) as refusal:
        service.approve(work_as(office.commitment_officer), sent.id, [20_000, 56_000])
    assert refusal.value.field == "lines-1-price"


def test_a_large_purchase_is_endorsed_and_then_approved_by_the_budget_authority(
    office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    sent = submitted(work_as, office, wanted(LARGE, head_count=1_800))
    assert sent.needs_budget_authority
    for early in (office.commitment_officer, office.budget_authority):
        with pytest.raises(NotPermitted):
            service.approve(work_as(early), sent.id, [30_000])
    with pytest.raises(rules.OwnEstimateMissing):
        service.endorse(work_as(office.commitment_officer), sent.id)
    endorsed = service.endorse(work_as(office.commitment_officer), sent.id, [29_000])
    assert endorsed.status is S.ENDORSED
    approved = service.approve(work_as(office.budget_authority), sent.id)
    assert (approved.status, approved.own_estimate) == (S.APPROVED, 52_200_000)
    assert approved.endorsed_by_id == office.commitment_officer.user_id


def test_nobody_approves_their_own_request(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    appoint(
        owner,
        office.people[Role.REQUESTER],
        Role.COMMITMENT_OFFICER,
        agency_id=office.agency.id,
    )
    owner.commit()
    sent = submitted(work_as, office, wanted())
    both = replace(office.requester, roles=office.requester.roles | {Role.COMMITMENT_OFFICER})
    with pytest.raises(NotPermitted):
        service.approve(work_as(both), sent.id, [30_000])


def test_nobody_decides_on_a_request_that_changed_after_it_was_shown(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    sent = submitted(work_as, office, wanted(LUNCH, PAPER))
    shown = sent.mark
    back = service.send_back(work_as(office.commitment_officer), sent.id, REASON, seen=shown)
    turned = wanted(PAPER, LUNCH)
    service.revise(work_as(office.requester), sent.id, turned, version=back.version)
    again = service.submit(work_as(office.requester), sent.id)
    work = work_as(office.commitment_officer)
    with pytest.raises(StalePage):
        service.approve(work, sent.id, [30_000, 50_000], seen=shown)
    for deed in (service.send_back, service.cancel):
        with pytest.raises(StalePage):
            deed(work, sent.id, REASON, seen=shown)
    assert status_of(owner, sent.id) is S.SUBMITTED
    owner.expire_all()
    assert owner.scalars(select(PurchaseRequestLine.own_price)).all() == [None, None]
    service.approve(work, sent.id, [50_000, 30_000], seen=again.mark)
    assert status_of(owner, sent.id) is S.APPROVED


def test_a_large_request_is_endorsed_as_it_was_shown(
    office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    sent = submitted(work_as, office, wanted(LARGE, head_count=1_800))
    work = work_as(office.commitment_officer)
    with pytest.raises(StalePage):
        service.endorse(work, sent.id, [29_000], seen="another")
    endorsed = service.endorse(work, sent.id, [29_000], seen=sent.mark)
    assert endorsed.status is S.ENDORSED


def test_sending_back_frees_the_money_and_needs_a_reason(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    sent = submitted(work_as, office, wanted(LARGE, head_count=1_800))
    service.endorse(work_as(office.commitment_officer), sent.id, [29_000])
    with pytest.raises(ReasonMissing):
        service.send_back(work_as(office.budget_authority), sent.id, " ")
    back = service.send_back(work_as(office.budget_authority), sent.id, REASON)
    assert (back.status, back.own_estimate, back.endorsed_by_id) == (S.DRAFT, None, None)
    assert back.lines[0].own_price is None
    assert line_of(owner, office).reserved == 0
    again = service.submit(work_as(office.requester), sent.id)
    assert again.status is S.SUBMITTED


@pytest.mark.parametrize("status", [S.DRAFT, S.SUBMITTED, S.APPROVED, S.SOURCING])
def test_cancelling_ends_a_purchase_and_frees_its_money(
    owner: Session, office: Office, work_as: WorkAs, status: S
) -> None:
    purchase_request = a_purchase_request(owner, office, status=status)
    cancelled = service.cancel(work_as(office.requester), purchase_request.id, REASON)
    assert cancelled.status is S.CANCELLED
    assert line_of(owner, office).reserved == 0
    with pytest.raises(WrongStatus):
        service.cancel(work_as(office.requester), purchase_request.id, REASON)


def test_an_ordered_purchase_is_not_cancelled_here(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    ordered = a_purchase_request(owner, office, status=S.ORDERED)
    with pytest.raises(WrongStatus):
        service.cancel(work_as(office.commitment_officer), ordered.id, REASON)
    assert line_of(owner, office).committed == ordered.total


def test_sourcing_ordering_and_resuming_move_the_money(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    approved = a_purchase_request(owner, office, status=S.APPROVED)
    work = work_as(office.officer)
    mine = queries.get(work, approved.id)
    service.source(work, mine)
    assert (mine.status, mine.officer_id) == (S.SOURCING, office.officer.user_id)
    work = work_as(office.commitment_officer)
    service.order(work, queries.get(work, approved.id), 2_000_000)
    line = line_of(owner, office)
    assert (line.reserved, line.committed) == (0, 2_000_000)
    work = work_as(office.commitment_officer)
    service.resume(work, queries.get(work, approved.id))
    line = line_of(owner, office)
    assert (line.reserved, line.committed) == (2_500_000, 0)
    assert status_of(owner, approved.id) is S.SOURCING


def test_resuming_reserves_what_is_left_when_less_is_left(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    ordered = a_purchase_request(owner, office, status=S.ORDERED)
    owner.execute(update(BudgetLine).values(ceiling=ordered.total))
    owner.commit()
    work = work_as(office.commitment_officer)
    service.resume(work, queries.get(work, ordered.id))
    assert line_of(owner, office).reserved == ordered.total


def test_the_request_of_another_agency_does_not_exist(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    next_door = an_office(owner, office.region)
    sent = a_purchase_request(owner, office, status=S.SUBMITTED)
    stranger = work_as(next_door.commitment_officer)
    with pytest.raises(NotFound):
        service.approve(stranger, sent.id, [1])
    with pytest.raises(NotFound):
        service.endorse(stranger, sent.id)
    with pytest.raises(NotFound):
        service.send_back(stranger, sent.id, REASON)
    with pytest.raises(NotFound):
        service.cancel(stranger, sent.id, REASON)
