"""The same number twice: the second is refused, learns nothing, and the officers see both."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from procure.accounts.models import Person
from procure.audit.models import AuditEntry
from procure.notifications.models import Message
from procure.suppliers import queries, service
from procure.suppliers.kinds import MarkKind, Verdict
from procure.suppliers.models import EntityType, SupplierIdentity
from procure.suppliers.registry_models import Fingerprint, RefusedNumber
from procure.suppliers.rules.registration import AlreadyRegistered, Step
from procure.suppliers.workflow import SupplierStatus
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.registering import NIK, Registering, an_owner, places
from tests.make.vetting import an_officer, an_officer_person, verify
from tests.make.visits import Visit

NIB = "9120101234567"
COMPANY: dict[str, dict[str, Any]] = {
    "business": {
        "entity_type": EntityType.SOLE_COMPANY,
        "name": "Dapur Sri Perorangan",
        "legal_name": "PT Dapur Sri Perorangan",
    },
    "tax": {"turnover_statement_year": None},
    "numbers": {"nib": NIB, "npwp": "0011091378000000", "nik": NIK},
}


@pytest.fixture
def two(owner: Session, office: Office, work_as: WorkAs) -> list[Registering]:
    """Two owners who have confirmed; the first has registered a NIK."""
    places(owner)
    names = ("Sri Wahyuningtyas", "Sri Rahayu")
    people = [an_owner(work_as, office.region, name=name) for name in names]
    people[0].fill_all()
    return people


def test_an_individual_does_not_register_twice_and_the_field_is_named(
    owner: Session, two: list[Registering]
) -> None:
    for numbers in ({"nik": NIK}, {"nik": "", "npwp": NIK}):
        with pytest.raises(AlreadyRegistered) as refusal:
            two[1].fill(Step.NUMBERS, **numbers)
        assert refusal.value.field == "nik"
    owner.rollback()
    assert [one.supplier_id for one in owner.scalars(select(SupplierIdentity))] == [
        two[0].supplier_id
    ]


def test_the_officers_hear_of_it_once_and_the_message_names_no_holder(
    owner: Session, office: Office, work_as: WorkAs, two: list[Registering]
) -> None:
    officer = an_officer(owner, office.region)
    holder = verify(owner, work_as, two[0], officer)
    for _again in range(2):
        with pytest.raises(AlreadyRegistered):
            two[1].fill(Step.NUMBERS)
    owner.rollback()
    refused = owner.scalars(select(RefusedNumber)).one()
    assert (refused.supplier_id, refused.kind) == (two[1].supplier_id, "npwp")
    told = owner.scalars(
        select(Message).where(Message.template == "suppliers/number_refused")
    ).one()
    assert told.person_id == officer.user_id
    assert told.path == f"/registry/refused-numbers/{refused.id}"
    said = f"{told.facts} {told.path}"
    assert holder.supplier.name not in said
    assert str(holder.supplier.id) not in said
    entries = owner.scalars(
        select(AuditEntry.facts).where(AuditEntry.subject_id == two[1].supplier_id)
    )
    assert [one for one in entries if "refused" in one] == ['{"refused": "npwp"}'] * 2


def test_the_way_to_the_holder_is_the_officers_alone(
    owner: Session, office: Office, work_as: WorkAs, two: list[Registering], visit: Visit
) -> None:
    person, officer = an_officer_person(owner, office.region)
    holder = verify(owner, work_as, two[0], officer)
    with pytest.raises(AlreadyRegistered):
        two[1].fill(Step.NUMBERS)
    owner.rollback()
    path = owner.scalars(
        select(Message.path).where(Message.template == "suppliers/number_refused")
    ).one()
    stranger, desk = visit(owner.get_one(Person, two[1].actor.user_id)), visit(person)
    assert stranger.get(path).status_code == 403
    assert desk.get(f"/registry/refused-numbers/{uuid4()}").status_code == 404
    answer = desk.get(path)
    assert answer.location == f"/registry/{holder.supplier.id}#likenesses"
    page = desk.get(answer.location).text
    assert two[1].supplier().name in page
    theirs = select(Fingerprint.kind).where(Fingerprint.supplier_id == holder.supplier.id)
    assert two[1].work().session.scalars(theirs).all() == []  # its process finds nobody either


def test_a_number_taken_while_a_draft_slept_is_told_when_it_is_sent(
    owner: Session, two: list[Registering]
) -> None:
    two[1].fill_all(numbers={"nik": "3374015208900002"})
    for one in owner.scalars(
        select(Fingerprint).where(
            Fingerprint.supplier_id == two[1].supplier_id, Fingerprint.kind == "npwp"
        )
    ):
        taken = owner.scalars(
            select(Fingerprint.digest).where(
                Fingerprint.supplier_id == two[0].supplier_id, Fingerprint.kind == "npwp"
            )
        ).one()
        one.is_claimed, one.digest = False, taken
    owner.commit()
    with pytest.raises(AlreadyRegistered) as refusal:
        service.submit(two[1].work(), two[1].supplier_id)
    assert refusal.value.field == "nik"
    owner.rollback()
    assert len(owner.scalars(select(RefusedNumber)).all()) == 1
    assert two[1].supplier().status is SupplierStatus.DRAFT


def test_one_owner_may_sell_as_a_person_and_own_a_company_and_the_officer_decides(
    owner: Session, office: Office, work_as: WorkAs, two: list[Registering]
) -> None:
    officer = an_officer(owner, office.region)
    person = verify(owner, work_as, two[0], officer)
    two[1].fill_all(**COMPANY)
    service.submit(two[1].work(), two[1].supplier_id)

    work = work_as(officer)
    alike = queries.cluster_of(work, two[1].supplier_id)
    assert [(one.supplier.id, one.verdict) for one in alike] == [(person.supplier.id, None)]
    assert MarkKind.NIK in alike[0].marks
    service.judge(
        work, two[1].supplier_id, person.supplier.id, Verdict.SAME_OWNER, "Pemilik sama, sah."
    )
    assert queries.cluster_of(work, two[1].supplier_id)[0].verdict is Verdict.SAME_OWNER


def test_the_company_s_own_numbers_stay_its_own(two: list[Registering]) -> None:
    two[0].fill(Step.NUMBERS, nib=NIB)
    two[1].fill(Step.BUSINESS, **COMPANY["business"])
    with pytest.raises(AlreadyRegistered) as refusal:
        two[1].fill(Step.NUMBERS, **COMPANY["numbers"])
    assert refusal.value.field == "nib"


def mark(browser: FlaskClient, path: str) -> str:
    found = re.search(r'name="version" type="hidden" value="(\w+)"', browser.get(path).text)
    assert found
    return found[1]


def test_of_two_browsers_at_one_instant_the_loser_reads_why_and_keeps_what_was_typed(
    owner: Session, office: Office, work_as: WorkAs, visit: Visit
) -> None:
    places(owner)
    an_officer(owner, office.region)
    people = [an_owner(work_as, office.region) for _ in range(2)]
    paths = [f"/suppliers/{one.supplier_id}/numbers" for one in people]
    browsers = [visit(owner.get_one(Person, one.actor.user_id)) for one in people]
    marks = [mark(*pair) for pair in zip(browsers, paths, strict=True)]
    together = Barrier(2)

    def send(n: int) -> TestResponse:
        typed = {"version": marks[n], "nib": NIB, "nik": f"337401520890000{n + 1}"}
        together.wait()
        return browsers[n].post(paths[n], data={**typed, "idempotency_key": str(uuid4())})

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(send, range(2)))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    loser = next(n for n in range(2) if answers[n].status_code == 422)
    page = answers[loser].text
    at_nib = page[page.index('id="nib-error"') :][:400]
    assert "sudah terdaftar" in at_nib
    assert f'value="{NIB}"' in page
    assert f'value="337401520890000{loser + 1}"' in page

    owner.rollback()
    refused = owner.scalars(select(RefusedNumber)).one()
    assert (refused.supplier_id, refused.kind) == (people[loser].supplier_id, "nib")
    assert len(owner.scalars(select(SupplierIdentity)).all()) == 1
    told = select(Message).where(Message.template == "suppliers/number_refused")
    assert len(owner.scalars(told).all()) == 1
