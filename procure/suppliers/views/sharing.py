"""The link that a coach shares with an owner by WhatsApp."""

from urllib.parse import quote

from flask_babel import gettext as _

from procure.suppliers.links import path_of
from procure.suppliers.models import Supplier
from procure.suppliers.registry_models import SupplierLink
from procure.web.work import settings


def share_address(supplier: Supplier, link: SupplierLink, secret: str) -> str:
    """Return the address that opens WhatsApp with the link for the owner written in it."""
    words = _(
        "Please confirm the registration of %(business)s on your own phone: %(url)s",
        business=supplier.name,
        url=f"{settings().base_url}{path_of(link.id, secret)}",
    )
    return f"https://wa.me/{link.phone.removeprefix('+')}?text={quote(words, safe='')}"
