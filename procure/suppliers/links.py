"""Links that owners and operators get by mail: signed, so that nobody can guess or make one.

A link is the signed id of its row; the row keeps only a hash of it, its end, and whether it was
used. The worker that mails it signs the id again with the same key, so that no letter that waits
to be sent holds a link that works.
"""

import hashlib
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from procure.kernel.errors import NotFound

PATH = "/register/links/"


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="supplier link")


def token_of(link_id: UUID, secret: str) -> str:
    """Return the signed word of a link."""
    return str(_signer(secret).dumps(str(link_id)))


def link_id(token: str, secret: str) -> UUID:
    """Return which link a word belongs to. Raises NotFound if we did not sign it."""
    try:
        return UUID(_signer(secret).loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        raise NotFound from None


def hashed(token: str) -> bytes:
    """Return what is kept of the word."""
    return hashlib.sha256(token.encode()).digest()


def path_of(link_id: UUID, secret: str) -> str:
    """Return the address of a link on our site."""
    return f"{PATH}{token_of(link_id, secret)}"
