"""Two thousand rows with thirty faults: mended by file and by hand, gone on with after a kill."""

import pytest
from playwright.sync_api import FilePayload, expect

from procure.catalogue.service.reading import rows_of
from procure.catalogue.spreadsheets import as_csv, as_xlsx
from tests.journeys.conftest import Meet
from tests.journeys.people import Visitor
from tests.make.running import Running

ROWS, FAULTS = 2_000, 30
MARK = "Sapu impor"


def a_sheet() -> list[dict[str, str]]:
    """Return rows of brooms; every sixtieth has a fault."""
    rows = [
        {
            "code": f"SAPU-{number:04d}",
            "category_code": "KBR.01",
            "name": f"{MARK} nomor {number}",
            "unit": "buah",
            "price": str(20_000 + number),
        }
        for number in range(1, ROWS + 1)
    ]
    wrong = ({"price": "0"}, {"price": "-1"}, {"price": str(10**15)}, {"name": ""}, {"unit": ""})
    for place in range(FAULTS):
        rows[place * 60].update(wrong[place % len(wrong)])
    return rows


@pytest.mark.timeout(400)
def test_a_large_sheet_is_mended_and_gone_on_with(meet: Meet, product: Running) -> None:
    seller = meet("dapur-bu-sri@jateng.example")
    seller.go("/my-listings/import")
    sheet: FilePayload = {
        "name": "sapu.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": as_xlsx(a_sheet(), []),
    }
    _send(seller, sheet)
    seller.press("Read the sheet")
    expect(seller.main).to_contain_text("30 perlu diperbaiki", timeout=60_000)
    seller.look()
    place = seller.page.url
    seller.sees("Row %(number)s", number=1)

    row = seller.main.locator("#row-1")
    row.locator("input.govuk-input").fill("21.000")
    row.get_by_role("button").click()
    seller.look()
    seller.sees("29 perlu diperbaiki")

    with seller.page.expect_download() as coming:
        seller.control("Faulty rows (CSV)").first.click()
    faulty = rows_of(coming.value.path().read_bytes())
    assert len(faulty) == FAULTS - 1
    mended = [
        {**row, "price": "21500", "unit": "buah", "name": row.get("name") or f"{MARK} baru"}
        for row in faulty
    ]
    corrected: FilePayload = {
        "name": "benar.csv",
        "mimeType": "text/csv",
        "buffer": as_csv(mended, numbered=True),
    }
    _send(seller, corrected)
    seller.press("Read the corrected sheet")
    expect(seller.main).to_contain_text("0 perlu diperbaiki", timeout=60_000)
    seller.look()

    seller.press("Take over %(count)s rows", count=ROWS)
    taken = "SELECT count(*) > 0 FROM import_rows WHERE state = 'applied'"
    product.wait_until(taken)
    product.workers[-1].kill()
    product.workers[-1].wait(10)
    product.workers.pop()
    product.start_worker()
    product.wait_until("SELECT count(*) = 0 FROM import_runs WHERE status = 'applying'", 150)

    seller.go(place)
    seller.sees("2.000 diambil alih")
    seller.go("/my-listings?q=SAPU-0042")
    seller.sees(f"{MARK} nomor 42")
    product.wait_until(f"SELECT count(*) = {ROWS} FROM listings WHERE code LIKE 'SAPU-%'")

    officer = meet("registri@jateng.example")
    officer.go("/curation")
    officer.open("Dapur Bu Sri")
    officer.sees("Approve the batch")
    for box in officer.main.get_by_role("checkbox").all():
        box.check()
    officer.press("Approve the batch")
    product.wait_until("SELECT count(*) = 200 FROM listings WHERE code LIKE 'SAPU-%' AND is_live")


def _send(seller: Visitor, sheet: FilePayload) -> None:
    page = seller.page
    page.locator("input[type=file]").first.set_input_files(sheet)
    expect(page.locator("main input[name=upload_id]:checked")).to_have_count(1, timeout=30_000)
