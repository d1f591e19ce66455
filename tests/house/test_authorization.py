"""Every door, every role, every distance: the table of who may come in, without a gap.

The table is computed by asking every route as every role for one's own records, a colleague's,
another unit's, agency's and region's, and compared with the one that was read and agreed.
`UPDATE_AUTHORIZATION=1` writes it anew; read the difference before you commit it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from procure.accounts import visitors
from procure.accounts.models import Person, Region, SignIn, Unit
from procure.accounts.queries import hashed
from procure.catalogue import drawing
from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.notifications.models import Message
from procure.purchase_requests.template_models import PurchaseTemplate
from procure.suppliers.models import SupplierDocument
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.registry_models import DataRequest, DataRequestKind, RefusedNumber
from procure.suppliers.vetting_models import Sanction
from procure.suppliers.workflow import DocumentStatus
from procure.web import errors
from procure.web.access import guard
from procure.web.work import current_work
from tests.make.cases import Case, a_case
from tests.make.offices import Office, a_person, an_office, appoint
from tests.make.sellers import Seller, a_listing, a_seller
from tests.make.shelves import a_revision, a_run, a_standard
from tests.make.uploads import an_upload
from tests.make.vetting import a_paper, a_refused_number, a_sanction, an_account, an_interest
from tests.make.visits import Visit

AGREED = Path("tests/house/authorization.tsv")
SCOPES = ("own", "same unit", "other unit", "other agency", "other region")
REFUSED = {"401", "403", "404"}
MAY = "+"


@dataclass(frozen=True)
class Vetted:
    """What officers look at and decided of one supplier."""

    paper: SupplierDocument
    account: BankAccount
    sanction: Sanction
    refused: RefusedNumber
    wish: DataRequest


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
            "supplier operator": self._an_operator(seller, office.region),
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
        neighbours = set(self.others.values())
        self.sign_ins = {person.id: self._signed_in(person) for person in neighbours}
        self.messages = {person.id: self._told(person) for person in neighbours}

    def _vet(self, seller: Seller) -> "Vetted":
        """A paper and an account to look at, and a decision that is over."""
        paper = a_paper(self.owner, seller, status=DocumentStatus.WAITING)
        wish = DataRequest(
            region_id=seller.supplier.region_id,
            supplier_id=seller.supplier.id,
            kind=DataRequestKind.CORRECTION,
            wish="Nama di KTP saya berubah.",
            asked_by_id=seller.person.id,
        )
        self.owner.add(wish)
        account, sanction = an_account(self.owner, seller), a_sanction(self.owner, seller)
        return Vetted(paper, account, sanction, a_refused_number(self.owner, seller), wish)

    def _signed_in(self, person: Person) -> SignIn:
        """Somebody at another computer."""
        made = SignIn(
            token_hash=hashed(str(person.id)),
            person_id=person.id,
            started_at=now(),
            seen_at=now(),
            ends_at=now() + timedelta(hours=1),
            device="test",
        )
        self.owner.add(made)
        self.owner.commit()
        return made

    def _told(self, person: Person) -> Message:
        made = Message(
            region_id=person.region_id,
            person_id=person.id,
            template="purchase_requests/approved",
            facts={"purpose": "Rapat", "actor": "Ratna", "number": "PR-1"},
            path="/",
        )
        self.owner.add(made)
        self.owner.commit()
        return made

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
            "sign_in_id": str(self.sign_ins[person.id].id),
            "template_id": str(self.templates[scope]),
            "standard_id": str(self.standards[scope]),
            "message_id": str(self.messages[person.id].id),
            "token": "no-link-of-ours",
            "request_id": str(self.vetted[case.seller.supplier.id].wish.id),
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
    # That somebody was here is not kept either, and would be written anew with each question.
    monkeypatch.setattr(visitors, "TOUCH_AFTER", timedelta(hours=1))


@pytest.fixture
def _drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal is drawn once for each person, a picture once; then only the status counts."""
    seen: set[tuple[UUID | None, int]] = set()
    draw = errors.page

    def page(status: int, title: str, sentence: str) -> ResponseReturnValue:
        key = (current_work().actor.user_id, status)
        if key in seen:
            return "", status
        seen.add(key)
        return draw(status, title, sentence)

    monkeypatch.setattr(errors, "page", page)
    monkeypatch.setattr(drawing, "draw", cache(drawing.draw))


@pytest.fixture
def inside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The endpoints whose guard let somebody in, one after the other."""
    found: list[str | None] = []

    def note() -> None:
        found.append(request.endpoint)

    hooks = app.before_request_funcs[None]
    after = hooks.index(guard) + 1
    noting = [*hooks[:after], note, *hooks[after:]]
    monkeypatch.setitem(app.before_request_funcs, None, noting)
    return found


@pytest.mark.timeout(600)
def test_the_table_of_who_may_come_in(
    app: Flask,
    client: FlaskClient,
    owner: Session,
    visit: Visit,
    request: pytest.FixtureRequest,
    inside: list[str | None],
) -> None:
    world = World(owner)
    people = {
        name: Asking(visit(person) if person else app.test_client(), world, inside)
        for name, person in world.people.items()
    }
    for fixture in ("_nothing_is_kept", "_drawn_once"):
        request.getfixturevalue(fixture)
    table = list(_rows(app, people))
    if os.environ.get("UPDATE_AUTHORIZATION"):
        AGREED.write_text("\n".join(table) + "\n", encoding="utf-8")
    assert table == AGREED.read_text(encoding="utf-8").splitlines()


def _rows(app: Flask, people: dict[str, "Asking"]) -> Iterator[str]:
    yield "\t".join(("method", "route", "distance", *people))
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for scope in SCOPES if rule.arguments else SCOPES[:1]:
                marks = [person.ask(method, rule, scope) for person in people.values()]
                yield "\t".join((method, rule.rule, scope if rule.arguments else "-", *marks))


@dataclass
class Asking:
    """One person at every door; what can only have the same answer is asked once.

    Nothing is kept, so an address answers as it did before. And whom the guard turned away, it
    turned away without looking at the record: the others of this door need no asking.
    """

    browser: FlaskClient
    world: World
    inside: list[str | None]
    known: dict[tuple[str, str], str] = field(default_factory=dict)

    def ask(self, method: str, rule: Rule, scope: str) -> str:
        """Return what this person is answered."""
        built = rule.build({name: self.world.value(name, scope) for name in rule.arguments})
        assert built is not None
        for asked in ((method, built[1]), (method, rule.rule)):
            if asked in self.known:
                return self.known[asked]
        before = len(self.inside)
        mark = self._mark(method, built[1])
        was_let_in = len(self.inside) > before
        self.known[method, built[1] if was_let_in else rule.rule] = mark
        assert was_let_in or mark in REFUSED
        return mark

    def _mark(self, method: str, path: str) -> str:
        cookies = self.browser._cookies or {}
        before = dict(cookies)
        answer = self.browser.open(path, method=method)
        cookies.clear()
        cookies.update(before)
        assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"
        if answer.status_code in {301, 302} and "/sign-in?" in (answer.location or ""):
            return "401"
        return str(answer.status_code) if str(answer.status_code) in REFUSED else MAY
