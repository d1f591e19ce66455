"""What a registry officer finds at home: each pile with its number and its oldest day."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.desk import queries
from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.suppliers.kinds import ChangedField
from procure.suppliers.registry_models import DataRequest, DataRequestKind, SupplierChange
from procure.suppliers.workflow import DocumentStatus, SupplierStatus
from procure.web import words
from tests.conftest import WorkAs
from tests.make.offices import Office, a_region
from tests.make.sellers import a_listing, a_seller
from tests.make.shelves import a_revision
from tests.make.statements import few_statements
from tests.make.vetting import (
    a_paper,
    an_account,
    an_interest,
    an_officer,
    an_officer_person,
    seller_of,
)
from tests.make.visits import Visit

PILES = (
    "/registry?stage=registrations",
    "/registry?stage=papers",
    "/registry?stage=accounts",
    "/registry?stage=changes",
    "/curation",
    "/suppliers/requests",
)


@pytest.fixture
def officer(owner: Session, office: Office) -> Person:
    """A registry officer of the region."""
    return an_officer_person(owner, office.region)[0]


@pytest.fixture
def desk(officer: Person, visit: Visit) -> FlaskClient:
    """The officer's browser, which knows as whom it acts."""
    browser = visit(officer)
    browser.get("/account")
    return browser


def fill(owner: Session, office: Office, days: int = 3) -> None:
    """Let one thing of each kind wait, for so many days."""
    since = now() - timedelta(days=days)
    a_seller(owner, office.region, status=SupplierStatus.PENDING)
    seller = a_seller(owner, office.region)
    a_paper(owner, seller, status=DocumentStatus.WAITING, sent_at=since)
    an_account(owner, seller, proposed_at=since)
    owner.add(
        SupplierChange(
            supplier_id=seller.supplier.id,
            field=ChangedField.ADDRESS,
            region_id=office.region.id,
            before="Jalan Lama 1",
            changed_at=since,
        )
    )
    a_revision(owner, a_listing(owner, seller, is_live=False), submitted_at=since)
    owner.add(
        DataRequest(
            region_id=office.region.id,
            supplier_id=seller.supplier.id,
            kind=DataRequestKind.CORRECTION,
            wish="Nama di KTP saya berubah.",
            asked_by_id=seller.person.id,
            asked_at=since,
        )
    )
    owner.commit()


def test_an_empty_desk_says_that_nothing_waits(desk: FlaskClient) -> None:
    page = desk.get("/home").text
    assert 'class="tasks"' not in page
    for address in PILES[:-2]:  # the last two stand in the head of the page as well
        assert address not in page


def test_each_pile_is_a_task_with_its_number_and_oldest_day(
    owner: Session, office: Office, desk: FlaskClient, app: Flask
) -> None:
    fill(owner, office)
    fill(owner, office, days=5)
    page = desk.get("/home").text
    tasks = page[page.index('class="tasks"') :]
    for address in PILES:
        assert f'href="{address}"' in tasks[: tasks.index("</ul>")]
    assert page.count(": 2</a>") == len(PILES)
    with app.test_request_context():
        oldest = words.day(now() - timedelta(days=5))
    assert page.count(oldest) == len(PILES) - 1  # these registrations were sent by nobody


def test_home_asks_the_database_little(
    owner: Session, office: Office, desk: FlaskClient, app: Flask
) -> None:
    fill(owner, office)
    with few_statements(app, 10):
        assert desk.get("/home").status_code == 200


def test_the_longest_wait_stands_first_and_other_regions_are_others(
    owner: Session, office: Office, officer: Person, work_as: WorkAs
) -> None:
    elsewhere = an_officer(owner, a_region(owner))
    fill(owner, office)
    a_paper(
        owner,
        a_seller(owner, office.region),
        status=DocumentStatus.WAITING,
        sent_at=now() - timedelta(days=30),
    )
    mine = queries.piles(work_as(an_officer(owner, office.region)))
    assert (mine[0].arguments, mine[0].count) == ({"stage": "papers"}, 2)
    assert queries.piles(work_as(elsewhere)) == []


def test_a_request_of_a_supplier_to_which_the_officer_has_a_tie_waits_for_a_colleague(
    owner: Session, office: Office, officer: Person, work_as: WorkAs, visit: Visit
) -> None:
    fill(owner, office)
    asked = owner.scalars(select(DataRequest)).one()
    colleague = an_officer(owner, office.region)
    tied = visit(officer)
    assert "/suppliers/requests" in pile_addresses(tied)
    an_interest(owner, officer, seller_of(owner, asked.supplier_id))
    assert "/suppliers/requests" not in pile_addresses(tied)
    piles = queries.piles(work_as(colleague))
    assert [one.count for one in piles if one.endpoint == "suppliers.requests"] == [1]


def pile_addresses(browser: FlaskClient) -> str:
    page = browser.get("/home").text
    tasks = page[page.index('class="tasks"') :]
    return tasks[: tasks.index("</ul>")]


def test_nobody_else_has_these_piles(owner: Session, office: Office, visit: Visit) -> None:
    fill(owner, office)
    for role in (Role.AUDITOR, Role.PROCUREMENT_OFFICER, Role.ADMINISTRATOR):
        page = visit(office.people[role]).get("/home").text
        assert "stage=papers" not in page
        assert "/suppliers/requests" not in page


@pytest.mark.parametrize(
    ("path", "under"),
    [
        ("/registry", "/registry"),
        ("/registry/{id}", "/registry"),
        ("/suppliers/{id}/suspend", "/registry"),
        ("/suppliers/requests", "/suppliers/requests"),
        ("/curation", "/curation"),
        ("/catalogue/compare", "/catalogue"),
        ("/notifications", None),
    ],
)
def test_the_page_head_marks_where_the_officer_is(
    owner: Session, office: Office, desk: FlaskClient, path: str, under: str | None
) -> None:
    seller = a_seller(owner, office.region)
    owner.commit()
    page = desk.get(path.format(id=seller.supplier.id))
    assert page.status_code == 200
    marked = re.findall(r'<li><a href="([^"]+)" aria-current="page">', page.text)
    assert marked == [under] * (under is not None)
