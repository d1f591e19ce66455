"""The administrator's doors: the offices of the region, appointing and ending."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Appointment
from procure.kernel.actors import Role
from tests.make.offices import Office, a_person, an_office
from tests.make.visits import Visit


def test_an_administrator_appoints_and_ends_through_the_pages(
    visit: Visit, owner: Session, office: Office
) -> None:
    browser = visit(office.people[Role.ADMINISTRATOR])
    somebody = a_person(owner, office.region, "Ratna Contoh")
    owner.commit()
    typed = {
        "email": somebody.email,
        "role": "commitment_officer",
        "place": str(office.agency.id),
        "decree_number": "SK/9/2026",
        "decree_date": "2026-11-01",
        "starts_on": "2026-11-02",
        "capacity": "Plh.",
        "title": "Pejabat Pembuat Komitmen",
    }
    refused = browser.post("/appointments/appoint", data={**typed, "ends_on": "2026-11-01"})
    assert refused.status_code == 422
    assert 'id="ends_on-error"' in refused.text
    assert "SK/9/2026" in refused.text
    for field, value in (("email", "x@y"), ("role", "supplier_owner"), ("place", str(uuid4()))):
        wrong = browser.post("/appointments/appoint", data={**typed, field: value})
        assert wrong.status_code == 422
        assert f'id="{field}-error"' in wrong.text

    done = browser.post("/appointments/appoint", data=typed)
    assert done.status_code == 302
    listed = browser.get(done.location or "").text
    assert "Ratna Contoh" in listed
    made = owner.scalars(select(Appointment).where(Appointment.person_id == somebody.id)).one()
    assert (made.capacity, made.agency_id) == ("Plh.", office.agency.id)

    page = browser.get(f"/appointments/{made.id}/end")
    assert page.status_code == 200
    short = browser.post(
        f"/appointments/{made.id}/end", data={"ends_on": "2099-01-01", "reason": "x"}
    )
    assert short.status_code == 422
    ended = browser.post(
        f"/appointments/{made.id}/end",
        data={"ends_on": "2099-01-01", "reason": "Kembali ke jabatan asal."},
    )
    assert ended.location == "/appointments"


def test_appointments_are_for_the_administrator_alone(
    visit: Visit, owner: Session, office: Office
) -> None:
    officer = visit(office.people[Role.COMMITMENT_OFFICER])
    held = office.appointments[Role.TREASURER].id
    for path in ("/appointments", "/appointments/appoint", f"/appointments/{held}/end"):
        assert officer.get(path).status_code == 403
    administrator = visit(office.people[Role.ADMINISTRATOR])
    own = office.appointments[Role.ADMINISTRATOR].id
    foreign = an_office(owner).appointments[Role.TREASURER].id
    assert administrator.get(f"/appointments/{own}/end").status_code == 403
    assert administrator.get(f"/appointments/{foreign}/end").status_code == 404
