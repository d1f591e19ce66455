"""What happened to a supplier, for rooms that listen."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from procure.kernel.events import Event
from procure.suppliers.kinds import DocumentKind


@dataclass(frozen=True, slots=True)
class SupplierAccepted(Event):
    """A registration was accepted: the supplier may sell."""

    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class SupplierAskedAgain(Event):
    """A registration went back for corrections."""

    supplier_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class SupplierRefused(Event):
    """A registration was refused."""

    supplier_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class SupplierSanctioned(Event):
    """A supplier was suspended or debarred."""

    supplier_id: UUID
    is_debarment: bool
    decision: str
    reason: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class SupplierReinstated(Event):
    """A sanction ended: by an officer with a reason, or because its time is over (no reason)."""

    supplier_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class SanctionAnswered(Event):
    """A supplier used its right of reply."""

    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class PaperSent(Event):
    """A paper of an active supplier waits for a look."""

    supplier_id: UUID
    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class PaperAccepted(Event):
    """An officer found a paper good."""

    supplier_id: UUID
    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class PaperAskedAgain(Event):
    """A paper is not good and must be sent again."""

    supplier_id: UUID
    kind: DocumentKind
    reason: str


@dataclass(frozen=True, slots=True)
class PaperEnds(Event):
    """A paper ends soon."""

    supplier_id: UUID
    kind: DocumentKind
    ends_on: date
    days: int


@dataclass(frozen=True, slots=True)
class BankAccountProposed(Event):
    """Somebody wants payments to go to another account."""

    account_id: UUID
    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class BankAccountConfirmed(Event):
    """Two officers found the account good; it is used from a moment on."""

    account_id: UUID
    supplier_id: UUID
    usable_from: datetime


@dataclass(frozen=True, slots=True)
class BankAccountInUse(Event):
    """Payments go to the new account from now on."""

    account_id: UUID
    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class BankAccountStopped(Event):
    """A change of account was refused by an officer or stopped by somebody of the supplier."""

    account_id: UUID
    supplier_id: UUID
    reason: str
    is_objection: bool


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
class HelpEnded(Event):
    """An owner ended the help of a coach, who sees the registration no more."""

    supplier_id: UUID
    coach_id: UUID


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
class ChangeAccepted(Event):
    """What an active supplier changed was looked at and is good."""

    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class ChangeReturned(Event):
    """What an active supplier changed is to be corrected."""

    supplier_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class NumberRefused(Event):
    """Somebody could not register a number, because another supplier has it."""

    supplier_id: UUID
    kind: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class NumberRefusedFirst(Event):
    """The same, for the first time: officers hear of it once."""

    refused_number_id: UUID


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
class SupplierClosed(Event):
    """The account of a business was closed; `people` acted for it until now."""

    supplier_id: UUID
    people: tuple[UUID, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class DataRequested(Event):
    """An owner asked for their data to be corrected, or for the account to be closed."""

    request_id: UUID
