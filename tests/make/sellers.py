"""Suppliers of tests, with an owner who can act for them."""

from dataclasses import dataclass
from itertools import count

from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person, Region
from procure.accounts.queries import actor_for
from procure.catalogue.models import Listing
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import now
from procure.suppliers.models import (
    EntityType,
    Scale,
    Supplier,
    SupplierArea,
    SupplierCategory,
    SupplierIdentity,
    SupplierStatus,
)
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.workflow import BankAccountStatus
from tests.make.offices import a_person, appoint

_numbers = count(1)


@dataclass
class Seller:
    """A supplier and its owner."""

    supplier: Supplier
    person: Person
    appointment: Appointment

    @property
    def actor(self) -> Actor:
        """The owner as they act."""
        return actor_for(self.person, [self.appointment])


def a_seller(owner: Session, region: Region, **given: object) -> Seller:
    """Make an active micro caterer (an individual) that delivers in Semarang."""
    n = next(_numbers)
    codes = given.pop("categories", ("MKN.01", "MKN.02", "ATK.01"))
    facts: dict[str, object] = {
        "region_id": region.id,
        "slug": f"dapur-{n}",
        "name": f"Dapur Contoh {n}",
        "entity_type": EntityType.INDIVIDUAL,
        "scale": Scale.MICRO,
        "status": SupplierStatus.ACTIVE,
        "owner_name": f"Sri Contoh {n}",
        "address": "Jalan Dapur 1, Semarang",
        "regency_code": "33.74",
        "regency_name": "Kota Semarang",
        "phone": f"0812000{n:05d}",
        **given,
    }
    supplier = Supplier(**facts)
    owner.add(supplier)
    owner.flush()
    for code in codes:  # type: ignore[attr-defined]
        owner.add(SupplierCategory(supplier_id=supplier.id, category_code=code))
    owner.add(SupplierArea(supplier_id=supplier.id, regency_code="33.74"))
    owner.add(
        SupplierIdentity(
            supplier_id=supplier.id,
            region_id=region.id,
            nib=f"9999{n:09d}",
            npwp="0011091378000000",
        )
    )
    owner.add(
        BankAccount(
            supplier_id=supplier.id,
            region_id=region.id,
            bank_code="113",
            account="3000123456",
            holder=supplier.owner_name,
            status=BankAccountStatus.ACTIVE,
            proposed_at=now(),
            usable_from=now(),
        )
    )
    person = a_person(owner, region, supplier.owner_name)
    appointment = appoint(owner, person, Role.SUPPLIER_OWNER, supplier_id=supplier.id)
    owner.commit()
    return Seller(supplier, person, appointment)


def a_listing(owner: Session, seller: Seller, **given: object) -> Listing:
    """Make a live offer of boxed rice at Rp 28,500."""
    facts: dict[str, object] = {
        "region_id": seller.supplier.region_id,
        "supplier_id": seller.supplier.id,
        "category_code": "MKN.01",
        "name": "Nasi kotak ayam bakar",
        "unit": "kotak",
        "price": 28_500,
        **given,
    }
    listing = Listing(**facts)
    owner.add(listing)
    owner.commit()
    return listing
