"""What a seller offers, as the seller keeps it; and what buyers may know of its prices."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from procure.catalogue.models import (
    Category,
    CategoryAttribute,
    Listing,
    ListingAttribute,
    ListingPrice,
)
from procure.catalogue.queries.shelf import in_sight_of
from procure.catalogue.rules.offers import (
    CODES,
    Around,
    Content,
    Kind,
    Photo,
    Question,
    Substance,
    Variant,
)
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.workflow import OPEN
from procure.db.work import Work
from procure.files.models import Purpose, Upload
from procure.kernel.errors import NotFound
from procure.kernel.labels import N_, Labelled
from procure.regulations.queries import in_force
from procure.suppliers.models import DocumentKind, Supplier, SupplierArea
from procure.suppliers.queries import holding

PAGE_SIZE = 30


class Place(Labelled):
    """Where a listing of one's own stands."""

    LIVE = "live", N_("On the shelf"), "success"
    TAKEN_DOWN = "taken_down", N_("Taken down by the registry officer"), "danger"
    WITHDRAWN = "withdrawn", N_("Taken off the shelf"), "neutral"
    NEW = "new", N_("Not on the shelf yet"), "warning"


@dataclass(frozen=True, slots=True)
class Own:
    """One listing of the seller's, and its proposal that is open, if any."""

    listing: Listing
    revision: ListingRevision | None

    @property
    def place(self) -> Place:
        """Where buyers find it, or why not."""
        return place_of(self.listing)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One page of the seller's listings and the id after which the next begins."""

    rows: Sequence[Own]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class PriceSpan:
    """A price in rupiah including tax, of a listing or a variant, and from when it held."""

    variant: str
    price: int
    since: object


def place_of(listing: Listing) -> Place:
    """Say where a listing stands."""
    if listing.is_live:
        return Place.LIVE
    if listing.taken_down_at is not None:
        return Place.TAKEN_DOWN
    return Place.WITHDRAWN if listing.approved_at is not None else Place.NEW


def mine(work: Work, *, text: str = "", after: UUID | None = None) -> OwnPage:
    """Return the listings of the actor's supplier, the newest first; two statements."""
    wanted = (
        select(Listing)
        .join(Listing.category)
        .options(contains_eager(Listing.category))
        .where(Listing.supplier_id == work.actor.supplier_id)
        .order_by(Listing.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if text:
        wanted = wanted.where(
            or_(
                Listing.name.icontains(text, autoescape=True),
                Listing.code.icontains(text, autoescape=True),
            )
        )
    if after is not None:
        wanted = wanted.where(Listing.id < after)
    found = work.session.scalars(wanted).all()
    shown = found[:PAGE_SIZE]
    latest = _latest(work, [listing.id for listing in shown])
    rows = [Own(listing, latest.get(listing.id)) for listing in shown]
    return OwnPage(rows, shown[-1].id if len(found) > PAGE_SIZE else None)


def _latest(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, ListingRevision]:
    wanted = (
        select(ListingRevision)
        .where(ListingRevision.listing_id.in_(list(ids)))
        .ext(distinct_on(ListingRevision.listing_id))
        .order_by(ListingRevision.listing_id, ListingRevision.number.desc())
    )
    return {revision.listing_id: revision for revision in work.session.scalars(wanted)}


def get(work: Work, listing_id: UUID, *, lock: bool = False) -> Listing:
    """Return a listing of the actor's own supplier. Raises NotFound."""
    return _one(work, Listing.id == listing_id, _own(work), lock=lock)


def to_judge(work: Work, listing_id: UUID, *, lock: bool = False) -> Listing:
    """Return a listing of the actor's region, for the registry officer. Raises NotFound."""
    here = Listing.region_id == work.actor.region_id
    return _one(work, Listing.id == listing_id, here, lock=lock)


def _own(work: Work) -> ColumnElement[bool]:
    return Listing.supplier_id == work.actor.supplier_id


def _one(work: Work, *conditions: ColumnElement[bool], lock: bool) -> Listing:
    wanted = (
        select(Listing)
        .where(*conditions)
        .options(
            joinedload(Listing.category),
            joinedload(Listing.supplier),
            selectinload(Listing.variants),
            selectinload(Listing.photos),
            selectinload(Listing.contents),
            selectinload(Listing.areas),
        )
    )
    if lock:
        wanted = wanted.with_for_update(of=Listing).execution_options(populate_existing=True)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def latest(work: Work, listing_id: UUID) -> ListingRevision | None:
    """Return the newest proposal about a listing, whatever became of it."""
    return _latest(work, [listing_id]).get(listing_id)


def open_revision(work: Work, listing_id: UUID) -> ListingRevision | None:
    """Return the proposal that is being written or judged, locked; at most one is open."""
    return work.session.scalar(
        select(ListingRevision)
        .where(ListingRevision.listing_id == listing_id, ListingRevision.status.in_(OPEN))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def last_number(work: Work, listing_id: UUID) -> int:
    """Return the number of the newest proposal, 0 if there is none."""
    wanted = select(func.max(ListingRevision.number)).where(
        ListingRevision.listing_id == listing_id
    )
    return work.session.scalar(wanted) or 0


def substance_of(work: Work, listing: Listing) -> Substance:
    """Return what a listing says now, as a value that can be compared."""
    answers = work.session.execute(
        select(ListingAttribute.key, ListingAttribute.value)
        .where(ListingAttribute.listing_id == listing.id)
        .order_by(ListingAttribute.key)
    )
    return Substance(
        category_code=listing.category_code,
        name=listing.name,
        description=listing.description,
        unit=listing.unit,
        is_package=listing.is_package,
        origin=listing.origin,
        tkdn_hundredths=listing.tkdn_hundredths,
        tkdn_certificate=listing.tkdn_certificate,
        tkdn_until=listing.tkdn_until,
        sni_certificate=listing.sni_certificate,
        sni_until=listing.sni_until,
        halal=listing.claimed_halal,
        contents=tuple(Content(one.name, one.quantity, one.unit) for one in listing.contents),
        variants=tuple(Variant(one.name, one.price) for one in listing.variants),
        photos=tuple(Photo(one.upload_id, one.caption) for one in listing.photos),
        answers=tuple((key, value) for key, value in answers),
    )


def kinds(work: Work) -> Mapping[str, Kind]:
    """Return the categories in which something can be offered, with their questions."""
    questions: dict[str, list[Question]] = defaultdict(list)
    asked = select(CategoryAttribute).order_by(
        CategoryAttribute.category_code, CategoryAttribute.position
    )
    for one in work.session.scalars(asked):
        questions[one.category_code].append(
            Question(one.key, one.label, one.label_en, one.is_required)
        )
    rows = work.session.scalars(select(Category).where(Category.parent_code.is_not(None)))
    return {
        row.code: Kind(
            row.code, row.supply_kind, row.unit, tuple(questions[row.code]), row.asks_sni
        )
        for row in rows
    }


def around(work: Work, supplier: Supplier) -> Around:
    """Return what the rules need to know of a seller and of the law today."""
    areas = work.session.scalars(
        select(SupplierArea.regency_code).where(SupplierArea.supplier_id == supplier.id)
    )
    return Around(
        kinds=kinds(work),
        areas=frozenset(areas),
        is_taxable=supplier.is_taxable,
        has_halal=bool(certified(work, [supplier.id])),
        laws=in_force(work, CODES),
        today=work.today,
    )


def certified(work: Work, supplier_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these suppliers have a halal certificate that holds today."""
    wanted = select(Supplier.id).where(
        Supplier.id.in_(list(supplier_ids)),
        holding(Supplier.id, DocumentKind.HALAL, work.today),
    )
    return set(work.session.scalars(wanted))


def supplier(work: Work) -> Supplier:
    """Return the actor's own supplier. Raises NotFound."""
    found = work.session.get(Supplier, work.actor.supplier_id) if work.actor.supplier_id else None
    if found is None:
        raise NotFound
    return found


def photos(work: Work, ids: Sequence[UUID]) -> Mapping[UUID, Upload]:
    """Return the actor's supplier's own uploaded photos among these ids."""
    if not ids:
        return {}
    wanted = select(Upload).where(
        Upload.id.in_(ids),
        Upload.purpose == Purpose.PHOTO,
        Upload.supplier_id == work.actor.supplier_id,
    )
    return {upload.id: upload for upload in work.session.scalars(wanted)}


def prices(work: Work, listing_id: UUID) -> Sequence[PriceSpan]:
    """Return the prices a live listing has had, the newest first: rupiah with tax, and since when.

    Empty for a listing that does not exist for the asker.
    """
    wanted = (
        select(ListingPrice.variant, ListingPrice.price, ListingPrice.since)
        .join(Listing, Listing.id == ListingPrice.listing_id)
        .join(Listing.supplier)
        .where(Listing.id == listing_id, *in_sight_of(work.actor))
        .order_by(ListingPrice.since.desc(), ListingPrice.variant)
        .limit(100)
    )
    return [PriceSpan(*row) for row in work.session.execute(wanted)]


def own_prices(work: Work, listing_id: UUID) -> Sequence[PriceSpan]:
    """Return the prices that a listing of the actor's supplier has had, the newest first."""
    wanted = (
        select(ListingPrice.variant, ListingPrice.price, ListingPrice.since)
        .join(Listing, Listing.id == ListingPrice.listing_id)
        .where(Listing.id == listing_id, _own(work))
        .order_by(ListingPrice.since.desc(), ListingPrice.variant)
        .limit(100)
    )
    return [PriceSpan(*row) for row in work.session.execute(wanted)]


def photos_of_region(work: Work, ids: Sequence[UUID]) -> Mapping[UUID, Upload]:
    """Return photos of the region by id, for the officer who judges them."""
    if not ids:
        return {}
    wanted = select(Upload).where(
        Upload.id.in_(ids),
        Upload.purpose == Purpose.PHOTO,
        Upload.region_id == work.actor.region_id,
    )
    return {upload.id: upload for upload in work.session.scalars(wanted)}


def around_region(work: Work) -> Around:
    """Return the law and the categories, for a sheet of the whole region."""
    return Around(
        kinds=kinds(work),
        areas=frozenset(),
        is_taxable=True,
        has_halal=True,
        laws=in_force(work, CODES),
        today=work.today,
    )


def told_of(work: Work, supplier_id: UUID) -> list[dict[str, Any]]:
    """Return what is offered and was offered, for the copy of a supplier's own data."""
    wanted = (
        select(
            Listing.name,
            Listing.code,
            Listing.category_code,
            Listing.price,
            Listing.unit,
            Listing.is_live,
            Listing.created_at,
            Listing.approved_at,
        )
        .where(Listing.supplier_id == supplier_id)
        .order_by(Listing.created_at, Listing.id)
    )
    return [dict(row) for row in work.session.execute(wanted).mappings()]
