"""What an agency keeps at hand: the list, and the two deeds."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.catalogue.actions import FavouriteAction as Do
from procure.catalogue.policy import agency_staff
from procure.catalogue.queries import favourites
from procure.catalogue.service import favouring
from procure.web.access import does, reads
from procure.web.paths import safe_path
from procure.web.work import current_work

bp = Blueprint("favourites", __name__, url_prefix="/favourites")


@bp.get("")
@reads(agency_staff)
def index() -> ResponseReturnValue:
    """List what the agency keeps."""
    return render_template("favourites/index.html", kept=favourites.kept(current_work()))


@bp.post("/<uuid:listing_id>/keep")
@does(Do.KEEP)
def keep(listing_id: UUID) -> ResponseReturnValue:
    """Keep a listing, and return to where one was."""
    listing = favouring.keep(current_work(), listing_id)
    flash(_("%(name)s is among your agency's favourites.", name=listing.name), "success")
    return redirect(_back(listing_id))


@bp.post("/<uuid:listing_id>/drop")
@does(Do.DROP)
def drop(listing_id: UUID) -> ResponseReturnValue:
    """Take a listing off the list, and return to where one was."""
    favouring.drop(current_work(), listing_id)
    flash(_("The listing is no longer a favourite."), "success")
    return redirect(_back(listing_id))


def _back(listing_id: UUID) -> str:
    there = url_for("catalogue.show", listing_id=listing_id)
    return safe_path(request.form.get("next") or there)
