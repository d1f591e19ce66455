"""What a new request begins with: a routine purchase of ours or of the agency, or listings."""

from contextlib import suppress
from uuid import UUID

from flask import request

from procure.catalogue import queries as catalogue
from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.purchase_requests import queries
from procure.purchase_requests.queries import templates
from procure.purchase_requests.rules import STARTS, Start, StartLine, start_lines
from procure.purchase_requests.rules.templates import needed
from procure.purchase_requests.template_models import PurchaseTemplate
from procure.purchase_requests.views.sheet import Choices
from procure.purchase_requests.views.templates import lines_of

MOST_LISTINGS = 20


def lines(work: Work, chosen: Choices, people: int) -> tuple[list[StartLine], bool]:
    """Return the lines that the address asks for, and whether they are counted by heads."""
    name = request.args.get("template", "")
    start = next((one for one in STARTS if one.code == name), None)
    if start is not None:
        return _of_start(work, chosen, start, people), start.per_person
    found, per_person = [], False
    with suppress(ValueError, NotFound):
        kept = templates.get(work, UUID(name))
        found, per_person = _of_template(work, kept, people), kept.is_per_person
    return found + _of_listings(work), per_person


def _of_start(work: Work, chosen: Choices, start: Start, people: int) -> list[StartLine]:
    return start_lines(
        start,
        people,
        {one.code: (one.name, one.unit) for one in chosen.categories},
        queries.standards(work, start.categories),
        queries.usual_prices(work, start.categories),
    )


def _of_template(work: Work, kept: PurchaseTemplate, people: int) -> list[StartLine]:
    """Return a template's lines at today's price: the listing's own, else the usual one."""
    lines = lines_of(kept)
    prices = templates.prices(work, {line.listing_id for line in lines if line.listing_id})
    usual = queries.usual_prices(work, sorted({line.category_code for line in lines}))
    return [
        StartLine(
            line.name,
            line.unit,
            needed(line, people),
            prices.get(line.listing_id, 0)
            if line.listing_id in prices
            else usual.get((line.category_code, line.unit), 0),
            line.category_code,
        )
        for line in lines
    ]


def _of_listings(work: Work) -> list[StartLine]:
    """Return lines for listings named in the address; what is not on offer is left out."""
    found = []
    for text in request.args.getlist("listing")[:MOST_LISTINGS]:
        with suppress(ValueError, NotFound):
            one = catalogue.get(work, UUID(text))
            found.append(
                StartLine(one.name, one.unit, one.minimum_order, one.price, one.category_code)
            )
    return found
