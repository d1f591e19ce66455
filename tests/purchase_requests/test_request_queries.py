"""Who sees which requests, and what surrounds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from procure.db.work import Work
from procure.kernel.actors import Role, system
from procure.kernel.clock import now
from procure.kernel.errors import NotFound
from procure.purchase_requests import queries
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.queries import Wanted
from procure.purchase_requests.workflow import PurchaseRequestStatus as S
from procure.regulations.queries import in_force
from tests.conftest import WorkAs
from tests.make.offices import Office, a_budget_line, a_region, an_office
from tests.make.requests import a_purchase_request
from tests.make.sellers import a_listing, a_seller
from tests.purchase_requests.conftest import in_days

pytestmark = pytest.mark.database


@contextmanager
def statements(work: Work) -> Iterator[list[str]]:
    """Collect the statements that a piece of work sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("SELECT set_config"):
            sent.append(statement)

    engine = work.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_who_sees_a_request(owner: Session, office: Office, work_as: WorkAs) -> None:
    made = a_purchase_request(owner, office, status=S.SUBMITTED)
    seller = a_seller(owner, office.region)
    for actor in (
        office.requester,
        office.commitment_officer,
        office.budget_authority,
        office.officer,
        office.treasurer,
        office.auditor,
        system(office.region.id),
    ):
        work = work_as(actor, keeper=actor.has(Role.SYSTEM))
        assert queries.get(work, made.id).id == made.id
        assert [row.id for row in queries.newest_first(work).rows] == [made.id]
    next_door = an_office(owner, office.region)
    elsewhere = an_office(owner, a_region(owner))
    for actor in (
        replace(office.requester, unit_id=uuid4()),
        office.administrator,
        next_door.requester,
        next_door.commitment_officer,
        elsewhere.auditor,
        seller.actor,
    ):
        work = work_as(actor)
        with pytest.raises(NotFound):
            queries.get(work, made.id)
        assert queries.newest_first(work).rows == []


def test_a_request_with_many_lines_needs_one_statement(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    lines = [(f"Barang {n}", "ATK.01", 1, "buah", 1_000) for n in range(20)]
    made = a_purchase_request(owner, office, lines=lines)
    work = work_as(office.commitment_officer)
    with statements(work) as sent:
        found = queries.get(work, made.id)
        assert len(found.lines) == 20
        assert (found.unit.name, found.category.code, found.budget_line.left) == (
            "Sekretariat",
            "MKN.01",
            office.budget_line.left,
        )
    assert len(sent) == 1


def test_the_list_pages_by_what_was_shown_last(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    made = [a_purchase_request(owner, office).id for _ in range(5)]
    work = work_as(office.requester)
    first = queries.newest_first(work, size=2)
    assert [row.id for row in first.rows] == made[:2:-1]
    second = queries.newest_first(work, after=first.older, size=2)
    assert [row.id for row in second.rows] == [made[2], made[1]]
    last = queries.newest_first(work, after=second.older, size=2)
    assert ([row.id for row in last.rows], last.older) == ([made[0]], None)


def test_the_list_is_filtered_by_words_number_status_and_author(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    paper = a_purchase_request(owner, office, purpose="Kertas 100% daur ulang")
    sent = a_purchase_request(
        owner, office, status=S.SUBMITTED, requester_id=office.people[Role.TREASURER].id
    )
    work = work_as(office.requester)

    def found(wanted: Wanted) -> set[object]:
        return {row.id for row in queries.newest_first(work, wanted).rows}

    assert found(Wanted("kertas 100%")) == {paper.id}
    assert found(Wanted("%")) == {paper.id}
    assert found(Wanted(sent.number.lower())) == {sent.id}
    assert found(Wanted(status=S.SUBMITTED)) == {sent.id}
    assert found(Wanted(mine=True)) == {paper.id}
    assert found(Wanted("nothing like it")) == set()


@pytest.mark.usefixtures("law")
def test_like_purchases_are_of_the_unit_recent_submitted_and_alike(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    moment = now()
    seen = a_purchase_request(owner, office, status=S.SUBMITTED, submitted_at=moment)
    a_purchase_request(owner, office, submitted_at=moment)
    a_purchase_request(owner, office, status=S.CANCELLED, submitted_at=moment)
    a_purchase_request(owner, office, status=S.SUBMITTED, submitted_at=moment - timedelta(days=31))
    paper = a_budget_line(
        owner, office.unit, account_code="5.1.02.01.01.0025", year=in_days(10).year
    )
    a_purchase_request(
        owner,
        office,
        status=S.SUBMITTED,
        submitted_at=moment,
        budget_line_id=paper.id,
        category_code="ATK.01",
    )
    next_door = an_office(owner, office.region)
    a_purchase_request(owner, next_door, status=S.SUBMITTED, submitted_at=moment)
    work = work_as(office.requester)
    law = in_force(work, ["splitting"])["splitting"]
    mine = a_purchase_request(owner, office)
    found = queries.recent_alike(work, office.budget_line.id, mine.as_need(), law, mine.id)
    assert [(one.number, one.amount) for one in found] == [(seen.number, 2_500_000)]


def test_what_can_be_chosen_is_of_the_own_unit_and_region(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    office.budget_line.year = in_days(10).year
    next_door = an_office(owner, office.region)
    a_listing(owner, a_seller(owner, office.region))
    a_listing(owner, a_seller(owner, office.region), price=31_500)
    a_listing(owner, a_seller(owner, office.region), is_live=False, price=1)
    a_listing(owner, a_seller(owner, a_region(owner)), price=2)
    owner.commit()
    work = work_as(office.requester)
    (line,) = queries.budget_lines(work, office.unit.id)
    assert (line.id, line.left) == (office.budget_line.id, 100_000_000)
    assert queries.budget_lines(work, next_door.unit.id) == []
    assert sorted(one.price for one in queries.offers(work, ["MKN.01"])) == [28_500, 31_500]
    assert queries.usual_prices(work, ["MKN.01"]) == {("MKN.01", "kotak"): 28_500}
    kinds = queries.kinds_of(queries.categories(work))
    assert (kinds["MKN.02"].group_name, kinds["MKN.02"].is_meal) == ("Makanan", True)
    assert queries.last_delivery(work) is None
    a_purchase_request(owner, office)
    assert queries.last_delivery(work) == (
        "Aula Sekretariat, Jalan Contoh 1",
        "Ratna 0812",
        "33.74",
    )


def test_what_waits_for_whom(owner: Session, office: Office, work_as: WorkAs) -> None:
    draft = a_purchase_request(owner, office)
    sent = a_purchase_request(owner, office, status=S.SUBMITTED)
    large = a_purchase_request(owner, office, status=S.SUBMITTED, needs_budget_authority=True)
    endorsed = a_purchase_request(
        owner,
        office,
        status=S.ENDORSED,
        needs_budget_authority=True,
        endorsed_by_id=office.commitment_officer.user_id,
    )

    def waiting(actor: object) -> list[tuple[object, object]]:
        found = queries.waiting_for(work_as(actor))
        return [(one.arguments["purchase_request_id"], one.deed) for one in found]

    assert waiting(office.requester) == [(draft.id, Do.SUBMIT)]
    assert waiting(office.commitment_officer) == [(sent.id, Do.APPROVE), (large.id, Do.ENDORSE)]
    assert waiting(office.budget_authority) == [(endorsed.id, Do.APPROVE)]
    assert waiting(office.auditor) == waiting(office.treasurer) == []
