"""The door to direct purchase: choose from the catalogue, compare sources, say why."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.kernel.errors import DomainError
from procure.purchase_requests import queries as purchases
from procure.purchase_requests.models import PurchaseRequest
from procure.regulations.queries import in_force
from procure.sourcing import queries, service
from procure.sourcing.actions import AwardAction as Do
from procure.sourcing.forms import BuyForm
from procure.sourcing.policy import AWARD_POLICY
from procure.sourcing.rules import saying
from procure.sourcing.rules.comparing import total_of
from procure.sourcing.rules.matching import CatalogueOffer
from procure.sourcing.service.choosing import DIRECT_LAWS
from procure.sourcing.views.rfqs import shown
from procure.suppliers.models import Supplier
from procure.web.access import does
from procure.web.work import current_work

bp = Blueprint("awards", __name__)

SOURCE_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Shop:
    """What the catalogue offers for a purchase, and by whom."""

    offers: Sequence[CatalogueOffer]
    suppliers: dict[UUID, Supplier]

    def offer(self, supplier_id: UUID | None) -> CatalogueOffer | None:
        return next((o for o in self.offers if o.supplier_id == supplier_id), None)


def _shop(work: Work, purchase: PurchaseRequest, chosen: UUID | None) -> _Shop:
    offers = queries.catalogue(work, purchase)
    ids = {offer.supplier_id for offer in offers} | ({chosen} if chosen else set())
    return _Shop(offers, queries.suppliers_by_id(work, purchase, ids))


@bp.route("/purchases/<uuid:purchase_request_id>/buy", methods=["GET", "POST"])
@does(Do.BUY)
def buy(purchase_request_id: UUID) -> ResponseReturnValue:
    """Buy directly: first whom from, then at which prices compared with what."""
    work, form = current_work(), BuyForm()
    AWARD_POLICY.require(work.actor, Do.BUY)
    supplier_id = request.args.get("supplier", type=UUID)
    if form.validate_on_submit() and supplier_id is not None:
        try:
            new = form.to_purchase(supplier_id)
            made = service.buy(work, purchase_request_id, new, seen=form.mark)
        except DomainError as error:
            form.show(error)
        else:
            flash(_("%(number)s waits for the commitment officer.", number=made.number), "success")
            return redirect(url_for("desk.purchase", purchase_request_id=made.purchase_request_id))
    purchase = purchases.get(work, purchase_request_id)
    shop = _shop(work, purchase, supplier_id)
    if not form.is_submitted() and supplier_id is not None:
        _fill_in(form, purchase, shop, supplier_id)
    return _page(work, form, purchase, shop, supplier_id)


def _fill_in(form: BuyForm, purchase: PurchaseRequest, shop: _Shop, supplier_id: UUID) -> None:
    """Fill in the listing prices of the chosen supplier and the totals of the next ones."""
    lines = purchase.lines
    form.fill_up(len(lines), SOURCE_ROWS)
    offer = shop.offer(supplier_id)
    for entry, listing in zip(
        form.lines.entries, offer.listings if offer else [None] * len(lines), strict=False
    ):
        entry.form.price.data = listing.price if listing else None
    others = [o for o in shop.offers if o.supplier_id != supplier_id and o.is_complete]
    for row, one in zip(
        form.sources.entries, [*([offer] if offer else []), *others[:1]], strict=False
    ):
        names = ", ".join(dict.fromkeys(listing.name for listing in one.listings if listing))
        row.form.name.data = shop.suppliers[one.supplier_id].name
        row.form.evidence.data = _("Listing in the catalogue: %(names)s", names=names)[:1000]
        row.form.total.data = one.total


def _page(
    work: Work,
    form: BuyForm,
    purchase: PurchaseRequest,
    shop: _Shop,
    supplier_id: UUID | None,
) -> ResponseReturnValue:
    laws = in_force(work, DIRECT_LAWS)
    lines = purchase.lines
    form.fill_up(len(lines), SOURCE_ROWS)
    form.over(purchase.mark)
    prices = form.prices[: len(lines)]
    page = render_template(
        "awards/buy.html",
        form=form,
        purchase_request=purchase,
        shop=shop,
        supplier=shop.suppliers.get(supplier_id) if supplier_id else None,
        rows=list(zip(lines, form.lines.entries, prices, strict=False)),
        total=total_of(prices, [line.quantity for line in lines], form.delivery_cost.data or 0),
        findings=shown(saying.about_value(purchase.total, laws)),
        laws=saying.list_of(laws.values()),
    )
    return page, form.status
