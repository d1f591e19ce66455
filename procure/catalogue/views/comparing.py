"""Up to four listings side by side."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from procure.catalogue.models import Listing
from procure.catalogue.queries import comparing
from procure.catalogue.queries.places import regency_names
from procure.catalogue.rules import taxes
from procure.catalogue.views.door import bp, named
from procure.kernel.regulation import Regulation
from procure.web.access import public
from procure.web.words import hour, money, number
from procure.web.work import current_work

MOST_ASKED: Final = 50
NOTHING: Final = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is compared: what each listing says, and whether they differ."""

    label: str
    values: Sequence[str]
    lowest: int | None = None

    @property
    def differs(self) -> bool:
        """Whether not all of them say the same."""
        return len(set(self.values)) > 1


@bp.get("/compare")
@public
def compare() -> ResponseReturnValue:
    """Show up to four listings side by side; differences are marked in words."""
    work = current_work()
    ids = []
    for text in request.args.getlist("listing")[:MOST_ASKED]:
        with suppress(ValueError):
            ids.append(UUID(text))
    listings = comparing.compared(work, ids)
    areas = comparing.areas_of(work, [one.id for one in listings]) if listings else {}
    return render_template(
        "catalogue/compare.html",
        listings=listings,
        rows=_rows(listings, areas, comparing.ppn_law(work)) if listings else [],
        left_out=max(len(set(ids)) - len(listings), 0),
    )


def _rows(
    listings: Sequence[Listing], areas: dict[UUID, list[str]], law: Regulation | None
) -> list[Row]:
    cells: list[tuple[str, Callable[[Listing], str]]] = [
        (_("Category"), lambda one: named(one.category)),
        (_("Seller"), lambda one: one.supplier.name),
        (_("Place"), lambda one: one.supplier.regency_name),
        (_("Size of business"), lambda one: _(one.supplier.scale.label)),
        (_("Smallest order"), lambda one: f"{number(one.minimum_order)} {one.unit}"),
        (_("Lead time"), lambda one: ngettext("%(num)s day", "%(num)s days", one.lead_days)),
        (_("Most per day"), _capacity),
        (_("Open"), _hours),
        (_("Origin"), lambda one: _(one.origin.label)),
        (_("Halal"), lambda one: _(one.halal.label)),
        (_("Contents"), _contents),
        (_("Kinds"), lambda one: ", ".join(kind.name for kind in one.variants) or NOTHING),
        (_("Delivered to"), lambda one: _places(areas.get(one.id, []))),
        (_("Sold"), lambda one: number(one.sold_count)),
    ]
    return _price_rows(listings, law) + [
        Row(label, [say(one) for one in listings]) for label, say in cells
    ]


def _price_rows(listings: Sequence[Listing], law: Regulation | None) -> list[Row]:
    """Compare like with like: what is paid, and the same prices without PPN."""
    splits = [
        taxes.split(
            one.price,
            taxes.ppn_of(one.category.supply_kind, is_taxable=one.supplier.is_taxable),
            law,
        )
        for one in listings
    ]
    units = [one.unit for one in listings]
    return [
        _amounts(_("Price, as it is paid"), [one.paid for one in splits], units),
        Row(_("Value added tax (PPN)"), [_(one.ppn.label) for one in splits]),
        _amounts(_("Price without PPN"), [one.net for one in splits], units),
    ]


def _amounts(label: str, amounts: Sequence[int | None], units: Sequence[str]) -> Row:
    """Write amounts; the lowest is marked where all are known and counted by the same unit."""
    known = [one for one in amounts if one is not None]
    comparable = len(set(units)) == 1 and len(known) == len(amounts)
    lowest = amounts.index(min(known)) if comparable and len(set(known)) > 1 else None
    said = [f"{money(one)} / {unit}" for one, unit in zip(amounts, units, strict=True)]
    return Row(label, said, lowest)


def _capacity(one: Listing) -> str:
    if one.day_capacity is None:
        return _("Not limited")
    return f"{number(one.day_capacity)} {one.unit}"


def _hours(one: Listing) -> str:
    if one.open_from is None or one.open_until is None:
        return NOTHING
    return f"{hour(one.open_from)}{NOTHING}{hour(one.open_until)}"


def _contents(one: Listing) -> str:
    parts = (f"{number(part.quantity)} {part.unit} {part.name}" for part in one.contents)
    return ", ".join(parts) or NOTHING


def _places(codes: Sequence[str]) -> str:
    names = regency_names()
    return ", ".join(sorted(names.get(code, code) for code in codes)) or NOTHING
