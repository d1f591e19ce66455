"""The catalogue as everybody reads it, and what it whispers to search fields."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from procure.catalogue import queries
from procure.catalogue.models import Category
from procure.catalogue.queries import Browsing, Group, Wish
from procure.catalogue.queries.browse import BANDS, Order
from procure.kernel.labels import N_
from procure.suppliers.models import Scale
from procure.web.access import public, reads
from procure.web.words import money
from procure.web.work import current_work

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")

LEAST_LETTERS: Final = 2
MOST_SUGGESTIONS: Final = 6
EVERYTHING: Final = N_("All")


@dataclass(frozen=True, slots=True)
class FilterLink:
    """One value of a filter: where it leads, how much is behind it, whether it is chosen."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its values; the first one takes it off."""

    title: str
    links: Sequence[FilterLink]


@bp.get("")
@public
def search() -> ResponseReturnValue:
    """Show listings that fit the words and filters in the address."""
    work, wish = current_work(), _wish()
    browsing = queries.browse(work, wish)
    groups = queries.categories(work)
    return render_template(
        "catalogue/search.html",
        wish=wish,
        browsing=browsing,
        filters=_filters(browsing, wish, groups),
        orders=[
            FilterLink(_(order.label), _address(wish, order=order), current=order is wish.order)
            for order in Order
        ],
        chosen=_title(wish, groups),
        more_url=_address(wish, after=browsing.found.next) if browsing.found.next else "",
    )


@bp.get("/suggest")
@public
def suggest() -> ResponseReturnValue:
    """Return the first listings that fit what is typed, as options of a search field."""
    text = request.args.get("q", "").strip()
    found = queries.find(current_work(), Wish(text=text)).listings if _enough(text) else ()
    return render_template("catalogue/suggest.html", listings=found[:MOST_SUGGESTIONS])


@bp.get("/pick")
@reads()
def pick() -> ResponseReturnValue:
    """Return listings of a category that fit what is typed, as options of a line's name field."""
    text = request.args.get("q", "").strip()
    codes = [code for code in request.args.getlist("category") if code]
    found = queries.listings_for(current_work(), codes, text) if codes or _enough(text) else ()
    return render_template("catalogue/pick.html", listings=found)


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
    names = {leaf.code: named(leaf) for group in queries.categories(work) for leaf in group.leaves}
    return render_template(
        "catalogue/seller.html",
        supplier=supplier,
        listings=queries.offers_of(work, supplier.id),
        kinds=[names[kind.category_code] for kind in supplier.categories],
    )


def named(category: Category) -> str:
    """Return the category's name in the reader's language."""
    return category.name_en if str(get_locale()) == "en" else category.name


def _enough(text: str) -> bool:
    return len(text) >= LEAST_LETTERS


def _wish() -> Wish:
    """Read the address; values that do not exist are left out."""
    args = request.args
    band = args.get("price", type=int)
    scale, order = args.get("scale", ""), args.get("order", "")
    return Wish(
        text=args.get("q", "").replace("\0", "").strip()[:100],
        category=args.get("category", "")[:10],
        regency=args.get("regency", "")[:10],
        scale=scale if scale in tuple(Scale) else "",
        band=band if band in BANDS else None,
        order=Order(order) if order in tuple(Order) else Order.FITTING,
        after=args.get("after", ""),
    )


def _address(wish: Wish, **changes: object) -> str:
    """Return the address of the same page with something changed, from its first listing on."""
    wanted = replace(wish, **{"after": "", **changes})  # type: ignore[arg-type]
    given: dict[str, Any] = {
        "q": wanted.text,
        "category": wanted.category,
        "regency": wanted.regency,
        "scale": wanted.scale,
        "price": "" if wanted.band is None else str(wanted.band),
        "order": "" if wanted.order is Order.FITTING else wanted.order.value,
        "after": wanted.after,
    }
    return url_for("catalogue.search", **{key: value for key, value in given.items() if value})


def _title(wish: Wish, groups: Iterable[Group]) -> str:
    """Return the name of the chosen category, if one is chosen."""
    chosen = [
        category
        for group in groups
        for category in (group.category, *group.leaves)
        if category.code == wish.category
    ]
    return named(chosen[0]) if chosen else ""


def _filters(browsing: Browsing, wish: Wish, groups: Sequence[Group]) -> list[Filter]:
    regencies = sorted(browsing.regencies.items(), key=lambda pair: pair[0][1])
    return [
        Filter(_("Category"), _category_links(browsing, wish, groups)),
        Filter(
            _("Regency or city"),
            [
                _all(wish, "regency"),
                *(
                    FilterLink(name, _address(wish, regency=code), count, code == wish.regency)
                    for (code, name), count in regencies
                ),
            ],
        ),
        Filter(
            _("Size of business"),
            [
                _all(wish, "scale"),
                *(
                    FilterLink(
                        _(scale.label),
                        _address(wish, scale=scale.value),
                        browsing.scales[scale],
                        scale == wish.scale,
                    )
                    for scale in Scale
                    if scale in browsing.scales
                ),
            ],
        ),
        Filter(_("Price per unit"), [_all(wish, "band"), *_band_links(browsing, wish)]),
    ]


def _all(wish: Wish, field: str) -> FilterLink:
    empty = None if field == "band" else ""
    return FilterLink(
        _(EVERYTHING), _address(wish, **{field: empty}), current=getattr(wish, field) == empty
    )


def _band_links(browsing: Browsing, wish: Wish) -> Iterator[FilterLink]:
    for start in BANDS:
        if start in browsing.bands:
            yield FilterLink(
                _("From %(price)s", price=money(start))
                if start
                else _("Below %(price)s", price=money(BANDS[1])),
                _address(wish, band=start),
                browsing.bands[start],
                start == wish.band,
            )


def _category_links(browsing: Browsing, wish: Wish, groups: Sequence[Group]) -> list[FilterLink]:
    """Show the groups, or inside a chosen group its kinds."""
    group_code = wish.category.split(".")[0]
    inside = next((group for group in groups if group.category.code == group_code), None)
    links = [_all(wish, "category")]
    shown = [inside.category, *inside.leaves] if inside else [group.category for group in groups]
    for category in shown:
        count = sum(
            count for code, count in browsing.categories.items() if code.startswith(category.code)
        )
        if count or category.code == wish.category:
            links.append(
                FilterLink(
                    named(category),
                    _address(wish, category=category.code),
                    count,
                    category.code == wish.category,
                )
            )
    return links
