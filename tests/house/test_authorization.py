"""Every door, every role, every distance: the table of who may come in, without a gap.

The table is computed by asking every route as every role for one's own records, a colleague's,
another unit's, agency's and region's, and compared with the one that was read and agreed.
`UPDATE_AUTHORIZATION=1` writes it anew; read the difference before you commit it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from procure.accounts.models import Person, Region, Unit
from procure.kernel.actors import Role
from procure.purchase_requests.template_models import PurchaseTemplate
from procure.suppliers.models import SupplierDocument
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.registry_models import RefusedNumber
from procure.suppliers.vetting_models import Sanction
from procure.suppliers.workflow import DocumentStatus
from tests.make.cases import Case, a_case
from tests.make.offices import Office, a_person, an_office, appoint
from tests.make.sellers import Seller, a_listing, a_seller
from tests.make.shelves import a_revision, a_run, a_standard
from tests.make.uploads import an_upload
from tests.make.vetting import a_paper, a_refused_number, a_sanction, an_account, an_interest
from tests.make.visits import Visit

AGREED = Path("tests/house/authorization.tsv")
SCOPES = ("own", "same unit", "other unit", "other agency", "other region")
OUTSIDE = frozenset(SCOPES[3:])
REFUSED = {401, 403, 404}
QUIET = {"web.readyz", "web.healthz", "web.metrics"}
MAY = "+"


@dataclass(frozen=True)
class Vetted:
    """What officers look at and decided of one supplier."""

    paper: SupplierDocument
    account: BankAccount
    sanction: Sanction
    refused: RefusedNumber


class World:
    """Everybody, everything and every distance."""

    def __init__(self, owner: Session) -> None:
        """Make an office, its neighbours, and a purchase in each."""
        self.owner = owner
        office = an_office(owner)
        seller, rival = a_seller(owner, office.region), a_seller(owner, office.region)
        beside = an_office(owner, office.region)
        beyond = an_office(owner)
        stranger = a_seller(owner, beyond.region)
        self.listing = a_listing(owner, seller)
        self.shelves = {
            one.supplier.id: (a_revision(owner, a_listing(owner, one)), a_run(owner, one))
            for one in (seller, rival, stranger)
        }
        self.cases = {
            "own": a_case(owner, office, seller),
            "same unit": self._by_somebody_else(office, seller, office.unit),
            "other unit": self._by_somebody_else(office, seller, self._another_unit(office)),
            "other agency": a_case(owner, beside, rival),
            "other region": a_case(owner, beyond, stranger),
        }
        self.uploads = {
            "own": an_upload(owner, seller),
            "same unit": an_upload(owner, seller, sent_by=self._an_operator(seller, office.region)),
            "other unit": an_upload(owner, rival),
            "other agency": an_upload(owner, rival),
            "other region": an_upload(owner, stranger),
        }
        self.templates = {scope: self._kept(case) for scope, case in self.cases.items()}
        self.standards = {scope: self._standard(case) for scope, case in self.cases.items()}
        self.people: dict[str, Person | None] = {
            **{str(role): person for role, person in office.people.items()},
            **{
                str(role): self._appointed(office, role)
                for role in (Role.REGISTRY_OFFICER, Role.COACH, Role.LENDER)
            },
            "invited supplier": seller.person,
            "another supplier": rival.person,
            "stranger": None,
        }
        self.others = {
            "own": office.people[Role.REQUESTER],
            "same unit": office.people[Role.REQUESTER],
            "other unit": office.people[Role.REQUESTER],
            "other agency": beside.people[Role.REQUESTER],
            "other region": beyond.people[Role.REQUESTER],
        }
        self.offices = {
            "own": office,
            "same unit": office,
            "other unit": office,
            "other agency": beside,
            "other region": beyond,
        }
        sellers = {case.seller.supplier.id: case.seller for case in self.cases.values()}
        self.vetted = {key: self._vet(one) for key, one in sellers.items()}
        self.interests = {
            person.id: an_interest(owner, person, self.cases[scope].seller)
            for scope, person in self.others.items()
        }

    def _vet(self, seller: Seller) -> "Vetted":
        """A paper and an account to look at, and a decision that is over."""
        paper = a_paper(self.owner, seller, status=DocumentStatus.WAITING)
        account, sanction = an_account(self.owner, seller), a_sanction(self.owner, seller)
        return Vetted(paper, account, sanction, a_refused_number(self.owner, seller))

    def _kept(self, case: Case) -> UUID:
        kept = PurchaseTemplate(
            region_id=case.office.region.id,
            agency_id=case.office.agency.id,
            title="Rapat",
            person_id=case.office.people[Role.REQUESTER].id,
        )
        self.owner.add(kept)
        self.owner.commit()
        return kept.id

    def _standard(self, case: Case) -> UUID:
        return a_standard(self.owner, case.office.region).id

    def _appointed(self, office: Office, role: Role) -> Person:
        person = a_person(self.owner, office.region)
        appoint(self.owner, person, role)
        self.owner.commit()
        return person

    def _an_operator(self, seller: Seller, region: Region) -> Person:
        person = a_person(self.owner, region)
        appoint(self.owner, person, Role.SUPPLIER_OPERATOR, supplier_id=seller.supplier.id)
        return person

    def _another_unit(self, office: Office) -> Unit:
        unit = Unit(region_id=office.region.id, agency_id=office.agency.id, name="Bidang Dua")
        self.owner.add(unit)
        self.owner.flush()
        return unit

    def _by_somebody_else(self, office: Office, seller: Seller, unit: Unit) -> Case:
        requester = a_person(self.owner, office.region)
        appoint(self.owner, requester, Role.REQUESTER, agency_id=office.agency.id, unit_id=unit.id)
        there = Office(office.region, office.agency, unit, office.budget_line, {**office.people})
        there.people[Role.REQUESTER] = requester
        there.appointments = office.appointments
        return a_case(self.owner, there, seller)

    def value(self, name: str, scope: str) -> str:
        """Return what an address is filled with."""
        case = self.cases[scope]
        if name in case.ids:
            return str(case.ids[name])
        person = self.others[scope]
        known = {
            "code": case.order.short_code,
            "listing_id": str(self.listing.id),
            "listing_revision_id": str(self.shelves[case.seller.supplier.id][0].id),
            "import_run_id": str(self.shelves[case.seller.supplier.id][1].id),
            "category_code": "MKN.01",
            "file_type": "csv",
            "row_number": "1",
            "slug": case.seller.supplier.slug,
            "supplier_id": str(case.seller.supplier.id),
            "person_id": str(person.id),
            "appointment_id": str(self.offices[scope].appointments[Role.TREASURER].id),
            "sign_in_id": str(uuid4()),
            "template_id": str(self.templates[scope]),
            "standard_id": str(self.standards[scope]),
            "message_id": str(uuid4()),
            "token": "no-link-of-ours",
            "request_id": str(uuid4()),
            "filename": "dist/manifest.json",
            "upload_id": str(self.uploads[scope].id),
            "number": "0",
            "width": "320",
            "kind": "jpg",
            "supplier_document_id": str(self.vetted[case.seller.supplier.id].paper.id),
            "bank_account_id": str(self.vetted[case.seller.supplier.id].account.id),
            "sanction_id": str(self.vetted[case.seller.supplier.id].sanction.id),
            "refused_number_id": str(self.vetted[case.seller.supplier.id].refused.id),
            "interest_id": str(self.interests[person.id].id),
        }
        return known[name]


@pytest.fixture
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deeds are tried but never committed, so that each question finds the same world."""
    monkeypatch.setattr(Session, "commit", Session.flush)


@pytest.mark.timeout(600)
def test_the_table_of_who_may_come_in(
    app: Flask, client: FlaskClient, owner: Session, visit: Visit, request: pytest.FixtureRequest
) -> None:
    world = World(owner)
    browsers = {
        name: visit(person) if person else app.test_client()
        for name, person in world.people.items()
    }
    request.getfixturevalue("_nothing_is_kept")
    table = list(_rows(app, world, browsers))
    if os.environ.get("UPDATE_AUTHORIZATION"):
        AGREED.write_text("\n".join(table) + "\n", encoding="utf-8")
    assert table == AGREED.read_text(encoding="utf-8").splitlines()


def _rows(app: Flask, world: World, browsers: dict[str, FlaskClient]) -> Iterator[str]:
    yield "\t".join(("method", "route", "distance", *browsers))
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if rule.endpoint == "static" or rule.endpoint in QUIET:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for scope in SCOPES if rule.arguments else SCOPES[:1]:
                marks = [_ask(browser, method, rule, world, scope) for browser in browsers.values()]
                yield "\t".join((method, rule.rule, scope if rule.arguments else "-", *marks))


def _ask(browser: FlaskClient, method: str, rule: Rule, world: World, scope: str) -> str:
    given = {name: world.value(name, scope) for name in rule.arguments}
    built = rule.build(given)
    assert built is not None
    cookies = browser._cookies or {}
    before = dict(cookies)
    answer = browser.open(built[1], method=method)
    cookies.clear()
    cookies.update(before)
    assert answer.status_code < 500, f"{method} {built[1]}: {answer.status_code}"
    if answer.status_code in {301, 302} and "/sign-in?" in (answer.location or ""):
        return "401"
    return str(answer.status_code) if answer.status_code in REFUSED else MAY


def test_what_belongs_to_others_is_refused() -> None:
    """In the agreed table, records of other agencies and regions open for auditors at most."""
    lines = [line.split("\t") for line in AGREED.read_text(encoding="utf-8").splitlines()]
    names = lines[0][3:]
    wrong = [
        (line[0], line[1], line[2], name)
        for line in lines[1:]
        for name, mark in zip(names, line[3:], strict=True)
        if mark == MAY
        and line[2] in OUTSIDE
        and _is_private(line[1])
        and not (name == "auditor" and line[2] == "other agency" and line[0] == "GET")
        and not (name == "administrator" and line[2] == "other agency" and "appointment" in line[1])
        and not (name == "another supplier" and line[2] == "other agency")
    ]
    assert wrong == []


def _is_private(route: str) -> bool:
    return any(
        name in route
        for name in ("purchase_request_id", "purchase_order_id", "award_id", "appointment_id")
    )
