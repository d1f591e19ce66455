"""One listing, and one seller, as everybody may see them."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from procure.catalogue import queries
from procure.catalogue.views.door import bp, named
from procure.web.access import public
from procure.web.work import current_work


@bp.get("/<uuid:listing_id>")
@public
def show(listing_id: UUID) -> ResponseReturnValue:
    """Show one listing with its seller and what else the seller offers."""
    work = current_work()
    listing = queries.get(work, listing_id)
    others = [
        other for other in queries.offers_of(work, listing.supplier_id) if other.id != listing_id
    ]
    standards = queries.price_standards(work, [listing.category_code])
    return render_template(
        "catalogue/show.html", listing=listing, others=others[:4], standards=standards
    )


@bp.get("/sellers/<slug>")
@public
def seller(slug: str) -> ResponseReturnValue:
    """Show a supplier and everything it offers."""
    work = current_work()
    supplier = queries.seller(work, slug)
    names = {one.code: named(one) for one in queries.tree(work)}
    return render_template(
        "catalogue/seller.html",
        supplier=supplier,
        listings=queries.offers_of(work, supplier.id),
        kinds=[names[kind.category_code] for kind in supplier.categories],
    )
