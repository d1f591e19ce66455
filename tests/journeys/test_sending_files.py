"""A cheap phone on a bad line: it drops, the page is reloaded, and nothing is sent twice."""

import re
from collections import Counter
from typing import Any

from playwright.sync_api import FilePayload, Page, Route, expect

from procure.files.gate.refusals import PdfActive, TooLarge
from procure.kernel.labels import N_
from tests.files.papers import opens_with, script
from tests.files.pictures import noise
from tests.journeys.conftest import Meet
from tests.journeys.people import Visitor

SELLER = "saung-liwet-abah-endang@kbb.example"
PHOTO_PAGE = "/uploads?purpose=photo&next=/catalogue%3Fq%3Dnasi"
PIECE = re.compile(r"/uploads/parts/[0-9a-f-]{36}/(\d+)$")
LABEL = N_("Photo of a listing")
NAME = "nasi kotak <img src=x onerror=alert(1)>.jpg"

SMALL: FilePayload = {
    "name": "kecil.png",
    "mimeType": "image/png",
    "buffer": noise((90, 60), "PNG"),
}


def a_photo(width: int = 2000) -> FilePayload:
    """Return a photo of more than a mebibyte, whose name is an attack."""
    data = noise((width, 1500), quality=92)
    assert len(data) > 1024 * 1024
    return {"name": NAME, "mimeType": "image/jpeg", "buffer": data}


class BadLine:
    """Lets pieces through or drops them, and counts what arrived."""

    def __init__(self, page: Page) -> None:
        """Watch the pieces of this page."""
        self.arrived: Counter[int] = Counter()
        self.dropped: list[int] = []
        self.drops: dict[int, int] = {}
        page.route("**/uploads/parts/**", self._carry)

    def _carry(self, route: Route) -> None:
        found = PIECE.search(route.request.url)
        number = int(found[1]) if found else -1
        if found and self.drops.get(number, 0):
            self.drops[number] -= 1
            self.dropped.append(number)
            route.abort("connectionreset")
            return
        if found:
            self.arrived[number] += 1
        route.continue_()


def choose(visitor: Visitor, file: FilePayload) -> None:
    visitor.field(LABEL).set_input_files(file)


def says(visitor: Visitor, text: str) -> None:
    """Insist that the field says this of the file."""
    said = visitor.word(text).replace("{name}", NAME)
    expect(visitor.main.get_by_role("status").filter(has_text=said)).to_be_visible()


def forget_the_line(visitor: Visitor) -> None:
    """The browser itself complains of a line that drops; that is what we asked for."""
    visitor.complaints = [one for one in visitor.complaints if "net::ERR" not in one]


def sent(visitor: Visitor) -> Any:
    return visitor.main.locator("[data-sent] input[type=checkbox]")


def test_a_line_that_drops_twice_costs_two_pieces_and_no_attention(meet: Meet) -> None:
    seller = meet(SELLER, width=360)
    seller.go(PHOTO_PAGE)
    line = BadLine(seller.page)
    line.drops = {1: 1, 3: 1}
    choose(seller, a_photo())
    expect(seller.main.locator("progress")).to_be_visible()
    says(seller, "The line is down. “{name}” goes on by itself as soon as it is back.")
    expect(sent(seller)).to_have_count(1, timeout=20_000)
    assert line.dropped == [1, 3]
    assert set(line.arrived.values()) == {1}
    says(seller, "“{name}” was received.")
    expect(sent(seller)).to_have_accessible_name("nasi kotak img src=x onerror=alert(1).jpg")
    assert seller.page.locator("main img[src=x]").count() == 0
    forget_the_line(seller)
    seller.look()
    seller.press("Use what was sent")
    assert re.search(r"/catalogue\?q=nasi&upload=[0-9a-f-]{36}$", seller.page.url)


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(meet: Meet) -> None:
    seller = meet(SELLER, width=360)
    seller.go(PHOTO_PAGE)
    line, photo = BadLine(seller.page), a_photo(2100)
    line.drops = {2: 99}
    choose(seller, photo)
    says(seller, "The line is down. “{name}” goes on by itself as soon as it is back.")
    seller.page.reload()
    says(
        seller,
        "Sending “{name}” stopped midway. Choose the same file again, and it goes on from there.",
    )
    line.drops = {}
    choose(seller, photo)
    expect(sent(seller)).to_have_count(1, timeout=20_000)
    assert line.arrived[0] == line.arrived[1] == line.arrived[2] == 1
    forget_the_line(seller)


def test_sending_can_be_stopped_and_something_else_sent(meet: Meet) -> None:
    seller = meet(SELLER, width=360)
    seller.go(PHOTO_PAGE)
    line = BadLine(seller.page)
    line.drops = {1: 99}
    choose(seller, a_photo(2200))
    says(seller, "The line is down. “{name}” goes on by itself as soon as it is back.")
    with seller.page.expect_response(re.compile("/cancel$")) as cancelled:
        seller.main.get_by_role("button", name=seller.word("Stop"), exact=True).click()
    assert cancelled.value.json() == {"received": []}
    says(seller, "Sending “{name}” was stopped.")
    choose(seller, SMALL)
    expect(sent(seller)).to_have_count(1)
    forget_the_line(seller)


def test_a_refusal_is_read_out_at_its_field_and_another_file_may_follow(meet: Meet) -> None:
    seller = meet(SELLER, language="en")
    seller.go("/uploads?purpose=certificate")
    field = seller.field("Certificate or licence")
    bad = opens_with(script)
    field.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": bad})
    seller.sees(PdfActive.text)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(seller.main.get_by_role("alert")).to_contain_text(PdfActive.text)
    seller.look()
    field.set_input_files(SMALL)
    expect(sent(seller)).to_have_count(1)
    expect(field).to_have_attribute("aria-invalid", "false")


def test_what_is_too_large_is_told_before_it_is_sent(meet: Meet) -> None:
    seller = meet(SELLER, language="en")
    seller.go("/uploads?purpose=certificate")
    line = BadLine(seller.page)
    field = seller.field("Certificate or licence")
    large = b"%PDF-1.7" + b" " * (11 << 20)
    field.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": large})
    seller.sees(TooLarge.text, megabytes=10)
    assert not line.arrived


def test_without_javascript_the_small_form_sends_and_comes_back(meet: Meet) -> None:
    seller = meet(SELLER, width=360, scripts=False)
    seller.go(PHOTO_PAGE)
    choose(seller, a_photo(2300))
    seller.press("Send the file")
    expect(sent(seller)).to_have_count(1)
    seller.press("Use what was sent")
    assert re.search(r"/catalogue\?q=nasi&upload=[0-9a-f-]{36}$", seller.page.url)
