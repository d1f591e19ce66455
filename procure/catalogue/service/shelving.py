"""Rows of a sheet become listings and proposals, many with one statement."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select, text, update

from procure.audit.service import record
from procure.catalogue.actions import ListingAction
from procure.catalogue.models import Listing, ListingArea
from procure.catalogue.queries import own, sheets
from procure.catalogue.queries.sheets import Shelved
from procure.catalogue.rules.offers import Substance
from procure.catalogue.rules.sheets import Offer, check_row
from procure.catalogue.service.effects import TERMS, says, wanted_of
from procure.catalogue.service.selling import PLAIN, kept
from procure.catalogue.shelf_models import ImportRow, ImportRun, ListingRevision
from procure.catalogue.workflow import OPEN, ListingRevisionStatus, RowState
from procure.db.base import Base, new_id, table_of
from procure.db.work import Work

Sound = tuple[ImportRow, Offer]


def shelve(work: Work, run: ImportRun, rows: Sequence[ImportRow]) -> None:
    """Take over rows that were sound: they are checked once more, for the law may have changed."""
    around = own.around(work, run.supplier)
    sound: list[Sound] = []
    for row in rows:
        checked = check_row(row.cells, around)
        if checked.offer is None:
            row.state, row.problems = RowState.FAULTY, checked.problems
        else:
            sound.append((row, checked.offer))
    codes = [row.code for row, _offer in sound]
    known = {one.terms.code: one for one in sheets.shelved(work, run.supplier_id, codes=codes)}
    _add(work, run, [one for one in sound if one[0].code not in known])
    _change(work, run, [(row, offer, known[row.code]) for row, offer in sound if row.code in known])


def _add(work: Work, run: ImportRun, sound: Sequence[Sound]) -> None:
    listings, areas, revisions = [], [], []
    for _row, offer in sound:
        listing_id = new_id()
        listings.append(
            {
                "id": listing_id,
                "region_id": run.region_id,
                "supplier_id": run.supplier_id,
                "price": offer.price,
                "is_live": False,
                "sold_count": 0,
                "picture": "",
                **{name: getattr(offer.substance, name) for name in PLAIN},
                **{name: getattr(offer.terms, name) for name in TERMS},
            }
        )
        areas += [{"listing_id": listing_id, "regency_code": c} for c in offer.terms.areas]
        revisions.append(_proposal(work, run, listing_id, offer.substance, 1))
    _insert(work, Listing, listings)
    for (row, _offer), one in zip(sound, listings, strict=True):
        row.listing_id, row.state = one["id"], RowState.APPLIED
    _insert(work, ListingArea, areas)
    _insert(work, ListingRevision, revisions)
    for one in listings:
        added = Listing(id=one["id"], region_id=run.region_id)
        facts = {"sheet": str(run.id), "by": str(run.person_id), "price": one["price"]}
        record(work, ListingAction.ADD, added, facts=facts)


def _insert(work: Work, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert many rows with one statement and one value, which costs a tenth of many values."""
    if not rows:
        return
    table = table_of(model).name
    names = ", ".join(rows[0])
    work.session.execute(
        text(
            f"INSERT INTO {table} ({names}) SELECT {names} "  # noqa: S608 - names of our own models
            f"FROM jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"
        ),
        {"rows": json.dumps(rows, default=str, ensure_ascii=False)},
    )


def _proposal(
    work: Work, run: ImportRun, listing_id: Any, wanted: Substance, number: int
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "region_id": run.region_id,
        "supplier_id": run.supplier_id,
        "listing_id": listing_id,
        "number": number,
        "status": ListingRevisionStatus.SUBMITTED,
        "import_run_id": run.id,
        "submitted_by_id": run.person_id,
        "submitted_at": work.now,
        "checklist": {},
        "reason": "",
        **kept(wanted),
    }


def _change(work: Work, run: ImportRun, sound: Iterable[tuple[ImportRow, Offer, Shelved]]) -> None:
    proposed: list[tuple[Listing, Substance]] = []
    for row, offer, now in sound:
        wanted = wanted_of(offer, now)
        changed = _take_terms(work, run, now, offer)
        if says(wanted, now.substance):
            row.state = RowState.APPLIED if changed else RowState.UNCHANGED
        else:
            proposed.append((now.listing, wanted))
            row.state = RowState.APPLIED
        row.listing_id = now.listing.id
    if proposed:
        _propose(work, run, proposed)


def _take_terms(work: Work, run: ImportRun, now: Shelved, offer: Offer) -> bool:
    listing, facts = now.listing, {}
    before = {name: getattr(listing, name) for name in ("price", *TERMS)}
    after = {"price": offer.price, **{name: getattr(offer.terms, name) for name in TERMS}}
    for name, value in after.items():
        if before[name] != value:
            facts[name] = str(value)
            setattr(listing, name, value)
    facts |= _take_variants(now, offer, listing)
    if now.terms.areas != offer.terms.areas:
        facts["areas"] = "; ".join(offer.terms.areas)
        work.session.execute(delete(ListingArea).where(ListingArea.listing_id == listing.id))
        areas = [{"listing_id": listing.id, "regency_code": c} for c in offer.terms.areas]
        _insert(work, ListingArea, areas)
    if facts:
        action = ListingAction.REPRICE if "price" in facts else ListingAction.ADJUST
        facts["by"] = str(run.person_id)
        record(work, action, listing, facts=facts)
    return bool(facts)


def _take_variants(now: Shelved, offer: Offer, listing: Listing) -> dict[str, str]:
    wanted = {one.name: one.price for one in offer.substance.variants}
    if not now.substance.variants:
        return {}
    facts = {}
    for one in listing.variants:
        price = wanted.get(one.name, one.price)
        if price != one.price:
            facts[one.name] = str(price)
            one.price = price
    return facts


def _propose(work: Work, run: ImportRun, proposed: list[tuple[Listing, Substance]]) -> None:
    """Write new proposals; one that was open is taken back, for the sheet says what is wanted."""
    ids = [listing.id for listing, _wanted in proposed]
    work.session.execute(
        update(ListingRevision)
        .where(ListingRevision.listing_id.in_(ids), ListingRevision.status.in_(OPEN))
        .values(status=ListingRevisionStatus.WITHDRAWN)
        .execution_options(synchronize_session=False)
    )
    numbers = dict(
        work.session.execute(
            select(ListingRevision.listing_id, func.max(ListingRevision.number))
            .where(ListingRevision.listing_id.in_(ids))
            .group_by(ListingRevision.listing_id)
        ).all()
    )
    rows = [
        _proposal(work, run, listing.id, wanted, numbers.get(listing.id, 0) + 1)
        for listing, wanted in proposed
    ]
    _insert(work, ListingRevision, rows)
