"""The values that rules are handed: what is asked, and what is known around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from procure.kernel.regulation import Regulation
from procure.purchase_requests.rules.prices import Standard


@dataclass(frozen=True, slots=True)
class NewLine:
    """One thing that is needed, as it will be stored; price in whole rupiah per unit with tax."""

    name: str
    quantity: int
    unit: str
    price: int
    category_code: str
    specification: str = ""
    listing_id: UUID | None = None

    @property
    def amount(self) -> int:
        """Rupiah of the line."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class NewPurchaseRequest:
    """A request as it will be stored; times are local to the region."""

    budget_line_id: UUID
    category_code: str
    purpose: str
    needed_on: date
    window_from: time
    window_until: time
    lines: tuple[NewLine, ...]
    delivery_address: str = ""
    delivery_contact: str = ""
    delivery_regency_code: str = ""
    event_name: str = ""
    event_from: time | None = None
    event_until: time | None = None
    head_count: int | None = None
    has_guests: bool = False
    splitting_reason: str = ""

    @property
    def estimate(self) -> int:
        """Rupiah of all lines."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One line as far as it has been typed; 0 stands for a number that is not there yet."""

    name: str
    unit: str
    quantity: int
    price: int
    category_code: str

    @property
    def amount(self) -> int:
        """Rupiah of the line."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Need:
    """A request as far as it has been typed."""

    lines: tuple[NeedLine, ...]
    category_code: str = ""
    needed_on: date | None = None
    event_from: time | None = None
    event_until: time | None = None
    head_count: int | None = None
    has_guests: bool = False
    splitting_reason: str = ""

    @property
    def total(self) -> int:
        """Rupiah of all lines."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of goods or services, as far as rules ask: its group, and whether it is a meal."""

    code: str
    group: str
    group_name: str
    is_meal: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """An earlier purchase of the same kind by the same unit."""

    id: UUID
    number: str
    purpose: str
    submitted_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around a need: the day, the law, the money, the prices, earlier purchases."""

    today: date
    laws: Mapping[str, Regulation]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    standards: Sequence[Standard] = ()
    available: int | None = None
    recent: Sequence[Purchase] = ()

    def is_meal(self, need: Need) -> bool:
        """Whether anything in the need is a meal."""
        codes = {need.category_code, *(line.category_code for line in need.lines)}
        return any(self.kinds[code].is_meal for code in codes if code in self.kinds)
