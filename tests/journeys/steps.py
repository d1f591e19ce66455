"""What people of the stories do again and again, each step by the words on the screen."""

from playwright.sync_api import expect

from tests.journeys.people import Visitor
from tests.make.play import UUID_IN_PATH, WAIT, a_weekday

MEAL = "Snack and lunch for a meeting"
STATIONERY = "Stationery pack"

Lines = tuple[tuple[str, str, int, str, int], ...]


def id_in_address(visitor: Visitor) -> str:
    """Return the id in the address of the page."""
    found = UUID_IN_PATH.search(visitor.page.url)
    assert found, visitor.page.url
    return found.group()


def begin(requester: Visitor, routine: str, people: int | None = None) -> None:
    """Choose a routine purchase to begin with."""
    requester.go("/home")
    requester.press("New request")
    panel = requester.main.locator("section").filter(
        has=requester.page.get_by_role("heading", name=requester.word(routine), exact=True)
    )
    if people is not None:
        panel.get_by_role("textbox").fill(str(people))
    requester.press("Begin", within=panel)


def write_lines(requester: Visitor, lines: Lines) -> None:
    """Write the lines of a request: name, category, quantity, unit, price in rupiah."""
    for n, (name, category, quantity, unit, price) in enumerate(lines, start=1):
        if (
            requester.page.get_by_label(
                requester.word("Goods or service, item %(n)s", n=n), exact=True
            ).count()
            == 0
        ):
            requester.press("Add an item")
        requester.enter("Goods or service, item %(n)s", name, n=n)
        requester.choose("Category, item %(n)s", category, n=n)
        requester.enter("Quantity, item %(n)s", quantity, n=n)
        requester.enter("Unit, item %(n)s", unit, n=n)
        requester.enter("Estimated price in rupiah, item %(n)s", price, n=n)


def say_when_and_where(requester: Visitor, regency: str = "33.74") -> None:
    """Fill in when and where it is delivered."""
    requester.enter("Needed on", a_weekday(12).isoformat())
    requester.enter("Delivered from", "11:00")
    requester.enter("Delivered until", "12:00")
    requester.enter("Delivered to", "Aula Dinas, Jalan Menteri Supeno 17")
    requester.enter("Who receives it", "Ratna 0812 0000 0000")
    requester.choose("Regency or city", regency)


def describe_the_meeting(requester: Visitor, people: int) -> None:
    """Fill in for which meeting a meal is bought."""
    requester.enter("Event", "Rapat koordinasi pemberdayaan desa")
    requester.enter("Begins", "09:00")
    requester.enter("Ends", "13:00")
    requester.enter("People who attend", people)
    requester.tick("People from other agencies or the public attend")


def settle(visitor: Visitor) -> None:
    """Wait until no live check is under way."""
    if visitor.scripts:
        visitor.page.wait_for_timeout(500)
        expect(visitor.page.locator(".htmx-request")).to_have_count(0)


def send_for_approval(requester: Visitor) -> None:
    """Submit; where like purchases were made lately, say why this one is separate."""
    settle(requester)
    reason = requester.page.get_by_label(
        requester.word("Why this is a separate purchase"), exact=True
    )
    if reason.count():
        reason.fill("Kegiatan berbeda yang sudah dijadwalkan sendiri dalam RUP.")
    requester.press("Submit for approval")
    requester.sees("%(number)s was sent for approval.")


def approve(ppk: Visitor) -> None:
    """Approve on the page of the decision; a page before it leads there."""
    if not ppk.page.url.endswith("/approve"):
        ppk.press("Approve")
    ppk.press("Approve")


def invite(officer: Visitor, names: tuple[str, ...]) -> str:
    """Invite these suppliers and nobody else; return the id of the request for quotation."""
    officer.press("Invite suppliers")
    for box in officer.main.get_by_role("checkbox").all():
        box.uncheck()
    for name in names:
        officer.tick(name)
    officer.enter("Why these suppliers", "Ketiganya melayani Kota Semarang.")
    officer.tick("No")
    officer.enter(
        "When and where you looked, and what you found",
        "Dicari hari ini pukul 10.00; tidak ada katering yang melayani Semarang.",
    )
    officer.press("Invite suppliers")
    officer.sees("Sealed until the deadline")
    return id_in_address(officer)


def quote(supplier: Visitor, prices: list[int]) -> None:
    """Write a price for each line, seal and send; the receipt follows."""
    supplier.press("Write a quote")
    fields = supplier.main.locator("#lines").get_by_role("textbox")
    for field, price in zip(fields.all(), prices, strict=True):
        field.fill(str(price))
    supplier.enter("Delivery cost for everything", 0)
    settle(supplier)
    supplier.press("Seal and send")
    supplier.sees("Receipt for your quote")


def open_and_compare(officer: Visitor, rfq: str) -> None:
    """Open the quotes, wait for the keeper, and go to the comparison."""
    officer.go(f"/rfqs/{rfq}")
    officer.press("Open the quotes")
    compare = officer.word("Compare the quotes")
    link = officer.main.get_by_role("link", name=compare, exact=True)
    if not officer.scripts:
        for _again in range(int(WAIT * 2)):
            if link.count():
                break
            officer.page.wait_for_timeout(500)
            officer.go(f"/rfqs/{rfq}")
    expect(link).to_be_visible(timeout=WAIT * 1000)
    officer.press("Compare the quotes")


def award_to(officer: Visitor, supplier: str, reason: str) -> None:
    """Choose a supplier on the comparison, with a reason."""
    officer.main.get_by_role("radio", name=supplier).check()
    officer.enter("Reason for the choice", reason)
    officer.press("Award to the chosen supplier")


def remove_lines(requester: Visitor, keep: int) -> None:
    """Take lines away until so many are left."""
    rows = requester.main.locator("#lines tbody tr")
    while rows.count() > keep:
        rows.last.get_by_role("button").click()
        requester.look()


def buy_from(officer: Visitor, supplier: str, prices: list[int], reason: str) -> None:
    """Buy directly from a supplier of the catalogue, with two price sources and a reason."""
    officer.press("Choose from the catalogue")
    officer.open(supplier)
    fields = officer.main.locator("#lines .lines").get_by_role("textbox")
    for field, price in zip(fields.all(), prices, strict=True):
        field.fill(str(price))
    _name_sources(officer, supplier)
    officer.enter("Reason for the choice", reason)
    officer.press("Choose this supplier")
    officer.sees("%(number)s waits for the commitment officer.")


def _name_sources(officer: Visitor, supplier: str) -> None:
    sources = ((supplier, 3_000_000), ("Toko Buku Merdeka, Semarang", 3_250_000))
    rows = officer.main.locator("#sources fieldset").all()
    for row, (name, total) in zip(rows, sources, strict=False):
        row.get_by_label(officer.word("Source"), exact=True).fill(name)
        row.get_by_label(officer.word("Total there"), exact=True).fill(str(total))
        evidence = row.get_by_label(officer.word("Where it can be seen"), exact=True)
        evidence.fill("Daftar harga yang dilihat pada 24 November 2026.")
    for row in rows[len(sources) :]:
        for field in row.get_by_role("textbox").all():
            field.fill("")


def sign(ppk: Visitor, purpose: str) -> None:
    """Find the order that waits, read it and sign it."""
    ppk.go("/home")
    ppk.open(purpose)
    ppk.press("Sign and send the order")
    ppk.sees("%(number)s was signed and sent to the supplier.")


def choose_account(requester: Visitor, words: str) -> None:
    """Choose the budget line whose name contains these words."""
    line = requester.field("Budget line")
    line.select_option(
        label=next(one for one in line.locator("option").all_inner_texts() if words in one)
    )
