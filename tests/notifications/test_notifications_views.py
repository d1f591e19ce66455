"""The inbox and the number on the bell."""

from collections.abc import Callable
from uuid import uuid4

from flask import Flask, g
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS, Role
from procure.notifications import service
from procure.notifications.actions import MessageAction
from procure.notifications.policy import MESSAGE_POLICY
from tests.make.offices import Office
from tests.make.visits import Visit

WorkAs = Callable[..., Work]


def write_to(work: Work, person: Person, path: str = "/account") -> None:
    facts = {"number": "PR-1", "purpose": "Rapat <b>", "actor": "Budi"}
    with work.transaction():
        note = service.Note("purchase_requests/approved", [person.id], path, facts)
        service.tell(work, note)


def test_an_empty_inbox_says_what_will_come(visit: Visit, office: Office) -> None:
    page = visit(office.people[Role.REQUESTER]).get("/notifications")
    assert page.status_code == 200
    assert 'class="empty"' in page.text
    assert 'class="count"' not in page.text


def test_messages_are_counted_shown_followed_and_marked(
    visit: Visit, office: Office, work_as: WorkAs
) -> None:
    person = office.people[Role.REQUESTER]
    for _ in range(2):
        write_to(work_as(office.commitment_officer), person)
    browser = visit(person)
    page = browser.get("/notifications").text
    assert '<span class="count" aria-hidden="true">2</span>' in page
    assert "Rapat &lt;b&gt;" in page
    link = page.split('href="/notifications/')[1].split('"')[0]
    assert browser.get(f"/notifications/{link}").location == "/account"
    assert '<span class="count" aria-hidden="true">1</span>' in browser.get("/account").text
    assert browser.post("/notifications/read").location == "/notifications"
    assert 'class="count"' not in browser.get("/account").text


def test_the_message_of_another_does_not_exist(
    visit: Visit, office: Office, work_as: WorkAs, owner: Session
) -> None:
    person = office.people[Role.REQUESTER]
    write_to(work_as(office.commitment_officer), person)
    page = visit(person).get("/notifications").text
    link = page.split('href="/notifications/')[1].split('"')[0]
    other = visit(office.people[Role.TREASURER])
    assert other.get(f"/notifications/{link}").status_code == 404
    assert other.get(f"/notifications/{uuid4()}").status_code == 404


def test_a_message_never_leads_to_another_site(
    visit: Visit, office: Office, work_as: WorkAs
) -> None:
    person = office.people[Role.REQUESTER]
    write_to(work_as(office.commitment_officer), person, "//evil.example")
    browser = visit(person)
    link = browser.get("/notifications").text.split('href="/notifications/')[1].split('"')[0]
    assert browser.get(f"/notifications/{link}").location == "/"


def test_parts_of_pages_and_forms_do_not_count(app: Flask, visit: Visit, office: Office) -> None:
    browser = visit(office.people[Role.REQUESTER])
    for call, counts in (
        ({"path": "/account"}, True),
        ({"path": "/account", "headers": {"HX-Request": "true"}}, False),
        ({"path": "/account", "headers": {"Accept": "application/pdf"}}, False),
    ):
        with browser:
            browser.get(**call)
            assert ("unread_count" in g) is counts


def test_only_people_who_are_signed_in_have_messages(office: Office) -> None:
    assert MESSAGE_POLICY.allows(office.requester, MessageAction.READ)
    assert not MESSAGE_POLICY.allows(ANONYMOUS, MessageAction.READ)
