"""Sheets of listings: the runs of a seller, their rows, and the file behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from procure.catalogue.models import (
    Listing,
    ListingArea,
    ListingAttribute,
    ListingContent,
    ListingPhoto,
    ListingVariant,
)
from procure.catalogue.rules.offers import Content, Photo, Substance, Terms, Variant
from procure.catalogue.shelf_models import ImportRow, ImportRun
from procure.catalogue.workflow import RowEffect, RowState
from procure.db.work import Work
from procure.files.models import Purpose, Upload
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound

FAULTS_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a sheet stand in which state."""

    sound: int = 0
    faulty: int = 0
    applied: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """All rows that were read."""
        return self.sound + self.faulty + self.applied + self.unchanged


def _in_sight(work: Work) -> ColumnElement[bool]:
    actor = work.actor
    here = ImportRun.region_id == actor.region_id
    if actor.has(Role.SYSTEM) or actor.has(Role.REGISTRY_OFFICER):
        return here
    return here & (ImportRun.supplier_id == actor.supplier_id)


def get(work: Work, import_run_id: UUID, *, lock: bool = False) -> ImportRun:
    """Return a sheet of one's own or, for the officer, of the region. Raises NotFound."""
    wanted = (
        select(ImportRun)
        .where(ImportRun.id == import_run_id, _in_sight(work))
        .options(joinedload(ImportRun.supplier))
    )
    if lock:
        wanted = wanted.with_for_update(of=ImportRun).execution_options(populate_existing=True)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def region_of(work: Work, import_run_id: UUID) -> UUID | None:
    """Return the region of a sheet, for the job that reads it."""
    return work.session.scalar(select(ImportRun.region_id).where(ImportRun.id == import_run_id))


def recent(work: Work) -> Sequence[ImportRun]:
    """Return the latest sheets of the actor's supplier."""
    wanted = (
        select(ImportRun)
        .where(ImportRun.supplier_id == work.actor.supplier_id)
        .order_by(ImportRun.created_at.desc())
        .limit(10)
    )
    return work.session.scalars(wanted).all()


def counts(work: Work, import_run_id: UUID) -> Counts:
    """Return how many rows stand in which state."""
    rows = work.session.execute(
        select(ImportRow.state, func.count())
        .where(ImportRow.import_run_id == import_run_id)
        .group_by(ImportRow.state)
    )
    return Counts(**{str(state): count for state, count in rows})


def effects(work: Work, import_run_id: UUID) -> dict[RowEffect, int]:
    """Return how many sound rows would do what, in the order in which effects are told."""
    wanted = (
        select(ImportRow.effect, func.count())
        .where(ImportRow.import_run_id == import_run_id, ImportRow.state == RowState.SOUND)
        .group_by(ImportRow.effect)
    )
    found = dict(work.session.execute(wanted).all())
    return {effect: found[effect] for effect in RowEffect if effect in found}


def rows(
    work: Work,
    import_run_id: UUID,
    state: RowState,
    *,
    effect: RowEffect | None = None,
    after: int = 0,
    limit: int = FAULTS_SHOWN,
) -> Sequence[ImportRow]:
    """Return rows in a state (with an effect), in the order of the sheet, after a row's number."""
    wanted = (
        select(ImportRow)
        .where(
            ImportRow.import_run_id == import_run_id,
            ImportRow.state == state,
            ImportRow.number > after,
        )
        .order_by(ImportRow.number)
        .limit(limit)
    )
    if effect is not None:
        wanted = wanted.where(ImportRow.effect == effect)
    return work.session.scalars(wanted).all()


def row(work: Work, import_run_id: UUID, number: int) -> ImportRow:
    """Return one row, locked. Raises NotFound."""
    wanted = (
        select(ImportRow)
        .where(ImportRow.import_run_id == import_run_id, ImportRow.number == number)
        .with_for_update()
    )
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def places(work: Work, import_run_id: UUID) -> dict[str, tuple[int, int]]:
    """Return in which row each code of a sheet stands, and of which edition of the file it is."""
    found = work.session.execute(
        select(ImportRow.code, ImportRow.number, ImportRow.edition)
        .where(ImportRow.import_run_id == import_run_id, ImportRow.code != "")
        .order_by(ImportRow.number)
    )
    return {code: (number, edition) for code, number, edition in found}


def numbers(work: Work, import_run_id: UUID) -> frozenset[int]:
    """Return the numbers of the rows that were read."""
    wanted = select(ImportRow.number).where(ImportRow.import_run_id == import_run_id)
    return frozenset(work.session.scalars(wanted))


def last_row(work: Work, import_run_id: UUID) -> int:
    """Return the greatest number of a row, 0 when there is none."""
    wanted = select(func.max(ImportRow.number)).where(ImportRow.import_run_id == import_run_id)
    return work.session.scalar(wanted) or 0


def sheet(work: Work, upload_id: UUID) -> Upload:
    """Return the actor's own uploaded sheet. Raises NotFound."""
    wanted = select(Upload).where(
        Upload.id == upload_id,
        Upload.purpose == Purpose.SHEET,
        Upload.person_id == work.actor.user_id,
    )
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Shelved:
    """A listing as it stands, with what it says and on which terms."""

    listing: Listing
    substance: Substance
    terms: Terms


def shelved(
    work: Work, supplier_id: UUID | None = None, *, codes: Iterable[str] | None = None
) -> list[Shelved]:
    """Return listings with all that a row of a sheet says; six statements however many there are.

    Args:
        work: who asks; without a supplier, all listings of the region that were approved.
        supplier_id: whose listings.
        codes: only those with these codes of the seller's own.
    """
    wanted = select(Listing).where(Listing.region_id == work.actor.region_id)
    if supplier_id is None:
        wanted = wanted.where(or_(Listing.approved_at.is_not(None), Listing.is_live))
    else:
        wanted = wanted.where(Listing.supplier_id == supplier_id)
    if codes is not None:
        wanted = wanted.where(Listing.code.in_(list(codes)))
    listings = work.session.scalars(wanted.order_by(Listing.id)).all()
    ids = wanted.with_only_columns(Listing.id).subquery()
    parts = {
        model: _by_listing(
            work.session.scalars(
                select(model)
                .join(ids, ids.c.id == model.listing_id)
                .order_by(*model.__table__.primary_key)
            )
        )
        for model in (ListingVariant, ListingContent, ListingPhoto, ListingArea, ListingAttribute)
    }
    return [_whole(listing, parts) for listing in listings]


def _by_listing(found: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    grouped: dict[UUID, list[Any]] = {}
    for one in found:
        grouped.setdefault(one.listing_id, []).append(one)
    return grouped


def _whole(listing: Listing, parts: Mapping[Any, Mapping[UUID, list[Any]]]) -> Shelved:
    def of(model: Any) -> list[Any]:
        return parts[model].get(listing.id, [])

    substance = Substance(
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
        contents=tuple(Content(c.name, c.quantity, c.unit) for c in of(ListingContent)),
        variants=tuple(Variant(v.name, v.price) for v in of(ListingVariant)),
        photos=tuple(Photo(p.upload_id, p.caption) for p in of(ListingPhoto)),
        answers=tuple(sorted((a.key, a.value) for a in of(ListingAttribute))),
    )
    terms = Terms(
        price=listing.price,
        is_price_without_tax=listing.is_price_without_tax,
        minimum_order=listing.minimum_order,
        lead_days=listing.lead_days,
        day_capacity=listing.day_capacity,
        stock=listing.stock,
        open_from=listing.open_from,
        open_until=listing.open_until,
        areas=tuple(a.regency_code for a in of(ListingArea)),
        code=listing.code,
    )
    return Shelved(listing, substance, terms)
