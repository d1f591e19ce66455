"""A few listings side by side, and what stands around one of them: prices then and elsewhere."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import contains_eager, selectinload

from procure.catalogue.models import (
    CapacityUse,
    CategoryAttribute,
    Listing,
    ListingAttribute,
    ListingContent,
    ListingPhoto,
    ListingPrice,
    ListingVariant,
)
from procure.catalogue.queries.browse import page_of
from procure.catalogue.queries.shelf import in_sight_of
from procure.catalogue.queries.wishes import Card, Found
from procure.catalogue.rules.offers import PPN
from procure.catalogue.search_models import AWARDED_PRICES, SearchDoc
from procure.db.work import Work
from procure.files.models import Upload
from procure.kernel.clock import local
from procure.kernel.regulation import Regulation
from procure.regulations import queries as regulations

MOST_COMPARED: Final = 4
MOST_PRICES: Final = 12
MEDIAN_RULE: Final = "price-median"


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A price (rupiah per unit with tax) that a listing had from a day on."""

    since: date
    price: int


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of awarded unit prices (rupiah) of one category and unit in the region.

    `price` is empty where fewer than `least` prices of the last `days` days are known.
    """

    price: int | None
    sample: int
    least: int
    days: int
    article: str


def compared(work: Work, ids: Sequence[UUID]) -> list[Listing]:
    """Return at most four live listings with seller, contents and areas, in the order asked for."""
    wanted_ids = list(dict.fromkeys(ids))[:MOST_COMPARED]
    if not wanted_ids:
        return []
    wanted = (
        select(Listing)
        .join(Listing.supplier)
        .join(Listing.category)
        .options(
            contains_eager(Listing.supplier),
            contains_eager(Listing.category),
            selectinload(Listing.contents),
            selectinload(Listing.variants),
        )
        .where(Listing.id.in_(wanted_ids), *in_sight_of(work.actor))
    )
    found = {listing.id: listing for listing in work.session.scalars(wanted)}
    return [found[one] for one in wanted_ids if one in found]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one listing, read with one statement."""

    contents: Sequence[Mapping[str, Any]]
    variants: Sequence[Mapping[str, Any]]
    answers: Sequence[Mapping[str, Any]]
    areas: Sequence[str]
    taken: int


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo of a listing that everybody may see, with what its seller says of it."""

    upload: Upload
    caption: str


def photos(work: Work, listing: Listing) -> list[ShownPhoto]:
    """Return the photos of a live listing, in the seller's order."""
    wanted = (
        select(Upload, ListingPhoto.caption)
        .join(ListingPhoto, ListingPhoto.upload_id == Upload.id)
        .where(ListingPhoto.listing_id == listing.id, Upload.is_public)
        .order_by(ListingPhoto.position)
    )
    return [ShownPhoto(*row) for row in work.session.execute(wanted)]


def around(work: Work, listing: Listing) -> Around:
    """Return contents, kinds, answers and areas of a listing, and what of today is taken."""
    name = CategoryAttribute.label_en if work.language == "en" else CategoryAttribute.label
    contents = _as_list(
        select(ListingContent.name, ListingContent.quantity, ListingContent.unit)
        .where(ListingContent.listing_id == listing.id)
        .order_by(ListingContent.position)
    )
    variants = _as_list(
        select(ListingVariant.name, ListingVariant.price)
        .where(ListingVariant.listing_id == listing.id)
        .order_by(ListingVariant.position)
    )
    answers = _as_list(
        select(name.label("label"), ListingAttribute.value)
        .join(
            CategoryAttribute,
            (CategoryAttribute.key == ListingAttribute.key)
            & (CategoryAttribute.category_code == listing.category_code),
        )
        .where(ListingAttribute.listing_id == listing.id)
        .order_by(CategoryAttribute.position)
    )
    areas = select(SearchDoc.areas).where(SearchDoc.listing_id == listing.id).scalar_subquery()
    used = (
        select(func.coalesce(func.sum(CapacityUse.quantity), 0))
        .where(CapacityUse.listing_id == listing.id, CapacityUse.day == work.today)
        .scalar_subquery()
    )
    row = work.session.execute(select(contents, variants, answers, areas, used)).one()
    return Around(row[0] or (), row[1] or (), row[2] or (), row[3] or (), row[4])


def _as_list(wanted: Any) -> Any:
    rows = wanted.subquery()
    return select(func.json_agg(rows.table_valued())).scalar_subquery()


def also_from(work: Work, listing: Listing) -> list[Card]:
    """Return what else sells best of the same seller, at most four."""
    found = page_of(work, listing.supplier_id, 5).listings
    return [card for card in found if card.id != listing.id][:4]


def areas_of(work: Work, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the regency codes to which live listings are delivered."""
    wanted = select(SearchDoc.listing_id, SearchDoc.areas).where(SearchDoc.listing_id.in_(ids))
    return dict(work.session.execute(wanted).all())


def price_history(work: Work, listing: Listing) -> dict[str, list[PriceStep]]:
    """Return the prices of a listing ("") and of each of its kinds, oldest first.

    At most twelve each; the listing's present one is the last of its own.
    """
    recent = (
        select(
            ListingPrice.variant,
            ListingPrice.since,
            ListingPrice.price,
            func.row_number()
            .over(partition_by=ListingPrice.variant, order_by=ListingPrice.since.desc())
            .label("place"),
        )
        .where(ListingPrice.listing_id == listing.id)
        .subquery()
    )
    wanted = (
        select(recent.c.variant, recent.c.since, recent.c.price)
        .where(recent.c.place <= MOST_PRICES)
        .order_by(recent.c.since)
    )
    history: dict[str, list[PriceStep]] = {"": []}
    for variant, since, price in work.session.execute(wanted):
        step = PriceStep(local(since, work.zone).date(), price)
        history.setdefault(variant, []).append(step)
    own = history[""]
    if not own or own[-1].price != listing.price:
        own.append(PriceStep(local(listing.created_at, work.zone).date(), listing.price))
    return history


def ppn_law(work: Work) -> Regulation | None:
    """Return the rule of value added tax in force today."""
    return regulations.in_force(work, [PPN]).get(PPN)


def awarded_median(work: Work, category_code: str, unit: str) -> Median | None:
    """Return what the region's agencies paid for such things; None where no rule asks for it."""
    law = regulations.in_force(work, [MEDIAN_RULE]).get(MEDIAN_RULE)
    if law is None:
        return None
    days, least = law.parameters["days"], law.parameters["least"]
    prices = AWARDED_PRICES.c
    wanted = select(
        cast(func.percentile_disc(0.5).within_group(prices.unit_price), BigInteger), func.count()
    ).where(
        prices.region_id == work.actor.region_id,
        prices.category_code == category_code,
        prices.unit == unit.lower(),
        prices.awarded_at >= work.now - timedelta(days=days),
    )
    middle, sample = work.session.execute(wanted).one()
    return Median(middle if sample >= least else None, sample, least, days, law.article)


def shelf_of(work: Work, supplier_id: UUID, size: int, after: str = "") -> Found:
    """Return one page of what a seller offers, what sells best first."""
    return page_of(work, supplier_id, size, after)
