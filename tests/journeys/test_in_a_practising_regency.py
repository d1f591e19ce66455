"""A regency with rules of its own that still practises: what is warned, who decides, till when."""

import pytest
from playwright.sync_api import expect

from procure.kernel.money import rupiah
from tests.journeys.conftest import Meet
from tests.journeys.people import Visitor
from tests.journeys.steps import (
    MEAL,
    begin,
    describe_the_meeting,
    id_in_address,
    remove_lines,
    say_when_and_where,
    send_for_approval,
    settle,
    write_lines,
)

PURPOSE = "Makan siang temu usaha kecil se-Bandung Barat"
PEOPLE, PRICE = 600, 46_000
TOTAL = PEOPLE * PRICE
"""Above what the PPK of this regency decides alone, below what a PPK in Central Java does."""
LINES = (("Nasi timbel kotak", "MKN.01", PEOPLE, "kotak", PRICE),)
PRACTICE = "Practice mode: nothing here is binding yet."


@pytest.mark.timeout(300)
def test_a_regency_answers_by_its_own_rules_and_practises(meet: Meet) -> None:
    def here(who: str) -> Visitor:
        visitor = meet(f"{who}.diskopukm@kbb.example")
        expect(visitor.page.locator(".practice")).to_contain_text(visitor.word(PRACTICE))
        return visitor

    requester = here("staf1")
    begin(requester, MEAL, people=PEOPLE)
    remove_lines(requester, keep=1)
    requester.enter("What is it for?", PURPOSE)
    write_lines(requester, LINES)
    describe_the_meeting(requester, PEOPLE)
    say_when_and_where(requester, "32.17")
    settle(requester)
    # Dearer than the standard of prices: a province refuses that, this regency only warns.
    expect(requester.page.locator("#lines-0 .line-note--warn")).to_be_visible()
    expect(requester.page.locator("#lines-0 .line-note--block")).to_have_count(0)
    expect(requester.page.locator("#total")).to_have_text(rupiah(TOTAL))
    send_for_approval(requester)
    purchase = id_in_address(requester)
    ball = requester.main.locator(".ball")
    expect(ball).to_contain_text(requester.word("endorse the request, or send it back"))
    expect(ball.locator(".until time")).to_be_visible()

    ppk = here("ppk")
    ppk.go("/home")
    ppk.open(PURPOSE)
    ppk.press("Endorse for the budget authority")
    ppk.sees("%(number)s went on to the budget authority.")

    authority = here("pa")
    authority.go("/home")
    authority.open(PURPOSE)
    authority.sees(rupiah(TOTAL))
    authority.press("Approve")
    authority.sees("%(number)s is approved.")
    requester.go(f"/purchases/{purchase}")
    expect(ball).to_contain_text(requester.word("choose how to buy"))
    expect(ball.locator(".until time")).to_be_visible()
    stranger = meet("pp.dpmd@jateng.example")
    expect(stranger.page.locator(".practice")).to_have_count(0)
