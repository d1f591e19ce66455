"""A certificate ends at midnight where the region is: in Papua two hours before Java."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from procure.catalogue.models import Halal
from procure.catalogue.queries import own
from procure.catalogue.rules import offers
from procure.db.work import Work
from procure.kernel.actors import Actor
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import national_rules
from procure.seeds.loading import load
from procure.suppliers import queries, service
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.rules import papers as rules
from procure.suppliers.workflow import DocumentStatus, SupplierStatus
from tests.conftest import WorkAs
from tests.make.offices import Office, a_region, an_office
from tests.make.sellers import Seller, a_seller
from tests.make.shelves import a_substance
from tests.make.vetting import a_paper, an_officer, asks
from tests.suppliers.test_vetting_service import a_new_paper

LAST_DAY = date(2027, 3, 10)
MIDNIGHT = datetime(2027, 3, 10, 15, tzinfo=UTC)
"""Midnight after the last day in WIT, which is UTC+9; in Java it is ten in the evening."""
BEFORE, AFTER = MIDNIGHT - timedelta(seconds=1), MIDNIGHT + timedelta(seconds=1)

At = Callable[[Actor, datetime], Work]


@pytest.fixture
def papua(owner: Session) -> Office:
    """A region in the zone WIT, under the national rules."""
    load(owner, RegulationVersion, national_rules())
    owner.commit()
    return an_office(owner, a_region(owner, zone="WIT"))


@pytest.fixture
def at(work_as: WorkAs) -> At:
    """Work of somebody of that region at a moment."""

    def make(actor: Actor, moment: datetime) -> Work:
        work = work_as(actor)
        work.now, work.zone = moment, "WIT"
        return work

    return make


def test_a_certificate_that_ended_at_midnight_is_not_sent(
    owner: Session, papua: Office, at: At
) -> None:
    seller = a_seller(owner, papua.region)
    new = a_new_paper(owner, seller, valid_until=LAST_DAY)
    with pytest.raises(rules.PaperOver) as refusal:
        service.send(at(seller.actor, AFTER), new)
    assert refusal.value.facts == {"ended_on": LAST_DAY}
    assert service.send(at(seller.actor, BEFORE), new).status is DocumentStatus.WAITING


def test_nor_accepted(owner: Session, papua: Office, at: At) -> None:
    seller, officer = a_seller(owner, papua.region), an_officer(owner, papua.region)
    waiting = a_paper(owner, seller, status=DocumentStatus.WAITING, valid_until=LAST_DAY)
    with pytest.raises(rules.PaperOver):
        service.accept_supplier_document(at(officer, AFTER), waiting.id)
    accepted = service.accept_supplier_document(at(officer, BEFORE), waiting.id)
    assert accepted.status is DocumentStatus.ACCEPTED


@pytest.fixture
def pending(owner: Session, papua: Office) -> Seller:
    """A caterer that waits, whose required certificate was accepted while it was good."""
    made = a_seller(owner, papua.region, status=SupplierStatus.PENDING)
    asks(owner, DocumentKind.HALAL)
    a_paper(owner, made, valid_until=LAST_DAY)
    return made


def test_a_registration_with_a_paper_that_ended_since_is_not_accepted(
    owner: Session, papua: Office, at: At, pending: Seller
) -> None:
    officer = an_officer(owner, papua.region)
    with pytest.raises(rules.PapersMissing) as refusal:
        service.accept(at(officer, AFTER), pending.supplier.id)
    assert refusal.value.facts["papers"] == (DocumentKind.HALAL,)
    accepted = service.accept(at(officer, BEFORE), pending.supplier.id)
    assert accepted.status is SupplierStatus.ACTIVE


def test_nor_claimed_for_a_listing(owner: Session, papua: Office, at: At) -> None:
    seller = a_seller(owner, papua.region)
    a_paper(owner, seller, valid_until=LAST_DAY)
    claim = a_substance(halal=Halal.CERTIFIED)
    for moment, holds in ((BEFORE, True), (AFTER, False)):
        work = at(seller.actor, moment)
        around = own.around(work, queries.my_supplier(work))
        if holds:
            offers.check_may_submit(claim, around)
            continue
        with pytest.raises(offers.HalalUnproven):
            offers.check_may_submit(claim, around)
