"""What happened while suppliers were asked and chosen, for rooms that listen."""

from dataclasses import dataclass
from uuid import UUID

from procure.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SuppliersInvited(Event):
    """Suppliers may quote until the deadline."""

    rfq_id: UUID
    supplier_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class DeadlineExtended(Event):
    """Suppliers have longer to quote."""

    rfq_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """A supplier asked something; the answer will be for all."""

    rfq_id: UUID


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """An answer was published to all invited suppliers."""

    rfq_id: UUID


@dataclass(frozen=True, slots=True)
class QuoteReceived(Event):
    """A sealed quote was received and proven readable."""

    rfq_id: UUID
    supplier_id: UUID
    quote_hash: str


@dataclass(frozen=True, slots=True)
class QuotesOpened(Event):
    """The quotes of a request are readable now."""

    rfq_id: UUID


@dataclass(frozen=True, slots=True)
class SupplierAwarded(Event):
    """A supplier was chosen; the commitment officer signs off next."""

    award_id: UUID


@dataclass(frozen=True, slots=True)
class AwardSentBack(Event):
    """The commitment officer wants the choice looked at again."""

    award_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class AwardLapsed(Event):
    """The chosen supplier did not take the order; the next one can be chosen."""

    award_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RfqEnded(Event):
    """A request for quotation ended without an award."""

    rfq_id: UUID
    reason: str
