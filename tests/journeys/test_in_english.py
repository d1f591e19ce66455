"""A direct purchase in English: every word of the interface is English."""

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.people import Visitor
from tests.journeys.steps import (
    STATIONERY,
    approve,
    begin,
    buy_from,
    choose_account,
    id_in_address,
    remove_lines,
    say_when_and_where,
    send_for_approval,
    sign,
    write_lines,
)

PURPOSE = "Paper for the exhibition of village culture"
LINES = (("Kertas HVS A4 80 gram", "ATK.01", 12, "rim", 60_000),)


@pytest.mark.timeout(300)
def test_paper_is_bought_without_a_word_of_indonesian(meet: Meet) -> None:
    def in_english(who: str) -> Visitor:
        return meet(f"{who}@jateng.example", language="en")

    requester = in_english("staf2.disdikbud")
    begin(requester, STATIONERY)
    remove_lines(requester, keep=1)
    requester.enter("What is it for?", PURPOSE)
    choose_account(requester, "Kertas")
    requester.choose("Category", "ATK.01")
    write_lines(requester, LINES)
    say_when_and_where(requester)
    send_for_approval(requester)
    purchase = id_in_address(requester)

    ppk = in_english("ppk.disdikbud")
    ppk.go("/home")
    ppk.open(PURPOSE)
    approve(ppk)
    officer = in_english("pp.disdikbud")
    officer.go("/home")
    officer.open(PURPOSE)
    buy_from(officer, "CV Sinar Tulis", [56_000], "Lowest price in the catalogue.")
    sign(ppk, PURPOSE)
    supplier = in_english("sinar-tulis")
    supplier.go("/home")
    supplier.open(PURPOSE)
    supplier.press("Accept the order")
    supplier.sees("You have accepted %(number)s.")

    for place in (f"/purchases/{purchase}", "/purchase-requests", "/purchase-orders", "/rfqs"):
        officer.go(place)
    for place in ("/budgets", "/notifications", "/account", "/catalogue", "/regulations"):
        ppk.go(place)
    for place in ("/awards", "/requests", "/check", "/c/0000-0000", "/about"):
        supplier.go(place)
