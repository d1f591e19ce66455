"""Making the links by which owners confirm and operators join."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from procure.accounts.models import Person
from procure.db.base import new_id
from procure.db.secrets import blind_index
from procure.db.work import Work
from procure.suppliers import links
from procure.suppliers.events import AddressKnown, LinkMade
from procure.suppliers.registry_models import LinkPurpose, SupplierLink
from procure.suppliers.rules.registration import LINK_LASTS


@dataclass(frozen=True, slots=True)
class Origin:
    """From which browser and network address a form came, as keyed digests."""

    device: str
    network: str

    @classmethod
    def of(cls, user_agent: str, address: str) -> "Origin":
        """Return the digests; browser and address themselves are not kept."""
        return cls(
            blind_index("device", user_agent).hex()[:32], blind_index("network", address).hex()[:32]
        )


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is not here yet, and what the link makes of them."""

    purpose: LinkPurpose
    region_id: UUID
    name: str
    email: str
    phone: str = ""
    password_hash: str = ""
    supplier_id: UUID | None = None


def make(work: Work, invited: Invited, origin: Origin, secret: str) -> SupplierLink | None:
    """Make a link and have it mailed; earlier ones to the same person end.

    Whoever has an account already gets a letter that says so, and None is returned. The page that
    follows must be the same for both: nobody learns on it who is registered here.
    """
    known = work.session.scalar(select(Person.id).where(Person.email == invited.email))
    if known is not None:
        work.announce(AddressKnown(known))
        return None
    work.session.execute(
        update(SupplierLink)
        .where(
            SupplierLink.email == invited.email,
            SupplierLink.purpose == invited.purpose,
            SupplierLink.used_at.is_(None),
            SupplierLink.ends_at > work.now,
        )
        .values(ends_at=work.now)
    )
    made = new_id()
    link = SupplierLink(
        id=made,
        region_id=invited.region_id,
        purpose=invited.purpose,
        supplier_id=invited.supplier_id,
        name=invited.name,
        email=invited.email,
        phone=invited.phone,
        password_hash=invited.password_hash,
        language=work.language,
        token_hash=links.hashed(links.token_of(made, secret)),
        made_by_id=work.actor.user_id if work.actor.roles else None,
        made_at=work.now,
        made_device=origin.device,
        made_network=origin.network,
        ends_at=work.now + LINK_LASTS,
    )
    work.session.add(link)
    work.session.flush()
    work.announce(LinkMade(made))
    return link
