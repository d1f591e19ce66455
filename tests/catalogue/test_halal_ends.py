"""“Halal, certified” ends with the certificate, at midnight where the seller is, and comes back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.catalogue import service
from procure.catalogue.jobs import end_certificates
from procure.catalogue.models import Halal, Listing
from procure.catalogue.queries import Wish, browse, own
from procure.catalogue.rules.offers import HalalUnproven
from procure.catalogue.search_models import SearchDoc
from procure.catalogue.service import certificates
from procure.db.work import Work
from procure.kernel.actors import system
from procure.notifications.models import Message
from procure.suppliers import service as suppliers
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.models import SupplierDocument
from procure.suppliers.workflow import DocumentStatus
from tests.catalogue.test_curation import Shelf
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.shelves import CHECKED, a_substance, some_terms
from tests.make.vetting import a_paper, today

LAST_DAY = date(2027, 3, 10)


@pytest.fixture
def shelf(owner: Session, office: Office, work_as: WorkAs) -> Shelf:
    return Shelf(owner, office, work_as)


@pytest.fixture
def paper(owner: Session, shelf: Shelf) -> SupplierDocument:
    return a_paper(owner, shelf.seller, valid_until=LAST_DAY)


@pytest.fixture
def listing(shelf: Shelf, paper: SupplierDocument) -> Listing:
    assert paper.is_accepted
    return shelf.live(halal=Halal.CERTIFIED)


def said(owner: Session, listing: Listing) -> tuple[Halal, str]:
    """What the listing says, and what search finds it by."""
    owner.rollback()
    owner.expire_all()
    wanted = (
        select(Listing.halal, SearchDoc.halal)
        .join(SearchDoc, SearchDoc.listing_id == Listing.id)
        .where(Listing.id == listing.id)
    )
    shown, found = owner.execute(wanted).one()
    return shown, found


def the_clock(work_as: WorkAs, listing: Listing, moment: datetime, zone: str = "WIB") -> None:
    work = work_as(system(listing.region_id), keeper=True)
    work.now, work.zone = moment, zone
    certificates.end_what_is_over(work, listing.region_id)


def told(owner: Session) -> list[str]:
    wanted = select(Message.template).where(Message.template.startswith("catalogue/halal"))
    return list(owner.scalars(wanted))


def facets(work: Work) -> dict[str, int]:
    return dict(browse(work, Wish()).halals)


def test_from_the_day_after_the_end_nobody_reads_that_it_is_halal(
    owner: Session, shelf: Shelf, listing: Listing, work_as: WorkAs
) -> None:
    evening = datetime(2027, 3, 10, 16, 59, tzinfo=UTC)
    the_clock(work_as, listing, evening)
    assert said(owner, listing) == (Halal.CERTIFIED, "certified")
    the_clock(work_as, listing, evening + timedelta(minutes=1))
    assert said(owner, listing) == (Halal.LAPSED, "lapsed")
    assert facets(shelf.stranger) == {"lapsed": 1}
    assert told(owner) == ["catalogue/halal_lapsed"]
    the_clock(work_as, listing, evening + timedelta(minutes=2))
    owner.rollback()
    assert told(owner) == ["catalogue/halal_lapsed"]
    trail = select(AuditEntry.action).where(AuditEntry.subject_id == listing.id)
    assert list(owner.scalars(trail)).count("listing.lapse") == 1


def test_midnight_comes_to_papua_two_hours_before_java(
    owner: Session, listing: Listing, work_as: WorkAs
) -> None:
    midnight = datetime(2027, 3, 10, 15, 0, tzinfo=UTC)
    the_clock(work_as, listing, midnight)
    assert said(owner, listing)[0] is Halal.CERTIFIED
    the_clock(work_as, listing, midnight - timedelta(seconds=1), "WIT")
    assert said(owner, listing)[0] is Halal.CERTIFIED
    the_clock(work_as, listing, midnight, "WIT")
    assert said(owner, listing)[0] is Halal.LAPSED


@pytest.mark.usefixtures("keeper_work")
def test_the_job_looks_after_every_region(
    owner: Session, listing: Listing, paper: SupplierDocument
) -> None:
    paper.valid_until = today() - timedelta(days=1)
    owner.commit()
    end_certificates(0)
    assert said(owner, listing)[0] is Halal.LAPSED


def test_a_certificate_that_is_sent_back_ends_it_at_once_and_the_next_one_brings_it_back(
    owner: Session, shelf: Shelf, listing: Listing, paper: SupplierDocument
) -> None:
    suppliers.ask_again_supplier_document(shelf.officer, paper.id, "Sertifikat ini dicabut.")
    assert said(owner, listing) == (Halal.LAPSED, "lapsed")
    with pytest.raises(HalalUnproven):
        service.add(shelf.work, a_substance(halal=Halal.CERTIFIED), some_terms())
    newer = a_paper(owner, shelf.seller, status=DocumentStatus.WAITING)
    paper.status = DocumentStatus.REPLACED
    owner.commit()
    suppliers.accept_supplier_document(shelf.officer, newer.id)
    assert said(owner, listing) == (Halal.CERTIFIED, "certified")
    assert told(owner) == ["catalogue/halal_lapsed", "catalogue/halal_restored"]
    assert own.substance_of(shelf.work, listing).halal is Halal.CERTIFIED


def test_a_paper_of_another_kind_changes_nothing(
    owner: Session, shelf: Shelf, listing: Listing
) -> None:
    slhs = a_paper(owner, shelf.seller, DocumentKind.SLHS)
    suppliers.ask_again_supplier_document(shelf.officer, slhs.id, "Tidak terbaca.")
    assert said(owner, listing)[0] is Halal.CERTIFIED


def test_who_renews_in_time_loses_nothing_while_an_officer_looks(
    owner: Session, shelf: Shelf, listing: Listing, paper: SupplierDocument, work_as: WorkAs
) -> None:
    paper.status, paper.checked_at = DocumentStatus.REPLACED, shelf.work.now
    a_paper(owner, shelf.seller, status=DocumentStatus.WAITING)
    assert own.certified(shelf.work, [shelf.seller.supplier.id])
    the_clock(work_as, listing, datetime(2027, 3, 10, 17, tzinfo=UTC))
    assert said(owner, listing)[0] is Halal.LAPSED


def test_an_approval_after_the_end_does_not_bring_it_to_the_shelf(
    owner: Session, shelf: Shelf, paper: SupplierDocument
) -> None:
    revision = service.add(shelf.work, a_substance(halal=Halal.CERTIFIED), some_terms())
    service.submit(shelf.work, revision.id)
    paper.valid_until = today() - timedelta(days=1)
    owner.commit()
    service.approve(shelf.officer, revision.id, CHECKED)
    owner.rollback()
    assert owner.get_one(Listing, revision.listing_id).halal is Halal.LAPSED


def test_the_buyers_page_says_so(
    owner: Session, shelf: Shelf, listing: Listing, client: FlaskClient, work_as: WorkAs
) -> None:
    page = f"/catalogue/{listing.id}"
    assert "Halal, bersertifikat" in client.get(page).text
    the_clock(work_as, listing, datetime(2027, 3, 11, 5, tzinfo=UTC))
    assert "Halal, bersertifikat" not in client.get(page).text
    assert "Sertifikat halal tidak berlaku lagi" in client.get(page).text


def test_no_seller_brings_it_back_by_themselves(
    owner: Session, shelf: Shelf, listing: Listing, work_as: WorkAs
) -> None:
    the_clock(work_as, listing, datetime(2027, 3, 11, 5, tzinfo=UTC))
    assert said(owner, listing)[0] is Halal.LAPSED
    with pytest.raises(DBAPIError, match="approved first"):
        shelf.work.session.execute(text("UPDATE listings SET halal = 'certified'"))
    shelf.work.session.rollback()
    keeper = work_as(system(listing.region_id), keeper=True).session
    with pytest.raises(DBAPIError, match="approved first"):
        keeper.execute(text("UPDATE listings SET halal = 'not_halal'"))
    keeper.rollback()
    with pytest.raises(DBAPIError, match="approved first"):
        shelf.work.session.execute(text("UPDATE listings SET tkdn_until = '2099-01-01'"))
