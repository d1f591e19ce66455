"""What stands around one listing on its page: read with one statement, made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Date, String, Uuid, and_, bindparam, cast, func, or_, select

from procure.catalogue.models import (
    CapacityUse,
    CategoryAttribute,
    Listing,
    ListingAttribute,
    ListingContent,
    ListingPhoto,
    ListingPrice,
    ListingVariant,
    PriceStandard,
)
from procure.catalogue.queries.browse import cards_of
from procure.catalogue.queries.wishes import Card
from procure.catalogue.rules.fairness import Measure
from procure.catalogue.search_models import AWARDED_PRICES, SearchDoc
from procure.db.work import Work
from procure.files.models import Upload
from procure.kernel.clock import local
from procure.regulations import queries as regulations

MOST_PRICES: Final = 12
MOST_OTHERS: Final = 4
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


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo of a listing that everybody may see, with what its seller says of it."""

    id: UUID
    width: int
    height: int
    caption: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one listing.

    `median` is None where no rule asks for it; `steps` are the listing's own prices, oldest first,
    the present one last; `kinds_before` are those of each kind that had others before; `others` is
    what else sells best of the same seller.
    """

    contents: Sequence[Mapping[str, Any]]
    variants: Sequence[Mapping[str, Any]]
    answers: Sequence[tuple[str, str]]
    areas: Sequence[str]
    taken: int
    photos: Sequence[ShownPhoto]
    standards: Sequence[Measure]
    median: Median | None
    steps: Sequence[PriceStep]
    kinds_before: Sequence[tuple[str, Sequence[PriceStep]]]
    others: Sequence[Card]


def _as_list(wanted: Any) -> Any:
    rows = wanted.subquery()
    return select(func.json_agg(rows.table_valued())).scalar_subquery()


_HERE: Final = bindparam("here", type_=Uuid)
_TODAY: Final = bindparam("today", type_=Date)
_LISTING: Final = bindparam("listing", type_=Uuid)
_CATEGORY: Final = bindparam("category", type_=String)
_PRICES = AWARDED_PRICES.c
_AWARDED = (
    _PRICES.region_id == _HERE,
    _PRICES.category_code == _CATEGORY,
    _PRICES.unit == bindparam("unit"),
    _PRICES.awarded_at >= bindparam("since"),
)
_RECENT: Final = (
    select(
        ListingPrice.variant,
        ListingPrice.since,
        ListingPrice.price,
        func.row_number()
        .over(partition_by=ListingPrice.variant, order_by=ListingPrice.since.desc())
        .label("place"),
    )
    .where(ListingPrice.listing_id == _LISTING)
    .subquery()
)
_AROUND: Final = select(
    _as_list(
        select(ListingContent.name, ListingContent.quantity, ListingContent.unit)
        .where(ListingContent.listing_id == _LISTING)
        .order_by(ListingContent.position)
    ).label("contents"),
    _as_list(
        select(ListingVariant.name, ListingVariant.price)
        .where(ListingVariant.listing_id == _LISTING)
        .order_by(ListingVariant.position)
    ).label("variants"),
    _as_list(
        select(CategoryAttribute.label, CategoryAttribute.label_en, ListingAttribute.value)
        .join(
            CategoryAttribute,
            (CategoryAttribute.key == ListingAttribute.key)
            & (CategoryAttribute.category_code == _CATEGORY),
        )
        .where(ListingAttribute.listing_id == _LISTING)
        .order_by(CategoryAttribute.position)
    ).label("answers"),
    select(SearchDoc.areas)
    .where(SearchDoc.listing_id == _LISTING)
    .scalar_subquery()
    .label("areas"),
    select(func.coalesce(func.sum(CapacityUse.quantity), 0))
    .where(CapacityUse.listing_id == _LISTING, CapacityUse.day == _TODAY)
    .scalar_subquery()
    .label("taken"),
    _as_list(
        select(Upload.id, Upload.width, Upload.height, ListingPhoto.caption)
        .join(ListingPhoto, ListingPhoto.upload_id == Upload.id)
        .where(ListingPhoto.listing_id == _LISTING, Upload.is_public)
        .order_by(ListingPhoto.position)
    ).label("photos"),
    _as_list(
        select(
            PriceStandard.item,
            PriceStandard.unit,
            PriceStandard.price,
            PriceStandard.decree,
            and_(PriceStandard.key != "", PriceStandard.key == bindparam("standard_key")).label(
                "is_keyed"
            ),
        )
        .where(
            PriceStandard.region_id == _HERE,
            PriceStandard.category_code == _CATEGORY,
            PriceStandard.valid_from <= _TODAY,
            or_(PriceStandard.valid_until.is_(None), PriceStandard.valid_until >= _TODAY),
        )
        .order_by(PriceStandard.item)
    ).label("standards"),
    select(cast(func.percentile_disc(0.5).within_group(_PRICES.unit_price), BigInteger))
    .where(*_AWARDED)
    .scalar_subquery()
    .label("middle"),
    select(func.count()).where(*_AWARDED).scalar_subquery().label("sample"),
    _as_list(
        select(_RECENT.c.variant, _RECENT.c.since, _RECENT.c.price)
        .where(_RECENT.c.place <= MOST_PRICES)
        .order_by(_RECENT.c.since)
    ).label("prices"),
    _as_list(
        select(SearchDoc.listing_id)
        .where(SearchDoc.supplier_id == bindparam("supplier"), SearchDoc.listing_id != _LISTING)
        # `+ 0` keeps the database from walking all listings by what sells, in search of these.
        .order_by((SearchDoc.sold + 0).desc(), SearchDoc.listing_id.desc())
        .limit(MOST_OTHERS)
    ).label("others"),
)


def around(work: Work, listing: Listing) -> Around:
    """Return what stands around a live listing: two statements."""
    law = regulations.in_force(work, [MEDIAN_RULE]).get(MEDIAN_RULE)
    days = law.parameters["days"] if law else 0
    given = {
        "here": work.actor.region_id,
        "today": work.today,
        "listing": listing.id,
        "supplier": listing.supplier_id,
        "category": listing.category_code,
        "standard_key": listing.category.standard_key,
        "unit": listing.unit.lower(),
        "since": work.now - timedelta(days=days),
    }
    row = work.session.execute(_AROUND, given).one()
    history = _history(work, listing, row.prices or ())
    label = "label_en" if work.language == "en" else "label"
    median = None
    if law is not None:
        least = law.parameters["least"]
        known = row.middle if row.sample >= least else None
        median = Median(known, row.sample, least, days, law.article)
    return Around(
        contents=row.contents or (),
        variants=row.variants or (),
        answers=[(one[label], one["value"]) for one in row.answers or ()],
        areas=row.areas or (),
        taken=row.taken,
        photos=[ShownPhoto(**{**one, "id": UUID(one["id"])}) for one in row.photos or ()],
        standards=[Measure(**one) for one in row.standards or ()],
        median=median,
        steps=history[""],
        kinds_before=[
            (one["name"], history[one["name"]])
            for one in row.variants or ()
            if len(history.get(one["name"], ())) > 1
        ],
        others=cards_of(work, [UUID(one["listing_id"]) for one in row.others or ()]),
    )


def _history(
    work: Work, listing: Listing, prices: Sequence[Mapping[str, Any]]
) -> Mapping[str, Sequence[PriceStep]]:
    """Return the prices of the listing ("") and of each of its kinds, oldest first."""
    history: dict[str, list[PriceStep]] = {"": []}
    for one in prices:
        since = local(datetime.fromisoformat(one["since"]), work.zone).date()
        history.setdefault(one["variant"], []).append(PriceStep(since, one["price"]))
    own = history[""]
    if not own or own[-1].price != listing.price:
        own.append(PriceStep(local(listing.created_at, work.zone).date(), listing.price))
    return history
