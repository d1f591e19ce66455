"""What everybody may see: the front of two regions, search, open requests, rules, checks."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.make import play
from tests.make.running import Running

WIDTHS = (1366, 360)
PURPOSE = "Konsumsi pameran budaya desa"


@pytest.fixture(scope="module")
def open_request(product: Running) -> str:
    """A request for quotation that anybody can read."""
    cast = play.Cast(product.addresses[0], agency="disdikbud")
    purchase = play.raise_request(cast, PURPOSE)
    play.approve(cast, purchase)
    rfq = play.invite(cast, purchase)
    cast.leave()
    return rfq


@pytest.mark.parametrize("width", WIDTHS)
def test_each_region_has_a_front_of_its_own(meet: Meet, open_request: str, width: int) -> None:
    visitor = meet(width=width)
    visitor.go("/")
    expect(visitor.page.locator("html")).to_have_attribute("data-brand", "jateng")
    visitor.sees(PURPOSE)
    visitor.open("Saung")
    expect(visitor.page.locator("html")).to_have_attribute("data-brand", "bandung-barat")
    expect(visitor.page.get_by_role("banner")).to_contain_text("Kabupaten Bandung Barat")
    visitor.misses(PURPOSE)


@pytest.mark.parametrize("width", WIDTHS)
def test_search_suggests_while_one_types(meet: Meet, width: int) -> None:
    visitor = meet(width=width)
    visitor.go("/")
    search = visitor.field("Search goods, services or suppliers")
    search.press_sequentially("nasi kotak", delay=20)
    options = visitor.page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(search).to_have_attribute("aria-expanded", "true")
    visitor.look()
    search.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    search.press("Enter")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Nasi kotak")
    visitor.look()
    visitor.main.locator("article a").first.click()
    visitor.look()
    visitor.press("Everything from this seller")
    visitor.go("/catalogue?q=barangyangtidakada")
    visitor.sees("Nothing fits")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_open_request_shows_what_is_needed_but_no_person(
    meet: Meet, open_request: str, scripts: bool
) -> None:
    visitor = meet(width=360, scripts=scripts)
    visitor.go("/requests")
    visitor.open(PURPOSE)
    assert visitor.page.url.endswith(open_request)
    visitor.sees("Nasi kotak ayam bakar komplit")
    for private in ("Ratna", "0812"):
        visitor.misses(private)


@pytest.mark.parametrize("width", WIDTHS)
def test_rules_orders_and_checks_are_open_to_all(meet: Meet, width: int) -> None:
    visitor = meet(width=width)
    visitor.go("/regulations")
    visitor.sees("Perpres 16/2018")
    for place in ("/about", "/awards", "/requests", "/check"):
        visitor.go(place)
    visitor.enter("Code on the paper", "ZZZZ-9999")
    visitor.press("Check")
    visitor.sees("We know no order with this code")
    visitor.go("/nowhere")
    visitor.sees("This page does not exist. Check the address.")


def test_the_language_is_changed_in_one_press_and_back(meet: Meet) -> None:
    visitor = meet(width=360)
    visitor.go("/about")
    for language, other in (("en", "English"), ("id", "Bahasa Indonesia")):
        visitor.page.get_by_role("button", name=other, exact=True).last.click()
        visitor.language = language
        expect(visitor.page.locator("html")).to_have_attribute("lang", language)
        assert visitor.page.url.endswith("/about")
        visitor.look()


def test_whoever_likes_it_dark_has_it_dark(meet: Meet, open_request: str) -> None:
    officer = meet("pp.disdikbud@jateng.example")
    for colours, light in (("Dark", False), ("Follow the device", True)):
        officer.go("/account")
        officer.tick(colours)
        officer.press("Save")
        shade = officer.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (int(shade.split("(")[1].split(",")[0]) > 128) is light, shade
        for place in ("/home", f"/rfqs/{open_request}", "/budgets", "/purchase-requests", "/"):
            officer.go(place)
