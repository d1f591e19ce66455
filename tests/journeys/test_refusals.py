"""What must not happen is refused in a sentence, and what was typed stays."""

import psycopg
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.people import Visitor
from tests.journeys.steps import (
    MEAL,
    begin,
    describe_the_meeting,
    id_in_address,
    say_when_and_where,
    send_for_approval,
    settle,
)
from tests.make import play
from tests.make.running import Running

PURPOSE = "Konsumsi rapat evaluasi kurikulum"
STAFF = "staf1.disdikbud@jateng.example"


def a_meal_request(requester: Visitor, people: int = 20, regency: str = "33.74") -> None:
    """Fill in a request for lunch that could be submitted."""
    begin(requester, MEAL, people=people)
    requester.enter("What is it for?", PURPOSE)
    describe_the_meeting(requester, people)
    say_when_and_where(requester, regency)
    settle(requester)


def asked_by(others: play.Cast) -> str:
    """Let a request for lunch wait for approval; return its id."""
    return play.raise_request(others, "Konsumsi rapat persiapan")


def is_kept(requester: Visitor) -> None:
    """The page says that something is to be corrected, and what was typed is still there."""
    requester.sees("There is something to correct")
    expect(requester.field("What is it for?")).to_have_value(PURPOSE)
    expect(requester.field("Event")).to_have_value("Rapat koordinasi pemberdayaan desa")


def test_a_request_above_the_budget_is_refused_and_kept(meet: Meet) -> None:
    requester = meet(STAFF)
    a_meal_request(requester, people=4000)
    requester.sees("The budget is short by")
    requester.press("Submit for approval")
    is_kept(requester)
    expect(requester.field("Budget line")).to_have_attribute("aria-invalid", "true")
    requester.go("/purchase-requests")
    requester.misses(PURPOSE)


def test_a_price_above_the_standard_is_refused_at_its_line(meet: Meet) -> None:
    requester = meet(STAFF, width=360)
    a_meal_request(requester)
    requester.enter("Estimated price in rupiah, item %(n)s", "95.000", n=1)
    requester.press("Submit for approval")
    is_kept(requester)
    price = requester.field("Estimated price in rupiah, item %(n)s", n=1)
    expect(price).to_have_attribute("aria-invalid", "true")
    expect(price).to_have_value("95.000")


def test_lunch_without_a_head_count_is_refused_at_the_field(meet: Meet) -> None:
    requester = meet(STAFF, scripts=False)
    a_meal_request(requester)
    requester.enter("People who attend", "")
    requester.press("Submit for approval")
    is_kept(requester)
    expect(requester.field("People who attend")).to_have_attribute("aria-invalid", "true")
    requester.sees("Fill this in before you submit.")
    requester.enter("People who attend", "dua puluh")
    requester.press("Submit for approval")
    is_kept(requester)
    expect(requester.field("People who attend")).to_have_value("dua puluh")


def test_the_money_of_another_agency_cannot_be_asked_for(
    product: Running, others: play.Cast
) -> None:
    with psycopg.connect(product.admin_url) as admin:
        row = admin.execute(
            "SELECT line.id FROM budget_lines line JOIN agencies a ON a.id = line.agency_id "
            "WHERE a.short_name = 'DPMD' LIMIT 1"
        ).fetchone()
    assert row
    form, values = play.request_form(others.requester, PURPOSE)
    stolen = others.requester.send(form, **values, budget_line_id=row[0], act="submit")
    assert stolen.status == 422
    assert PURPOSE in stolen.text
    assert 'aria-invalid="true"' in stolen.text


def test_another_agency_finds_nothing_at_the_address(meet: Meet, others: play.Cast) -> None:
    purchase = asked_by(others)
    stranger = meet("ppk.dpmd@jateng.example")
    for place in (f"/purchases/{purchase}", f"/purchase-requests/{purchase}/approve"):
        stranger.go(place)
        stranger.sees("Not found")
        stranger.misses("Konsumsi rapat persiapan")


def test_suppliers_of_another_region_cannot_be_invited(product: Running, others: play.Cast) -> None:
    purchase = asked_by(others)
    play.approve(others, purchase)
    with psycopg.connect(product.admin_url) as admin:
        rows = admin.execute(
            "SELECT s.id FROM suppliers s JOIN regions r ON r.id = s.region_id "
            "WHERE r.slug = 'kbb' LIMIT 3"
        ).fetchall()
    officer = others.officer
    form = play.went_well(officer.get(f"/purchases/{purchase}/invite")).form("supplier_ids")
    answer = officer.send(
        form,
        supplier_ids=[row[0] for row in rows],
        reason="Ketiganya dari daerah lain.",
        closes_on=play.a_weekday(4).isoformat(),
        closes_hour="14",
        catalogue_found="no",
        catalogue_note="Dicari hari ini, tidak ada katering di Semarang.",
    )
    assert answer.status == 422
    assert "Ketiganya dari daerah lain." in answer.text


def test_nobody_approves_their_own_request(meet: Meet, product: Running) -> None:
    _appoint_as_requester(product, "ppk.diskopukm@kbb.example", "staf1.diskopukm@kbb.example")
    both = meet("ppk.diskopukm@kbb.example")
    a_meal_request(both, regency="32.17")
    send_for_approval(both)
    purchase = id_in_address(both)
    assert not both.main.get_by_role("link", name=both.word("Approve"), exact=True).count()
    both.go(f"/purchase-requests/{purchase}/approve")
    both.sees("Not for you")


def test_an_approval_of_what_was_sent_back_meanwhile_is_refused(
    meet: Meet, others: play.Cast
) -> None:
    purchase = asked_by(others)
    ppk = meet("ppk.disdikbud@jateng.example")
    ppk.go(f"/purchase-requests/{purchase}/approve")
    page = others.commitment_officer.get(f"/purchase-requests/{purchase}/send-back")
    others.commitment_officer.send(page.form("reason"), reason="Tanggalnya keliru, periksa.")
    ppk.press("Approve")
    ppk.go(f"/purchases/{purchase}")
    ppk.sees("Tanggalnya keliru, periksa.")
    ppk.sees("Draft")


def _appoint_as_requester(product: Running, person: str, like: str) -> None:
    """Give a person the duties of a colleague, past the rule that forbids it."""
    with psycopg.connect(product.admin_url) as admin:
        admin.execute(
            "INSERT INTO appointments SELECT (jsonb_populate_record(a, "
            "jsonb_build_object('id', gen_random_uuid(), 'person_id', other.id))).* "
            "FROM appointments a JOIN people p ON p.id = a.person_id, people other "
            "WHERE p.email = %s AND other.email = %s",
            (like, person),
        )
