"""Every form of the product with somebody in front of it who may send it, and a sound filling."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.accounts.passwords import Passwords
from procure.kernel.actors import Role
from procure.kernel.clock import local, now
from procure.purchase_requests.workflow import PurchaseRequestStatus as Status
from procure.sourcing.models import Question
from tests.conftest import WorkAs
from tests.faults import file_doors
from tests.faults.catalogue_extra_doors import CATALOGUE_EXTRA
from tests.faults.registry_doors import REGISTRY
from tests.faults.shelf_doors import SHELF
from tests.faults.vetting_doors import VETTING
from tests.make.deals import a_deal
from tests.make.offices import Office, a_person, an_office, appoint
from tests.make.play import a_weekday
from tests.make.quotations import (
    a_quote,
    a_tender,
    an_approved_purchase,
    close_now,
    open_now,
    some_keys,
    the_region_s_law,
)
from tests.make.requests import a_purchase_request
from tests.make.sellers import Seller, a_seller
from tests.make.visits import Visit, seen

PASSWORD = "kuda nil makan rumput"
REASON = "Alasan yang cukup panjang untuk dibaca orang lain."
ONE_LINE = (("Nasi kotak ayam bakar", "MKN.01", 50, "kotak", 35_000),)


@dataclass
class Open:
    """A form that can be sent now: by whom, to which address, and how it is filled in well."""

    browser: FlaskClient
    path: str
    sound: dict[str, str] = field(default_factory=dict)
    filled: tuple[str, bytes] | None = None
    """Content type and bytes of a sound filling, where it is no ordinary form."""
    person: Person | None = None
    """Who stands there; None is a stranger."""


@dataclass
class Hall:
    """One office with its sellers; each door is opened on a fresh record."""

    owner: Session
    work_as: WorkAs
    visit: Visit
    office: Office
    sellers: list[Seller]

    def by(self, who: Role | Person | None, path: str, **sound: str) -> Open:
        """Let somebody stand before a form; None is a stranger."""
        if who is None:
            return Open(self.visit.app.test_client(), path, sound)
        person = self.office.people[who] if isinstance(who, Role) else who
        return Open(self.visit(person), path, sound, person=person)

    def over(self, who: Role | Person, path: str, **sound: str) -> Open:
        """Let somebody stand before a form that tells what its page showed."""
        door = self.by(who, path, **sound)
        door.sound |= seen(door.browser, path)
        return door

    def request(self, status: Status, **given: object) -> UUID:
        """Make a purchase request of one line."""
        made = a_purchase_request(self.owner, self.office, status=status, lines=ONE_LINE, **given)
        return made.id

    def line_of_request(self) -> dict[str, str]:
        """Return a sound filling of the request form."""
        return {
            "budget_line_id": str(self.office.budget_line.id),
            "category_code": "MKN.01",
            "purpose": "Konsumsi rapat",
            "needed_on": a_weekday(12).isoformat(),
            "window_from": "11:00",
            "window_until": "12:00",
            "delivery_address": "Aula",
            "delivery_contact": "Ratna 0812",
            "delivery_regency_code": "33.74",
            "event_name": "Rapat",
            "event_from": "09:00",
            "event_until": "13:00",
            "head_count": "50",
            "has_guests": "y",
            "splitting_reason": "Rapat yang berbeda dalam rencana tahunan.",
            "lines-0-name": "Nasi kotak",
            "lines-0-specification": "",
            "lines-0-category_code": "MKN.01",
            "lines-0-quantity": "50",
            "lines-0-unit": "kotak",
            "lines-0-price": "30000",
        }


def a_hall(owner: Session, work_as: WorkAs, visit: Visit) -> Hall:
    """Make an office with three sellers, the law of its region, and sealing keys."""
    office = an_office(owner, ceiling=1_000_000_000)
    the_region_s_law(owner, office)
    some_keys(owner, 40)
    return Hall(owner, work_as, visit, office, [a_seller(owner, office.region) for _ in range(3)])


def _sign_in(hall: Hall) -> Open:
    person = _with_password(hall)
    return hall.by(None, "/sign-in", email=person.email, password=PASSWORD)


def _with_password(hall: Hall) -> Person:
    person = a_person(hall.owner, hall.office.region)
    person.password_hash = Passwords(64, 1).hash(PASSWORD)
    person.password_set_at = now()
    appoint(hall.owner, person, Role.TREASURER, agency_id=hall.office.agency.id)
    hall.owner.commit()
    return person


def _change_password(hall: Hall) -> Open:
    return hall.by(
        _with_password(hall),
        "/account/password",
        present_password=PASSWORD,
        new_password="tujuh ekor burung kenari",
    )


def _end_session(hall: Hall) -> Open:
    person = hall.office.people[Role.REQUESTER]
    hall.visit(person)
    sign_in = hall.owner.scalar(text("SELECT id FROM sign_ins ORDER BY started_at DESC LIMIT 1"))
    return hall.by(person, f"/account/sessions/{sign_in}/end")


def _appoint(hall: Hall) -> Open:
    person = a_person(hall.owner, hall.office.region)
    hall.owner.commit()
    return hall.by(
        Role.ADMINISTRATOR,
        "/appointments/appoint",
        email=person.email,
        role="treasurer",
        place=str(hall.office.agency.id),
        decree_number="SK/7/2026",
        decree_date="2026-01-05",
        starts_on="2026-01-05",
        ends_on="",
        capacity="",
        title="Bendahara",
        certificate_number="",
        certificate_until="",
    )


def _end_appointment(hall: Hall) -> Open:
    opened = _appoint(hall)
    opened.browser.post(opened.path, data=opened.sound)
    newest = hall.owner.scalar(
        text("SELECT id FROM appointments WHERE decree_number = 'SK/7/2026' ORDER BY id DESC")
    )
    hall.owner.rollback()
    today = local(now()).date().isoformat()
    return hall.by(Role.ADMINISTRATOR, f"/appointments/{newest}/end", ends_on=today, reason=REASON)


def _buy(hall: Hall) -> Open:
    purchase = an_approved_purchase(hall.owner, hall.office, lines=ONE_LINE)
    supplier = hall.sellers[0].supplier.id
    sound = {
        "lines-0-price": "34000",
        "delivery_cost": "0",
        "sources-0-name": "Toko Satu",
        "sources-0-evidence": "Brosur toko, halaman 3",
        "sources-0-total": "1700000",
        "sources-1-name": "Toko Dua",
        "sources-1-evidence": "Telepon 024 555 0100, pukul 10.00",
        "sources-1-total": "1800000",
        "reason": REASON,
    }
    return hall.over(
        Role.PROCUREMENT_OFFICER, f"/purchases/{purchase.id}/buy?supplier={supplier}", **sound
    )


def _publish(hall: Hall) -> Open:
    purchase = an_approved_purchase(
        hall.owner, hall.office, lines=ONE_LINE, needed_on=a_weekday(20)
    )
    sound = {
        "supplier_ids": str(hall.sellers[0].supplier.id),
        "reason": REASON,
        "few_invited_reason": REASON,
        "catalogue_found": "no",
        "catalogue_note": REASON,
        "closes_on": a_weekday(5).isoformat(),
        "closes_hour": "14",
    }
    return hall.over(Role.PROCUREMENT_OFFICER, f"/purchases/{purchase.id}/invite", **sound)


def _order(who: Role | None, verb: str, *, issued: bool = False, **sound: str) -> "Maker":
    def open_door(hall: Hall) -> Open:
        deal = a_deal(hall.owner, hall.work_as, hall.office, hall.sellers[0])
        if issued:
            deal.issue()
        if verb == "reopen":
            hall.owner.execute(
                text("UPDATE purchase_orders SET status = 'expired' WHERE id = :id"),
                {"id": deal.order.id},
            )
            hall.owner.commit()
        person = who or hall.sellers[0].person
        return hall.over(person, f"/purchase-orders/{deal.order.id}/{verb}", **sound)

    return open_door


def _request(who: Role, verb: str, status: Status, **sound: str) -> "Maker":
    def open_door(hall: Hall) -> Open:
        needs = {"needs_budget_authority": True} if verb == "endorse" else {}
        purchase = hall.request(status, **needs)
        return hall.over(who, f"/purchase-requests/{purchase}/{verb}", **sound)

    return open_door


def _draft(hall: Hall) -> Open:
    return hall.by(Role.REQUESTER, "/purchase-requests/new", act="submit", **hall.line_of_request())


def _check(hall: Hall) -> Open:
    return hall.by(Role.REQUESTER, "/purchase-requests/check", **hall.line_of_request())


def _own_draft(verb: str, **sound: str) -> "Maker":
    def open_door(hall: Hall) -> Open:
        path = f"/purchase-requests/{hall.request(Status.DRAFT)}/{verb}"
        version = {"version": "1", "page": "1073741900"}
        return hall.by(Role.REQUESTER, path, **hall.line_of_request(), **version, **sound)

    return open_door


def _quote(verb: str, **sound: str) -> "Maker":
    def open_door(hall: Hall) -> Open:
        seller = hall.sellers[0]
        rfq = a_tender(hall.owner, hall.office, seller, lines=ONE_LINE)
        if verb == "/withdraw":
            a_quote(hall.work_as, seller, rfq, 30_000)
        return hall.over(seller.person, f"/rfqs/{rfq.id}/quote{verb}", **sound)

    return open_door


def _rfq(verb: str, **sound: str) -> "Maker":
    def open_door(hall: Hall) -> Open:
        rfq = a_tender(
            hall.owner, hall.office, *hall.sellers, lines=ONE_LINE, needed_on=a_weekday(30)
        )
        if verb == "open":
            close_now(hall.owner, rfq.id)
        return hall.over(Role.PROCUREMENT_OFFICER, f"/rfqs/{rfq.id}/{verb}", **sound)

    return open_door


def _opened(verb: str) -> "Maker":
    def open_door(hall: Hall) -> Open:
        seller = hall.sellers[0]
        rfq = a_tender(hall.owner, hall.office, seller, lines=ONE_LINE)
        a_quote(hall.work_as, seller, rfq, 30_000)
        (quote,) = open_now(hall.owner, hall.work_as, hall.office, rfq)
        chosen = {"quote_id": str(quote.id)} if verb == "award" else {}
        path = f"/rfqs/{rfq.id}/{verb}"
        return hall.over(Role.PROCUREMENT_OFFICER, path, reason=REASON, **chosen)

    return open_door


def _ask(hall: Hall) -> Open:
    rfq = a_tender(hall.owner, hall.office, hall.sellers[0], lines=ONE_LINE)
    path = f"/rfqs/{rfq.id}/questions"
    return hall.by(hall.sellers[0].person, path, text="Apakah ada tempat parkir?")


def _answer(hall: Hall) -> Open:
    rfq = a_tender(hall.owner, hall.office, hall.sellers[0], lines=ONE_LINE)
    question = Question(
        region_id=hall.office.region.id,
        rfq_id=rfq.id,
        asked_by_id=hall.sellers[0].supplier.id,
        text="Apakah ada tempat parkir?",
        asked_at=now(),
    )
    hall.owner.add(question)
    hall.owner.commit()
    path = f"/rfqs/{rfq.id}/questions/{question.id}/answer"
    return hall.by(Role.PROCUREMENT_OFFICER, path, answer="Ada di belakang gedung.")


def _switch(hall: Hall) -> Open:
    return hall.by(Role.REQUESTER, "/account/switch", agency_id=str(hall.office.agency.id))


def _later() -> dict[str, str]:
    return {"closes_on": a_weekday(8).isoformat(), "closes_hour": "14", "reason": REASON}


def _until() -> dict[str, str]:
    day = local(now()).date() + timedelta(days=2)
    return {"respond_on": day.isoformat(), "respond_hour": "12:00", "reason": REASON}


Maker = Callable[[Hall], Open]
PPK, OFFICER, REQUESTER = Role.COMMITMENT_OFFICER, Role.PROCUREMENT_OFFICER, Role.REQUESTER
DOORS: Mapping[str, Maker] = {
    "accounts.change_password": _change_password,
    "accounts.end_everywhere": lambda hall: hall.by(REQUESTER, "/account/sessions/end"),
    "accounts.end_session": _end_session,
    "accounts.prefer": lambda hall: hall.by(
        REQUESTER, "/account/preferences", language="en", theme="dark"
    ),
    "accounts.sign_in": _sign_in,
    "accounts.sign_out": lambda hall: hall.by(REQUESTER, "/sign-out"),
    "accounts.stay": lambda hall: hall.by(REQUESTER, "/account/stay"),
    "accounts.switch": _switch,
    "appointments.appoint": _appoint,
    "appointments.end": _end_appointment,
    "awards.buy": _buy,
    "notifications.read": lambda hall: hall.by(REQUESTER, "/notifications/read"),
    "purchase_orders.accept": _order(None, "accept", issued=True),
    "purchase_orders.cancel": _order(PPK, "cancel", issued=True, reason=REASON),
    "purchase_orders.decline": _order(None, "decline", issued=True, reason=REASON),
    "purchase_orders.issue": _order(PPK, "issue"),
    "purchase_orders.reopen": _order(OFFICER, "reopen", issued=True, **_until()),
    "purchase_orders.send_back": _order(PPK, "send-back", reason=REASON),
    "purchase_requests.approve": _request(
        PPK, "approve", Status.SUBMITTED, act="approve", **{"lines-0-price": "35000"}
    ),
    "purchase_requests.cancel": _request(REQUESTER, "cancel", Status.SUBMITTED, reason=REASON),
    "purchase_requests.check": _check,
    "purchase_requests.draft": _draft,
    "purchase_requests.endorse": _request(
        PPK, "endorse", Status.SUBMITTED, act="endorse", **{"lines-0-price": "35000"}
    ),
    "purchase_requests.keep": _own_draft("keep"),
    "purchase_requests.revise": _own_draft("edit", act="save"),
    "purchase_requests.send_back": _request(PPK, "send-back", Status.SUBMITTED, reason=REASON),
    "purchase_requests.submit": _own_draft("submit"),
    "quotes.check": _quote("/check", **{"lines-0-price": "30000", "delivery_cost": "0"}),
    "quotes.submit": _quote("", **{"lines-0-price": "30000", "delivery_cost": "0", "note": "-"}),
    "quotes.withdraw": _quote("/withdraw"),
    "rfqs.answer": _answer,
    "rfqs.ask": _ask,
    "rfqs.award": _opened("award"),
    "rfqs.cancel": _rfq("cancel", reason=REASON),
    "rfqs.extend": _rfq("extend", **_later()),
    "rfqs.fail": _opened("fail"),
    "rfqs.open": _rfq("open"),
    "uploads.cancel": file_doors.an_unwanted_file,
    "uploads.finish": file_doors.all_pieces,
    "uploads.receive": file_doors.a_whole_file,
    "uploads.send": file_doors.a_piece,
    "rfqs.publish": _publish,
    **CATALOGUE_EXTRA,
    **REGISTRY,
    **SHELF,
    **VETTING,
    "web.language": lambda hall: hall.by(None, "/language", lang="en", next="/about"),
}
"""How each form is reached; a test insists that none is missing."""
