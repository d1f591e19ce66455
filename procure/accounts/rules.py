"""Who may come in, how long a failure makes them wait, and which duties exclude each other."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from math import ceil

from procure.kernel.actors import SUPPLIER_ROLES, Role
from procure.kernel.errors import DomainError
from procure.kernel.labels import N_

FREE_FAILURES = 3
"""Failures of one account before a wait begins."""
FREE_FAILURES_OF_NETWORK = 20
"""Failures of one network address; a whole office may share it."""
FORGOTTEN_AFTER = timedelta(hours=12)
LONGEST_WAIT = timedelta(minutes=15)
LEAST_PASSWORD = 12
MOST_PASSWORD = 128


class WrongPassword(DomainError):
    """Address and password do not belong together; we do not say which is wrong."""

    text = N_("This address and password do not belong together. Check both and try again.")


class WaitAWhile(DomainError):
    """Too many failures in a row."""

    text = N_("Too many failed tries. Wait %(seconds)s seconds, then try again.")


class PasswordTooWeak(DomainError):
    """The new password is short, known or about the person."""

    text = N_(
        "Choose a password of at least %(least)s characters that is not a common one "
        "and does not contain your name or address."
    )
    field = "new_password"


class PasswordMistyped(DomainError):
    """The present password is wrong."""

    text = N_("This is not your present password.")
    field = "present_password"


class IncompatibleRole(DomainError):
    """Two duties that one person may not hold at once in an agency."""

    text = N_("%(first)s and %(second)s may not be held by one person in one agency.")
    field = "role"


class PersonUnknown(DomainError):
    """The address belongs to nobody in the region."""

    text = N_("Nobody in this region has this e-mail address.")
    field = "email"


class PlaceMissing(DomainError):
    """A role of an agency was given without the agency, or without the unit it needs."""

    text = N_("Choose where the role is held: an agency, and for agency staff one of its units.")
    field = "place"


class PlaceNotWanted(DomainError):
    """A role of the whole region was tied to one agency."""

    text = N_("This role is held for the whole region: choose no agency.")
    field = "place"


class HeldAlready(DomainError):
    """The person holds this role in these days already."""

    text = N_("This person already holds the role in these days.")
    field = "role"


class EndedTooEarly(DomainError):
    """An appointment cannot be ended for days on which it was used."""

    text = N_("The last day must be %(earliest)s or later: what was done before stays valid.")
    field = "ends_on"


class EndedTooLate(DomainError):
    """Ending an appointment cannot make it longer."""

    text = N_("The appointment ends on %(latest)s already.")
    field = "ends_on"


class EndsBeforeStart(DomainError):
    """An appointment cannot end before it begins."""

    text = N_("The appointment cannot end before it begins.")
    field = "ends_on"


def wait_after(failures: int, free: int = FREE_FAILURES) -> timedelta:
    """Return how long the next try waits: nothing for the free failures, then doubling seconds."""
    if failures < free:
        return timedelta()
    doublings = min(failures - free + 1, 10)
    return min(timedelta(seconds=2**doublings), LONGEST_WAIT)


def check_may_try(wait_until: datetime | None, now: datetime) -> None:
    """Refuse a sign-in that comes too soon after failures. Raises WaitAWhile."""
    if wait_until is not None and now < wait_until:
        raise WaitAWhile(seconds=ceil((wait_until - now).total_seconds()))


def check_password(password: str, *, about: Collection[str], common: Collection[str]) -> None:
    """Refuse a password that is short, common or about its owner (ASVS 6.2).

    Raises PasswordTooWeak.
    """
    folded = password.casefold()
    words = {word.casefold() for text in about for word in text.replace("@", " ").split()}
    personal = any(len(word) > 3 and word in folded for word in words)  # noqa: PLR2004 - real words
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD or personal or folded in common:
        raise PasswordTooWeak(least=LEAST_PASSWORD)


EXCLUSIVE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.LENDER, Role.REGISTRY_OFFICER})
PURCHASE_ROLES = frozenset(
    {
        Role.REQUESTER,
        Role.COMMITMENT_OFFICER,
        Role.BUDGET_AUTHORITY,
        Role.PROCUREMENT_OFFICER,
        Role.TREASURER,
    }
)
BESIDE_NO_TREASURER = PURCHASE_ROLES - {Role.TREASURER, Role.REQUESTER}


def check_compatible(role: Role, held: Collection[Role]) -> None:
    """Refuse duties that exclude each other (LKPP 15/2018; domain: segregation of duties).

    Treasurers hold no other purchase role but requester; auditors, administrators, bank and
    registry officers hold no other role at all; suppliers hold no office.
    Raises IncompatibleRole.
    """
    for other in held:
        pair = {role, other}
        clash = (
            (pair & EXCLUSIVE and role is not other)
            or (Role.TREASURER in pair and pair & BESIDE_NO_TREASURER)
            or (pair & SUPPLIER_ROLES and pair - SUPPLIER_ROLES)
        )
        if clash:
            raise IncompatibleRole(first=role, second=other)


ROLES_OF_REGION = frozenset(
    {Role.AUDITOR, Role.REGISTRY_OFFICER, Role.ADMINISTRATOR, Role.COACH, Role.LENDER}
)
APPOINTABLE = tuple(r for r in Role if r in PURCHASE_ROLES or r in ROLES_OF_REGION)
"""What an administrator can appoint to; suppliers name their own people."""


def check_place(role: Role, *, has_agency: bool, has_unit: bool) -> None:
    """Refuse a role in the wrong place: purchase roles belong to an agency, others to the region.

    Raises PlaceMissing or PlaceNotWanted.
    """
    if role in ROLES_OF_REGION:
        if has_agency or has_unit:
            raise PlaceNotWanted
    elif not has_agency or (role is Role.REQUESTER and not has_unit):
        raise PlaceMissing


def check_term(starts_on: date, ends_on: date | None) -> None:
    """Refuse an appointment that ends before it begins. Raises EndsBeforeStart."""
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart


def check_end(ends_on: date, *, starts_on: date, present_end: date | None, today: date) -> None:
    """Refuse a last day that undoes the past or lengthens the appointment.

    Yesterday is the earliest: then the appointment ends at once.
    Raises EndsBeforeStart, EndedTooEarly or EndedTooLate.
    """
    check_term(starts_on, ends_on)
    if ends_on < today - timedelta(days=1):
        raise EndedTooEarly(earliest=today - timedelta(days=1))
    if present_end is not None and ends_on > present_end:
        raise EndedTooLate(latest=present_end)


BROWSERS = (
    *(("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def device_name(user_agent: str) -> str:
    """Return the browser and system of a visitor in two words; nothing more is kept of it."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system)))
