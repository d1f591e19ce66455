"""What stands behind a filter is what one finds when it is chosen, whatever else is chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from procure.catalogue.models import Halal, Listing, ListingArea, Origin
from procure.catalogue.queries import Wish, browse
from procure.catalogue.queries.wishes import BANDS, PAGE_SIZE
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS
from procure.suppliers.models import Scale
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.sellers import a_listing, a_seller

HOURS = (None, (time(6), time(11)), (time(8), time(17)), (time(13), time(20, 30)))
REGENCIES = ("33.74", "33.22", "33.24")
WORDS = ("nasi", "kudapan", "kertas")
PRICES = (900, 9_999, 10_000, 49_999, 50_000, 250_000, 1_000_000)
FIELDS = {
    "categories": "category",
    "regencies": "regency",
    "scales": "scale",
    "origins": "origin",
    "halals": "halal",
    "bands": "band",
}
"""Counted filters by the field of a wish that they fill."""


@pytest.fixture
def shelf(owner: Session, office: Office) -> list[tuple[Listing, tuple[str, ...], Scale]]:
    """Twenty-two listings drawn by lot: fewer than a page, so that all are searched everywhere."""
    lot, made = Random(26), []
    sellers = [a_seller(owner, office.region, scale=scale) for scale in Scale]
    for number in range(22):
        seller, hours = lot.choice(sellers), lot.choice(HOURS)
        listing = a_listing(
            owner,
            seller,
            name=f"{lot.choice(WORDS)} nomor {number}",
            category_code=lot.choice(("MKN.01", "MKN.02", "ATK.01")),
            price=lot.choice(PRICES),
            origin=lot.choice(list(Origin)),
            halal=lot.choice(list(Halal)),
            open_from=hours[0] if hours else None,
            open_until=hours[1] if hours else None,
        )
        areas = tuple(lot.sample(REGENCIES, lot.randint(1, 3)))
        owner.add_all(ListingArea(listing_id=listing.id, regency_code=code) for code in areas)
        made.append((listing, areas, seller.supplier.scale))
    owner.commit()
    return made


@pytest.fixture
def stranger(office: Office, work_as: WorkAs) -> Work:
    return work_as(replace(ANONYMOUS, region_id=office.region.id))


def maybe(values: Sequence[Any], nothing: object = "") -> st.SearchStrategy[Any]:
    return st.sampled_from([nothing, nothing, *values])


WISHES = st.builds(
    Wish,
    text=maybe(WORDS),
    category=maybe(("MKN", "MKN.01", "ATK.01")),
    regency=maybe(REGENCIES),
    scale=maybe([str(one) for one in Scale]),
    origin=maybe([str(one) for one in Origin]),
    halal=maybe([str(one) for one in Halal]),
    band=maybe(BANDS, None),
    lowest=maybe(PRICES, None),
    highest=maybe(PRICES, None),
    hour=maybe((time(5), time(6), time(11), time(12), time(17), time(20, 30), time(22)), None),
    exact=st.just(True),
)


def expected(shelf: Sequence[tuple[Listing, tuple[str, ...], Scale]], wish: Wish) -> set[str]:
    """The names that fit, found without the database."""

    def fits(one: Listing, areas: Sequence[str], scale: Scale) -> bool:
        following = [start for start in BANDS if wish.band is not None and start > wish.band]
        tests: Mapping[str, Callable[[], bool]] = {
            "text": lambda: one.name.startswith(wish.text),
            "category": lambda: one.category_code.startswith(wish.category),
            "regency": lambda: wish.regency in areas,
            "scale": lambda: scale == wish.scale,
            "origin": lambda: one.origin == wish.origin,
            "halal": lambda: one.halal == wish.halal,
        }
        plain = all(test() for name, test in tests.items() if getattr(wish, name))
        within = (wish.lowest or 0) <= one.price <= (wish.highest or 10**12)
        band = wish.band is None or (
            wish.band <= one.price < (following[0] if following else 10**12)
        )
        opens, closes = one.open_from, one.open_until
        at_hour = wish.hour is None or opens is None or opens <= wish.hour <= (closes or opens)
        return plain and within and band and at_hour

    return {one.name for one, areas, scale in shelf if fits(one, areas, scale)}


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wish=WISHES)
def test_each_count_is_what_choosing_it_finds(
    shelf: list[tuple[Listing, tuple[str, ...], Scale]], stranger: Work, wish: Wish
) -> None:
    found = browse(stranger, wish)
    assert {card.name for card in found.found.listings} == expected(shelf, wish)
    assert found.count == len(found.found.listings)
    for facet, field in FIELDS.items():
        for value, count in getattr(found, facet).items():
            chosen = browse(stranger, replace(wish, **{field: value}))
            assert chosen.count == count, (facet, value)
            assert len(chosen.found.listings) == count


def test_an_hour_stands_in_the_address_and_can_be_taken_off(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    seller = a_seller(owner, office.region)
    a_listing(owner, seller, name="Nasi pagi", open_from=time(6), open_until=time(10))
    a_listing(owner, seller, name="Nasi sore", open_from=time(15), open_until=time(20))
    a_listing(owner, seller, name="Nasi kapan saja")
    page = client.get("/catalogue?hour=16:30").text
    assert "Nasi sore" in page
    assert "Nasi kapan saja" in page
    assert "Nasi pagi" not in page
    assert "Mengantar pukul 16.30" in page
    assert 'value="16:30"' in page
    for nonsense in ("25:00", "16", "16:30:11.5", "x", "\uff11\uff16:30"):
        assert "Nasi pagi" in client.get(f"/catalogue?hour={nonsense}").text


def test_a_filter_beside_words_finds_as_many_as_it_told(
    owner: Session, office: Office, stranger: Work
) -> None:
    """Names fill the page, so descriptions stay out of it, with the filter too."""
    micro = a_seller(owner, office.region, scale=Scale.MICRO)
    small = a_seller(owner, office.region, scale=Scale.SMALL)
    for number in range(PAGE_SIZE + 1):
        a_listing(owner, micro if number < 3 else small, name=f"Tumpeng {number}")
    a_listing(owner, micro, name="Kotak kertas", description="Untuk tumpeng.")
    owner.commit()

    told = browse(stranger, Wish(text="tumpeng"))
    assert told.scales == {Scale.MICRO: 3, Scale.SMALL: PAGE_SIZE - 2}
    assert browse(stranger, Wish(text="tumpeng", scale="micro")).count == 3
    alone = browse(stranger, Wish(text="kertas tumpeng", scale="micro"))
    assert [card.name for card in alone.found.listings] == ["Kotak kertas"]
