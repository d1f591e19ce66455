"""The blueprint of the room, and what its doors share."""

from flask import Blueprint, request

from procure.suppliers.service.linking import Origin
from procure.web.work import settings

bp = Blueprint("suppliers", __name__)


def origin() -> Origin:
    """Return from which browser and network this request comes, as keyed digests."""
    return Origin.of(request.user_agent.string, request.remote_addr or "")


def secret() -> str:
    """Return the key that signs links."""
    return settings().secret_key
