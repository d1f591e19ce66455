"""The blueprint, and where a deed leads."""

from uuid import UUID

from flask import Blueprint, url_for

bp = Blueprint("purchase_requests", __name__, url_prefix="/purchase-requests")


def purchase_page(purchase_request_id: UUID) -> str:
    """Return the address of the page that shows the whole purchase."""
    return url_for("desk.purchase", purchase_request_id=purchase_request_id)
