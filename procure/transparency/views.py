"""Pages for everybody: the front page, open requests, awards, and whether an order is real."""

from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from procure.accounts.queries import regions
from procure.catalogue import queries as catalogue
from procure.kernel.labels import N_
from procure.kernel.money import quantity
from procure.transparency import queries
from procure.transparency.rules import Answer, answer_for, in_millions, share, tidied
from procure.web.access import public
from procure.web.words import money
from procure.web.work import current_work

bp = Blueprint("transparency", __name__)

SHOWN_REQUESTS: Final = 5
SHOWN_CATEGORIES: Final = 8
SHOWN_LISTINGS: Final = 8
OFTEN_SEARCHED: Final = ("Nasi kotak", "Kertas HVS", "Spanduk", "Seragam batik", "Servis AC")
"""What people search for, in the words of the catalogue: listings are written in Indonesian."""

WHAT_TO_DO: Final = {
    Answer.REAL: N_("Compare the number, the total and the agency with the paper in your hands."),
    Answer.CANCELLED: N_("Do not deliver and do not pay on this paper. Ask the agency why."),
    Answer.LAPSED: N_(
        "The supplier declined it or did not answer in time. Do not deliver or pay on it."
    ),
    Answer.UNKNOWN: N_(
        "Check each letter and digit. If the code is as printed, the paper was not made here: "
        "do not deliver and do not pay, and tell the agency or the regional inspectorate."
    ),
}


@bp.get("/")
@public
def landing() -> ResponseReturnValue:
    """Show the region's front page; `?region=` lets strangers choose another region."""
    work = current_work()
    everywhere = regions(work.session)
    if chosen := request.args.get("region"):
        if not current_user.is_authenticated and chosen in {one.slug for one in everywhere}:
            session["region"] = chosen
        return redirect(url_for("transparency.landing"))
    groups = sorted(catalogue.categories(work), key=lambda group: -group.count)
    counted = queries.numbers(work)
    return render_template(
        "transparency/landing.html",
        requests=queries.open_requests(work, SHOWN_REQUESTS),
        open_count=queries.open_count(work),
        numbers=counted,
        spent=_in_short(counted.spent),
        small_share=share(counted.small_orders, counted.orders),
        groups=[group for group in groups if group.count][:SHOWN_CATEGORIES],
        popular=catalogue.most_sold(work, SHOWN_LISTINGS),
        served=catalogue.served(work),
        often_searched=OFTEN_SEARCHED,
        regions=everywhere,
        year=work.today.year,
    )


@bp.get("/requests")
@public
def open_requests() -> ResponseReturnValue:
    """List the requests that still take quotes."""
    return render_template(
        "transparency/open_requests.html", requests=queries.open_requests(current_work())
    )


@bp.get("/requests/<uuid:rfq_id>")
@public
def open_request(rfq_id: UUID) -> ResponseReturnValue:
    """Show what one request asks for, and how a small business takes part."""
    work = current_work()
    found = queries.request_of(work, rfq_id)
    return render_template(
        "transparency/open_request.html",
        request_for_quotes=found,
        lines=queries.lines_of(work, rfq_id),
        is_open=found.is_open(work.now),
    )


@bp.get("/awards")
@public
def awards() -> ResponseReturnValue:
    """List the orders that the region's agencies signed."""
    work = current_work()
    page = queries.awards(work, request.args.get("after", ""))
    counted = queries.numbers(work)
    return render_template(
        "transparency/awards.html",
        page=page,
        numbers=counted,
        spent=_in_short(counted.spent),
        small_share=share(counted.small_orders, counted.orders),
        year=work.today.year,
    )


@bp.get("/check")
@bp.get("/c/<code>")
@public
def check(code: str = "") -> ResponseReturnValue:
    """Say whether an order is real; works on any phone and shows no personal data."""
    typed = request.args.get("code", "").strip()
    if typed and not code:
        return redirect(url_for("transparency.check", code=tidied(typed) or "-"))
    if not code:
        return render_template("transparency/check.html", code="", answer=None, order=None)
    order = queries.order_with(current_work(), tidied(code))
    answer = answer_for(order.status if order else None)
    page = render_template(
        "transparency/check.html",
        code=code,
        answer=answer,
        order=order,
        what_to_do=_(WHAT_TO_DO[answer]),
    )
    return page, 404 if order is None else 200


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    """Explain how small businesses take part, how we count, and what we promise."""
    return render_template("transparency/about.html")


def _in_short(rupiah: int) -> str:
    """Write a large sum as people say it: `Rp412,7 juta`."""
    figure, unit = in_millions(rupiah)
    if unit is None:
        return money(rupiah)
    return f"Rp{quantity(figure, str(get_locale()))} {_(unit)}"
