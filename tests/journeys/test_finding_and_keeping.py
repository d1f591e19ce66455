"""A listing is found by a misspelt word, compared, kept, and taken into a request by a template."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.make import play
from tests.make.running import Running

REQUESTER = "staf1.dpmd@jateng.example"
PURPOSE = "Konsumsi rapat rutin bulanan"


@pytest.fixture(scope="module")
def purchase(product: Running) -> str:
    """A request that its author buys again and again."""
    cast = play.Cast(product.addresses[0])
    raised = play.raise_request(cast, PURPOSE)
    cast.leave()
    return raised


@pytest.mark.parametrize("width", [1366, 360])
def test_a_stranger_finds_by_a_misspelt_word_and_compares(meet: Meet, width: int) -> None:
    visitor = meet(width=width)
    visitor.go("/catalogue?q=nasi+koatk")
    visitor.sees(
        "Nothing is called “%(typed)s”: showing results for “%(shown)s”.",
        typed="nasi koatk",
        shown="nasi kotak",
    )
    visitor.look()
    boxes = visitor.main.locator("article input[name=listing]")
    for n in range(3):
        boxes.nth(n).check()
    visitor.press("Compare", within=visitor.main.locator("#compare"))
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    expect(visitor.main.locator("thead th")).to_have_count(4)
    visitor.look()
    visitor.main.locator("thead a").first.click()
    visitor.sees("Is the price fair?")
    visitor.look()


def test_an_agency_keeps_a_listing_and_begins_with_a_template(meet: Meet, purchase: str) -> None:
    requester = meet(REQUESTER)
    requester.go("/catalogue?q=kertaz")
    requester.main.locator("article a").first.click()
    name = requester.page.get_by_role("heading", level=1).inner_text()
    requester.press("Keep as a favourite")
    requester.sees("Remove from favourites")
    requester.go("/favourites")
    expect(requester.main).to_contain_text(name)
    requester.look()
    requester.main.get_by_role("link", name=name).click()
    requester.press("Use in a purchase request")
    expect(requester.page.locator("[name=lines-0-name]")).to_have_value(name)

    requester.go(f"/purchases/{purchase}")
    requester.press("Keep as a template")
    requester.look()
    requester.enter("Name of the template", "Rapat rutin")
    requester.press("Keep as a template")
    expect(requester.main).to_contain_text("Rapat rutin")
    requester.look()
    requester.page.locator("[name=lines-0-quantity]").fill("1")
    requester.page.locator("[name=lines-0-is_per_person]").check()
    requester.press("Save")
    requester.sees("The template is saved.")
    requester.go("/purchase-templates")
    requester.look()
    requester.go("/purchase-requests/new")
    panel = requester.main.locator(".panel", has_text=re.compile("Rapat rutin"))
    panel.locator("[name=people]").fill("33")
    panel.get_by_role("button").click()
    expect(requester.page.locator("[name=lines-0-quantity]")).to_have_value("33")
