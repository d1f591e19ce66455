"""Who reads which budget lines."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.budgets import queries
from procure.budgets.policy import may_read
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import local, now
from procure.kernel.errors import NotFound
from tests.conftest import WorkAs
from tests.make.offices import Office, a_budget_line, an_office
from tests.make.sellers import a_seller
from tests.make.visits import Visit


def test_staff_choose_among_the_lines_of_their_unit_this_year(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    work = work_as(office.requester)
    this_year = a_budget_line(owner, office.unit, 7_000_000, year=work.today.year)
    a_budget_line(owner, office.unit, year=2020)
    an_office(owner, office.region)
    owner.delete(office.budget_line)
    owner.commit()

    (line,) = queries.choices(work)

    assert line.id == this_year.id
    assert line.left == 7_000_000


def test_another_agencys_line_does_not_exist(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    neighbour = an_office(owner, office.region)

    with pytest.raises(NotFound):
        queries.get(work_as(office.requester), neighbour.budget_line.id)
    assert queries.get(work_as(neighbour.requester), neighbour.budget_line.id).left == 100_000_000


def test_the_auditor_reads_the_region_and_no_further(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    neighbour = an_office(owner, office.region)
    far_away = an_office(owner)

    seen = {found.line.id for found in queries.of_year(work_as(office.auditor), 2026)}

    assert {office.budget_line.id, neighbour.budget_line.id} <= seen
    assert far_away.budget_line.id not in seen


@pytest.mark.parametrize("role", Role)
def test_budgets_are_for_agency_staff_and_the_auditor(office: Office, role: Role) -> None:
    readers = {
        Role.REQUESTER,
        Role.COMMITMENT_OFFICER,
        Role.BUDGET_AUTHORITY,
        Role.PROCUREMENT_OFFICER,
        Role.TREASURER,
        Role.AUDITOR,
    }
    actor: Actor = replace(office.requester, roles=frozenset({role}))

    assert may_read.test(actor, None) is (role in readers)


def test_the_page_shows_what_is_left(
    owner: Session, office: Office, client: FlaskClient, visit: Visit
) -> None:
    office.budget_line.year = local(now()).year
    owner.commit()
    seller = a_seller(owner, office.region)
    staff = visit(office.people[Role.TREASURER])

    page = staff.get("/budgets")

    assert page.status_code == 200
    assert "Belanja Makanan dan Minuman Rapat" in page.text
    assert "Rp100.000.000" in page.text
    assert client.get("/budgets").status_code == 302
    assert visit(seller.person).get("/budgets").status_code == 403
