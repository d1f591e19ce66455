"""From a seller's proposal to the shelf, and what never gets there by itself."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.audit.models import AuditEntry
from procure.catalogue import queries, service
from procure.catalogue.models import Halal, Listing, ListingPrice
from procure.catalogue.queries import curation, own
from procure.catalogue.rules import offers as rules
from procure.catalogue.rules.offers import Content, Variant
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.workflow import ListingRevisionStatus as S
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS, Actor, Role
from procure.kernel.clock import now
from procure.kernel.errors import (
    NotFound,
    NotPermitted,
    ReasonMissing,
    StalePage,
    WrongStatus,
)
from procure.kernel.regulation import Severity
from procure.notifications.models import Message
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import national_rules
from procure.seeds.loading import load
from procure.suppliers.models import DocumentKind, DocumentStatus, SupplierDocument
from tests.conftest import WorkAs
from tests.make.offices import Office, an_office
from tests.make.sellers import Seller, a_seller
from tests.make.shelves import CHECKED, a_substance, an_officer, some_terms, the_laws


class Shelf:
    """A seller, the officer, and a stranger who looks."""

    def __init__(self, owner: Session, office: Office, work_as: WorkAs) -> None:
        the_laws(owner)
        self.owner = owner
        self.seller: Seller = a_seller(owner, office.region)
        self.officer_person: Person
        self.officer_person, self.officer_actor = an_officer(owner, office.region)
        self.work: Work = work_as(self.seller.actor)
        self.officer: Work = work_as(self.officer_actor)
        self.stranger: Work = work_as(replace(ANONYMOUS, region_id=office.region.id))

    def live(self, **given: object) -> Listing:
        """A listing that was proposed and approved."""
        revision = service.add(self.work, a_substance(**given), some_terms())
        service.submit(self.work, revision.id)
        service.approve(self.officer, revision.id, CHECKED)
        return own.get(self.work, revision.listing_id)

    def seen(self, listing: Listing) -> Listing:
        """What buyers see."""
        self.stranger.session.expire_all()
        return queries.get(self.stranger, listing.id)


@pytest.fixture
def shelf(owner: Session, office: Office, work_as: WorkAs) -> Shelf:
    return Shelf(owner, office, work_as)


def test_a_new_listing_is_live_only_after_the_officer_approved_it(shelf: Shelf) -> None:
    revision = service.add(
        shelf.work,
        a_substance(is_package=True, contents=(Content("Nasi", 1, "porsi"),)),
        some_terms(areas=("33.74",)),
    )
    with pytest.raises(NotFound):
        queries.get(shelf.stranger, revision.listing_id)
    service.submit(shelf.work, revision.id)
    with pytest.raises(NotFound):
        queries.get(shelf.stranger, revision.listing_id)

    service.approve(shelf.officer, revision.id, CHECKED)

    shelf.stranger.session.expire_all()
    found = queries.get(shelf.stranger, revision.listing_id)
    assert (found.name, found.price) == ("Nasi kotak ayam", 28_500)
    assert [one.name for one in found.contents] == ["Nasi"]
    told = shelf.owner.scalars(select(Message.template)).all()
    assert sorted(told) == ["catalogue/approved", "catalogue/proposed"]


def test_an_open_point_of_the_checklist_stops_the_approval(shelf: Shelf) -> None:
    revision = service.add(shelf.work, a_substance(), some_terms())
    service.submit(shelf.work, revision.id)

    with pytest.raises(rules.ChecklistOpen):
        service.approve(shelf.officer, revision.id, {"name": True})

    assert curation.get(shelf.officer, revision.id).status is S.SUBMITTED
    with pytest.raises(NotFound):
        queries.get(shelf.stranger, revision.listing_id)


def test_a_change_of_substance_is_approved_first_while_the_old_stays(shelf: Shelf) -> None:
    listing = shelf.live()
    changed = service.change(
        shelf.work, listing.id, a_substance(name="Nasi kotak rendang"), some_terms()
    )
    assert changed is not None
    service.submit(shelf.work, changed.id)
    assert shelf.seen(listing).name == "Nasi kotak ayam"

    service.send_back(shelf.officer, changed.id, "Foto rendang belum ada.")
    assert shelf.seen(listing).name == "Nasi kotak ayam"
    mended = service.change(
        shelf.work, listing.id, a_substance(name="Nasi kotak rendang sapi"), some_terms()
    )
    assert mended is not None
    assert (mended.id, mended.number) == (changed.id, 2)
    service.submit(shelf.work, mended.id)
    service.approve(shelf.officer, mended.id, CHECKED)

    assert shelf.seen(listing).name == "Nasi kotak rendang sapi"


def test_terms_and_prices_hold_at_once_and_prices_are_remembered(shelf: Shelf) -> None:
    listing = shelf.live(variants=(Variant("Besar", 35_000),))
    open_one = service.change(
        shelf.work,
        listing.id,
        a_substance(variants=(Variant("Besar", 36_000),)),
        some_terms(price=29_000, stock=7, day_capacity=90, code="NK-1"),
    )
    assert open_one is None
    service.reprice(shelf.work, listing.id, 30_000, variants={"Besar": 37_000})

    found = shelf.seen(listing)
    assert (found.price, found.stock, found.day_capacity) == (30_000, 7, 90)
    history = [(one.variant, one.price) for one in queries.prices(shelf.stranger, listing.id)]
    assert [price for variant, price in history if not variant] == [30_000, 29_000, 28_500]
    assert [price for variant, price in history if variant] == [37_000, 36_000, 35_000]
    actions = set(shelf.owner.scalars(select(AuditEntry.action)))
    assert {"listing.reprice", "listing.adjust", "listing_revision.approve"} <= actions


@pytest.mark.parametrize("price", [0, -1, 10**15])
def test_a_price_out_of_bounds_is_refused_and_nothing_changes(shelf: Shelf, price: int) -> None:
    listing = shelf.live()
    with pytest.raises(rules.PriceOutOfBounds):
        service.reprice(shelf.work, listing.id, price)
    with pytest.raises(rules.PriceOutOfBounds):
        service.add(shelf.work, a_substance(), some_terms(price=price))
    assert shelf.seen(listing).price == 28_500
    assert len(shelf.owner.scalars(select(ListingPrice)).all()) == 1


def test_a_listing_leaves_the_shelf_and_returns(shelf: Shelf) -> None:
    listing = shelf.live()
    service.withdraw(shelf.work, listing.id)
    with pytest.raises(NotFound):
        queries.get(shelf.stranger, listing.id)
    service.restore(shelf.work, listing.id)
    assert shelf.seen(listing).is_live


def test_what_was_taken_down_returns_only_by_an_approval(shelf: Shelf) -> None:
    listing = shelf.live()
    with pytest.raises(ReasonMissing):
        service.take_down(shelf.officer, listing.id, "  ")
    service.take_down(shelf.officer, listing.id, "Barang tidak sesuai foto.")
    with pytest.raises(NotFound):
        queries.get(shelf.stranger, listing.id)
    with pytest.raises(rules.TakenDown):
        service.restore(shelf.work, listing.id)

    mended = service.change(shelf.work, listing.id, a_substance(name="Nasi lain"), some_terms())
    assert mended is not None
    service.submit(shelf.work, mended.id)
    service.approve(shelf.officer, mended.id, CHECKED)

    assert shelf.seen(listing).name == "Nasi lain"


def test_a_listing_that_nobody_approved_does_not_return(shelf: Shelf) -> None:
    revision = service.add(shelf.work, a_substance(), some_terms())
    with pytest.raises(rules.NotApprovedYet):
        service.restore(shelf.work, revision.listing_id)


def test_a_proposal_that_is_judged_does_not_change_but_can_be_taken_back(shelf: Shelf) -> None:
    revision = service.add(shelf.work, a_substance(), some_terms())
    service.submit(shelf.work, revision.id)
    with pytest.raises(WrongStatus):
        service.change(shelf.work, revision.listing_id, a_substance(name="Lain"), some_terms())
    service.withdraw_listing_revision(shelf.work, revision.id)

    again = service.change(shelf.work, revision.listing_id, a_substance(name="Lain"), some_terms())

    assert again is not None
    assert (again.number, again.status) == (2, S.DRAFT)


def test_a_page_that_saw_an_older_proposal_is_refused(shelf: Shelf) -> None:
    listing = shelf.live()
    with pytest.raises(StalePage):
        service.change(shelf.work, listing.id, a_substance(), some_terms(), number=0)


def test_the_officer_never_judges_what_they_sell_themselves(shelf: Shelf, work_as: WorkAs) -> None:
    revision = service.add(shelf.work, a_substance(), some_terms())
    service.submit(shelf.work, revision.id)
    both: Actor = replace(
        shelf.officer_actor,
        supplier_id=shelf.seller.supplier.id,
        roles=frozenset({Role.REGISTRY_OFFICER, Role.SUPPLIER_OWNER}),
    )
    partial = work_as(both)
    assert curation.queue(partial).rows == []
    with pytest.raises(NotPermitted):
        service.approve(partial, revision.id, CHECKED)
    assert [one.id for one in curation.queue(shelf.officer).rows] == [revision.id]


def test_other_sellers_and_other_regions_find_nothing(
    shelf: Shelf, owner: Session, office: Office, work_as: WorkAs
) -> None:
    listing = shelf.live()
    rival = work_as(a_seller(owner, office.region).actor)
    elsewhere = an_office(owner)
    _person, foreign = an_officer(owner, elsewhere.region)
    for deed in (
        lambda: service.reprice(rival, listing.id, 1_000),
        lambda: service.withdraw(rival, listing.id),
        lambda: service.change(rival, listing.id, a_substance(), some_terms()),
        lambda: service.take_down(work_as(foreign), listing.id, "Alasan yang panjang."),
    ):
        with pytest.raises(NotFound):
            deed()
    assert shelf.seen(listing).price == 28_500


def test_a_refused_proposal_ends_and_another_may_be_written(shelf: Shelf) -> None:
    revision = service.add(shelf.work, a_substance(), some_terms())
    service.submit(shelf.work, revision.id)
    service.refuse(shelf.officer, revision.id, "Barang terlarang.")
    with pytest.raises(WrongStatus):
        service.submit(shelf.work, revision.id)
    again = service.change(
        shelf.work, revision.listing_id, a_substance(halal=Halal.UNSTATED), some_terms()
    )
    assert again is not None
    assert shelf.owner.scalars(select(ListingRevision.number)).all() == [1, 2]


def test_two_listings_do_not_share_a_code(shelf: Shelf) -> None:
    service.add(shelf.work, a_substance(), some_terms(code="A-1"))
    with pytest.raises(rules.CodeTaken):
        service.add(shelf.work, a_substance(), some_terms(code="A-1"))


def a_certificate(shelf: Shelf, **given: object) -> None:
    facts: dict[str, object] = {
        "region_id": shelf.seller.supplier.region_id,
        "supplier_id": shelf.seller.supplier.id,
        "kind": DocumentKind.HALAL,
        "status": DocumentStatus.ACCEPTED,
        "number": "ID1",
        "sent_at": now(),
        "reason": "",
        **given,
    }
    shelf.owner.add(SupplierDocument(**facts))
    shelf.owner.commit()


def test_halal_is_claimed_as_long_as_an_accepted_certificate_holds(shelf: Shelf) -> None:
    certified = a_substance(halal=Halal.CERTIFIED)
    today = shelf.work.today
    a_certificate(shelf, status=DocumentStatus.WAITING, valid_until=today)
    a_certificate(shelf, valid_until=today - timedelta(days=1))
    with pytest.raises(rules.HalalUnproven):
        service.add(shelf.work, certified, some_terms())
    a_certificate(shelf, valid_until=today)

    assert service.add(shelf.work, certified, some_terms()).halal is Halal.CERTIFIED


def test_a_region_that_forbids_it_gets_no_food_without_a_word_on_halal(
    shelf: Shelf, owner: Session
) -> None:
    row = next(row for row in national_rules() if row["code"] == "halal-listing")
    own_row = {**row, "id": uuid4(), "region_id": shelf.seller.supplier.region_id}
    load(owner, RegulationVersion, [{**own_row, "severity": Severity.BLOCK}])
    owner.commit()
    revision = service.add(shelf.work, a_substance(halal=Halal.UNSTATED), some_terms())

    with pytest.raises(rules.HalalUnstated):
        service.submit(shelf.work, revision.id)

    assert curation.get(shelf.work, revision.id).status is S.DRAFT
