"""Searching: results with filters, and what is whispered to search fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.accounts.models import Region
from procure.catalogue import queries
from procure.catalogue.models import Halal, Origin
from procure.catalogue.policy import agency_staff
from procure.catalogue.queries import Browsing, Kind, Order, Wish, favourites
from procure.catalogue.queries.places import regencies_of
from procure.catalogue.queries.wishes import BANDS
from procure.catalogue.views.address import address, parts_of, read_wish
from procure.catalogue.views.door import bp, named
from procure.db.work import Work
from procure.kernel.keeping import Kept
from procure.kernel.labels import N_, Labelled
from procure.suppliers.models import Scale
from procure.web.access import public, reads
from procure.web.locale import language
from procure.web.words import day, hour, money, number
from procure.web.work import current_work

LEAST_LETTERS: Final = 2
MOST_SUGGESTIONS: Final = 6
_KEPT: Final = Kept()
EVERYTHING: Final = N_("All")


@dataclass(frozen=True, slots=True)
class FilterLink:
    """One value of a filter: where it leads, how much is behind it, whether it is chosen."""

    label: str
    url: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the filter form with its values: (value, label, whether chosen)."""

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


@bp.get("")
@public
def search() -> ResponseReturnValue:
    """Show listings that fit the words and filters in the address."""
    work = current_work()
    wish = read_wish(work.today)
    browsing = queries.browse(work, wish)
    tree = queries.tree(work)
    territory = _territory(work)
    return render_template(
        "catalogue/search.html",
        wish=wish,
        browsing=browsing,
        counted=_counted(browsing),
        categories=_categories(browsing, wish, tree),
        choices=_choices(browsing, wish, territory),
        kept={key: value for key, value in parts_of(wish).items() if key in ("q", "category")},
        chips=_chips(wish, tree, territory),
        chosen=next((named(one) for one in tree if one.code == wish.category), ""),
        meant_url=address(wish, text=browsing.meant) if browsing.meant else "",
        exact_url=address(wish, exact=True) if browsing.shown else "",
        more_url=address(wish, after=browsing.found.next) if browsing.found.next else "",
        first_url=address(wish) if wish.after else "",
        today=work.today,
        keeping=_keeping(work, browsing, address(wish, after=wish.after)),
        words={
            "scales": _said(Scale),
            "halal": _(Halal.CERTIFIED.label),
            "sold": _("%(count)s sold", count="{n}"),
            "compare": _("Compare"),
            "taxed": _("incl. PPN"),
            "untaxed": _("no PPN"),
            "served": queries.served(work),
        },
    )


def _keeping(work: Work, browsing: Browsing, here: str) -> dict[str, object] | None:
    """Return what cards need to keep listings for an agency; nothing for everybody else."""
    if not agency_staff.test(work.actor, None):
        return None
    ids = [card.id for card in browsing.found.listings]
    return {
        "kept": favourites.among(work, ids),
        "base": url_for("favourites.index"),
        "here": here,
        "keep": _("Keep"),
        "drop": _("Kept"),
    }


@bp.get("/suggest")
@public
def suggest() -> ResponseReturnValue:
    """Return the first listings that fit what is typed, as options of a search field."""
    text = request.args.get("q", "").strip()
    found = (
        queries.find(current_work(), Wish(text=text), MOST_SUGGESTIONS).listings
        if _enough(text)
        else ()
    )
    return render_template("catalogue/suggest.html", listings=found)


@bp.get("/pick")
@reads()
def pick() -> ResponseReturnValue:
    """Return listings of a category that fit what is typed, as options of a line's name field."""
    text = request.args.get("q", "").strip()
    codes = [code for code in request.args.getlist("category") if code]
    found = queries.listings_for(current_work(), codes, text) if codes or _enough(text) else ()
    return render_template("catalogue/pick.html", listings=found)


def _enough(text: str) -> bool:
    return len(text) >= LEAST_LETTERS


def _territory(work: Work) -> Mapping[str, str]:
    """Return the regencies and cities of the region's province; kept for a minute."""

    def ask() -> Mapping[str, str]:
        region = work.session.get(Region, work.actor.region_id) if work.actor.region_id else None
        return regencies_of(region.territory_code) if region else {}

    return _KEPT.get(work.actor.region_id, work.now, ask)


def _counted(browsing: Browsing) -> str:
    """Say how many there are; beyond what we count, that there are more."""
    if browsing.is_capped:
        return _("More than %(count)s listings", count=number(browsing.count))
    if browsing.count == 1:
        return _("1 listing")
    return _("%(count)s listings", count=number(browsing.count))


def _behind(browsing: Browsing, count: int) -> str:
    """Write a count behind a filter; a plus says "at least"."""
    return number(count) + ("+" if browsing.is_capped else "")


def _categories(browsing: Browsing, wish: Wish, tree: Sequence[Kind]) -> list[FilterLink]:
    """Show the groups, or inside a chosen group its kinds."""
    group = wish.category.split(".")[0]
    shown = [one for one in tree if (one.parent_code or one.code) == group] or [
        one for one in tree if one.parent_code is None
    ]
    links = [FilterLink(_(EVERYTHING), address(wish, category=""), current=not wish.category)]
    for category in shown:
        count = sum(
            count
            for code, count in browsing.categories.items()
            if code == category.code or code.startswith(f"{category.code}.")
        )
        chosen = category.code == wish.category
        if count or chosen or browsing.is_capped:
            links.append(
                FilterLink(
                    named(category),
                    address(wish, category=category.code),
                    _behind(browsing, count) if count else "",
                    chosen,
                )
            )
    return links


def _choices(browsing: Browsing, wish: Wish, territory: Mapping[str, str]) -> list[Choice]:
    return [
        _choice(browsing, wish, ("regency", _("Delivered to")), territory, browsing.regencies),
        _choice(browsing, wish, ("scale", _("Size of business")), _said(Scale), browsing.scales),
        _choice(browsing, wish, ("origin", _("Origin")), _said(Origin), browsing.origins),
        _choice(browsing, wish, ("halal", _("Halal")), _said(Halal), browsing.halals),
        Choice(
            "order",
            _("Sort by"),
            [(value, words, value == wish.order) for value, words in _said(Order).items()],
        ),
    ]


def _said(kinds: type[Labelled]) -> Mapping[str, str]:
    return _said_in(kinds, language())


@cache
def _said_in(kinds: type[Labelled], _language: str) -> Mapping[str, str]:
    return {one.value: _(one.label) for one in kinds}


def _choice(
    browsing: Browsing,
    wish: Wish,
    field: tuple[str, str],
    values: Mapping[str, str],
    counts: Mapping[str, int],
) -> Choice:
    name, label = field
    chosen = getattr(wish, name)
    options = [("", _(EVERYTHING), not chosen)]
    for value, words in values.items():
        count = counts.get(value, 0)
        if count or value == chosen or browsing.is_capped:
            told = f"{words} ({_behind(browsing, count)})" if count else words
            options.append((value, told, value == chosen))
    return Choice(name, label, options)


def _chips(wish: Wish, tree: Iterable[Kind], territory: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the filters that are on, each with the address that takes it off."""
    on: list[tuple[str, dict[str, object]]] = []
    if wish.category:
        name = next((named(one) for one in tree if one.code == wish.category), wish.category)
        on.append((name, {"category": ""}))
    if wish.regency:
        on.append((territory.get(wish.regency, wish.regency), {"regency": ""}))
    for name, kinds in (("scale", Scale), ("origin", Origin), ("halal", Halal)):
        if value := getattr(wish, name):
            on.append((_said(kinds)[value], {name: ""}))
    on += _price_chips(wish)
    if wish.day:
        on.append((_("Can deliver on %(day)s", day=day(wish.day)), {"day": None}))
    if wish.hour is not None:
        on.append((_("Delivers at %(hour)s", hour=hour(wish.hour)), {"hour": None}))
    if wish.portions:
        on.append((_("At least %(count)s a day", count=number(wish.portions)), {"portions": None}))
    return [(label, address(wish, **change)) for label, change in on]


def _price_chips(wish: Wish) -> list[tuple[str, dict[str, object]]]:
    on: list[tuple[str, dict[str, object]]] = []
    if wish.band is not None:
        label = (
            _("From %(price)s", price=money(wish.band))
            if wish.band
            else _("Below %(price)s", price=money(BANDS[1]))
        )
        on.append((label, {"band": None}))
    if wish.lowest is not None:
        on.append((_("From %(price)s", price=money(wish.lowest)), {"lowest": None}))
    if wish.highest is not None:
        on.append((_("Up to %(price)s", price=money(wish.highest)), {"highest": None}))
    return on
