"""What happened to listings, for rooms that listen."""

from dataclasses import dataclass
from uuid import UUID

from procure.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ListingProposed(Event):
    """A proposal waits for the registry officer."""

    listing_revision_id: UUID


@dataclass(frozen=True, slots=True)
class ListingApproved(Event):
    """A proposal is what buyers see from now on."""

    listing_revision_id: UUID


@dataclass(frozen=True, slots=True)
class ListingReturned(Event):
    """A proposal went back to its seller, to be corrected or for good."""

    listing_revision_id: UUID
    reason: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class ListingTakenDown(Event):
    """The registry officer took a listing off the shelf."""

    listing_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class HalalLapsed(Event):
    """A seller's halal certificate no longer holds: listings no longer say that they are halal."""

    supplier_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class HalalRestored(Event):
    """A seller's halal certificate holds again, and so listings say that they are halal."""

    supplier_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class BatchApproved(Event):
    """Proposals of one sheet were approved together."""

    import_run_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class BatchProposed(Event):
    """A sheet brought proposals that wait for the registry officer."""

    import_run_id: UUID
    count: int
