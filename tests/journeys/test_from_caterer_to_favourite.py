"""A household caterer on a bad line: joins on two phones, is verified, sells, is found and kept."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, FilePayload, expect
from playwright.sync_api import Error as BrowserError

from procure.launcher.cluster import Cluster
from procure.launcher.provision import Urls, copy_database, in_database
from procure.suppliers.rules.registration import LinkGone
from tests.conftest import TEMPLATE, drop
from tests.faults.outside import Postbox, a_mail_server
from tests.files.pictures import noise
from tests.journeys.people import Gallery, Visitor
from tests.journeys.test_sending_files import BadLine
from tests.make.running import Running, running

DATABASE = "tenong_joining"
PASSWORD = "kuda nil makan rumput"
MAIL = "sri.wahyu@warung.example"
NIK = "3374015208900001"
HELPING = (
    "You are helping %(owner)s. Numbers, bank account and consent are theirs alone; "
    "what you fill in carries your name."
)
BEGUN = (
    "Somebody of the cooperative office began this registration for you. They helped to fill it "
    "in, and never see your numbers, your bank account or your password."
)

Mailing = tuple[Running, Postbox]
SHOP, MENU = "Dapur Bu Sri Wahyu", "Nasi gudangan kotak bu Wahyu"
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50 * 1024,
    "uploadThroughput": 50 * 1024,
}
"""A line of 2G: 50 KiB a second each way, 400 ms there and back."""
PAPER: FilePayload = {
    "name": "halaman.png",
    "mimeType": "image/png",
    "buffer": noise((90, 60), "PNG"),
}


@pytest.fixture(scope="module")
def mailing(
    cluster: Cluster, template: Urls, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mailing]:
    """The product with the demo cast and a mail server."""
    drop(cluster, DATABASE)
    copy_database(cluster.admin_url(), TEMPLATE, DATABASE)
    urls = Urls(
        *(in_database(url, DATABASE) for url in (template.owner, template.web, template.keeper))
    )
    folder = tmp_path_factory.mktemp("joining")
    admin = in_database(cluster.admin_url(), DATABASE)
    with a_mail_server() as (box, url), running(urls, admin, folder, SMTP_URL=url) as made:
        made.flask("seed", "demo")
        made.start_worker()
        made.start_web()
        yield made, box
    drop(cluster, DATABASE)


@contextmanager
def a_phone(browser: Browser, product: Running, gallery: Gallery) -> Iterator[Visitor]:
    """A browser of its own, 360 pixels wide."""
    visitor = Visitor(browser, product.addresses[0], gallery, width=360)
    yield visitor
    visitor.leave()


def link_in_the_mail(box: Postbox, address: str) -> str:
    """Wait for the letter and return where its link leads on our site."""
    for _ in range(200):
        for letter in box.to(address):
            body = letter.get_body(("plain",))
            found = re.search(r"/register/links/\S+", body.get_content() if body else "")
            if found:
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no letter to {address}")


def slow_down(person: Visitor) -> None:
    """Give somebody a slow line; one that was away comes back as slow as it was."""
    line = person.context.new_cdp_session(person.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)


def drop_the_line(person: Visitor, button: str) -> None:
    """Press a button while the line is away, then try again: nothing is lost, nothing is twice."""
    person.context.set_offline(True)
    with suppress(BrowserError):
        person.control(button).first.click()
    person.page.wait_for_timeout(500)
    person.context.set_offline(False)
    slow_down(person)
    person.complaints.clear()
    person.page.reload()
    person.look()


@pytest.mark.timeout(400)
def test_a_caterer_joins_on_two_phones_and_is_found_and_kept(
    browser: Browser, mailing: Mailing, gallery: Gallery
) -> None:
    product, box = mailing
    _joins(browser, mailing, gallery)
    officer = Visitor(browser, product.addresses[0], gallery)
    officer.sign_in("registri@jateng.example")
    with a_phone(browser, product, gallery) as sri:
        slow_down(sri)
        _signs_in(sri)
        _sends_papers(sri)
        _is_verified(officer)
        _lists_a_menu(sri)
        _is_curated(officer)
        officer.leave()
    buyer = Visitor(browser, product.addresses[0], gallery)
    buyer.sign_in("staf1.dpmd@jateng.example")
    buyer.go("/catalogue?q=gudangan+wahyu")
    buyer.open(MENU)
    buyer.sees(SHOP)
    buyer.press("Keep as a favourite")
    buyer.sees("Remove from favourites")
    buyer.go("/favourites")
    expect(buyer.main).to_contain_text(MENU)
    buyer.leave()
    with a_phone(browser, product, gallery) as late:
        late.page.goto(product.addresses[0] + link_in_the_mail(box, MAIL))
        late.sees(LinkGone.text)


def _signs_in(person: Visitor) -> None:
    person.go("/sign-in")
    person.enter("E-mail address", MAIL)
    person.enter("Password", PASSWORD)
    person.main.get_by_role("button", name=person.word("Sign in"), exact=True).click()
    person.look()


def _sends_papers(sri: Visitor) -> None:
    for kind, number in (("nik", NIK), ("bank_book", "")):
        sri.go(f"/supplier/papers/send?kind={kind}")
        sri.field("Photo or PDF of the paper").set_input_files(PAPER)
        sent = sri.main.locator("[data-sent] input[type=checkbox]")
        expect(sent).to_have_count(1, timeout=30_000)
        sri.enter("Number on the paper", number)
        sri.press("Send the paper")
        sri.sees("Waiting for a look")


def _is_verified(officer: Visitor) -> None:
    officer.go("/registry")
    officer.open(SHOP)
    for _paper in range(2):
        officer.press("Accept the paper")
    officer.press("Accept the registration")
    officer.sees("Active")


def _lists_a_menu(sri: Visitor) -> None:
    """List a menu; the line drops while its photo is on the way, and it goes on by itself."""
    sri.go("/my-listings")
    sri.press("Add a listing")
    sri.choose("Category", "MKN.01")
    sri.press("Go on")
    sri.enter("Name", MENU)
    sri.enter("Description", "Nasi, sayur gudangan, ayam suwir, dan sambal kelapa.")
    sri.page.get_by_label("Isi kotak").fill("Nasi, gudangan, ayam, sambal")
    sri.enter("Price per unit", "24.500")
    sri.enter("Smallest order", 10)
    line = BadLine(sri.page)
    line.drops = {1: 99}
    photo: FilePayload = {
        "name": "gudangan.jpg",
        "mimeType": "image/jpeg",
        "buffer": noise((1000, 800), quality=85),
    }
    sri.page.locator("input[type=file]").set_input_files(photo)
    told = sri.word("The line is down. “{name}” goes on by itself as soon as it is back.")
    status = sri.main.get_by_role("status").filter(has_text=told.replace("{name}", "gudangan.jpg"))
    expect(status).to_be_visible(timeout=60_000)
    sri.context.set_offline(True)
    sri.page.wait_for_timeout(500)
    line.drops = {}
    sri.context.set_offline(False)
    slow_down(sri)
    kept = sri.main.locator("input[name=upload_ids]:checked")
    expect(kept).to_have_count(1, timeout=60_000)
    assert line.arrived[0] == 1
    expect(sri.field("Name")).to_have_value(MENU)
    sri.complaints = [one for one in sri.complaints if "net::ERR" not in one]
    sri.press("Send to the registry officer")
    sri.sees("Waiting for the registry officer")


def _is_curated(officer: Visitor) -> None:
    officer.go("/curation")
    officer.open(MENU)
    for box in officer.main.get_by_role("checkbox").all():
        box.check()
    officer.press("Approve for the shelf")


def _joins(browser: Browser, mailing: Mailing, gallery: Gallery) -> None:
    product, box = mailing
    with a_phone(browser, product, gallery) as sri:
        slow_down(sri)
        sri.go("/")
        sri.press("For small businesses")
        sri.enter("Your name as on the identity card", "Sri Wahyuningtyas")
        sri.enter("E-mail address", MAIL)
        sri.enter("Mobile phone number", "0241")
        sri.enter("Choose a password", PASSWORD)
        sri.press("Go on")
        sri.sees("An Indonesian mobile number begins with 08 or +628; this begins with %(start)s.")
        sri.enter("Mobile phone number", "0812-3456-7890")
        sri.enter("Choose a password", PASSWORD)
        sri.press("Go on")
        sri.sees("Look into your mail")
        sri.go(link_in_the_mail(box, MAIL))
        sri.tick("I agree, for myself")
        sri.press("Confirm and go on")
        sri.open(sri.word("Your business"))
        sri.tick("Individual")
        sri.enter("Name under which you sell", SHOP)
        drop_the_line(sri, "Save and go on")
        sri.enter("Identity number (NIK)", "3374017208900001")
        sri.press("Save and go on")
        sri.sees("Tanggal 72 tidak ada")
        sri.enter("Identity number (NIK)", NIK)
        sri.press("Save and go on")
        sri.choose("Regency or city", "33.74")
        district = sri.field("District")
        expect(district.locator("option")).to_have_count(17)
        district.select_option("33.74.01")
        sri.enter("Village or ward", "Pekunden")
        sri.enter("Street and number, RT/RW", "Jalan Anggrek 5, RT 03 RW 02")
        sri.enter("Postal code", "50134")
        sri.press("Save and go on")
        sri.sees("What do you sell?")

    with a_phone(browser, product, gallery) as again:
        slow_down(again)
        _signs_in(again)
        again.press("My business")
        again.press("Go on with the registration")
        expect(again.main.locator(".tag--success")).to_have_count(3)
        again.open(again.word("What you sell and where you deliver"))
        again.main.locator("summary", has_text="Makanan dan Minuman").click()
        again.page.get_by_label("Konsumsi rapat - makan (nasi kotak)").check()
        again.page.get_by_label("Kota Semarang").check()
        again.press("Save and go on")
        again.press("Save and go on")  # no letters: nothing to fill in for most
        again.enter("Sales of that year", "120000000")
        drop_the_line(again, "Save and go on")
        again.choose("Bank", "113")
        again.enter("Account number", "3000123456")
        again.enter("Name of the account holder", "Sri Wahyuningtyas")
        again.press("Save and go on")
        again.sees("Review and send")
        again.misses(NIK)
        again.press("Send the registration")
        again.sees("Your registration was sent. You are told as soon as it is checked.")
        again.sees("Being verified")


@pytest.mark.timeout(300)
def test_a_coach_begins_and_the_owner_confirms_on_her_own_phone(
    browser: Browser, mailing: Mailing, gallery: Gallery
) -> None:
    product, box = mailing
    address = "suharti@warung.example"
    with a_phone(browser, product, gallery) as coach:
        coach.sign_in("pembina@jateng.example")
        coach.press("Registrations I help with")
        coach.press("Begin a registration")
        coach.enter("Name of the owner", "Suharti Prihatin")
        coach.enter("Name of the business", "Katering Bu Suharti")
        coach.enter("E-mail address", address)
        coach.enter("Mobile phone number", "081398765432")
        coach.press("Begin")
        coach.sees(HELPING)
        share = coach.control("Share the link by WhatsApp").first.get_attribute("href") or ""
        assert share.startswith("https://wa.me/6281398765432?text=")
        expect(coach.main.locator(".list li")).to_have_count(5)
        with a_phone(browser, product, gallery) as owner:
            owner.go(link_in_the_mail(box, address))
            owner.sees(BEGUN)
            owner.enter("Choose a password", PASSWORD)
            owner.tick("I agree, for myself")
            owner.press("Confirm and go on")
            owner.sees("Bank account")
        coach.page.reload()
        coach.sees("Confirmed on %(moment)s.")
