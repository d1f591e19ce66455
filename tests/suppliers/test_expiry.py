"""Papers that end: told thirty and seven days ahead, once each, by the region's own midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.kernel.actors import system
from procure.notifications.models import Message
from procure.suppliers import queries, service
from procure.suppliers.jobs import due
from procure.suppliers.kinds import DocumentKind
from tests.conftest import WorkAs
from tests.make.offices import Office, a_region
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_paper, an_officer, today

LAST_DAY = date(2027, 3, 10)


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """A caterer whose halal certificate ends on 10 March 2027."""
    made = a_seller(owner, office.region)
    a_paper(owner, made, valid_until=LAST_DAY)
    return made


def tell_at(work_as: WorkAs, office: Office, moment: datetime, zone: str = "WIB") -> int:
    work = work_as(system(office.region.id), keeper=True)
    work.now, work.zone = moment, zone
    return service.tell_of_ends(work, office.region.id)


def noon(days_left: int) -> datetime:
    day = LAST_DAY - timedelta(days=days_left)
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def test_supplier_and_officer_are_told_twice_and_never_again(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    officer = an_officer(owner, office.region)
    counts = [tell_at(work_as, office, noon(left)) for left in (31, 30, 29, 8, 7, 6, 0, -1)]
    assert counts == [0, 1, 0, 0, 1, 0, 0, 0]
    owner.rollback()
    sent = owner.execute(select(Message.person_id, Message.template)).all()
    assert sorted(template for person, template in sent if person == seller.person.id) == [
        "suppliers/paper_ends",
        "suppliers/paper_ends",
    ]
    assert [t for person, t in sent if person == officer.user_id] == [
        "suppliers/paper_ends_officer"
    ] * 2


def test_a_worker_that_slept_gives_the_nearer_notice_only(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    assert tell_at(work_as, office, noon(5)) == 1
    assert tell_at(work_as, office, noon(4)) == 0


@pytest.mark.parametrize(
    ("zone", "last_minute"),
    [("WIB", "16:59:59"), ("WITA", "15:59:59"), ("WIT", "14:59:59")],
)
def test_a_paper_holds_until_midnight_where_the_region_is(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs, zone: str, last_minute: str
) -> None:
    """Midnight in Papua (WIT) comes two hours before midnight in Java (WIB)."""
    work = work_as(office.officer)
    work.zone = zone
    work.now = datetime.fromisoformat(f"2027-03-10T{last_minute}+00:00")
    assert queries.holds(work, seller.supplier.id, DocumentKind.HALAL, work.today)
    work.now += timedelta(seconds=1)
    assert not queries.holds(work, seller.supplier.id, DocumentKind.HALAL, work.today)


def test_at_midnight_in_papua_the_notice_is_due_there_and_not_yet_in_java(
    owner: Session, office: Office, seller: Seller, work_as: WorkAs
) -> None:
    midnight_wit = datetime(2027, 2, 7, 15, tzinfo=UTC)
    assert tell_at(work_as, office, midnight_wit - timedelta(seconds=1), "WIT") == 0
    assert tell_at(work_as, office, midnight_wit, "WIB") == 0
    assert tell_at(work_as, office, midnight_wit, "WIT") == 1


@pytest.mark.usefixtures("keeper_work")
def test_the_clock_looks_after_every_region_by_its_own_zone(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    papua = a_region(owner, zone="WIT")
    seller = a_seller(owner, papua)
    day = today()
    a_paper(owner, seller, valid_until=day + timedelta(days=5))
    due(0)
    due(1)
    owner.rollback()
    assert owner.scalars(select(Message.template)).all() == ["suppliers/paper_ends"]
