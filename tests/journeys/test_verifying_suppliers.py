"""A caterer is verified paper by paper, and a thief who changes a bank account is held."""

import psycopg
import pytest
from playwright.sync_api import FilePayload, expect

from procure.suppliers.rules.banking import FrozenBecause
from procure.suppliers.workflow import BankAccountStatus, SupplierStatus
from tests.files.pictures import noise
from tests.journeys.conftest import Meet
from tests.journeys.people import PASSWORD, Visitor
from tests.make.running import Running

OWNER = "dapur-bu-sri@jateng.example"
OPERATOR = "kasir.dapur-bu-sri@jateng.example"
SHOP = "Dapur Bu Sri"
FIRST, SECOND = "registri@jateng.example", "registri2@jateng.example"
NEW_ONE, NEW_SLUG = "jajan-pasar-yu-nah@jateng.example", "jajan-pasar-yu-nah"
NEW_SHOP = "Jajan Pasar Yu Nah"

PICTURE: FilePayload = {
    "name": "halaman.png",
    "mimeType": "image/png",
    "buffer": noise((90, 60), "PNG"),
}


def attach(visitor: Visitor, label: str) -> None:
    """Send a picture in the field of this label, and wait until it has arrived."""
    visitor.field(label).set_input_files(PICTURE)
    expect(visitor.main.locator("[data-sent] input[type=checkbox]")).to_have_count(
        1, timeout=20_000
    )


def a_status(product: Running, slug: str) -> str:
    with psycopg.connect(product.admin_url) as admin:
        row = admin.execute("SELECT status FROM suppliers WHERE slug = %s", (slug,)).fetchone()
    assert row
    return str(row[0])


@pytest.fixture
def waiting(product: Running) -> str:
    """A caterer of the demo cast that waits for verification again."""
    with psycopg.connect(product.admin_url) as admin:
        admin.execute("SET session_replication_role = replica")
        row = admin.execute(
            "UPDATE suppliers SET status = 'pending', verified_at = NULL WHERE slug = %s "
            "RETURNING id",
            (NEW_SLUG,),
        ).fetchone()
    assert row
    return str(row[0])


def test_a_thief_who_changes_the_bank_account_is_held(meet: Meet, product: Running) -> None:
    thief = meet(OWNER)
    thief.go("/supplier/bank")
    thief.press("Change the bank account")
    attach(thief, "Page of the bank book")
    thief.choose("Bank", "008")
    thief.enter("Account number", "144-00-9988776")
    thief.enter("Holder, as it stands on the bank book", "Maling Contoh")
    thief.enter("Your present password", "dugaan pencuri")
    thief.press("Ask for the change")
    thief.sees("There is something to correct")
    expect(thief.field("Account number")).to_have_value("144-00-9988776")
    thief.enter("Your present password", PASSWORD)
    thief.press("Ask for the change")
    thief.sees(FrozenBecause.CHANGE_WAITS.label)

    officer = meet(FIRST)
    officer.go("/registry?stage=accounts")
    officer.open(SHOP)
    officer.main.locator("#bank").get_by_role("link").first.click()
    officer.look()
    officer.sees("The account is held under another name than owner and business.")
    officer.press("Show the account in full")
    officer.sees("Maling Contoh")
    officer.tick("Account number, holder and bank book page agree; I have seen the page.")
    officer.press("First check is good")

    cashier = meet(OPERATOR, width=360)
    cashier.go("/notifications")
    cashier.open(
        cashier.word(
            "Was this you? Your bank account is being changed: %(supplier)s", supplier=SHOP
        )
    )
    cashier.enter("Reason", "Pemilik tidak meminta perubahan ini.")
    cashier.press("Stop this change")
    cashier.sees(BankAccountStatus.REFUSED.label)
    cashier.misses("Payments wait")

    second = meet(SECOND)
    second.go("/registry?stage=accounts")
    second.misses(SHOP)


def test_the_officer_verifies_a_caterer(meet: Meet, product: Running, waiting: str) -> None:
    officer = meet(FIRST)
    officer.go("/registry")
    officer.open(NEW_SHOP)
    officer.press("Accept the registration")
    officer.sees("There is something to correct")
    officer.press("Look at the papers")
    assert a_status(product, NEW_SLUG) == SupplierStatus.PENDING.value

    cook = meet(NEW_ONE, width=360)
    for kind, number in (("nik", "3324015208900001"), ("bank_book", "")):
        cook.go(f"/supplier/papers/send?kind={kind}")
        attach(cook, "Photo or PDF of the paper")
        cook.enter("Number on the paper", number)
        cook.press("Send the paper")
        cook.sees("Waiting for a look")

    officer.go(f"/registry/{waiting}")
    for _paper in range(2):
        officer.press("Accept the paper")
    officer.press("Accept the registration")
    officer.press("Show the numbers in full")
    officer.sees(
        "That you looked is written into the audit trail. Do not copy these numbers elsewhere."
    )
    assert a_status(product, NEW_SLUG) == SupplierStatus.ACTIVE.value

    cook.go("/notifications")
    cook.sees("Your registration is accepted: %(supplier)s", supplier=NEW_SHOP)
