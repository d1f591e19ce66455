"""Two tabs, a double press, an ended session, a passed deadline: nothing is lost or doubled."""

import re
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from playwright.sync_api import expect

from procure.kernel.errors import StalePage
from tests.journeys.conftest import Meet
from tests.journeys.people import PASSWORD, Visitor
from tests.journeys.steps import (
    MEAL,
    begin,
    describe_the_meeting,
    say_when_and_where,
    settle,
)
from tests.make import play
from tests.make.running import Running
from tests.make.wire import WirePerson

STAFF = "staf2.disdikbud@jateng.example"


def settle_by(visitor: Visitor) -> None:
    """Leave the field, let its live check go out by the page's own clock, and be answered."""
    with visitor.page.expect_response(re.compile("/check$")):
        visitor.page.keyboard.press("Tab")
        visitor.page.clock.run_for(1_000)
    expect(visitor.page.locator(".htmx-request")).to_have_count(0)


def test_the_second_tab_is_told_that_the_draft_has_changed(meet: Meet) -> None:
    first, second = meet(STAFF), meet(STAFF)
    begin(first, MEAL, people=20)
    first.enter("What is it for?", "Rapat pertama")
    say_when_and_where(first)
    settle(first)
    first.press("Save draft")
    first.sees("%(number)s is saved as a draft.")

    second.go(first.page.url.replace(first.address, ""))
    first.enter("What is it for?", "Rapat yang diubah di tab pertama")
    settle(first)
    first.press("Save draft")
    second.enter("What is it for?", "Rapat yang diubah di tab kedua")
    settle(second)
    second.press("Save draft")
    second.sees(StalePage.text)
    purpose = second.field("What is it for?")
    expect(purpose).to_have_value("Rapat yang diubah di tab kedua")

    second.press("Save draft")
    second.sees("%(number)s is saved as a draft.")
    expect(purpose).to_have_value("Rapat yang diubah di tab kedua")


def test_a_form_sent_twice_at_once_is_done_once(product: Running, others: play.Cast) -> None:
    purpose = "Rapat yang dikirim dua kali"
    form, values = play.request_form(others.requester, purpose)
    twins = [WirePerson(address) for address in product.addresses]
    for twin in twins:
        twin.cookies, twin.last_path = dict(others.requester.cookies), others.requester.last_path
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda twin: twin.send_once(form, **values, act="submit"), twins))
    for twin in twins:
        twin.leave()
    assert {answer.status for answer in answers} == {302}
    assert len({answer.headers["location"] for answer in answers}) == 1
    with psycopg.connect(product.admin_url) as admin:
        asked = "SELECT count(*) FROM purchase_requests WHERE purpose = %s"
        assert admin.execute(asked, (purpose,)).fetchone() == (1,)


def test_what_was_typed_survives_the_end_of_the_session(meet: Meet, product: Running) -> None:
    purpose = "Rapat yang ditulis lama sekali"
    requester = meet(STAFF)
    begin(requester, MEAL, people=20)
    requester.enter("What is it for?", purpose)
    describe_the_meeting(requester, 20)
    say_when_and_where(requester)
    settle(requester)
    with psycopg.connect(product.admin_url) as admin:
        admin.execute(
            "UPDATE sign_ins SET ends_at = now() - interval '1 minute' "
            "WHERE person_id = (SELECT id FROM people WHERE email = %s)",
            (STAFF,),
        )
    requester.press("Save draft")
    requester.sees("Your session has ended; nothing was sent")
    requester.enter("E-mail address", STAFF)
    requester.enter("Password", PASSWORD)
    requester.press("Sign in")
    requester.sees("What you had typed is still here")
    requester.sees(purpose)
    requester.press("Send what you had typed")
    requester.sees("%(number)s is saved as a draft.")
    expect(requester.field("What is it for?")).to_have_value(purpose)


def test_before_the_end_a_banner_offers_to_stay_and_nothing_typed_is_lost(meet: Meet) -> None:
    purpose = "Rapat yang ditulis sambil menelepon"
    requester = meet(STAFF, width=360)
    clock = requester.page.clock
    clock.install()
    begin(requester, MEAL, people=20)
    banner = requester.page.locator("#session-end")
    requester.enter("What is it for?", purpose)
    settle_by(requester)
    expect(banner).to_be_hidden()
    clock.fast_forward("28:30")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text(requester.word("You will be signed out in two minutes."))
    requester.look()

    banner.get_by_role("button", name=requester.word("Stay signed in")).click()
    expect(banner).to_be_hidden()
    clock.fast_forward("27:00")
    expect(banner).to_be_hidden()
    clock.fast_forward("01:30")
    expect(banner).to_be_visible()
    expect(requester.field("What is it for?")).to_have_value(purpose)


def test_without_scripts_the_sign_in_page_says_how_long_one_stays(meet: Meet) -> None:
    visitor = meet(scripts=False)
    visitor.go("/sign-in")
    visitor.sees(
        "You stay signed in until %(minutes)s minutes pass without opening or sending a page, "
        "and for %(hours)s hours at most. What you typed is kept while you sign in again, and "
        "sent only when you say so.",
        minutes=30,
        hours=12,
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_quote_after_the_deadline_is_refused_and_stays_on_the_page(
    meet: Meet, product: Running, others: play.Cast, scripts: bool
) -> None:
    purchase = play.raise_request(others, "Konsumsi rapat yang ditutup")
    play.approve(others, purchase)
    rfq = play.invite(others, purchase)
    supplier = meet("katering-sekar-arum@jateng.example", width=360, scripts=scripts)
    supplier.go(f"/rfqs/{rfq}/quote")
    prices = supplier.main.locator("#lines").get_by_role("textbox").all()
    for field in prices:
        field.fill("10.500")
    settle(supplier)
    product.let_time_pass(rfq)
    supplier.press("Seal and send")
    supplier.sees("Quotes closed at %(closes_at)s. Nothing can be sent or changed any more.")
    for field in prices:
        expect(field).to_have_value("10.500")
    with psycopg.connect(product.admin_url) as admin:
        sent = "SELECT count(*) FROM sealed_quotes WHERE rfq_id = %s"
        assert admin.execute(sent, (rfq,)).fetchone() == (0,)
