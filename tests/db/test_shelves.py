"""The web's own login attacks listings with SQL: other sellers', the shelf itself, the prices."""

from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy.orm import Session

from procure.catalogue.models import Listing
from procure.kernel.actors import ANONYMOUS, Actor
from procure.kernel.clock import now
from procure.launcher.provision import Urls
from tests.conftest import WorkAs
from tests.db.test_attacks import REFUSED, as_web
from tests.make.offices import Office
from tests.make.sellers import Seller, a_listing, a_seller
from tests.make.shelves import an_officer

FAULTS = (*REFUSED, psycopg.errors.RaiseException)


class Shelf:
    """A live listing and a new one of a seller, a rival, and the officer."""

    def __init__(self, owner: Session, office: Office) -> None:
        self.seller: Seller = a_seller(owner, office.region)
        self.rival: Seller = a_seller(owner, office.region)
        self.officer: Actor = an_officer(owner, office.region)[1]
        self.live: Listing = a_listing(owner, self.seller, approved_at=now())
        self.new: Listing = a_listing(owner, self.seller, is_live=False)


@pytest.fixture
def shelf(owner: Session, office: Office) -> Shelf:
    return Shelf(owner, office)


def attack(database: Urls, actor: Actor, statement: str, **given: object) -> None:
    with as_web(database, actor) as web:
        web.execute(statement.encode(), given)


OWN = (
    "UPDATE listings SET is_live = true WHERE id = %(new)s",
    "UPDATE listings SET approved_at = now() WHERE id = %(new)s",
    "UPDATE listings SET name = 'Lain' WHERE id = %(live)s",
    "UPDATE listings SET category_code = 'ATK.01' WHERE id = %(live)s",
    "UPDATE listings SET halal = 'certified' WHERE id = %(live)s",
    "UPDATE listings SET sold_count = 9999 WHERE id = %(live)s",
    "UPDATE listings SET taken_down_at = now() WHERE id = %(live)s",
    "UPDATE listings SET price = 0 WHERE id = %(live)s",
    "UPDATE listings SET price = -1 WHERE id = %(live)s",
    "UPDATE listings SET price = 1000000000000000 WHERE id = %(live)s",
    "DELETE FROM listings",
    "INSERT INTO listing_variants VALUES (%(live)s, 1, 'Besar', 1)",
    "INSERT INTO listing_contents VALUES (%(live)s, 1, 'Emas', 1, 'kg')",
    "UPDATE listing_prices SET price = 1",
    "DELETE FROM listing_prices",
    "TRUNCATE listing_prices",
    "INSERT INTO listing_prices VALUES (gen_random_uuid(), %(live)s, '', 1, now(), NULL)",
    "UPDATE categories SET name = 'x'",
    "INSERT INTO category_attributes VALUES ('MKN.01', 'x', 1, 'x', 'x', true)",
    "UPDATE curation_points SET is_active = false",
)


@pytest.mark.parametrize("statement", OWN)
def test_a_seller_does_not_put_a_listing_on_the_shelf_nor_change_what_was_approved(
    database: Urls, shelf: Shelf, statement: str
) -> None:
    with pytest.raises(FAULTS):
        attack(database, shelf.seller.actor, statement, new=shelf.new.id, live=shelf.live.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE listings SET price = 1 WHERE id = %(live)s",
        "UPDATE listings SET supplier_id = %(mine)s WHERE id = %(live)s",
        "UPDATE listings SET is_live = false WHERE id = %(live)s",
        "INSERT INTO listing_areas VALUES (%(live)s, '33.74')",
        "INSERT INTO listing_contents VALUES (%(new)s, 1, 'Batu', 1, 'kg')",
    ],
)
@pytest.mark.parametrize("who", ["rival", "stranger", "requester"])
def test_nobody_writes_another_sellers_listing(
    database: Urls, shelf: Shelf, office: Office, statement: str, who: str
) -> None:
    people = {"rival": shelf.rival.actor, "stranger": ANONYMOUS, "requester": office.requester}
    with pytest.raises(FAULTS):
        attack(
            database,
            people[who],
            statement,
            live=shelf.live.id,
            new=shelf.new.id,
            mine=shelf.rival.supplier.id,
        )


def test_a_listing_is_not_born_live_nor_as_another_sellers(database: Urls, shelf: Shelf) -> None:
    statement = (
        "INSERT INTO listings (id, region_id, supplier_id, category_code, name, description, unit, "
        "price, minimum_order, lead_days, picture, is_live, sold_count) "
        "VALUES (%(id)s, %(region)s, %(supplier)s, 'MKN.01', 'X', '', 'kotak', 1000, 1, 1, '', "
        "%(live)s, 0)"
    )
    region = shelf.seller.supplier.region_id
    for supplier, live in ((shelf.seller.supplier.id, True), (shelf.rival.supplier.id, False)):
        given = {"id": uuid4(), "region": region, "supplier": supplier, "live": live}
        with pytest.raises(FAULTS):
            attack(database, shelf.seller.actor, statement, **given)


def test_the_officer_sets_no_price(database: Urls, shelf: Shelf) -> None:
    with pytest.raises(FAULTS):
        attack(
            database,
            shelf.officer,
            "UPDATE listings SET price = 1 WHERE id = %(l)s",
            l=shelf.live.id,
        )


def a_proposal(owner: Session, shelf: Shelf, status: str = "submitted") -> UUID:
    key = uuid4()
    owner.connection().exec_driver_sql(
        "INSERT INTO listing_revisions (id, region_id, supplier_id, listing_id, number, status, "
        "category_code, name, description, unit, is_package, origin, tkdn_certificate, halal, "
        "contents, variants, photos, answers, checklist, reason) VALUES (%s, %s, %s, %s, 1, %s, "
        "'MKN.01', 'X', '', 'kotak', false, 'local', '', 'unstated', '[]', '[]', '[]', '{}', "
        "'{}', '')",
        (key, shelf.live.region_id, shelf.live.supplier_id, shelf.live.id, status),
    )
    owner.commit()
    return key


def test_only_the_officer_decides_on_a_proposal(
    owner: Session, database: Urls, shelf: Shelf
) -> None:
    key = a_proposal(owner, shelf)
    approve = "UPDATE listing_revisions SET status = 'approved' WHERE id = %(key)s"
    with pytest.raises(FAULTS):
        attack(database, shelf.seller.actor, approve, key=key)
    rename = "UPDATE listing_revisions SET name = 'Y' WHERE id = %(key)s"
    with pytest.raises(FAULTS):
        attack(database, shelf.seller.actor, rename, key=key)
    with as_web(database, shelf.rival.actor) as web:
        assert web.execute("SELECT count(*) FROM listing_revisions").fetchone() == (0,)
        assert web.execute(approve.encode(), {"key": key}).rowcount == 0
    attack(database, shelf.officer, approve, key=key)


def test_a_step_back_from_the_shelf_is_no_step(
    owner: Session, database: Urls, shelf: Shelf
) -> None:
    key = a_proposal(owner, shelf, "approved")
    with pytest.raises(FAULTS):
        attack(
            database,
            shelf.officer,
            "UPDATE listing_revisions SET status = 'submitted' WHERE id = %(key)s",
            key=key,
        )


def test_the_worker_makes_nothing_live(database: Urls, shelf: Shelf, work_as: WorkAs) -> None:
    with psycopg.connect(database.keeper) as keeper, pytest.raises(FAULTS):
        keeper.execute("UPDATE listings SET is_live = true WHERE id = %s", (shelf.new.id,))
