"""What sellers do with their listings: add, change, reprice, adjust, take off and return."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from procure.audit.service import record
from procure.catalogue.actions import ListingAction as Do
from procure.catalogue.models import (
    Listing,
    ListingArea,
    ListingAttribute,
    ListingContent,
    ListingPhoto,
    ListingVariant,
)
from procure.catalogue.policy import LISTING_POLICY
from procure.catalogue.queries import own
from procure.catalogue.rules import offers as rules
from procure.catalogue.rules.offers import Around, Substance, Terms
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.workflow import ListingRevisionStatus as S
from procure.db.base import new_id
from procure.db.work import Work
from procure.kernel.errors import StalePage, WrongStatus
from procure.suppliers.models import Supplier

PLAIN: Final = (
    *("category_code", "name", "description", "unit", "is_package", "origin"),
    *("tkdn_hundredths", "tkdn_certificate", "tkdn_until", "sni_certificate", "sni_until"),
    "halal",
)
"""What a listing says in columns of its own."""
_TERMS: Final = (
    *("minimum_order", "lead_days", "day_capacity", "stock", "open_from", "open_until", "code"),
)


def add(work: Work, wanted: Substance, terms: Terms) -> ListingRevision:
    """Write down a new offer; buyers see it once it was sent to the officer and approved.

    Raises NotPermitted, or a refusal of the rules of offers, or CodeTaken.
    """
    with work.transaction():
        LISTING_POLICY.require(work.actor, Do.ADD)
        supplier = own.supplier(work)
        around = own.around(work, supplier)
        wanted, price = _checked(work, wanted, terms, around)
        _check_code(work, terms.code)
        listing = Listing(
            id=new_id(),
            region_id=supplier.region_id,
            supplier_id=supplier.id,
            price=price,
            is_price_without_tax=terms.is_price_without_tax,
            is_live=False,
            sold_count=0,
            picture="",
            **_columns(wanted),
            **{name: getattr(terms, name) for name in _TERMS},
        )
        work.session.add(listing)
        work.session.flush()
        _write_areas(work, listing, terms.areas)
        revision = propose(work, listing, supplier, wanted)
        record(work, Do.ADD, listing, facts={"name": wanted.name, "price": price})
    return revision


def change(
    work: Work, listing_id: UUID, wanted: Substance, terms: Terms, *, number: int | None = None
) -> ListingRevision | None:
    """Change a listing: its terms and prices at once, its substance as a proposal.

    Args:
        work: who acts, and when.
        listing_id: one of the seller's own.
        wanted: what it should say.
        terms: price and what else holds at once.
        number: of the newest proposal that the page showed; another one is a stale page.

    Returns the proposal that is open afterwards, None when nothing waits to be approved. Raises
    StalePage, WrongStatus while a proposal is judged, and what `add` raises.
    """
    with work.transaction():
        listing = own.get(work, listing_id, lock=True)
        LISTING_POLICY.require(work.actor, Do.CHANGE, listing)
        if number is not None and number != own.last_number(work, listing.id):
            raise StalePage
        around = own.around(work, listing.supplier)
        wanted, _price = _checked(work, wanted, terms, around)
        open_one = own.open_revision(work, listing.id)
        says = own.substance_of(work, listing)
        _take_terms(work, listing, terms, wanted, around)
        now_says = _repriced(says, wanted)
        if open_one is None and wanted == now_says and listing.approved_at is not None:
            return None
        if open_one is not None and open_one.status is S.SUBMITTED:
            if wanted == open_one.substance:
                return open_one
            raise WrongStatus(status=open_one.status)
        if listing.approved_at is None:
            write_columns(listing, wanted)
        if open_one is None:
            open_one = propose(work, listing, listing.supplier, wanted)
        else:
            fill(open_one, wanted)
        record(work, Do.CHANGE, listing, facts={"number": open_one.number, "name": wanted.name})
    return open_one


def _repriced(says: Substance, wanted: Substance) -> Substance:
    """Return what is said now with the proposed prices of variants that exist: they are live."""
    prices = {one.name: one.price for one in wanted.variants}
    variants = tuple(replace(one, price=prices.get(one.name, one.price)) for one in says.variants)
    return replace(says, variants=variants)


def _checked(work: Work, wanted: Substance, terms: Terms, around: Around) -> tuple[Substance, int]:
    """Return the substance as it is kept and the price with tax; refuse what is not sound."""
    wanted = rules.tidied(wanted, around)
    rules.check_substance(wanted, around)
    rules.check_terms(terms, around)
    kind = rules.kind_of(wanted.category_code, around)
    price = rules.paid(terms.price, kind, around, is_without_tax=terms.is_price_without_tax)
    ids = [photo.upload_id for photo in wanted.photos]
    known = own.photos(work, ids)
    held = tuple(photo for photo in wanted.photos if photo.upload_id in known)
    return replace(wanted, photos=held), price


def _check_code(work: Work, code: str, listing_id: UUID | None = None) -> None:
    if not code:
        return
    # Two pages that give the same code at one instant go one after the other.
    key = func.hashtextextended(f"listing codes:{work.actor.supplier_id}", 0)
    work.session.execute(select(func.pg_advisory_xact_lock(key)))
    taken = select(Listing.id).where(
        Listing.supplier_id == work.actor.supplier_id, Listing.code == code
    )
    found = work.session.scalar(taken)
    if found is not None and found != listing_id:
        raise rules.CodeTaken(code=code)


def _take_terms(
    work: Work, listing: Listing, terms: Terms, wanted: Substance, around: Around
) -> None:
    _check_code(work, terms.code, listing.id)
    kind = rules.kind_of(wanted.category_code, around)
    given = {one.name: one.price for one in wanted.variants}
    _take_prices(work, listing, terms, kind, around, given)
    before = {name: getattr(listing, name) for name in _TERMS}
    after = {name: getattr(terms, name) for name in _TERMS}
    areas = tuple(area.regency_code for area in listing.areas)
    if before == after and tuple(sorted(terms.areas)) == areas:
        return
    for name, value in after.items():
        setattr(listing, name, value)
    _write_areas(work, listing, terms.areas)
    changed = {name: str(value) for name, value in after.items() if before[name] != value}
    record(work, Do.ADJUST, listing, facts=changed)


def _take_prices(
    work: Work,
    listing: Listing,
    terms: Terms,
    kind: rules.Kind,
    around: Around,
    variants: Mapping[str, int],
) -> None:
    price = rules.paid(terms.price, kind, around, is_without_tax=terms.is_price_without_tax)
    facts: dict[str, Any] = {}
    if price != listing.price:
        facts = {"before": listing.price, "price": price}
    listing.price, listing.is_price_without_tax = price, terms.is_price_without_tax
    for one in listing.variants:
        wanted = variants.get(one.name, one.price)
        if wanted != one.price:
            facts[one.name] = wanted
            one.price = wanted
    if facts:
        record(work, Do.REPRICE, listing, facts=facts)


def reprice(
    work: Work,
    listing_id: UUID,
    price: int,
    *,
    is_without_tax: bool = False,
    variants: Mapping[str, int] | None = None,
) -> Listing:
    """Change the price at once; the former price stays in the history that buyers see.

    Args:
        work: who acts, and when.
        listing_id: one of the seller's own.
        price: rupiah for one unit, without PPN if so said.
        is_without_tax: whether PPN comes on top; only for a PKP.
        variants: new prices with tax, by the names of variants.

    Raises PriceOutOfBounds or OnlyTaxableWithoutTax.
    """
    with work.transaction():
        listing = own.get(work, listing_id, lock=True)
        LISTING_POLICY.require(work.actor, Do.REPRICE, listing)
        around = own.around(work, listing.supplier)
        given = dict(variants or {})
        for one in given.values():
            rules.paid(
                one, rules.kind_of(listing.category_code, around), around, is_without_tax=False
            )
        terms = Terms(price, is_price_without_tax=is_without_tax)
        _take_prices(
            work, listing, terms, rules.kind_of(listing.category_code, around), around, given
        )
    return listing


def adjust(work: Work, listing_id: UUID, *, stock: int | None, day_capacity: int | None) -> Listing:
    """Set stock and day capacity at once; None is not limited."""
    with work.transaction():
        listing = own.get(work, listing_id, lock=True)
        LISTING_POLICY.require(work.actor, Do.ADJUST, listing)
        listing.stock, listing.day_capacity = stock, day_capacity
        record(work, Do.ADJUST, listing, facts={"stock": stock, "day_capacity": day_capacity})
    return listing


def withdraw(work: Work, listing_id: UUID) -> Listing:
    """Take a listing off the shelf; it can be returned at any time."""
    with work.transaction():
        listing = own.get(work, listing_id, lock=True)
        LISTING_POLICY.require(work.actor, Do.WITHDRAW, listing)
        if listing.is_live:
            listing.is_live = False
            record(work, Do.WITHDRAW, listing)
    return listing


def restore(work: Work, listing_id: UUID) -> Listing:
    """Return a listing to the shelf. Raises NotApprovedYet or TakenDown."""
    with work.transaction():
        listing = own.get(work, listing_id, lock=True)
        LISTING_POLICY.require(work.actor, Do.RESTORE, listing)
        if listing.approved_at is None:
            raise rules.NotApprovedYet
        if listing.taken_down_at is not None:
            raise rules.TakenDown(reason=listing.taken_down_reason)
        if not listing.is_live:
            listing.is_live = True
            record(work, Do.RESTORE, listing)
    return listing


def propose(work: Work, listing: Listing, supplier: Supplier, wanted: Substance) -> ListingRevision:
    """Write a new proposal about a listing, as a draft."""
    revision = ListingRevision(
        id=new_id(),
        region_id=listing.region_id,
        supplier_id=supplier.id,
        listing_id=listing.id,
        number=own.last_number(work, listing.id) + 1,
        status=S.DRAFT,
        checklist={},
    )
    fill(revision, wanted)
    work.session.add(revision)
    work.session.flush()
    return revision


def fill(revision: ListingRevision, wanted: Substance) -> None:
    """Let a proposal say this."""
    for name, value in kept(wanted).items():
        setattr(revision, name, value)


def kept(wanted: Substance) -> dict[str, Any]:
    """Return a substance by the columns of a proposal."""
    return {
        **_columns(wanted),
        "contents": [asdict(one) for one in wanted.contents],
        "variants": [asdict(one) for one in wanted.variants],
        "photos": [
            {"upload_id": str(one.upload_id), "caption": one.caption} for one in wanted.photos
        ],
        "answers": dict(wanted.answers),
    }


def _columns(wanted: Substance) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in PLAIN}


def write_columns(listing: Listing, wanted: Substance) -> None:
    """Let a listing say this in its own columns; its lists are written when it is approved."""
    for name, value in _columns(wanted).items():
        setattr(listing, name, value)


def write_lists(work: Work, listing: Listing, wanted: Substance, *, is_new: bool = False) -> None:
    """Replace contents, photos, answers and variants; a variant that stays keeps its live price."""
    live = {one.name: one.price for one in listing.variants}
    rows: tuple[tuple[Any, list[dict[str, Any]]], ...] = (
        (ListingContent, [asdict(one) for one in wanted.contents]),
        (ListingPhoto, [asdict(one) for one in wanted.photos]),
        (
            ListingVariant,
            [{"name": one.name, "price": live.get(one.name, one.price)} for one in wanted.variants],
        ),
    )
    for model, given in rows:
        if not is_new:
            work.session.execute(delete(model).where(model.listing_id == listing.id))
        numbered = [
            {"listing_id": listing.id, "position": place, **one}
            for place, one in enumerate(given, start=1)
        ]
        if numbered:
            work.session.execute(insert(model), numbered)
    if not is_new:
        work.session.execute(
            delete(ListingAttribute).where(ListingAttribute.listing_id == listing.id)
        )
    answers = [{"listing_id": listing.id, "key": k, "value": v} for k, v in wanted.answers]
    if answers:
        work.session.execute(insert(ListingAttribute), answers)
    work.session.expire(listing, ["variants", "photos", "contents"])


def _write_areas(work: Work, listing: Listing, areas: Sequence[str]) -> None:
    work.session.execute(delete(ListingArea).where(ListingArea.listing_id == listing.id))
    rows = [{"listing_id": listing.id, "regency_code": code} for code in sorted(set(areas))]
    if rows:
        work.session.execute(insert(ListingArea), rows)
    work.session.expire(listing, ["areas"])
