"""Words that thousands of listings have: counted so far, and shown by what sells best."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from procure.catalogue.models import Listing
from procure.catalogue.queries import Card, Order, Wish, browse
from procure.catalogue.queries.statements import MANY
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.sellers import a_listing, a_seller

KEYS: dict[Order, Callable[[Card], int]] = {
    Order.FITTING: lambda card: -card.sold_count,
    Order.CHEAPEST: lambda card: card.price,
    Order.DEAREST: lambda card: -card.price,
}


@pytest.fixture
def stranger(office: Office, work_as: WorkAs) -> Work:
    """Somebody who is not signed in and looks at the office's region."""
    return work_as(replace(ANONYMOUS, region_id=office.region.id))


def test_many_hits_are_counted_to_a_thousand_and_shown_by_what_sells(
    owner: Session, office: Office, stranger: Work
) -> None:
    seller = a_seller(owner, office.region)
    owner.add_all(
        Listing(
            region_id=office.region.id,
            supplier_id=seller.supplier.id,
            category_code="ATK.01",
            name=f"Kertas {n}",
            unit="rim",
            price=1_000 + n,
            sold_count=n,
        )
        for n in range(1_050)
    )
    owner.commit()

    told = browse(stranger, Wish(text="kertas"))
    second = browse(stranger, Wish(text="kertas", after=told.found.next))

    assert (told.count, told.is_capped, told.categories) == (1_000, True, {"ATK.01": 1_000})
    assert [card.name for card in told.found.listings[:2]] == ["Kertas 1049", "Kertas 1048"]
    assert second.found.listings[0].name == "Kertas 1025"


@pytest.mark.parametrize("order", Order)
def test_frequent_words_are_counted_in_the_sample_and_shown_along_an_index(
    owner: Session, office: Office, stranger: Work, order: Order
) -> None:
    seller = a_seller(owner, office.region)
    owner.add_all(
        Listing(
            id=UUID(int=(n + 1) * 256 + n % 16),  # all of the sample, which is one in sixteen
            region_id=office.region.id,
            supplier_id=seller.supplier.id,
            category_code="ATK.01",
            name=f"Kertas merek {n}" if n % 2 else f"Merek kertas {n}",
            unit="rim",
            price=1_000 + n % 7,
            sold_count=n % 5,
        )
        for n in range(MANY)
    )
    a_listing(owner, seller, name="Kertas lain", price=1, sold_count=99)
    owner.commit()

    told = browse(stranger, Wish(text="kertas merek", order=order))
    pages, wish = [told.found], Wish(text="kertas merek", order=order)
    while pages[-1].next:
        pages.append(browse(stranger, replace(wish, after=pages[-1].next)).found)

    cards = [card for page in pages for card in page.listings]
    keys = [KEYS[order](card) for card in cards]
    assert (told.count, told.is_capped, told.categories) == (1_000, True, {"ATK.01": MANY})
    assert len({card.id for card in cards}) == len(cards) == MANY
    assert keys == sorted(keys)
