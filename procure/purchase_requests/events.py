"""What happened to a purchase request, for rooms that listen."""

from dataclasses import dataclass
from uuid import UUID

from procure.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PurchaseRequestSubmitted(Event):
    """A request waits for approval."""

    purchase_request_id: UUID


@dataclass(frozen=True, slots=True)
class PurchaseRequestEndorsed(Event):
    """A request waits for the budget authority."""

    purchase_request_id: UUID


@dataclass(frozen=True, slots=True)
class PurchaseRequestApproved(Event):
    """A request may be sourced."""

    purchase_request_id: UUID


@dataclass(frozen=True, slots=True)
class PurchaseRequestSentBack(Event):
    """A request went back to its author."""

    purchase_request_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class PurchaseRequestCancelled(Event):
    """A purchase ended before an order."""

    purchase_request_id: UUID
    reason: str
