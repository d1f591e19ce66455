"""The purchase, played over plain HTTP by the demo cast: for benchmarks and for tests of faults."""

import re
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from procure.kernel.clock import local, now
from tests.make.wire import PageForm, WirePage, WirePerson

UUID_IN_PATH = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LINES = (
    ("Nasi kotak ayam bakar komplit", "MKN.01", 40, "kotak", 28_500),
    ("Kudapan jajan pasar isi tiga", "MKN.02", 40, "kotak", 11_500),
    ("Nasi kotak vegetarian", "MKN.01", 5, "kotak", 25_000),
    ("Kudapan tanpa gula", "MKN.02", 5, "kotak", 11_000),
    ("Nasi kotak ikan", "MKN.01", 5, "kotak", 27_000),
)
SUPPLIERS = ("dapur-bu-sri", "katering-sekar-arum", "koperasi-boga-lestari")
NAMES = ("Dapur Bu Sri", "Katering Sekar Arum", "Koperasi Boga Lestari")
SUPPLIER_CHOICE = re.compile(
    r'value="([0-9a-f-]{36})".{0,400}?<label[^>]*>\s*([^<]+?)\s*<', re.DOTALL
)
WAIT = 20.0


def a_weekday(days: int) -> date:
    """Return the first working day at least so many days from now."""
    day = local(now()).date() + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


@dataclass
class Cast:
    """The people of one agency and three of its region's suppliers, each signed in once."""

    address: str
    agency: str = "dpmd"
    requester: WirePerson = field(init=False)
    commitment_officer: WirePerson = field(init=False)
    officer: WirePerson = field(init=False)
    suppliers: list[WirePerson] = field(init=False)

    def __post_init__(self) -> None:
        self.requester = self._person(f"staf1.{self.agency}")
        self.commitment_officer = self._person(f"ppk.{self.agency}")
        self.officer = self._person(f"pp.{self.agency}")
        self.suppliers = [self._person(name) for name in SUPPLIERS]

    def _person(self, name: str) -> WirePerson:
        return WirePerson(self.address).sign_in(f"{name}@jateng.example")

    def leave(self) -> None:
        """Close every connection."""
        for person in (self.requester, self.commitment_officer, self.officer, *self.suppliers):
            person.leave()


def went_well(page: WirePage) -> WirePage:
    """Insist that a page came; say what stood on it when not."""
    if page.status != 200:
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))
        raise AssertionError(f"{page.status} {page.path}: {words[:1500]}")
    return page


def id_in(page: WirePage) -> str:
    """Return the id in the address of a page."""
    found = UUID_IN_PATH.search(page.path)
    assert found, page.path
    return found.group()


def request_form(person: WirePerson, purpose: str) -> tuple[PageForm, dict[str, Any]]:
    """Return the form of a new meal request, and the values of a request of five lines."""
    page = went_well(person.get("/purchase-requests/new?template=meal&people=50"))
    values: dict[str, Any] = {
        "purpose": purpose,
        "needed_on": a_weekday(12).isoformat(),
        "window_from": "11:00",
        "window_until": "12:00",
        "delivery_address": "Aula Dinas, Jalan Menteri Supeno 17",
        "delivery_contact": "Ratna 0812 0000 0000",
        "delivery_regency_code": "33.74",
        "event_name": "Rapat koordinasi",
        "event_from": "09:00",
        "event_until": "13:00",
        "head_count": "50",
        "has_guests": "y",
        "splitting_reason": "Rapat bulanan yang berbeda, masing-masing dijadwalkan dalam RUP.",
    }
    for number, (name, code, quantity, unit, price) in enumerate(LINES):
        values |= {
            f"lines-{number}-name": name,
            f"lines-{number}-category_code": code,
            f"lines-{number}-quantity": quantity,
            f"lines-{number}-unit": unit,
            f"lines-{number}-price": price,
        }
    return page.form("budget_line_id"), values


def raise_request(cast: Cast, purpose: str = "Konsumsi rapat koordinasi") -> str:
    """The requester drafts a request of five lines and submits it; returns its id."""
    form, values = request_form(cast.requester, purpose)
    return id_in(went_well(cast.requester.send(form, **values, act="submit")))


def approve(cast: Cast, purchase: str) -> None:
    """The commitment officer approves and sets the own estimate."""
    page = went_well(cast.commitment_officer.get(f"/purchase-requests/{purchase}/approve"))
    went_well(cast.commitment_officer.send(page.form("lines-0-price"), act="approve"))


def invite(cast: Cast, purchase: str) -> str:
    """The procurement officer invites three suppliers; returns the id of the request to quote."""
    page = went_well(cast.officer.get(f"/purchases/{purchase}/invite"))
    by_name = {name: value for value, name in SUPPLIER_CHOICE.findall(page.text)}
    answer = cast.officer.send(
        page.form("supplier_ids"),
        supplier_ids=[by_name[name] for name in NAMES],
        reason="Ketiganya melayani Kota Semarang.",
        closes_on=a_weekday(4).isoformat(),
        closes_hour="14",
        catalogue_found="no",
        catalogue_note="Dicari hari ini, tidak ada katering di Semarang.",
    )
    return id_in(went_well(answer))


def quote(supplier: WirePerson, rfq: str, below: int) -> WirePage:
    """A supplier reads the request and seals five prices, so many rupiah below the estimate."""
    page = went_well(supplier.get(f"/rfqs/{rfq}/quote"))
    prices = {f"lines-{n}-price": line[4] - below for n, line in enumerate(LINES)}
    return went_well(supplier.send(page.form("lines-0-price"), **prices, delivery_cost="0"))


def open_and_compare(cast: Cast, rfq: str) -> WirePage:
    """The officer opens the quotes and reads the comparison once the keeper has unsealed them."""
    page = went_well(cast.officer.get(f"/rfqs/{rfq}"))
    went_well(cast.officer.send(page.form("/open")))
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        page = cast.officer.get(f"/rfqs/{rfq}/compare")
        if page.status == 200 and any("/award" in form.action for form in page.parsed.forms):
            return page
        time.sleep(0.05)
    raise AssertionError(f"never opened: {page.status} {page.path}")


def award(cast: Cast, comparison: WirePage) -> None:
    """The officer awards to the cheapest complete quote."""
    why = "Penawaran lengkap dengan harga terendah."
    went_well(cast.officer.send(comparison.form("/award"), reason=why))


def issue(cast: Cast, purchase: str) -> WirePage:
    """The commitment officer signs the order, which draws its PDF; returns the purchase page."""
    page = went_well(cast.commitment_officer.get(f"/purchases/{purchase}"))
    page = went_well(cast.commitment_officer.get(page.link("/issue")))
    return went_well(cast.commitment_officer.send(page.form("idempotency_key")))


def accept(supplier: WirePerson, order_path: str) -> WirePage:
    """The supplier accepts the order."""
    page = went_well(supplier.get(order_path))
    return went_well(supplier.send(page.form("/accept")))
