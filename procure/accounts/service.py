"""Signing in and out, and what people do with their own account."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from procure.accounts import queries, rules
from procure.accounts.actions import AccountAction as Do
from procure.accounts.actions import AppointmentAction as AppointmentDo
from procure.accounts.models import Appointment, Person, SignIn, SignInDelay
from procure.accounts.passwords import Passwords
from procure.accounts.policy import ACCOUNT_POLICY, APPOINTMENT_POLICY
from procure.audit.service import record
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound, ReasonMissing

COMMON = frozenset(
    "password1234 123456789012 qwertyuiop12 indonesia1945 bismillah1234 iloveyou1234 "
    "adminadminadmin passwordpassword 111111111111 rahasia123456 semarang12345".split()
)
"""Common passwords of twelve characters or more that people in the field really choose."""


@dataclass(frozen=True, slots=True)
class Visit:
    """How long a sign-in lasts, from which address and browser."""

    idle: timedelta
    longest: timedelta
    address: str
    device: str

    def end(self, started_at: datetime, now: datetime) -> datetime:
        """Return when a sign-in ends if nobody stirs from now on."""
        return min(now + self.idle, started_at + self.longest)


@dataclass(slots=True)
class _Nobody:
    """An address that belongs to nobody; its failures have a chain of their own in the trail."""

    id: UUID
    region_id: None = None

    @property
    def case_id(self) -> UUID:
        return self.id


def sign_in(work: Work, email: str, password: str, visit: Visit, passwords: Passwords) -> str:
    """Let a person in and return the secret token of this browser.

    Each try is counted before the password is looked at, so that many tries at once gain nothing.
    Raises WrongPassword or, after failures in a row, WaitAWhile; both count though they refuse.
    """
    address = email.strip().casefold()
    account, network = key("account", address), key("network", visit.address)
    count_tries(work, {account: rules.FREE_FAILURES, network: rules.FREE_FAILURES_OF_NETWORK})
    person = work.session.scalar(select(Person).where(Person.email == address))
    hashed = person.password_hash if person else passwords.of_nobody
    fits = passwords.fits(hashed, password)
    if not fits or person is None or person.is_blocked:
        with work.transaction():
            record(work, Do.FAIL, person or _Nobody(uuid5(NAMESPACE_URL, account)))
        raise rules.WrongPassword
    with work.transaction():
        if passwords.is_outdated(hashed):
            person.password_hash = passwords.hash(password)
        token = _let_in(work, person, visit)
        work.session.execute(delete(SignInDelay).where(SignInDelay.key == account))
        _take_back(work, network)
        record(work, Do.SIGN_IN, person)
    return token


def prove(work: Work, password: str, visit: Visit, passwords: Passwords, field: str) -> None:
    """Prove that whoever acts knows the password of the account, before a deed that asks for it.

    A failure counts as one at the sign-in does: a thief at an open browser guesses no faster.
    Raises PasswordMistyped at the form's field, or WaitAWhile.
    """
    me = queries.me(work)
    account, network = key("account", me.email), key("network", visit.address)
    count_tries(work, {account: rules.FREE_FAILURES, network: rules.FREE_FAILURES_OF_NETWORK})
    if not passwords.fits(me.password_hash, password):
        with work.transaction():
            record(work, Do.FAIL, me)
        raise rules.PasswordMistyped(field=field)
    with work.transaction():
        work.session.execute(delete(SignInDelay).where(SignInDelay.key == account))
        _take_back(work, network)


def count_tries(work: Work, free: Mapping[str, int]) -> None:
    """Count a try for each key (see `key`), with how many are free. Raises WaitAWhile.

    It counts as a failure until it proves to be none.
    """
    with work.transaction():
        work.session.execute(
            insert(SignInDelay)
            .values(
                [
                    {"key": key, "failures": 0, "failed_at": work.now, "wait_until": work.now}
                    for key in sorted(free)
                ]
            )
            .on_conflict_do_nothing()
        )
        delays = work.session.scalars(
            select(SignInDelay)
            .where(SignInDelay.key.in_(free))
            .order_by(SignInDelay.key)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        rules.check_may_try(max(d.wait_until for d in delays), work.now)
        for delay in delays:
            if work.now - delay.failed_at > rules.FORGOTTEN_AFTER:
                delay.failures = 0
            delay.failures += 1
            delay.failed_at = work.now
            delay.wait_until = work.now + rules.wait_after(delay.failures, free[delay.key])


def _take_back(work: Work, key: str) -> None:
    """A sign-in that went well was no failure of its network; earlier failures stay counted."""
    work.session.execute(
        update(SignInDelay)
        .where(SignInDelay.key == key, SignInDelay.failures > 0)
        .values(failures=SignInDelay.failures - 1, wait_until=work.now)
    )


def forget_failures(work: Work) -> None:
    """Remove failures so old that they make nobody wait."""
    with work.transaction():
        old = work.now - rules.FORGOTTEN_AFTER
        work.session.execute(delete(SignInDelay).where(SignInDelay.failed_at < old))


def key(kind: str, value: str) -> str:
    """Return under which key tries are counted; what it was made of cannot be read from it."""
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"


def admit(work: Work, person: Person, visit: Visit) -> str:
    """Let somebody in whose account was just made; return the secret token of this browser."""
    with work.transaction():
        token = _let_in(work, person, visit)
        record(work, Do.SIGN_IN, person)
    return token


def _let_in(work: Work, person: Person, visit: Visit) -> str:
    token = secrets.token_urlsafe(32)
    work.session.add(
        SignIn(
            token_hash=queries.hashed(token),
            person_id=person.id,
            started_at=work.now,
            seen_at=work.now,
            ends_at=visit.end(work.now, work.now),
            device=visit.device,
        )
    )
    return token


def stay(work: Work, token: str, visit: Visit) -> None:
    """Begin the idle time of this browser's sign-in anew. Raises NotFound."""
    with work.transaction():
        mine = work.session.scalar(
            select(SignIn).where(
                SignIn.token_hash == queries.hashed(token),
                SignIn.person_id == work.actor.user_id,
                SignIn.ended_at.is_(None),
            )
        )
        if mine is None:
            raise NotFound
        ACCOUNT_POLICY.require(work.actor, Do.STAY, mine)
        mine.seen_at, mine.ends_at = work.now, visit.end(mine.started_at, work.now)


def sign_out(work: Work, token: str) -> None:
    """End the sign-in of this browser."""
    with work.transaction():
        me = queries.me(work)
        _end(work, me.id, SignIn.token_hash == queries.hashed(token))
        record(work, Do.SIGN_OUT, me)


def end_session(work: Work, sign_in_id: UUID) -> None:
    """End one of one's own sign-ins. Raises NotFound."""
    with work.transaction():
        me = queries.me(work)
        ACCOUNT_POLICY.require(work.actor, Do.END_SESSION, me)
        if not _end(work, me.id, SignIn.id == sign_in_id):
            raise NotFound
        record(work, Do.END_SESSION, me)


def end_everywhere(work: Work, token: str) -> None:
    """End all of one's sign-ins but this one."""
    with work.transaction():
        me = queries.me(work)
        ACCOUNT_POLICY.require(work.actor, Do.END_EVERYWHERE, me)
        _end(work, me.id, SignIn.token_hash != queries.hashed(token))
        record(work, Do.END_EVERYWHERE, me)


def close(work: Work, person_id: UUID, reason: str) -> bool:
    """End somebody's sign-ins and, if they act for nobody any more, let them in no more.

    What they did stays written down. Returns whether the account is closed. Raises NotFound.
    """
    with work.transaction():
        person = queries.person(work, person_id, lock=True)
        ACCOUNT_POLICY.require(work.actor, Do.CLOSE, person)
        _end(work, person.id)
        if queries.held_in(work, person.id, work.today, None):
            return False
        person.is_blocked = True
        record(work, Do.CLOSE, person, reason=reason)
    return True


def _end(work: Work, person_id: UUID, *which: ColumnElement[bool]) -> int:
    ended = work.session.execute(
        update(SignIn)
        .where(*which, SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=work.now)
    )
    return cast("CursorResult[Any]", ended).rowcount


def change_password(work: Work, present: str, new: str, visit: Visit, passwords: Passwords) -> str:
    """Set a new password, end every sign-in, and return the token of a fresh one.

    Raises PasswordMistyped or PasswordTooWeak.
    """
    with work.transaction():
        me = queries.me(work)
        ACCOUNT_POLICY.require(work.actor, Do.CHANGE_PASSWORD, me)
        if not passwords.fits(me.password_hash, present):
            raise rules.PasswordMistyped
        rules.check_password(new, about=(me.name, me.email), common=COMMON)
        me.password_hash = passwords.hash(new)
        me.password_set_at = work.now
        _end(work, me.id)
        token = _let_in(work, me, visit)
        record(work, Do.CHANGE_PASSWORD, me)
    return token


def prefer(work: Work, language: str, theme: str) -> None:
    """Keep the language and theme of a person."""
    with work.transaction():
        me = queries.me(work)
        ACCOUNT_POLICY.require(work.actor, Do.PREFER, me)
        me.language, me.theme = language, theme
        record(work, Do.PREFER, me)


def switch(work: Work, agency_id: UUID) -> None:
    """Act for another agency in which one is appointed. Raises NotFound."""
    with work.transaction():
        me = queries.me(work)
        ACCOUNT_POLICY.require(work.actor, Do.SWITCH, me)
        if agency_id not in {held.agency_id for held in queries.my_appointments(work)}:
            raise NotFound
        record(work, Do.SWITCH, me, facts={"agency": agency_id})


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """An appointment as typed by the administrator from the decree (SK)."""

    email: str
    role: Role
    agency_id: UUID | None
    unit_id: UUID | None
    decree_number: str
    decree_date: date
    starts_on: date
    ends_on: date | None
    capacity: str
    title: str
    certificate_number: str
    certificate_until: date | None


def appoint(work: Work, new: NewAppointment) -> Appointment:
    """Give a person a role by decree, unless their other duties exclude it.

    Raises PersonUnknown, PlaceMissing, PlaceNotWanted, EndsBeforeStart, HeldAlready or
    IncompatibleRole; NotPermitted for one's own appointment.
    """
    with work.transaction():
        # Locked, so that two administrators cannot give one person duties that exclude each other.
        person = queries.person_at(work, new.email, lock=True)
        if person is None:
            raise rules.PersonUnknown
        fields = {name: value for name, value in asdict(new).items() if name != "email"}
        appointment = Appointment(region_id=work.actor.region_id, person_id=person.id, **fields)
        APPOINTMENT_POLICY.require(work.actor, AppointmentDo.APPOINT, appointment)
        _check_place(work, new)
        rules.check_term(new.starts_on, new.ends_on)
        _check_duties(work, appointment)
        work.session.add(appointment)
        work.session.flush()
        record(work, AppointmentDo.APPOINT, appointment, facts=fields)
    return appointment


def _check_duties(work: Work, new: Appointment) -> None:
    held = queries.held_in(work, new.person_id, new.starts_on, new.ends_on)
    place = (new.role, new.agency_id, new.unit_id)
    if any((other.role, other.agency_id, other.unit_id) == place for other in held):
        raise rules.HeldAlready
    near = {new.agency_id, None}
    here = [o.role for o in held if new.agency_id is None or o.agency_id in near]
    rules.check_compatible(new.role, here)


def _check_place(work: Work, new: NewAppointment) -> None:
    rules.check_place(
        new.role, has_agency=new.agency_id is not None, has_unit=new.unit_id is not None
    )
    if new.agency_id is None:
        return
    queries.agency(work, new.agency_id)
    if new.unit_id is not None and queries.unit(work, new.unit_id).agency_id != new.agency_id:
        raise rules.PlaceMissing


def end(work: Work, appointment_id: UUID, ends_on: date, reason: str) -> Appointment:
    """Set the last day of an appointment, with the reason.

    Raises NotFound, EndsBeforeStart, EndedTooEarly, EndedTooLate or ReasonMissing.
    """
    with work.transaction():
        appointment = queries.get(work, appointment_id, lock=True)
        APPOINTMENT_POLICY.require(work.actor, AppointmentDo.END, appointment)
        if not reason.strip():
            raise ReasonMissing
        rules.check_end(
            ends_on,
            starts_on=appointment.starts_on,
            present_end=appointment.ends_on,
            today=work.today,
        )
        appointment.ends_on, appointment.end_reason = ends_on, reason.strip()
        record(work, AppointmentDo.END, appointment, reason=reason, facts={"ends_on": ends_on})
    return appointment
