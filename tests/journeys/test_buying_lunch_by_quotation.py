"""Lunch for a meeting: asked for, approved, quoted by three, awarded, ordered, accepted."""

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from procure.kernel.money import rupiah
from procure.kernel.words import in_words
from tests.journeys.conftest import Meet
from tests.journeys.people import Visitor
from tests.journeys.steps import (
    MEAL,
    approve,
    award_to,
    begin,
    describe_the_meeting,
    id_in_address,
    invite,
    open_and_compare,
    quote,
    say_when_and_where,
    send_for_approval,
    write_lines,
)
from tests.make.play import LINES, NAMES, SUPPLIERS
from tests.make.running import Running

PURPOSE = "Konsumsi rapat koordinasi pemberdayaan desa"
TOTAL = sum(quantity * price for _name, _code, quantity, _unit, price in LINES)
BELOW = {"dapur-bu-sri": 300, "katering-sekar-arum": 700, "koperasi-boga-lestari": 100}
"""How far below the estimate each supplier quotes, rupiah per unit."""
UNITS = sum(line[2] for line in LINES)
WON = TOTAL - UNITS * 700
WHY = "Penawaran lengkap dengan harga terendah dan diantar tepat waktu."


@pytest.mark.timeout(300)
def test_lunch_is_bought_by_quotation_from_need_to_accepted_order(
    meet: Meet, product: Running
) -> None:
    requester = meet("staf1.dpmd@jateng.example")
    ppk = meet("ppk.dpmd@jateng.example")
    officer = meet("pp.dpmd@jateng.example")
    suppliers = {name: meet(f"{name}@jateng.example") for name in SUPPLIERS}

    purchase = _asks_for_lunch(requester)
    requester.sees("Waiting for")
    requester.sees("Commitment officer (PPK)")

    ppk.go("/home")
    ppk.open(PURPOSE)
    approve(ppk)
    _ball_is_with(requester, purchase, "Procurement officer")

    officer.go("/home")
    officer.open(PURPOSE)
    rfq = invite(officer, NAMES)
    _ball_is_with(requester, purchase, "The invited suppliers")

    pages = {place: _as_the_agency_sees(officer, place) for place in _places(purchase, rfq)}
    for name, supplier in suppliers.items():
        supplier.go("/home")
        supplier.open(PURPOSE)
        quote(supplier, [price - BELOW[name] for *_rest, price in LINES])
    assert pages == {place: _as_the_agency_sees(officer, place) for place in pages}

    product.let_time_pass(rfq)
    open_and_compare(officer, rfq)
    for name in NAMES:
        officer.sees(name)
    officer.sees(rupiah(WON))
    award_to(officer, "Katering Sekar Arum", WHY)
    _ball_is_with(requester, purchase, "Commitment officer (PPK)")

    ppk.go("/home")
    ppk.open(PURPOSE)
    ppk.sees(rupiah(WON))
    ppk.press("Sign and send the order")
    _ball_is_with(requester, purchase, "Katering Sekar Arum")
    _paper_says(ppk, rupiah(WON), in_words(WON), "Katering Sekar Arum")

    winner = suppliers["katering-sekar-arum"]
    winner.go("/home")
    winner.open(PURPOSE)
    winner.press("Accept the order")
    winner.sees("You have accepted %(number)s.")
    _anybody_can_check(meet(), winner)

    loser = suppliers["dapur-bu-sri"]
    loser.go(f"/rfqs/{rfq}")
    loser.sees("Katering Sekar Arum")
    loser.sees(WHY)

    auditor = meet("auditor@jateng.example")
    auditor.go(f"/purchases/{purchase}")
    _story_is_told(auditor)


def _asks_for_lunch(requester: Visitor) -> str:
    """Write the request, with answers while typing; return the id of the purchase."""
    begin(requester, MEAL, people=50)
    requester.enter("What is it for?", PURPOSE)
    write_lines(requester, LINES)
    describe_the_meeting(requester, 50)
    say_when_and_where(requester)
    expect(requester.page.locator("#total")).to_have_text(rupiah(TOTAL))
    budget = requester.page.locator("#budget")
    expect(budget).to_contain_text(f"Permintaan ini{rupiah(TOTAL)}")
    # Other purchases may hold money of the same line by now.
    held = re.search(r"Terikat\s*Rp([\d.]+).*?Dicadangkan\s*Rp([\d.]+)", budget.inner_text(), re.S)
    assert held
    left = 150_000_000 - TOTAL - sum(int(one.replace(".", "")) for one in held.groups())
    expect(budget).to_contain_text(rupiah(left))
    checks = requester.page.locator("#checks")
    expect(checks).to_contain_text(requester.word("The budget line covers this request."))

    requester.enter("Estimated price in rupiah, item %(n)s", 95_000, n=1)
    expect(requester.page.locator("#lines-0 .line-note--block")).to_be_visible()
    requester.enter("Estimated price in rupiah, item %(n)s", LINES[0][-1], n=1)
    expect(requester.page.locator("#lines-0 .line-note--block")).to_have_count(0)
    send_for_approval(requester)
    return id_in_address(requester)


def _ball_is_with(visitor: Visitor, purchase: str, holder: str) -> None:
    visitor.go(f"/purchases/{purchase}")
    expect(visitor.main.locator(".ball")).to_contain_text(visitor.word(holder))


def _places(purchase: str, rfq: str) -> tuple[str, ...]:
    return f"/purchases/{purchase}", f"/rfqs/{rfq}", "/rfqs", "/home", "/notifications"


def _as_the_agency_sees(officer: Visitor, place: str) -> str:
    officer.go(place)
    return officer.reads()


def _paper_says(ppk: Visitor, *words: str) -> None:
    link = ppk.control("Open the PDF").first.get_attribute("href") or ""
    answer = ppk.context.request.get(ppk.address + link)
    assert answer.headers["content-type"] == "application/pdf"
    place = Path("test-results/order.pdf")
    place.write_bytes(answer.body())
    with pikepdf.open(place) as paper:
        assert str(paper.docinfo["/Title"])
    printed = subprocess.run(
        ["pdftotext", "-layout", str(place), "-"], capture_output=True, text=True, check=True
    ).stdout
    told = " ".join(printed.split()).casefold()
    for word in (*words, PURPOSE, *(line[0] for line in LINES)):
        assert word.casefold() in told, f"{word!r} is not on the paper:\n{printed}"


def _anybody_can_check(stranger: Visitor, winner: Visitor) -> None:
    address = winner.control("Open the page behind the QR code").get_attribute("href") or ""
    code = address.rsplit("/", 1)[-1]
    stranger.go(f"/c/{code}")
    stranger.sees("This order is real")
    stranger.sees(rupiah(WON))
    for private in ("Ratna", "0812", "Suharti"):
        stranger.misses(private)


def _story_is_told(auditor: Visitor) -> None:
    told = auditor.main.locator(".timeline h3").all_inner_texts()
    deeds = (
        "Accept the order",
        "Sign and send the order",
        "Award",
        "Unseal the quotes",
        "Open the quotes",
        "Invite suppliers to quote",
        "Approve",
        "Submit for approval",
        "Draft a purchase request",
    )
    places = [told.index(auditor.word(deed)) for deed in deeds]
    assert places == sorted(places), told
    auditor.sees(WHY)
