"""A purchase with a keyboard alone, from the draft to the accepted order: the focus is seen."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.people import PASSWORD, Visitor
from tests.journeys.steps import id_in_address, settle
from tests.make import play
from tests.make.running import Running

PURPOSE = "Kudapan rapat bulanan"
WHERE = """() => {
    const here = document.activeElement;
    // A field with "Rp" before it is marked around both.
    const style = getComputedStyle(here.closest(".affixed") || here);
    const label = here.labels && here.labels.length ? here.labels[0] : here;
    const box = here.getBoundingClientRect();
    const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
        || style.boxShadow !== "none";
    const onButton = !here.matches(":focus");  // the calendar's: the browser marks it itself
    return {
        name: (here.getAttribute("aria-label") || label.textContent).replace(/\\s+/g, " ").trim(),
        on_button: onButton,
        seen: (marked || onButton) && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        html: here.outerHTML.slice(0, 200),
    };
}"""
"""Which control has the focus, and whether a person can see that."""


def tab_to(visitor: Visitor, label: str, most: int = 120, name: str = "") -> None:
    """Press Tab until the control of this name has the focus; it must be visible on the way."""
    wanted = visitor.word(label, name=name) if name else visitor.word(label)
    for _press in range(most):
        visitor.page.keyboard.press("Tab")
        here = visitor.page.evaluate(WHERE)
        assert here["seen"], f"the focus is not seen: {here['html']}"
        if here["name"] == wanted:
            return
    raise AssertionError(f"{label!r} is not reached on {visitor.page.url}")


def write(visitor: Visitor, label: str, text: str, name: str = "") -> None:
    """Go to a field and type."""
    tab_to(visitor, label, name=name)
    visitor.page.keyboard.type(text)


def pick_a_moment(visitor: Visitor, label: str, ups: int = 1) -> None:
    """Go to a field of date or time and set each of its parts with the arrow keys."""
    tab_to(visitor, label)
    inside = visitor.page.evaluate(WHERE)
    while inside["name"] == visitor.word(label) and not inside["on_button"]:
        for _press in range(ups):
            visitor.page.keyboard.press("ArrowUp")
        visitor.page.keyboard.press("Tab")
        inside = visitor.page.evaluate(WHERE)


def go_through(visitor: Visitor, *labels: str) -> None:
    """Go to one control after the other, each on the page that the one before led to."""
    for label in labels:
        tab_to(visitor, label)
        press_enter(visitor)


def press_enter(visitor: Visitor) -> None:
    """Press Enter and wait for the page that follows."""
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def test_a_draft_is_written_without_a_mouse(meet: Meet) -> None:
    requester = meet()
    requester.go("/sign-in")
    write(requester, "E-mail address", "staf2.disdikbud@jateng.example")
    write(requester, "Password", PASSWORD)
    press_enter(requester)

    tab_to(requester, "Skip to main content", most=1)
    requester.page.keyboard.press("Enter")
    tab_to(requester, "New request")
    press_enter(requester)
    tab_to(requester, "Begin")
    press_enter(requester)
    write(requester, "What is it for?", PURPOSE)
    pick_a_moment(requester, "Needed on")
    pick_a_moment(requester, "Delivered from")
    pick_a_moment(requester, "Delivered until", ups=3)
    tab_to(requester, "Save draft")
    press_enter(requester)
    requester.sees("%(number)s is saved as a draft.")
    expect(requester.field("What is it for?")).to_have_value(PURPOSE)


@pytest.mark.timeout(300)
def test_the_rest_of_the_chain_needs_no_mouse_either(
    meet: Meet, product: Running, others: play.Cast
) -> None:
    purpose = "Konsumsi rapat tanpa tetikus"
    play.raise_request(others, purpose)
    ppk, officer = meet("ppk.disdikbud@jateng.example"), meet("pp.disdikbud@jateng.example")
    ppk.go("/home")
    go_through(ppk, purpose, "Approve")
    ppk.sees("%(number)s is approved.")

    officer.go("/home")
    go_through(officer, purpose, "Invite suppliers")
    tab_to(officer, "No")
    officer.page.keyboard.press("Space")
    write(officer, "When and where you looked, and what you found", "Dicari hari ini, tidak ada.")
    tab_to(officer, "Invite suppliers")
    press_enter(officer)
    officer.sees("Sealed until the deadline")
    rfq = id_in_address(officer)

    supplier = meet("dapur-bu-sri@jateng.example")
    supplier.go("/home")
    go_through(supplier, purpose, "Write a quote")
    for name, *_rest, price in play.LINES:
        write(supplier, "Price per unit of %(name)s, rupiah", str(price - 100), name=name)
    tab_to(supplier, "Seal and send")
    settle(supplier)
    press_enter(supplier)
    supplier.sees("Receipt for your quote")

    product.let_time_pass(rfq)
    officer.go(f"/rfqs/{rfq}")
    go_through(officer, "Open the quotes")
    compare = officer.main.get_by_role("link", name=officer.word("Compare the quotes"), exact=True)
    expect(compare).to_be_visible(timeout=play.WAIT * 1000)
    go_through(officer, "Compare the quotes")
    write(officer, "Reason for the choice", "Satu-satunya penawaran, lengkap dan di bawah HPS.")
    go_through(officer, "Award to the chosen supplier")

    ppk.go("/home")
    go_through(ppk, purpose, "Sign and send the order")
    ppk.sees("%(number)s was signed and sent to the supplier.")
    supplier.go("/home")
    go_through(supplier, purpose, "Accept the order")
    supplier.sees("You have accepted %(number)s.")
