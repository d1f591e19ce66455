"""What is printed on a purchase order."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from procure.orders.rules import ContractForm, TaxSheet
from procure.pdf.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class Budget:
    """Where the money comes from: plan (RUP), budget document (DPA), activity and account."""

    rup_code: str
    dpa_number: str
    sub_activity_code: str
    sub_activity: str
    account_code: str
    account: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """How the supplier was chosen, and the award it rests on."""

    method: str
    award_number: str
    awarded_on: date


@dataclass(frozen=True, slots=True)
class Supplier:
    """The receiving side; the tax number is masked when printed, whatever is handed in."""

    name: str
    address: str
    npwp: str
    signatory: str
    signatory_title: str = "Pemilik"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing ordered; money in rupiah, with PPN where the supplier is liable to it."""

    name: str
    specification: str
    quantity: Decimal
    unit: str
    unit_price: int
    amount: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where, to whom and in which hours; `zone` is WIB, WITA or WIT."""

    address: str
    contact: str
    on: date
    start: time
    end: time
    zone: str


@dataclass(frozen=True, slots=True)
class Official:
    """The commitment officer who orders, with capacity (`Plt.`, `a.n.`), decree and NIP."""

    title: str
    name: str
    nip: str
    decree: str
    capacity: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule that shaped the order, with the day its version came into force."""

    sentence: str
    article: str
    version_on: date


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """Everything that is printed on a purchase order; equal values give equal bytes.

    `sheet` holds sums and taxes as computed for the order date; they are estimates until payment.
    `drawn_at` and `respond_by` are aware of their time zone and given in the agency's own. `mark`
    and `acceptance` are printed where ink would stand. `practice` prints LATIHAN across a paper
    that binds nobody.
    """

    letterhead: Letterhead
    form: ContractForm
    number: str
    place: str
    ordered_on: date
    drawn_at: datetime
    purpose: str
    budget: Budget
    procedure: Procedure
    supplier: Supplier
    lines: tuple[Line, ...]
    sheet: TaxSheet
    delivery: Delivery
    terms: tuple[str, ...]
    respond_by: datetime
    rules: tuple[AppliedRule, ...]
    officer: Official
    check_url: str
    short_code: str
    mark: str = ""
    acceptance: str = ""
    practice: bool = False
