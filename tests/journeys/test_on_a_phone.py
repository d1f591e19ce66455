"""Snacks bought on phones: asked for, approved, quoted, awarded and accepted at 360 pixels."""

import pytest
from playwright.sync_api import expect

from procure.kernel.money import rupiah
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
    remove_lines,
    say_when_and_where,
    send_for_approval,
    sign,
    write_lines,
)
from tests.make.play import NAMES, SUPPLIERS
from tests.make.running import Running

PURPOSE = "Makan siang musyawarah lembaga desa"
LINES = (("Nasi kotak ayam goreng kremes", "MKN.01", 30, "kotak", 27_000),)


@pytest.mark.timeout(300)
def test_lunch_is_bought_from_the_pocket(meet: Meet, product: Running) -> None:
    def on_a_phone(who: str) -> Visitor:
        return meet(f"{who}@jateng.example", width=360)

    requester = on_a_phone("staf2.dpmd")
    begin(requester, MEAL, people=30)
    remove_lines(requester, keep=1)
    requester.enter("What is it for?", PURPOSE)
    write_lines(requester, LINES)
    describe_the_meeting(requester, 30)
    say_when_and_where(requester)
    bar = requester.main.locator(".bottom-bar")
    expect(bar).to_contain_text(rupiah(810_000))
    expect(bar).to_be_in_viewport()
    send_for_approval(requester)
    purchase = id_in_address(requester)

    ppk = on_a_phone("ppk.dpmd")
    ppk.go("/home")
    ppk.open(PURPOSE)
    ppk.enter("Own estimate per unit in rupiah, item %(n)s", 26_500, n=1)
    approve(ppk)
    ppk.sees(rupiah(795_000))

    officer = on_a_phone("pp.dpmd")
    officer.go("/home")
    officer.open(PURPOSE)
    rfq = invite(officer, NAMES)

    suppliers = {name: on_a_phone(name) for name in SUPPLIERS}
    for price, supplier in zip((26_000, 25_500, 26_200), suppliers.values(), strict=True):
        supplier.go("/notifications")
        supplier.open(PURPOSE)
        quote(supplier, [price])
    changed = suppliers["koperasi-boga-lestari"]
    changed.press("Back to the request")
    changed.press("Withdraw it")
    changed.press("Withdraw the quote")
    changed.sees("You have withdrawn your quote. You can send a new one.")

    product.let_time_pass(rfq)
    open_and_compare(officer, rfq)
    officer.misses("Koperasi Boga Lestari")
    award_to(officer, "Dapur Bu Sri", "Lebih dekat dengan tempat rapat, sehingga nasi tiba hangat.")
    sign(ppk, PURPOSE)
    winner = suppliers["dapur-bu-sri"]
    winner.go("/home")
    winner.open(PURPOSE)
    winner.press("Accept the order")
    winner.sees("You have accepted %(number)s.")

    cheaper = suppliers["katering-sekar-arum"]
    cheaper.go(f"/rfqs/{rfq}")
    cheaper.sees("Lebih dekat dengan tempat rapat")
    requester.go(f"/purchases/{purchase}")
    requester.sees("deliver what was ordered")


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("admin@jateng.example", ("/home", "/appointments", "/account/password")),
        ("bendahara.dpmd@jateng.example", ("/home", "/budgets")),
        ("pa.dpmd@jateng.example", ("/home", "/purchase-requests")),
    ],
)
def test_pages_that_no_purchase_leads_to_fit_a_phone_as_well(
    meet: Meet, who: str, places: tuple[str, ...]
) -> None:
    visitor = meet(who, width=360)
    for place in places:
        visitor.go(place)
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("width", [360, 1366])
def test_every_component_stands_on_one_page_without_a_fault(meet: Meet, width: int) -> None:
    visitor = meet(width=width)
    visitor.go("/styleguide")
    expect(visitor.page.get_by_role("heading", name="Style guide", exact=True)).to_be_visible()
