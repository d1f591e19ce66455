"""What happened to a purchase order, for rooms that listen."""

from dataclasses import dataclass
from uuid import UUID

from procure.kernel.events import Event


@dataclass(frozen=True, slots=True)
class OrderPrepared(Event):
    """An order waits for the commitment officer's signature."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderIssued(Event):
    """An order was signed and sent to the supplier."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderAccepted(Event):
    """The supplier took the order."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderDeclined(Event):
    """The supplier did not take the order."""

    order_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class OrderExpired(Event):
    """The supplier did not answer in time."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderReminder(Event):
    """Part of the time to answer has gone by (percent)."""

    order_id: UUID
    percent: int


@dataclass(frozen=True, slots=True)
class OrderReopened(Event):
    """An expired order may be accepted again."""

    order_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class OrderCancelled(Event):
    """An order was cancelled."""

    order_id: UUID
    reason: str
