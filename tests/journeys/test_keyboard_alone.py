"""A request drafted with a keyboard alone: the focus is always seen."""

from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.people import PASSWORD, Visitor

PURPOSE = "Kudapan rapat bulanan"
WHERE = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
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


def tab_to(visitor: Visitor, label: str, most: int = 80) -> None:
    """Press Tab until the control of this name has the focus; it must be visible on the way."""
    for _press in range(most):
        visitor.page.keyboard.press("Tab")
        here = visitor.page.evaluate(WHERE)
        assert here["seen"], f"the focus is not seen: {here['html']}"
        if here["name"] == visitor.word(label):
            return
    raise AssertionError(f"{label!r} is not reached on {visitor.page.url}")


def write(visitor: Visitor, label: str, text: str) -> None:
    """Go to a field and type."""
    tab_to(visitor, label)
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
