"""My listings: what a seller offers, written, changed, priced, taken off and returned."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.catalogue import queries, service
from procure.catalogue.actions import ListingAction as Do
from procure.catalogue.forms.offer import (
    OfferForm,
    PriceForm,
    StockForm,
    arranged,
    as_id,
    form_for,
    stored,
)
from procure.catalogue.models import Listing
from procure.catalogue.policy import LISTING_POLICY, seller
from procure.catalogue.queries import own
from procure.catalogue.queries.places import regency_names
from procure.catalogue.rules.offers import (
    PPN,
    Around,
    Kind,
    Substance,
    Terms,
    bears_tax,
    halal_finding,
    with_tax,
    without_tax,
)
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.views.door import named
from procure.catalogue.workflow import OPEN
from procure.catalogue.workflow import ListingRevisionStatus as S
from procure.db.work import Work
from procure.files.models import Upload
from procure.kernel.errors import DomainError
from procure.web.access import does, reads
from procure.web.errors import status_of
from procure.web.work import current_work

bp = Blueprint("my_listings", __name__, url_prefix="/my-listings")

REFUSED = 422
DEEDS = ("save", "submit")


@bp.get("")
@reads(seller)
def index() -> ResponseReturnValue:
    """List what one offers, with prices and what waits."""
    work, text = current_work(), request.args.get("q", "").strip()[:100]
    page = own.mine(work, text=text, after=as_id(request.args.get("after")))
    return render_template("my_listings/index.html", page=page, text=text)


@bp.route("/new", methods=["GET", "POST"])
@does(Do.ADD)
def add() -> ResponseReturnValue:
    """Write a new offer, beginning with its category."""
    work = current_work()
    LISTING_POLICY.require(work.actor, Do.ADD)
    supplier = own.supplier(work)
    around = own.around(work, supplier)
    kind = around.kinds.get(_category())
    if kind is None:
        return render_template(
            "my_listings/add.html", form=None, groups=queries.categories(work), named=named
        )
    form = _form(kind, around, _blank(kind, around))
    if request.method == "POST" and request.form.get("act") in DEEDS:
        done = _store(work, form, None)
        return done or (_sheet(work, form, around, None), REFUSED)
    return _sheet(work, form, around, None)


def _category() -> str:
    return request.values.get("category_code") or request.args.get("category") or ""


def _blank(kind: Kind, around: Around) -> dict[str, Any]:
    terms = Terms(0, areas=tuple(sorted(around.areas)))
    fields = stored(Substance(kind.code, "", kind.unit), terms, 0)
    return {**fields, "price": None, "lead_days": 2 if kind.is_food else 1}


def _form(kind: Kind, around: Around, data: dict[str, Any]) -> OfferForm:
    sent = arranged(request.form) if request.method == "POST" else None
    if sent is None and (ids := request.args.getlist("upload")):
        given = [one for one in ids if as_id(one)]
        known = {one["upload_id"] for one in data["photos"]}
        fresh = [{"upload_id": one, "caption": ""} for one in given if one not in known]
        data = {**data, "photos": [*data["photos"], *fresh]}
    form = form_for(kind, sent, data)
    form.offer(kind, around, _areas(around))
    return form


def _areas(around: Around) -> Sequence[tuple[str, str]]:
    names = regency_names()
    return [(code, names.get(code, code)) for code in sorted(around.areas)]


def _store(work: Work, form: OfferForm, listing: Listing | None) -> ResponseReturnValue | None:
    """Save, and send to the officer if asked; None when the form must be shown again."""
    if not form.validate():
        return None
    submits = request.form.get("act") == "submit"
    wanted, terms = form.to_substance(), form.to_terms()
    try:
        with work.transaction():
            if listing is None:
                revision: ListingRevision | None = service.add(work, wanted, terms)
            else:
                typed = form.number.data or ""
                number = int(typed[:9]) if typed.isascii() and typed.isdigit() else None
                revision = service.change(work, listing.id, wanted, terms, number=number)
            if submits and revision is not None and revision.status in {S.DRAFT, S.RETURNED}:
                service.submit(work, revision.id)
    except DomainError as error:
        if status_of(error) in {403, 404}:
            raise
        form.show(error)
        return None
    _say(revision)
    listing_id = revision.listing_id if revision else listing.id if listing else None
    return redirect(url_for(".show", listing_id=listing_id))


def _say(revision: ListingRevision | None) -> None:
    if revision is None:
        flash(_("Saved. Buyers see it at once."), "success")
    elif revision.status is S.SUBMITTED:
        flash(_("Sent to the registry officer. You are told what they decide."), "success")
    else:
        flash(
            _("Saved as a draft. Buyers see it once the registry officer approved it."), "success"
        )


def _sheet(work: Work, form: OfferForm, around: Around, listing: Listing | None) -> str:
    ids = [one for entry in form.photos if (one := as_id(entry.form.upload_id.data))]
    uploads = own.photos(work, ids)
    return render_template(
        "my_listings/add.html" if listing is None else "my_listings/edit.html",
        form=form,
        listing=listing,
        kind=form.kind,
        category=next(
            leaf
            for group in queries.categories(work)
            for leaf in group.leaves
            if leaf.code == form.kind.code
        ),
        named=named,
        uploads={str(key): upload for key, upload in uploads.items()},
        tax=around.laws.get(PPN) if bears_tax(form.kind, is_taxable=around.is_taxable) else None,
        other_price=_other_price(form, around),
    )


def _other_price(form: OfferForm, around: Around) -> tuple[str, int] | None:
    """Return the figure that was not typed: with PPN, or without it."""
    price = form.price.data
    if not price or price < 1 or not bears_tax(form.kind, is_taxable=around.is_taxable):
        return None
    if "is_price_without_tax" in form and form.is_price_without_tax.data:
        return _("Buyers pay, with PPN"), with_tax(price, around.laws[PPN])
    return _("Of which without PPN"), without_tax(price, around.laws[PPN])


@bp.get("/<uuid:listing_id>")
@reads(seller)
def show(listing_id: UUID) -> ResponseReturnValue:
    """Show a listing of one's own as buyers will see it, with what can be done."""
    work = current_work()
    listing = own.get(work, listing_id)
    stock = StockForm(None, data={"stock": listing.stock, "day_capacity": listing.day_capacity})
    return _page(work, listing, stock)


def _page(work: Work, listing: Listing, stock: StockForm) -> str:
    revision = own.latest(work, listing.id)
    is_open = revision is not None and revision.status in OPEN
    says = (
        revision.substance if revision is not None and is_open else own.substance_of(work, listing)
    )
    around = own.around(work, listing.supplier)
    finding = halal_finding(says, around)
    return render_template(
        "my_listings/show.html",
        listing=listing,
        revision=revision,
        is_open=is_open,
        says=says,
        place=own.place_of(listing),
        finding=finding,
        net=_net(listing, around),
        questions={q.key: q for q in around.kinds[says.category_code].questions},
        uploads=_uploads(work, says),
        prices=own.own_prices(work, listing.id),
        stock=stock,
    )


def _uploads(work: Work, says: Substance) -> dict[UUID, Upload]:
    return dict(own.photos(work, [photo.upload_id for photo in says.photos]))


def _net(listing: Listing, around: Around) -> int | None:
    kind = around.kinds[listing.category_code]
    if not bears_tax(kind, is_taxable=around.is_taxable):
        return None
    return without_tax(listing.price, around.laws[PPN])


@bp.route("/<uuid:listing_id>/edit", methods=["GET", "POST"])
@does(Do.CHANGE)
def edit(listing_id: UUID) -> ResponseReturnValue:
    """Change a listing: prices and terms hold at once, what it says is approved first."""
    work = current_work()
    listing = own.get(work, listing_id)
    LISTING_POLICY.require(work.actor, Do.CHANGE, listing)
    around = own.around(work, listing.supplier)
    revision = own.latest(work, listing_id)
    says = _to_edit(work, listing, revision)
    terms = _terms_of(listing, around)
    kind = around.kinds.get(_category()) or around.kinds[says.category_code]
    form = _form(kind, around, stored(says, terms, revision.number if revision else 0))
    if request.method == "POST" and request.form.get("act") in DEEDS:
        done = _store(work, form, listing)
        if done:
            return done
        form.number.data = str(own.last_number(work, listing_id))
        return _sheet(work, form, around, own.get(work, listing_id)), REFUSED
    return _sheet(work, form, around, listing)


def _to_edit(work: Work, listing: Listing, revision: ListingRevision | None) -> Substance:
    """Return what the form begins with: the newest proposal unless it is what is live."""
    if revision is None or revision.status is S.APPROVED:
        return own.substance_of(work, listing)
    return revision.substance


def _terms_of(listing: Listing, around: Around) -> Terms:
    price = listing.price
    if listing.is_price_without_tax:
        price = without_tax(price, around.laws[PPN])
    names = ("minimum_order", "lead_days", "day_capacity", "stock", "open_from", "open_until")
    return Terms(
        price=price,
        is_price_without_tax=listing.is_price_without_tax,
        areas=tuple(area.regency_code for area in listing.areas),
        code=listing.code,
        **{name: getattr(listing, name) for name in names},
    )


@bp.route("/<uuid:listing_id>/price", methods=["GET", "POST"])
@does(Do.REPRICE)
def reprice(listing_id: UUID) -> ResponseReturnValue:
    """Change the price; buyers see it at once, and what it was before."""
    work = current_work()
    listing = own.get(work, listing_id)
    LISTING_POLICY.require(work.actor, Do.REPRICE, listing)
    around = own.around(work, listing.supplier)
    terms = _terms_of(listing, around)
    data = {
        "price": terms.price,
        "is_price_without_tax": terms.is_price_without_tax,
        "variants": [{"name": one.name, "price": one.price} for one in listing.variants],
    }
    form = PriceForm(None, data=data) if request.method == "GET" else PriceForm()
    taxed = bears_tax(around.kinds[listing.category_code], is_taxable=around.is_taxable)
    if not taxed:
        del form.is_price_without_tax
    if request.method == "POST" and form.validate() and _reprice(work, listing_id, form):
        flash(_("The new price holds at once."), "success")
        return redirect(url_for(".show", listing_id=listing_id))
    page = render_template(
        "my_listings/reprice.html",
        form=form,
        listing=listing,
        prices=own.own_prices(work, listing_id),
    )
    return page if request.method == "GET" else (page, REFUSED)


def _reprice(work: Work, listing_id: UUID, form: PriceForm) -> bool:
    try:
        service.reprice(
            work,
            listing_id,
            form.price.data or 0,
            is_without_tax=bool(form.data.get("is_price_without_tax")),
            variants={one["name"]: one["price"] for one in form.data["variants"]},
        )
    except DomainError as error:
        if status_of(error) in {403, 404}:
            raise
        form.show(error)
        return False
    return True


@bp.post("/<uuid:listing_id>/stock")
@does(Do.ADJUST)
def adjust(listing_id: UUID) -> ResponseReturnValue:
    """Set stock and day capacity at once."""
    work, form = current_work(), StockForm()
    listing = own.get(work, listing_id)
    LISTING_POLICY.require(work.actor, Do.ADJUST, listing)
    if not form.validate():
        return _page(work, listing, form), REFUSED
    service.adjust(work, listing_id, stock=form.stock.data, day_capacity=form.day_capacity.data)
    flash(_("Stock and capacity are saved."), "success")
    return redirect(url_for(".show", listing_id=listing_id))


@bp.post("/<uuid:listing_id>/withdraw")
@does(Do.WITHDRAW)
def withdraw(listing_id: UUID) -> ResponseReturnValue:
    """Take a listing off the shelf."""
    service.withdraw(current_work(), listing_id)
    flash(_("Taken off the shelf. You can return it at any time."), "success")
    return redirect(url_for(".show", listing_id=listing_id))


@bp.post("/<uuid:listing_id>/restore")
@does(Do.RESTORE)
def restore(listing_id: UUID) -> ResponseReturnValue:
    """Return a listing to the shelf."""
    service.restore(current_work(), listing_id)
    flash(_("Back on the shelf."), "success")
    return redirect(url_for(".show", listing_id=listing_id))
