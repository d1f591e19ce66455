"""The deeds and what follows from them, on a real database."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.budgets.models import BudgetLine
from procure.budgets.rules import BudgetExceeded
from procure.kernel.actors import Role
from procure.kernel.errors import (
    NotPermitted,
    StalePage,
    WrongStatus,
)
from procure.purchase_requests import rules, service
from procure.purchase_requests.models import PurchaseRequest, PurchaseRequestLine
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from procure.regulations.models import RegulationVersion
from tests.conftest import WorkAs
from tests.make.offices import Office, a_budget_line, an_office
from tests.make.requests import a_purchase_request
from tests.purchase_requests.conftest import LUNCH, PAPER, NewRequest, in_days

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


def test_a_draft_has_a_number_and_reserves_nothing(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    work = work_as(office.requester)
    first, second = service.draft(work, wanted()), service.draft(work, wanted(LUNCH, PAPER))
    year = work.today.year
    assert [first.number, second.number] == [f"PP-{year}-0001", f"PP-{year}-0002"]
    assert (first.status, first.estimate) == (S.DRAFT, 1_500_000)
    assert [line.position for line in second.lines] == [1, 2]
    assert line_of(owner, office).reserved == 0
    assert story(owner) == ["purchase_request.draft"] * 2


def test_only_agency_staff_with_a_unit_write_drafts(
    office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    for actor in (
        office.commitment_officer,
        office.auditor,
        replace(office.requester, unit_id=None),
        replace(office.requester, agency_id=uuid4()),
    ):
        with pytest.raises(NotPermitted):
            service.draft(work_as(actor), wanted())


def test_a_foreign_budget_line_is_refused_and_no_number_is_lost(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    next_door = an_office(owner, office.region)
    other_year = a_budget_line(owner, office.unit, year=2099)
    owner.commit()
    work = work_as(office.requester)
    for line in (next_door.budget_line.id, uuid4()):
        with pytest.raises(rules.BudgetLineUnknown):
            service.draft(work, wanted(budget_line_id=line))
    with pytest.raises(rules.OutsideBudgetYear) as refusal:
        service.draft(work, wanted(budget_line_id=other_year.id))
    assert refusal.value.facts == {"year": "2099"}
    with pytest.raises(rules.CategoryUnknown):
        service.draft(work, wanted(replace(LUNCH, category_code="XYZ")))
    assert service.draft(work, wanted()).number.endswith("-0001")


def test_revising_replaces_the_content_and_counts_the_version(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    work = work_as(office.requester)
    drafted = service.draft(work, wanted(LUNCH, PAPER))
    revised = service.revise(work, drafted.id, wanted(PAPER, purpose="Kertas"), version=1)
    assert (revised.version, revised.purpose, revised.estimate) == (2, "Kertas", 500_000)
    owner.expire_all()
    assert [line.name for line in owner.scalars(select(PurchaseRequestLine))] == [PAPER.name]


def test_a_page_that_was_overtaken_is_refused(
    office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    work = work_as(office.requester)
    drafted = service.draft(work, wanted())
    service.revise(work, drafted.id, wanted(), version=1)
    with pytest.raises(StalePage):
        service.revise(work, drafted.id, wanted(), version=1)


def test_a_page_that_kept_the_draft_itself_may_still_save_it(
    office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    work = work_as(office.requester)
    drafted = service.draft(work, wanted())
    page, other = 2**30, 2**30 + 7
    assert service.keep(work, drafted.id, wanted(PAPER), version=1, page=page)
    assert service.keep(work, drafted.id, wanted(LUNCH), version=1, page=page)
    assert not service.keep(work, drafted.id, wanted(PAPER), version=1, page=other)
    with pytest.raises(StalePage):
        service.revise(work, drafted.id, wanted(PAPER), version=1, page=other)
    service.revise(work, drafted.id, wanted(PAPER), version=1, page=page)
    assert not service.keep(work, drafted.id, wanted(LUNCH), version=1, page=page)


def test_only_its_author_revises_a_draft_and_only_a_draft(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    drafted = a_purchase_request(owner, office)
    colleague = replace(office.requester, user_id=office.people[Role.TREASURER].id)
    with pytest.raises(NotPermitted):
        service.revise(work_as(colleague), drafted.id, wanted(), version=1)
    sent = a_purchase_request(owner, office, status=S.SUBMITTED)
    with pytest.raises(WrongStatus):
        service.revise(work_as(office.requester), sent.id, wanted(), version=1)


def test_submitting_reserves_the_money_and_keeps_the_rules_that_applied(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    sent = submitted(work_as, office, wanted())
    assert (sent.status, sent.needs_budget_authority) == (S.SUBMITTED, False)
    assert line_of(owner, office).reserved == 1_500_000
    entry = owner.scalars(
        select(AuditEntry).where(AuditEntry.action == "purchase_request.submit")
    ).one()
    assert json.loads(entry.facts)["estimate"] == 1_500_000
    assert len(entry.laws) == 12


def test_a_submission_that_a_rule_blocks_leaves_nothing_behind(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    work = work_as(office.requester)
    drafted = service.draft(work, wanted(replace(LUNCH, price=45_000)))
    with pytest.raises(rules.RuleForbids) as refusal:
        service.submit(work, drafted.id)
    assert (refusal.value.field, refusal.value.facts["standard"]) == ("lines-0-price", 40_000)
    assert status_of(owner, drafted.id) is S.DRAFT
    assert line_of(owner, office).reserved == 0
    assert story(owner) == ["purchase_request.draft"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"delivery_address": ""}, "delivery_address"),
        ({"event_name": ""}, "event_name"),
        ({"head_count": None}, "head_count"),
    ],
)
def test_a_submission_with_gaps_is_refused_at_the_field(
    office: Office, work_as: WorkAs, wanted: NewRequest, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(rules.FieldMissing) as refusal:
        submitted(work_as, office, wanted(**given))
    assert refusal.value.field == field


def test_a_day_that_is_over_refuses_a_submission(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    late = a_purchase_request(owner, office, needed_on=in_days(-1))
    with pytest.raises(rules.NeededInThePast) as refusal:
        service.submit(work_as(office.requester), late.id)
    assert refusal.value.facts == {"needed_on": in_days(-1)}


def test_an_empty_purse_refuses_a_submission(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    owner.execute(update(BudgetLine).values(ceiling=1_000_000))
    owner.commit()
    with pytest.raises(rules.RuleForbids) as refusal:
        submitted(work_as, office, wanted())
    assert refusal.value.facts == {"available": 1_000_000, "needed": 1_500_000}


def test_without_rules_the_ledger_itself_refuses_what_is_not_there(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    owner.execute(update(BudgetLine).values(ceiling=1_000_000))
    owner.execute(delete(RegulationVersion))
    owner.commit()
    with pytest.raises(BudgetExceeded) as refusal:
        submitted(work_as, office, wanted())
    assert refusal.value.facts == {"available": 1_000_000, "needed": 1_500_000}


def test_like_purchases_need_a_reason_that_stays_in_the_trail(
    owner: Session, office: Office, work_as: WorkAs, wanted: NewRequest
) -> None:
    many = replace(LUNCH, quantity=200, price=30_000)  # Rp 6 million, twice
    submitted(work_as, office, wanted(many, head_count=200))
    with pytest.raises(rules.SplittingReasonMissing) as refusal:
        submitted(work_as, office, wanted(many, head_count=200))
    assert refusal.value.facts["total"] == 12_000_000
    why = "Dua acara berbeda dengan undangan terpisah"
    sent = submitted(work_as, office, wanted(many, head_count=200, splitting_reason=why))
    entry = owner.scalars(
        select(AuditEntry).where(
            AuditEntry.chain == sent.id, AuditEntry.action == "purchase_request.submit"
        )
    ).one()
    assert json.loads(entry.facts)["splitting_reason"] == why
