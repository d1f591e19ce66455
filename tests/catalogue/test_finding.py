"""The right thing first: words, misspellings, synonyms, and filters that tell the truth."""

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event, select, text, update
from sqlalchemy.orm import Session

from procure.catalogue.models import CapacityUse, Listing, ListingArea
from procure.catalogue.queries import Wish, browse
from procure.catalogue.rules.searching import closest, distance, holes
from procure.catalogue.search_models import SearchDoc, SearchSynonym, SearchWord
from procure.catalogue.service import lexicon
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS
from procure.kernel.clock import now
from procure.launcher.provision import Urls
from procure.suppliers.models import Scale, Supplier, SupplierStatus
from tests.conftest import WorkAs, a_session
from tests.make.offices import Office, a_region
from tests.make.sellers import Seller, a_listing, a_seller

OFFERS = Path("procure/seeds/rows/listings.csv")
SYNONYMS = Path("procure/reference/synonyms.csv")


@pytest.fixture
def stranger(office: Office, work_as: WorkAs) -> Work:
    """Somebody who is not signed in and looks at the office's region."""
    return work_as(replace(ANONYMOUS, region_id=office.region.id))


@pytest.fixture
def market(owner: Session, office: Office) -> Seller:
    """The demo's shelf, all of one seller, with the synonyms that come with the code."""
    seller = a_seller(owner, office.region, name="Warung Uji")
    with OFFERS.open(encoding="utf-8") as rows:
        owner.add_all(
            Listing(
                region_id=office.region.id,
                supplier_id=seller.supplier.id,
                category_code="MKN.01" if row["category"].startswith("MKN") else "ATK.01",
                name=row["name_jateng"],
                description=row["description"],
                unit=row["unit"],
                price=int(row["price"]),
                sold_count=int(row["sold"]),
            )
            for row in csv.DictReader(rows)
        )
    with SYNONYMS.open(encoding="utf-8") as rows:
        owner.add_all(SearchSynonym(**row) for row in csv.DictReader(rows))
    owner.commit()
    return seller


TYPICAL = {
    "nasi kotak": "Nasi kotak",
    "nasi kotak ayam bakar": "Nasi kotak ayam bakar komplit",
    "nasi box": "Nasi kotak",
    "nasi dus rendang": "Nasi kotak rendang",
    "gudeg": "Nasi gudeg kotak",
    "snack": "Kudapan",
    "kudapan": "Kudapan",
    "snack kotak": "Kudapan kotak empat jenis",
    "prasmanan": "Prasmanan",
    "buffet": "Prasmanan",
    "air mineral": "Air mineral gelas",
    "kopi": "Kopi bubuk",
    "teh": "Teh celup",
    "kertas hvs": "Kertas HVS",
    "kertas a4": "Kertas HVS A4 70 gram",
    "kertas f4": "Kertas HVS F4 70 gram",
    "a4 80 gram": "Kertas HVS A4 80 gram",
    "pulpen": "Pulpen gel hitam",
    "bolpoin": "Pulpen gel hitam",
    "mouse": "Tetikus nirkabel",
    "flash disk": "Flashdisk 64 GB",
    "ordner": "Ordner folio",
    "banner": "Spanduk 280 gram",
    "spanduk": "Spanduk 280 gram",
    "fotocopy": "Fotokopi A4 hitam putih",
    "tinta printer": "Tinta printer botol hitam",
    "lampu led": "Lampu LED 12 watt",
    "hand sanitizer": "Penyanitasi tangan 500 ml",
    "seragam batik": "Seragam batik cap motif parang",
    "kaos": "Kaus kegiatan sablon",
    "servis ac": "Servis AC",
    "sewa tenda": "Sewa kursi 100 dan tenda",
    "souvenir": "Cendera mata wayang kecil",
    "sapu": "Sapu ijuk gagang kayu",
}
MISSPELT = {
    "kertsa": "Kertas",
    "kertaz": "Kertas",
    "ketas": "Kertas",
    "kerrtas": "Kertas",
    "spnduk": "Spanduk",
    "sapnduk": "Spanduk",
    "pulpne": "Pulpen",
    "flasdisk": "Flashdisk",
    "flashdik": "Flashdisk",
    "prasmanna": "Prasmanan",
    "prasamanan": "Prasmanan",
    "rendnag": "Nasi kotak rendang",
    "gudek": "Nasi gudeg",
    "fotokpoi": "Fotokopi",
    "pembersi lantai": "Pembersih lantai",
    "lamup": "Lampu",
    "amplob": "Amplop",
    "serbis": "Servis",
    "odner": "Ordner",
    "koperssi": "Nasi kotak koperasi",
    "batkik": "Seragam batik",
    "nasi ktoak": "Nasi kotak",
    "minral": "Air mineral",
    "seragma batik": "Seragam batik",
}


def test_the_right_thing_comes_first_for_what_people_usually_ask(
    market: Seller, stranger: Work
) -> None:
    first = {
        asked: next((one.name for one in browse(stranger, Wish(text=asked)).found.listings), "")
        for asked in TYPICAL
    }

    assert {q: name for q, name in first.items() if not name.startswith(TYPICAL[q])} == {}


def test_misspelt_words_find_what_was_meant_and_say_so(market: Seller, stranger: Work) -> None:
    found = {asked: browse(stranger, Wish(text=asked)) for asked in MISSPELT}
    wrong = {
        asked: (one.shown, [card.name for card in one.found.listings[:2]])
        for asked, one in found.items()
        if not any(card.name.startswith(MISSPELT[asked]) for card in one.found.listings)
    }

    assert wrong == {}
    assert found["kertsa"].shown == "kertas"
    assert browse(stranger, Wish(text="kertsa", exact=True)).count == 0
    assert browse(stranger, Wish(text="helikopter")).count == 0


def test_a_slip_of_the_finger_is_one_step() -> None:
    assert [distance("nais", "nasi"), distance("nasi", "nasi"), distance("ba", "batik")] == [
        1,
        0,
        3,
    ]
    assert set(holes("nais")) & set(holes("nasi"))
    assert closest("nais", [("nasi", 5), ("naik", 900)]) in {"nasi", "naik"}
    assert closest("kertsa", [("kertas", 5), ("keras", 90)]) == "kertas"
    assert closest("xqzw", [("nasi", 5)]) == ""


def test_words_of_another_region_mend_nothing(
    owner: Session, office: Office, stranger: Work
) -> None:
    a_listing(owner, a_seller(owner, a_region(owner)), name="Helikopter mainan")

    assert browse(stranger, Wish(text="helikoptre")).shown == ""
    assert browse(stranger, Wish(text="helikopter")).count == 0


def test_who_is_suspended_and_what_is_withdrawn_disappears_at_once(
    owner: Session, office: Office, stranger: Work
) -> None:
    seller = a_seller(owner, office.region)
    kept, withdrawn = a_listing(owner, seller), a_listing(owner, seller, name="Nasi kuning")
    withdrawn.is_live = False
    owner.commit()

    assert [one.id for one in browse(stranger, Wish(text="nasi")).found.listings] == [kept.id]
    seller.supplier.status = SupplierStatus.SUSPENDED
    owner.commit()
    assert browse(stranger, Wish(text="nasi")).count == 0
    assert browse(stranger, Wish()).count == 0
    seller.supplier.status = SupplierStatus.ACTIVE
    owner.commit()
    assert browse(stranger, Wish(text="nasi")).count == 1


def test_a_renamed_listing_a_renamed_seller_and_new_areas_are_found_at_once(
    owner: Session, office: Office, stranger: Work
) -> None:
    seller = a_seller(owner, office.region)
    listing = a_listing(owner, seller)
    listing.name = "Lontong sayur"
    seller.supplier.name = "Warung Bahagia"
    owner.add(ListingArea(listing_id=listing.id, regency_code="33.22"))
    owner.commit()

    assert browse(stranger, Wish(text="ayam")).count == 0
    assert browse(stranger, Wish(text="lontong")).count == 1
    assert browse(stranger, Wish(text="bahagia")).count == 1
    assert browse(stranger, Wish(regency="33.22")).count == 1
    assert browse(stranger, Wish(regency="33.74")).count == 0
    owner.execute(delete(ListingArea))
    owner.commit()
    assert browse(stranger, Wish(regency="33.74")).count == 1


def test_the_table_holds_the_same_after_being_built_anew(
    owner: Session, market: Seller, stranger: Work
) -> None:
    def told() -> tuple[list[Any], dict[str, int]]:
        docs = owner.execute(text("SELECT * FROM search_docs ORDER BY listing_id")).all()
        words = owner.execute(select(SearchWord.word, SearchWord.uses)).all()
        return list(docs), dict(words)

    kept, words = told()
    owner.execute(text("DELETE FROM search_docs"))
    owner.execute(text("SELECT rebuild_search()"))
    built, counted = told()

    assert built == kept
    assert len(kept) == owner.query(Listing).count()
    assert counted.keys() == words.keys()
    assert counted["kertas"] == sum("kertas" in str(row.name_words) for row in kept)


def test_every_filter_counts_what_it_then_shows(
    owner: Session, office: Office, stranger: Work
) -> None:
    cells = [
        (scale, origin, halal, price)
        for scale in (Scale.MICRO, Scale.SMALL)
        for origin in ("local", "imported")
        for halal in ("certified", "unstated")
        for price in (9_000, 60_000)
    ]
    sellers = {scale: a_seller(owner, office.region, scale=scale) for scale in Scale}
    for n, (scale, origin, halal, price) in enumerate(cells * 2):
        a_listing(
            owner,
            sellers[scale],
            name=f"Nasi {n}",
            origin=origin,
            halal=halal,
            price=price + n,
            category_code=("MKN.01", "MKN.02", "ATK.01")[n % 3],
        )
    stored = owner.execute(
        select(Listing.id, Listing.price, Listing.origin, Listing.halal, Supplier.scale).join(
            Listing.supplier
        )
    ).all()

    for wish in (Wish(), Wish(text="nasi"), Wish(origin="local"), Wish(highest=9_010, text="nasi")):
        told = browse(stranger, wish)
        fits = [
            row
            for row in stored
            if (not wish.origin or row.origin == wish.origin)
            and (wish.highest is None or row.price <= wish.highest)
        ]
        assert told.count == len(fits)
        for facet, name in (("scales", "scale"), ("origins", "origin"), ("halals", "halal")):
            for value, count in getattr(told, facet).items():
                assert count == sum(getattr(row, name) == value for row in fits)
                assert browse(stranger, replace(wish, **{name: value})).count == count
        for code, count in told.categories.items():
            assert browse(stranger, replace(wish, category=code)).count == count


def test_whoever_is_booked_up_or_too_slow_is_left_out(
    owner: Session, office: Office, stranger: Work
) -> None:
    seller = a_seller(owner, office.region)
    day = stranger.today + timedelta(days=2)
    booked = a_listing(owner, seller, name="Nasi penuh", day_capacity=100)
    a_listing(owner, seller, name="Nasi lambat", lead_days=5)
    a_listing(owner, seller, name="Nasi bebas")
    owner.add(CapacityUse(listing_id=booked.id, day=day, order_id=booked.id, quantity=70))
    owner.commit()

    def names(**given: object) -> set[str]:
        cards = browse(stranger, Wish(**given)).found.listings  # type: ignore[arg-type]
        return {card.name for card in cards}

    assert names(day=day, portions=30) == {"Nasi penuh", "Nasi bebas"}
    assert names(day=day, portions=31) == {"Nasi bebas"}
    assert names(day=day + timedelta(days=5), portions=100) == {
        "Nasi penuh",
        "Nasi lambat",
        "Nasi bebas",
    }
    assert names(portions=101) == {"Nasi lambat", "Nasi bebas"}


def test_pages_neither_skip_nor_repeat_while_others_write(
    owner: Session, office: Office, stranger: Work
) -> None:
    seller = a_seller(owner, office.region)
    stay = {a_listing(owner, seller, name=f"Nasi {n}", sold_count=n % 5).id for n in range(60)}
    seen: list[object] = []
    after = ""
    for page in range(5):
        found = browse(stranger, Wish(after=after)).found
        seen += [card.id for card in found.listings]
        stranger.session.rollback()
        a_listing(owner, seller, name="Nasi baru", sold_count=9)
        owner.execute(update(Listing).where(Listing.name == "Nasi baru").values(sold_count=page))
        owner.commit()
        after = found.next
        if not after:
            break

    assert [one for one in seen if seen.count(one) > 1 and one in stay] == []
    assert stay <= set(seen)
    assert owner.query(SearchDoc).count() > 60


def test_the_worker_counts_words_and_forgets_those_that_are_gone(
    owner: Session, database: Urls, market: Seller
) -> None:
    owner.execute(update(Listing).where(Listing.name.contains("gudeg")).values(name="Nasi lain"))
    owner.commit()
    keeper = a_session(database.keeper)

    lexicon.refresh(Work(keeper, ANONYMOUS, now()))

    words = dict(owner.execute(select(SearchWord.word, SearchWord.uses)).all())
    assert "gudeg" not in words
    assert words["nasi"] > 5
    keeper.close()


def test_a_page_of_results_asks_four_things_however_many_there_are(
    market: Seller, stranger: Work
) -> None:
    seen: list[str] = []
    event.listen(stranger.session.get_bind(), "before_cursor_execute", lambda *a: seen.append(a[2]))
    browse(stranger, Wish(text="kertas", scale="micro", regency="33.74", lowest=100))

    assert len([one for one in seen if "search_" in one]) <= 4
