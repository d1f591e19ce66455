"""Whom to ask, until when, and what must be looked up before."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from procure.kernel.errors import Conflict, DomainError
from procure.kernel.labels import N_
from procure.kernel.regulation import Regulation, Severity

SATURDAY = 5
ENOUGH = 10
"""Characters that a reason or a note needs at least to mean something."""

Laws = Mapping[str, Regulation]


class AboveProcurementCeiling(DomainError):
    """The value needs a tender (Perpres 16/2018 art. 38(3))."""

    text = N_("%(total)s is above %(ceiling)s: this needs a tender and cannot be bought here.")


class NobodyInvited(DomainError):
    """A request for quotation needs somebody to answer it."""

    text = N_("Choose at least one supplier.")
    field = "supplier_ids"


class NotAMatch(DomainError):
    """A chosen supplier is not active, does not sell this or does not deliver there."""

    text = N_("One of the suppliers is no longer available for this purchase. Choose again.")
    field = "supplier_ids"


class TooFewInvited(DomainError):
    """Fewer suppliers than the region wants, without a reason."""

    text = N_("Invite at least %(least)s suppliers, or write why fewer are enough.")
    field = "few_invited_reason"


class LargerBusinessInvited(DomainError):
    """Purchases of this value are reserved for micro and small businesses (PP 7/2021)."""

    text = N_("Invite micro and small businesses only: this purchase is reserved for them.")
    field = "supplier_ids"


class LargerBusinessNeedsReason(DomainError):
    """Micro and small businesses go first; asking a larger one is explained (PP 7/2021)."""

    text = N_("A larger business is among those invited. Write why smaller ones are not enough.")
    field = "reason"


class CatalogueNotChecked(DomainError):
    """Nobody wrote down what the national catalogue offers (Perpres 46/2025)."""

    text = N_("Write when and where you looked in the national catalogue, and what you found.")
    field = "catalogue_note"


class BuyFromCatalogue(DomainError):
    """What the national catalogue offers must be bought there (Perpres 46/2025)."""

    text = N_("The national catalogue offers this, so it must be bought there.")
    field = "catalogue_found"


class QuoteWindowTooShort(DomainError):
    """Suppliers need time to calculate."""

    text = N_("Suppliers need at least %(hours)s hours: close at %(earliest)s or later.")
    field = "closes_on"


class ClosesOnFreeDay(DomainError):
    """Quotes close on working days only."""

    text = N_("Choose a working day, Monday to Friday.")
    field = "closes_on"


class ClosesOutsideHours(DomainError):
    """Quotes close in office hours only."""

    text = N_("Choose an hour from %(since)s.00 to %(until)s.00.")
    field = "closes_hour"


class ClosesTooLate(DomainError):
    """Quotes that come after the goods are needed help nobody."""

    text = N_("The goods are needed on %(needed_on)s: close before that.")
    field = "closes_on"


class DeadlineOnlyMovesLater(DomainError):
    """A deadline is a promise to everybody; it can be extended, never shortened."""

    text = N_("The new deadline must be later than %(closes_at)s.")
    field = "closes_on"


class QuotesAreClosed(DomainError):
    """The deadline has passed; the server's clock decides."""

    text = N_("Quotes closed at %(closes_at)s. Nothing can be sent or changed any more.")


class QuotesStillSealed(Conflict):
    """Nobody opens quotes before the deadline."""

    text = N_("The quotes stay sealed until %(closes_at)s.")


class SourcingAlready(Conflict):
    """Suppliers are being asked already, or one is chosen."""

    text = N_("A supplier is being sought or is chosen already. Finish that first.")


def check_ceiling(total: int, laws: Laws) -> None:
    """Refuse a value (rupiah) above direct procurement (Perpres 16/2018 art. 38(3)).

    Raises AboveProcurementCeiling.
    """
    law = laws.get("procurement-ceiling")
    if law and _blocks(law) and total > law.parameters["rupiah"]:
        raise AboveProcurementCeiling(total=total, ceiling=law.parameters["rupiah"])


def check_invited(count: int, reason: str, laws: Laws) -> None:
    """Refuse to ask nobody, or fewer than the region wants without a reason.

    Raises NobodyInvited or TooFewInvited.
    """
    if not count:
        raise NobodyInvited
    law = laws.get("invitations")
    if law and count < law.parameters["least"] and len(reason.strip()) < ENOUGH:
        raise TooFewInvited(least=law.parameters["least"], count=count)


def check_small_business(larger: int, reason: str, laws: Laws) -> None:
    """Refuse larger businesses, or a silent choice of them, as severely as the region's row says.

    Raises LargerBusinessInvited or LargerBusinessNeedsReason (PP 7/2021).
    """
    law = laws.get("small-business-first")
    if law is None or not larger:
        return
    if _blocks(law):
        raise LargerBusinessInvited
    if law.severity is Severity.WARN and len(reason.strip()) < ENOUGH:
        raise LargerBusinessNeedsReason


def check_catalogue(found: bool, note: str, laws: Laws) -> None:
    """Refuse to ask for quotes before the national catalogue was looked up (Perpres 46/2025).

    Raises CatalogueNotChecked or BuyFromCatalogue.
    """
    law = laws.get("catalogue-check")
    if law is None or law.severity is Severity.INFORM:
        return
    if found and _blocks(law):
        raise BuyFromCatalogue
    if len(note.strip()) < ENOUGH:
        raise CatalogueNotChecked


def check_deadline(closes_at: datetime, now: datetime, laws: Laws) -> None:
    """Refuse a deadline that is too soon, on a free day or outside office hours.

    Args:
        closes_at: the deadline in the region's zone.
        now: the moment of publication.
        laws: quote-window {hours} and closing-hours {from, until} in force.

    Raises QuoteWindowTooShort, ClosesOnFreeDay or ClosesOutsideHours.
    """
    window = laws.get("quote-window")
    if window:
        earliest = now + timedelta(hours=window.parameters["hours"])
        if closes_at < earliest:
            raise QuoteWindowTooShort(hours=window.parameters["hours"], earliest=earliest)
    if closes_at <= now:
        raise QuoteWindowTooShort(hours=0, earliest=now)
    check_closing_hour(closes_at, laws)


def check_closing_hour(closes_at: datetime, laws: Laws) -> None:
    """Refuse a deadline on a free day or outside office hours; nobody could help then.

    Raises ClosesOnFreeDay or ClosesOutsideHours.
    """
    hours = laws.get("closing-hours")
    if hours is None:
        return
    if closes_at.weekday() >= SATURDAY:
        raise ClosesOnFreeDay
    since, until = hours.parameters["from"], hours.parameters["until"]
    if not time(since) <= closes_at.time() <= time(until):
        raise ClosesOutsideHours(since=since, until=until)


def check_before_needed(closes_at: datetime, needed_on: date, window_from: time) -> None:
    """Refuse a deadline (region's zone) after the goods are needed. Raises ClosesTooLate."""
    if closes_at >= datetime.combine(needed_on, window_from, closes_at.tzinfo):
        raise ClosesTooLate(needed_on=needed_on)


def check_later(closes_at: datetime, before: datetime, now: datetime) -> None:
    """Refuse to shorten a deadline, or to move one that has passed.

    Raises QuotesAreClosed or DeadlineOnlyMovesLater.
    """
    check_before_deadline(before, now)
    if closes_at <= before:
        raise DeadlineOnlyMovesLater(closes_at=before)


def check_before_deadline(closes_at: datetime, now: datetime) -> None:
    """Refuse what comes at or after the deadline. Raises QuotesAreClosed."""
    if now >= closes_at:
        raise QuotesAreClosed(closes_at=closes_at)


def check_deadline_passed(closes_at: datetime, now: datetime) -> None:
    """Refuse to open before the deadline. Raises QuotesStillSealed."""
    if now < closes_at:
        raise QuotesStillSealed(closes_at=closes_at)


def proposed_deadline(now: datetime, laws: Laws) -> datetime:
    """Return the first deadline that the rules allow, on a full hour (region's zone)."""
    window, hours = laws.get("quote-window"), laws.get("closing-hours")
    wanted = now + timedelta(hours=window.parameters["hours"] if window else 24)
    wanted = wanted.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    since = hours.parameters["from"] if hours else 8
    until = hours.parameters["until"] if hours else 16
    if wanted.hour < since:
        wanted = wanted.replace(hour=since)
    if wanted.hour > until:
        wanted = (wanted + timedelta(days=1)).replace(hour=since)
    while wanted.weekday() >= SATURDAY:
        wanted = (wanted + timedelta(days=1)).replace(hour=since)
    return wanted


def _blocks(law: Regulation) -> bool:
    return law.severity is Severity.BLOCK
