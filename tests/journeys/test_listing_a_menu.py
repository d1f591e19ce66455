"""A caterer lists a menu with a photo from a phone; it is returned, mended, approved, and found."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.files.pictures import picture
from tests.journeys.conftest import Meet
from tests.make.running import Running

NAME = "Nasi liwet kotak sambal terasi"


@pytest.mark.timeout(300)
def test_a_menu_reaches_the_shelf_after_it_was_mended(meet: Meet, product: Running) -> None:
    caterer = meet("dapur-bu-sri@jateng.example", width=360)
    caterer.go("/my-listings")
    caterer.press("Add a listing")
    caterer.choose("Category", "MKN.01")
    caterer.press("Go on")
    caterer.enter("Name", NAME)
    caterer.enter("Description", "Nasi liwet, ayam suwir, tahu, sambal terasi, dan lalap.")
    caterer.page.get_by_label("Isi kotak").fill("Nasi, ayam, tahu, sambal, lalap")
    caterer.enter("Price per unit", "26.500")
    caterer.enter("Smallest order", 20)
    caterer.tick("This is a package, such as a menu")
    caterer.press("Add to the package")
    caterer.enter("What, row %(number)s", "Nasi liwet", number=1)
    caterer.enter("How many, row %(number)s", 1, number=1)
    caterer.enter("Unit, row %(number)s", "porsi", number=1)
    caterer.tick("Halal, certified")
    photo: FilePayload = {
        "name": "liwet.jpg",
        "mimeType": "image/jpeg",
        "buffer": picture(size=(800, 600)),
    }
    caterer.page.locator("input[type=file]").set_input_files(photo)
    expect(caterer.main.locator("input[name=upload_ids]:checked")).to_have_count(1)
    caterer.press("Send to the registry officer")
    caterer.sees("Waiting for the registry officer")
    mine = caterer.page.url

    officer = meet("registri@jateng.example")
    officer.go("/curation")
    officer.open(NAME)
    officer.sees("Nasi liwet, ayam suwir")
    proposal = officer.page.url
    officer.press("Return with a reason")
    officer.enter("Reason", "Tulis berat nasi dan tambahkan keterangan pada foto.")
    officer.press("Return with a reason")

    buyer = meet()
    buyer.go("/catalogue?q=liwet+terasi")
    buyer.misses(NAME)

    caterer.go(mine)
    caterer.sees("Tulis berat nasi dan tambahkan keterangan pada foto.")
    caterer.press("Change")
    caterer.enter("Description", "Nasi liwet 200 gram, ayam suwir, tahu, sambal terasi, lalap.")
    caterer.enter("Caption of photo %(number)s", "Isi satu kotak", number=1)
    caterer.press("Send to the registry officer")

    officer.go(proposal)
    officer.press("Approve for the shelf")
    officer.sees("Tick every point of the checklist, or return the listing with a reason.")
    for box in officer.main.get_by_role("checkbox").all():
        box.check()
    officer.press("Approve for the shelf")

    buyer.go("/catalogue?q=liwet+terasi")
    buyer.open(NAME)
    buyer.sees("Nasi liwet 200 gram")

    caterer.go(mine)
    caterer.press("Change the price")
    caterer.enter("Price per unit", "27.000")
    caterer.press("Change the price")
    caterer.sees("Rp26.500")
    buyer.page.reload()
    buyer.sees("Rp27.000")
