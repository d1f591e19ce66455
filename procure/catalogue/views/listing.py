"""One listing, and one seller, as everybody may see them; and their pictures for links."""

from typing import Any, Final
from uuid import UUID

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.catalogue import queries
from procure.catalogue.drawing import Words
from procure.catalogue.models import Listing
from procure.catalogue.queries import around as surroundings
from procure.catalogue.queries import comparing, favourites
from procure.catalogue.queries.places import regency_names
from procure.catalogue.rules import charting, fairness, taxes
from procure.catalogue.service import sharing
from procure.catalogue.views.door import bp, named
from procure.kernel.actors import Role
from procure.suppliers.models import Supplier
from procure.suppliers.queries import shown_tags
from procure.web.access import public
from procure.web.words import money
from procure.web.work import current_work

KEPT_SECONDS: Final = 86_400
SHOWN: Final = 24
STOCK: Final = {True: "https://schema.org/InStock", False: "https://schema.org/OutOfStock"}


@bp.get("/<uuid:listing_id>")
@public
def show(listing_id: UUID) -> ResponseReturnValue:
    """Show one listing: what it is, what it costs beside what such things cost, and its seller."""
    work = current_work()
    listing = queries.get(work, listing_id)
    around = surroundings.around(work, listing)
    standard = fairness.standard_for(
        listing.name, listing.unit, around.standards, is_meal=listing.category.is_meal
    )
    median, names = around.median, regency_names()
    ppn = taxes.ppn_of(listing.category.supply_kind, is_taxable=listing.supplier.is_taxable)
    return render_template(
        "catalogue/show.html",
        listing=listing,
        kind=named(listing.category),
        around=around,
        areas=sorted(names.get(code, code) for code in around.areas),
        standard=standard,
        above_standard=fairness.percent_above(listing.price, standard.price) if standard else None,
        median=median,
        above_median=fairness.percent_above(listing.price, median.price)
        if median and median.price
        else None,
        tax=taxes.split(listing.price, ppn, comparing.ppn_law(work)),
        served=queries.served(work),
        today=work.today,
        corners=charting.corners([(one.since, one.price) for one in around.steps], work.today),
        is_kept=bool(favourites.among(work, [listing.id])),
        may_request=work.actor.has(Role.REQUESTER),
        structured=_product(listing, named(listing.category)),
    )


def _product(listing: Listing, kind: str) -> dict[str, Any]:
    """Return what search engines are told of a listing (schema.org)."""
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.name,
        "description": listing.description or listing.name,
        "category": kind,
        "sku": str(listing.id),
        "image": url_for("catalogue.share_listing", listing_id=listing.id, _external=True),
        "offers": {
            "@type": "Offer",
            "price": listing.price,
            "priceCurrency": "IDR",
            "availability": STOCK[listing.stock is None or listing.stock > 0],
            "url": url_for("catalogue.show", listing_id=listing.id, _external=True),
            "seller": {"@type": "Organization", "name": listing.supplier.name},
        },
    }


@bp.get("/sellers/<slug>")
@public
def seller(slug: str) -> ResponseReturnValue:
    """Show a supplier: who it is, where it delivers, and what it offers, page by page."""
    work = current_work()
    supplier = queries.seller(work, slug)
    names = {one.code: named(one) for one in queries.tree(work)}
    places = regency_names()
    found = comparing.shelf_of(work, supplier.id, SHOWN, request.args.get("after", "")[:80])
    return render_template(
        "catalogue/seller.html",
        supplier=supplier,
        found=found,
        tags=shown_tags(work, supplier.id),
        served=queries.served(work),
        more_url=url_for("catalogue.seller", slug=slug, after=found.next) if found.next else "",
        first_url=url_for("catalogue.seller", slug=slug) if "after" in request.args else "",
        kinds=[names[kind.category_code] for kind in supplier.categories],
        areas=sorted(places.get(one.regency_code, one.regency_code) for one in supplier.areas),
        structured=_organization(supplier),
    )


def _organization(supplier: Supplier) -> dict[str, Any]:
    """Return what search engines are told of a seller: no person, no telephone."""
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": supplier.name,
        "areaServed": supplier.regency_name,
        "url": url_for("catalogue.seller", slug=supplier.slug, _external=True),
    }


@bp.get("/<uuid:listing_id>/share.png")
@public
def share_listing(listing_id: UUID) -> ResponseReturnValue:
    """Return the picture for links to a listing."""
    work = current_work()
    listing = queries.get(work, listing_id)
    amount = f"{money(listing.price)} / {listing.unit}"
    seller = f"{listing.supplier.name}, {listing.supplier.regency_name}"
    return _drawn(listing.name, amount, seller)


@bp.get("/sellers/<slug>/share.png")
@public
def share_seller(slug: str) -> ResponseReturnValue:
    """Return the picture for links to a seller."""
    supplier = queries.seller(current_work(), slug)
    return _drawn(supplier.name, _(supplier.scale.label), supplier.regency_name)


def _drawn(title: str, amount: str, seller: str) -> Response:
    site = g.site
    words = Words(title, amount, seller, f"{site.name} · {site.government}", site.brand)
    answer = Response(sharing.picture(current_work(), words), mimetype="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
