"""Signing in, passwords and appointments on the real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from procure.accounts import jobs, queries, rules, service
from procure.accounts.models import Appointment, Person, SignIn, SignInDelay
from procure.accounts.passwords import Passwords
from procure.audit.models import AuditEntry
from procure.audit.queries import breaks
from procure.db.work import Work
from procure.kernel.actors import ANONYMOUS, Role
from procure.kernel.errors import NotFound, NotPermitted
from tests.make.offices import Office, a_person, an_office, appoint
from tests.make.sellers import a_seller

PASSWORDS = Passwords(64, 1)
SECRET = "tiga ayam di atas pagar"
VISIT = service.Visit(timedelta(minutes=30), timedelta(hours=12), "192.0.2.7", "Firefox, Linux")

WorkAs = Callable[..., Work]


@pytest.fixture
def person(owner: Session, office: Office) -> Person:
    """The requester, whose password is known."""
    found = office.people[Role.REQUESTER]
    found.password_hash = PASSWORDS.hash(SECRET)
    owner.commit()
    return found


def later(work: Work, **time: float) -> Work:
    """Return the same work some time later."""
    work.now += timedelta(**time)
    return work


def actions(owner: Session) -> list[str]:
    return list(owner.scalars(select(AuditEntry.action).order_by(AuditEntry.at)))


def test_the_right_password_lets_a_person_in(
    owner: Session, work_as: WorkAs, person: Person
) -> None:
    work = work_as(ANONYMOUS)
    token = service.sign_in(work, f" {person.email.upper()} ", SECRET, VISIT, PASSWORDS)

    arrival = queries.arrive(work.session, token, work.now, None)
    assert arrival is not None
    assert (arrival.actor.user_id, arrival.actor.roles) == (person.id, frozenset({Role.REQUESTER}))
    assert arrival.sign_in.ends_at == work.now + VISIT.idle
    assert owner.scalar(select(SignIn.token_hash)) != token.encode()
    assert actions(owner) == ["account.sign_in"]
    assert list(breaks(Work(owner, ANONYMOUS, work.now))) == []


def test_wrong_password_and_unknown_address_get_the_same_answer_and_leave_the_same_traces(
    owner: Session, work_as: WorkAs, person: Person
) -> None:
    for email in (person.email, "nobody@contoh.example"):
        with pytest.raises(rules.WrongPassword):
            service.sign_in(work_as(ANONYMOUS), email, "wrong", VISIT, PASSWORDS)
    assert actions(owner) == ["account.fail", "account.fail"]
    failures = owner.scalars(select(SignInDelay.failures).order_by(SignInDelay.failures)).all()
    assert failures == [1, 1, 2]


def test_after_three_failures_even_the_right_password_must_wait(
    owner: Session, work_as: WorkAs, person: Person
) -> None:
    work = work_as(ANONYMOUS)
    for _ in range(3):
        with pytest.raises(rules.WrongPassword):
            service.sign_in(work, person.email, "wrong", VISIT, PASSWORDS)
    with pytest.raises(rules.WaitAWhile) as refusal:
        service.sign_in(work, person.email, SECRET, VISIT, PASSWORDS)
    assert refusal.value.facts == {"seconds": 2}

    assert service.sign_in(later(work, seconds=2), person.email, SECRET, VISIT, PASSWORDS)
    kept = owner.scalars(select(SignInDelay)).all()
    assert [delay.key.split(":")[0] for delay in kept] == ["network"]
    assert kept[0].failures == 3, "the network's failures stay counted"


def test_old_failures_are_forgotten(work_as: WorkAs, person: Person) -> None:
    work = work_as(ANONYMOUS)
    for _ in range(2):
        with pytest.raises(rules.WrongPassword):
            service.sign_in(work, person.email, "wrong", VISIT, PASSWORDS)
    with pytest.raises(rules.WrongPassword):
        service.sign_in(later(work, hours=13), person.email, "wrong", VISIT, PASSWORDS)
    assert service.sign_in(work, person.email, SECRET, VISIT, PASSWORDS)


def test_the_night_forgets_what_makes_nobody_wait(
    owner: Session, work_as: WorkAs, person: Person, keeper_work: None
) -> None:
    work = work_as(ANONYMOUS)
    with pytest.raises(rules.WrongPassword):
        service.sign_in(work, person.email, "wrong", VISIT, PASSWORDS)
    jobs.forget(0)
    assert owner.scalar(select(func.count()).select_from(SignInDelay)) == 2
    owner.execute(update(SignInDelay).values(failed_at=work.now - timedelta(hours=13)))
    owner.commit()
    jobs.forget(0)
    assert owner.scalar(select(func.count()).select_from(SignInDelay)) == 0


def test_a_network_that_tries_many_addresses_must_wait(work_as: WorkAs, person: Person) -> None:
    work = work_as(ANONYMOUS)
    for n in range(rules.FREE_FAILURES_OF_NETWORK):
        with pytest.raises(rules.WrongPassword):
            service.sign_in(work, f"guess{n}@contoh.example", "wrong", VISIT, PASSWORDS)
    with pytest.raises(rules.WaitAWhile):
        service.sign_in(work, person.email, SECRET, VISIT, PASSWORDS)
    elsewhere = replace(VISIT, address="192.0.2.8")
    assert service.sign_in(work, person.email, SECRET, elsewhere, PASSWORDS)


def test_a_blocked_person_is_told_nothing_more(
    owner: Session, work_as: WorkAs, person: Person
) -> None:
    person.is_blocked = True
    owner.commit()
    with pytest.raises(rules.WrongPassword):
        service.sign_in(work_as(ANONYMOUS), person.email, SECRET, VISIT, PASSWORDS)
    assert owner.scalar(select(func.count()).select_from(SignIn)) == 0


def test_a_hash_of_another_cost_is_renewed_at_sign_in(
    owner: Session, work_as: WorkAs, person: Person
) -> None:
    before, dearer = person.password_hash, Passwords(128, 1)
    service.sign_in(work_as(ANONYMOUS), person.email, SECRET, VISIT, dearer)
    owner.refresh(person)
    assert person.password_hash != before
    assert dearer.fits(person.password_hash, SECRET)


def test_staying_lengthens_the_sign_in_but_not_beyond_the_longest(
    owner: Session, office: Office, work_as: WorkAs, person: Person
) -> None:
    work = work_as(ANONYMOUS)
    token = service.sign_in(work, person.email, SECRET, VISIT, PASSWORDS)
    mine = later(work_as(office.requester), minutes=20)
    service.stay(mine, token, VISIT)
    assert owner.scalar(select(SignIn.ends_at)) == mine.now + VISIT.idle

    owner.rollback()
    service.stay(later(mine, hours=11.5), token, VISIT)
    row = owner.scalars(select(SignIn)).one()
    assert row.ends_at == row.started_at + VISIT.longest
    with pytest.raises(NotFound):
        service.stay(work_as(office.officer), token, VISIT)


def test_sessions_end_one_by_one_everywhere_and_never_those_of_others(
    owner: Session, office: Office, work_as: WorkAs, person: Person
) -> None:
    tokens = [
        service.sign_in(work_as(ANONYMOUS), person.email, SECRET, VISIT, PASSWORDS)
        for _ in range(3)
    ]
    mine = work_as(office.requester)
    first = owner.scalar(select(SignIn.id).where(SignIn.token_hash == queries.hashed(tokens[0])))
    assert first is not None
    with pytest.raises(NotFound):
        service.end_session(work_as(office.officer), first)
    service.end_session(mine, first)
    assert [queries.arrive(mine.session, t, mine.now, None) is None for t in tokens] == [
        True,
        False,
        False,
    ]
    service.end_everywhere(mine, tokens[2])
    assert [s.token_hash for s in queries.my_sign_ins(mine)] == [queries.hashed(tokens[2])]
    service.sign_out(mine, tokens[2])
    assert list(queries.my_sign_ins(mine)) == []


def test_a_new_password_ends_every_session_and_begins_a_fresh_one(
    office: Office, work_as: WorkAs, person: Person
) -> None:
    old = service.sign_in(work_as(ANONYMOUS), person.email, SECRET, VISIT, PASSWORDS)
    mine = work_as(office.requester)
    fresh = service.change_password(mine, SECRET, "lima bebek di kali", VISIT, PASSWORDS)

    assert queries.arrive(mine.session, old, mine.now, None) is None
    assert queries.arrive(mine.session, fresh, mine.now, None) is not None
    with pytest.raises(rules.PasswordMistyped):
        service.change_password(mine, SECRET, "enam kucing tidur", VISIT, PASSWORDS)
    with pytest.raises(rules.PasswordTooWeak):
        service.change_password(mine, "lima bebek di kali", "pendek", VISIT, PASSWORDS)


def test_a_person_switches_between_their_own_agencies_only(
    owner: Session, office: Office, work_as: WorkAs, person: Person
) -> None:
    second, foreign = an_office(owner, office.region), an_office(owner)
    appoint(owner, person, Role.REQUESTER, agency_id=second.agency.id, unit_id=second.unit.id)
    owner.commit()
    mine = work_as(office.requester)
    service.switch(mine, second.agency.id)
    with pytest.raises(NotFound):
        service.switch(mine, foreign.agency.id)

    held = queries.my_appointments(mine)
    assert queries.actor_for(person, held).agency_id == office.agency.id
    assert queries.actor_for(person, held, second.agency.id).unit_id == second.unit.id


def a_new_appointment(office: Office, email: str, **given: object) -> service.NewAppointment:
    """A commitment officer of the office from today, as typed by the administrator."""
    facts: dict[str, object] = {
        "email": email,
        "role": Role.COMMITMENT_OFFICER,
        "agency_id": office.agency.id,
        "unit_id": None,
        "decree_number": "SK/9/2026",
        "decree_date": date(2026, 11, 1),
        "starts_on": date(2026, 11, 2),
        "ends_on": None,
        "capacity": "Plt.",
        "title": "Pejabat Pembuat Komitmen",
        "certificate_number": "",
        "certificate_until": None,
        **given,
    }
    return service.NewAppointment(**facts)  # type: ignore[arg-type]


def test_an_administrator_appoints_by_decree_and_the_trail_knows(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    somebody = a_person(owner, office.region)
    owner.commit()
    made = service.appoint(
        work_as(office.administrator), a_new_appointment(office, somebody.email.upper())
    )

    assert owner.get(Appointment, made.id) is not None
    entry = owner.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.chain) == ("appointment.appoint", somebody.id)
    assert '"decree_number": "SK/9/2026"' in entry.facts


def test_nobody_appoints_themselves_and_nobody_else_may(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    administrator = office.people[Role.ADMINISTRATOR]
    with pytest.raises(NotPermitted):
        service.appoint(
            work_as(office.administrator), a_new_appointment(office, administrator.email)
        )
    somebody = a_person(owner, office.region)
    owner.commit()
    for other in (office.commitment_officer, office.auditor, office.budget_authority):
        with pytest.raises(NotPermitted):
            service.appoint(work_as(other), a_new_appointment(office, somebody.email))


def test_duties_that_exclude_each_other_are_refused_and_leave_nothing_behind(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    treasurer, auditor = office.people[Role.TREASURER], office.people[Role.AUDITOR]
    for person in (treasurer, auditor):
        with pytest.raises(rules.IncompatibleRole):
            service.appoint(work_as(office.administrator), a_new_appointment(office, person.email))
    officer = office.people[Role.COMMITMENT_OFFICER]
    with pytest.raises(rules.HeldAlready):
        service.appoint(work_as(office.administrator), a_new_appointment(office, officer.email))
    assert actions(owner) == []


def test_the_same_duties_in_another_agency_or_time_are_fine(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    treasurer, elsewhere = office.people[Role.TREASURER], an_office(owner, office.region)
    office.appointments[Role.TREASURER].ends_on = date(2026, 12, 31)
    owner.commit()
    administrator = work_as(office.administrator)
    service.appoint(administrator, a_new_appointment(elsewhere, treasurer.email))
    service.appoint(
        administrator, a_new_appointment(office, treasurer.email, starts_on=date(2027, 1, 1))
    )


def test_people_and_places_of_other_regions_do_not_exist(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    foreign = an_office(owner)
    seller = a_seller(owner, office.region)
    administrator = work_as(office.administrator)
    with pytest.raises(rules.PersonUnknown):
        service.appoint(
            administrator,
            a_new_appointment(office, foreign.people[Role.REQUESTER].email),
        )
    somebody = a_person(owner, office.region)
    owner.commit()
    with pytest.raises(NotFound):
        service.appoint(administrator, a_new_appointment(foreign, somebody.email))
    for appointment in (foreign.appointments[Role.REQUESTER], seller.appointment):
        with pytest.raises(NotFound):
            service.end(administrator, appointment.id, administrator.today, "Mutasi pegawai.")
    listed = {a.person_id for a in queries.appointments(administrator)}
    assert foreign.people[Role.REQUESTER].id not in listed
    assert seller.person.id not in listed


def test_an_appointment_ends_with_a_reason_and_the_roles_with_it(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    administrator = work_as(office.administrator)
    held = office.appointments[Role.COMMITMENT_OFFICER]
    yesterday = administrator.today - timedelta(days=1)
    service.end(administrator, held.id, yesterday, "Mutasi ke dinas lain.")

    entry = owner.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.reason) == ("appointment.end", "Mutasi ke dinas lain.")
    assert queries.holders(administrator, Role.COMMITMENT_OFFICER, office.agency.id) == []
    with pytest.raises(rules.EndedTooLate):
        service.end(administrator, held.id, administrator.today, "Ternyata masih perlu.")


def test_search_finds_people_by_name_and_takes_signs_as_they_are(
    office: Office, work_as: WorkAs
) -> None:
    administrator = work_as(office.administrator)
    name = office.people[Role.TREASURER].name
    assert [a.person.name for a in queries.appointments(administrator, name.lower())] == [name]
    assert queries.appointments(administrator, "%") == []
