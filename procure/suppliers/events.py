"""What happened to suppliers, for rooms that listen."""

from dataclasses import dataclass
from uuid import UUID

from procure.kernel.events import Event


@dataclass(frozen=True, slots=True)
class LinkMade(Event):
    """Somebody who is not here yet gets a letter with a link."""

    link_id: UUID


@dataclass(frozen=True, slots=True)
class AddressKnown(Event):
    """Somebody registered with the address of a person who is here already."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class OwnerConfirmed(Event):
    """An owner confirmed a registration that a coach had begun for them."""

    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class SupplierSubmitted(Event):
    """A registration waits for the registry officer."""

    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class SupplierChanged(Event):
    """An active supplier changed something of substance, to be checked again."""

    supplier_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperatorJoined(Event):
    """Somebody took up the owner's invitation to act for the business."""

    supplier_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class DataRequestAnswered(Event):
    """The registry officer answered a request about own data."""

    request_id: UUID


@dataclass(frozen=True, slots=True)
class DataRequested(Event):
    """An owner asked for their data to be corrected, or for the account to be closed."""

    request_id: UUID
