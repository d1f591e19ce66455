"""What a registration needs, who may still change it, and what follows from what was declared."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from procure.kernel.errors import Conflict, DomainError, StalePage, WrongStatus
from procure.kernel.labels import N_, Labelled
from procure.kernel.regulation import Finding, Regulation
from procure.suppliers.kinds import ChangedField

LINK_LASTS: Final = timedelta(hours=72)
CLAIM_LASTS: Final = timedelta(days=30)
"""How long an unfinished registration that nobody touches keeps its numbers to itself."""
SCALE_LIMITS: Final = "business-scale"
FINAL_LETTER: Final = "final-umkm"


class Step(Labelled):
    """A part of the registration, saved on its own."""

    BUSINESS = "business", N_("Your business")
    NUMBERS = "numbers", N_("Business and identity numbers")
    ADDRESS = "address", N_("Address")
    OFFER = "offer", N_("What you sell and where you deliver")
    TAX = "tax", N_("Tax profile")
    SCALE = "scale", N_("Business scale")
    TAGS = "tags", N_("About the owner (voluntary)")
    BANK = "bank", N_("Bank account")


OF_OWNER: Final = frozenset({Step.NUMBERS, Step.TAGS, Step.BANK})
"""What a coach neither sees nor fills in."""
VOLUNTARY: Final = frozenset({Step.TAGS})

OPEN_TO_OWNER: Final = frozenset({"draft", "returned", "active", "suspended"})
OPEN_TO_COACH: Final = frozenset({"draft", "returned"})
"""Statuses in which a registration may be changed."""

SUBSTANCE: Final = frozenset(map(str, ChangedField))
"""What the registry officer looks at again when an active supplier changes it."""
TAX_IDENTITY: Final = frozenset({ChangedField.NPWP, ChangedField.ENTITY_TYPE})
"""What the proof of a tax number stands on: the number, and whether it is a person's."""

NUMBERS_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "individual": ("nik",),
    "sole_company": ("nib", "npwp", "nik"),
    "partnership": ("nib", "npwp"),
    "company": ("nib", "npwp"),
    "cooperative": ("nib", "npwp"),
}
"""Which numbers each legal form must give; the others are welcome."""


class RegistrationIncomplete(DomainError):
    """Something is still missing."""

    text = N_("%(count)s parts are not complete yet. Fill them in, then send the registration.")


class NotConfirmed(DomainError):
    """The owner has not confirmed by the link."""

    text = N_("The owner confirms first, by the link that was sent to them.")


class AlreadyRegistered(DomainError):
    """Another supplier of the region has this number."""

    text = N_(
        "This number is registered here already. If it is your business, sign in with that "
        "account; if not, tell the supplier registry officer."
    )


class NothingChanged(Conflict):
    """There is no change left to look at."""

    text = N_("No change waits here any more: a colleague has looked at it.")


class ChangedMeanwhile(StalePage):
    """The supplier changed something again while the officer was looking."""

    text = N_("The supplier changed something again after you opened the page. Look once more.")


class LinkGone(DomainError):
    """A link that was used, replaced, or came too late."""

    text = N_(
        "This link cannot be used any more: it was used already, a newer one was sent, or it is "
        "older than three days. Register again, or ask for a new link."
    )


class NobodyHelps(Conflict):
    """There is no help to end."""

    text = N_("Nobody helps with this registration any more.")


class EmailTaken(DomainError):
    """The address of a link belongs to somebody who is here already."""

    text = N_(
        "There is already an account with this e-mail address. Sign in with it, or use another "
        "address."
    )


class OnlyForPersons(DomainError):
    """The statement on the first Rp500 million is for individuals."""

    text = N_("The turnover statement is for individuals only. Leave it blank.")
    field = "turnover_statement_year"


class StatementTooOld(DomainError):
    """A statement is for this year or the one before."""

    text = N_("A turnover statement is for this year or for the year before.")
    field = "turnover_statement_year"


class LetterIncomplete(DomainError):
    """A tax letter without its number or its dates."""

    text = N_("Give the number and the dates of the letter, or leave all of them blank.")


class EndsBeforeItBegins(DomainError):
    """A letter that ends before it begins."""

    text = N_("The letter cannot end before it begins.")


class LargerThanMedium(DomainError):
    """A business that is large by law."""

    text = N_(
        "Above %(limit)s a business is large. This marketplace is for micro, small and medium "
        "businesses and cooperatives."
    )


class FiguresMissing(DomainError):
    """Neither sales nor capital were given."""

    text = N_("Give the sales of a year; if the business is younger than that, its capital.")
    field = "sales"


class NothingChosen(DomainError):
    """At least one is needed."""

    text = N_("Choose at least one.")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a registration holds so far; `numbers` names the numbers that were given."""

    entity_type: str
    steps: frozenset[Step]
    numbers: frozenset[str] = frozenset()
    has_account: bool = False
    is_confirmed: bool = False
    seen_by_owner: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """A part that is missing, and what is missing in it."""

    step: Step
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)


NAMES: Final = {"nib": "NIB", "npwp": "NPWP", "nik": "NIK"}


def gaps(filled: Filled) -> list[Gap]:
    """Return what is still missing, in the order of the steps."""
    found = []
    for step in Step:
        if step in VOLUNTARY:
            continue
        if step is Step.NUMBERS:
            found += _missing_numbers(filled)
        elif step is Step.BANK:
            if filled.seen_by_owner and not filled.has_account:
                found.append(Gap(step, N_("The bank account is missing.")))
        elif step not in filled.steps:
            found.append(Gap(step, N_("Not filled in yet.")))
    return found


def _missing_numbers(filled: Filled) -> list[Gap]:
    if not filled.seen_by_owner:
        return []
    missing = [n for n in NUMBERS_WANTED[filled.entity_type] if n not in filled.numbers]
    if not missing:
        return []
    names = ", ".join(NAMES[one] for one in missing)
    return [Gap(Step.NUMBERS, N_("Missing: %(names)s."), {"names": names})]


def check_ready(filled: Filled) -> None:
    """Refuse to send what is incomplete. Raises NotConfirmed or RegistrationIncomplete."""
    if not filled.is_confirmed:
        raise NotConfirmed
    if missing := gaps(filled):
        raise RegistrationIncomplete(count=len({gap.step for gap in missing}))


def check_open(status: str, *, is_owner: bool) -> None:
    """Refuse changes while the officer looks at it, and after the end. Raises WrongStatus."""
    if status not in (OPEN_TO_OWNER if is_owner else OPEN_TO_COACH):
        raise WrongStatus(status=status)


def check_fresh(seen: str, present: str) -> None:
    """Refuse a form that was filled in over values that changed since. Raises StalePage."""
    if seen != present:
        raise StalePage


def of_substance(changed: Collection[str], status: str) -> tuple[str, ...]:
    """Return which changes of an accepted supplier the officer must look at again.

    A suspended one changes what it likes as well, and may come back: it is looked at no less.
    """
    if status not in ("active", "suspended"):
        return ()
    return tuple(sorted(SUBSTANCE & frozenset(changed)))


def scale_of(sales: int | None, capital: int | None, limits: Regulation) -> str:
    """Return micro, small or medium: by yearly sales, for younger businesses by capital (rupiah).

    The limits are of PP 7/2021 art. 35. Raises FiguresMissing or LargerThanMedium.
    """
    kind, figure = ("capital", capital) if sales is None else ("sales", sales)
    if figure is None:
        raise FiguresMissing
    for scale in ("micro", "small", "medium"):
        if figure <= limits.parameters[f"{scale}_{kind}"]:
            return scale
    raise LargerThanMedium(field=kind, limit=limits.parameters[f"medium_{kind}"])


@dataclass(frozen=True, slots=True)
class Letter:
    """A tax letter (surat keterangan) with its number and dates."""

    number: str
    starts_on: date | None
    ends_on: date | None


def check_letter(letter: Letter) -> None:
    """Refuse a letter with gaps. Raises LetterIncomplete or EndsBeforeItBegins."""
    given = (bool(letter.number), letter.starts_on is not None, letter.ends_on is not None)
    if not any(given):
        return
    if not all(given) or letter.starts_on is None or letter.ends_on is None:
        raise LetterIncomplete(field="final_letter_number")
    if letter.ends_on < letter.starts_on:
        raise EndsBeforeItBegins(field="final_letter_until")


def letter_findings(entity_type: str, letter: Letter, law: Regulation | None) -> list[Finding]:
    """Warn of a letter that the legal form should not have got any more (PP 20/2026).

    The row says from which day (`narrowed_on`, written as 20260422) and for whom letters remain.
    """
    if law is None or letter.starts_on is None or law.parameters.get(entity_type):
        return []
    if int(f"{letter.starts_on:%Y%m%d}") < law.parameters["narrowed_on"]:
        return []
    return [Finding(law, law.sentence, law.remedy, "final_letter_from")]


def check_statement_year(entity_type: str, year: int | None, this_year: int) -> None:
    """Refuse a turnover statement of anybody but an individual, or of another time.

    Raises OnlyForPersons or StatementTooOld.
    """
    if year is None:
        return
    if entity_type != "individual":
        raise OnlyForPersons
    if year not in (this_year, this_year - 1):
        raise StatementTooOld


def statement_years(kept: Iterable[int], given: int | None, this_year: int) -> list[int]:
    """Return the years with a statement: a new one is added; none takes back the open years.

    Years that are over stay, because orders were paid by them.
    """
    if given is not None:
        return sorted({*kept, given})
    return sorted(year for year in kept if year < this_year - 1)


def address_core(address: str, village: str, district_code: str) -> str:
    """Return an address as it is compared: words in small letters, without signs."""
    plain = "".join(s if s.isalnum() else " " for s in f"{address} {village}".casefold())
    return f"{district_code} {' '.join(plain.split())}"
