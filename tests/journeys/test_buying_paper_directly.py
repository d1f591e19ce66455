"""Paper bought directly, on phones without JavaScript: the first supplier declines."""

import re

import pytest

from procure.kernel.money import rupiah
from tests.journeys.conftest import Meet
from tests.journeys.people import Visitor
from tests.journeys.steps import (
    STATIONERY,
    approve,
    begin,
    buy_from,
    choose_account,
    id_in_address,
    remove_lines,
    say_when_and_where,
    send_for_approval,
    sign,
    write_lines,
)

PURPOSE = "Kertas untuk pelayanan administrasi triwulan pertama"
LINES = (
    ("Kertas HVS A4 70 gram", "ATK.01", 40, "rim", 50_000),
    ("Kertas HVS F4 70 gram", "ATK.01", 20, "rim", 55_000),
)
ESTIMATE = 3_100_000
ACCOUNT = "5.1.02.01.01.0025"
WHY_NOT = "Stok kertas kami kosong sampai bulan depan."


@pytest.mark.timeout(300)
def test_paper_is_bought_again_when_the_first_supplier_declines(meet: Meet) -> None:
    def plain(who: str) -> Visitor:
        return meet(f"{who}@jateng.example", width=360, scripts=False)

    requester, ppk, officer = (plain(f"{who}.disdikbud") for who in ("staf1", "ppk", "pp"))
    assert money_of(ppk) == (0, 0)

    begin(requester, STATIONERY)
    remove_lines(requester, keep=1)
    requester.enter("What is it for?", PURPOSE)
    choose_account(requester, "Kertas")
    requester.choose("Category", "ATK.01")
    write_lines(requester, LINES)
    say_when_and_where(requester)
    send_for_approval(requester)
    purchase = id_in_address(requester)
    assert money_of(ppk) == (ESTIMATE, 0)

    ppk.go("/home")
    ppk.open(PURPOSE)
    approve(ppk)

    officer.go("/home")
    officer.open(PURPOSE)
    buy_from(
        officer,
        "CV Sinar Tulis",
        [48_000, 55_000],
        "Kedua jenis kertas ada dan dikirim hari ini juga.",
    )
    sign(ppk, PURPOSE)
    assert money_of(ppk) == (0, 3_020_000)

    first = plain("sinar-tulis")
    first.go("/home")
    first.open(PURPOSE)
    first.press("Decline the order")
    first.enter("Reason", WHY_NOT)
    first.press("Decline the order")
    first.sees("You have declined %(number)s.")
    assert money_of(ppk) == (ESTIMATE, 0)

    requester.go(f"/purchases/{purchase}")
    requester.sees(WHY_NOT)
    officer.go("/home")
    officer.open(PURPOSE)
    buy_from(officer, "PT Cetak Pandanaran", [50_000, 54_000], "Penyedia pertama menolak pesanan.")
    sign(ppk, PURPOSE)

    second = plain("cetak-pandanaran")
    second.go("/home")
    second.open(PURPOSE)
    second.press("Accept the order")
    second.sees("You have accepted %(number)s.")
    assert money_of(ppk) == (0, 3_080_000)
    requester.go(f"/purchases/{purchase}")
    requester.sees("deliver what was ordered")


def money_of(ppk: Visitor) -> tuple[int, int]:
    """Return what is reserved and committed on the secretariat's budget line for paper."""
    ppk.go("/budgets")
    unit = ppk.main.locator("section").filter(
        has=ppk.page.get_by_role("heading", name="Sekretariat", exact=True)
    )
    row = unit.locator("tr").filter(has_text=ACCOUNT)
    reserved, committed = (
        int(re.sub(r"\D", "", row.locator(f"td[data-l='{ppk.word(name)}']").inner_text()))
        for name in ("Reserved", "Committed")
    )
    left = row.locator(f"td[data-l='{ppk.word('Left')}']")
    assert rupiah(42_000_000 - reserved - committed) in left.inner_text()
    return reserved, committed
