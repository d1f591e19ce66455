"""What must be true of a listing: its price, its words, its origin, its certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from typing import Final
from uuid import UUID

from procure.catalogue.rules.bounds import MOST_PRICE
from procure.catalogue.rules.certificates import check_sni, check_tkdn
from procure.catalogue.rules.kinds import Halal, Origin, SupplyKind
from procure.catalogue.rules.writing import check_letters
from procure.kernel.errors import Conflict, DomainError
from procure.kernel.labels import N_
from procure.kernel.money import WHOLE, round_half_up
from procure.kernel.regulation import Finding, Regulation

HALAL: Final = "halal-listing"
PPN: Final = "ppn-rate"
CODES: Final = (HALAL, PPN)
_FOOD: Final = frozenset({SupplyKind.CATERING, SupplyKind.RESTAURANT, SupplyKind.PACKAGED_FOOD})
SERVED: Final = frozenset({SupplyKind.CATERING, SupplyKind.RESTAURANT})
"""Cooked food bears the regional tax on food instead of PPN."""


class PriceOutOfBounds(DomainError):
    """A price is nothing, less than nothing, or beyond what anybody may pay."""

    text = N_("Give a price from Rp1 to %(highest)s; with tax it would be %(price)s.")
    field = "price"


class OnlyTaxableWithoutTax(DomainError):
    """A price without PPN, by a seller who adds none."""

    text = N_(
        "Only a taxable business (PKP) gives prices without PPN, and never for cooked food. "
        "Give the price that is paid."
    )
    field = "is_price_without_tax"


class HalalUnproven(DomainError):
    """Halal is claimed and no accepted certificate holds."""

    text = N_(
        "There is no accepted halal certificate of yours that holds today. Send the certificate "
        "in your profile first, or choose another answer."
    )
    field = "halal"


class HalalUnstated(DomainError):
    """The region asks every food listing to say whether it is halal."""

    text = N_("Say whether it is halal: certified, or labelled as not halal. %(article)s")
    field = "halal"


class AnswerMissing(DomainError):
    """A question of the category is open."""

    text = N_("Answer “%(question)s”: the category asks for it.")


class AreaNotServed(DomainError):
    """A delivery area that the seller does not serve."""

    text = N_("You do not deliver there. Add the area to your profile first.")
    field = "areas"


class CategoryUnknown(DomainError):
    """The category does not exist or is a group."""

    text = N_("Choose a category from the list.")
    field = "category_code"


class PackageEmpty(DomainError):
    """A package without contents."""

    text = N_("Write what is in the package, or untick that it is one.")
    field = "is_package"


class HoursTurned(DomainError):
    """Closing before opening."""

    text = N_("The closing hour must be later than the opening hour; give both or none.")
    field = "open_until"


class VariantTwice(DomainError):
    """Two variants of the same name."""

    text = N_("Two variants are called “%(name)s”. Give each its own name.")
    field = "variants"


class CodeTaken(Conflict):
    """Two listings with one code."""

    text = N_("Another listing of yours has the code “%(code)s”.")
    field = "code"


class NotApprovedYet(DomainError):
    """A listing cannot go on the shelf before the officer looked at it."""

    text = N_("The registry officer has not approved this listing yet. Send it to them first.")


class TakenDown(DomainError):
    """The officer took it down."""

    text = N_(
        "The registry officer took this listing down: “%(reason)s” "
        "Correct it and send it to them; it returns when they approve."
    )


class ChecklistOpen(DomainError):
    """The officer has not looked at every point."""

    text = N_("Tick every point of the checklist, or return the listing with a reason.")
    field = "checklist"


@dataclass(frozen=True, slots=True)
class Content:
    """One thing in a package."""

    name: str
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A size, colour or kind, with its price in rupiah including tax."""

    name: str
    price: int


@dataclass(frozen=True, slots=True)
class Photo:
    """An uploaded photo and what stands under it."""

    upload_id: UUID
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Substance:
    """What a listing says; the registry officer judges it before buyers see it."""

    category_code: str
    name: str
    unit: str
    description: str = ""
    is_package: bool = False
    origin: Origin = Origin.LOCAL
    tkdn_hundredths: int | None = None
    tkdn_certificate: str = ""
    tkdn_until: date | None = None
    sni_certificate: str = ""
    sni_until: date | None = None
    halal: Halal = Halal.UNSTATED
    contents: tuple[Content, ...] = ()
    variants: tuple[Variant, ...] = ()
    photos: tuple[Photo, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a seller changes at once; prices in rupiah as the seller gave them."""

    price: int
    is_price_without_tax: bool = False
    minimum_order: int = 1
    lead_days: int = 1
    day_capacity: int | None = None
    stock: int | None = None
    open_from: time | None = None
    open_until: time | None = None
    areas: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a category asks of its listings."""

    key: str
    label: str
    label_en: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A category as the rules see it."""

    code: str
    supply_kind: SupplyKind
    unit: str = ""
    questions: tuple[Question, ...] = ()
    asks_sni: bool = False

    @property
    def is_food(self) -> bool:
        """Whether people eat or drink it."""
        return self.supply_kind in _FOOD


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules need to know of the seller and of the law on this day."""

    kinds: Mapping[str, Kind]
    areas: frozenset[str]
    is_taxable: bool
    has_halal: bool
    laws: Mapping[str, Regulation]
    today: date


def bears_tax(kind: Kind, *, is_taxable: bool) -> bool:
    """Whether PPN is in the price: of a PKP's goods and services, not of cooked food."""
    return is_taxable and kind.supply_kind not in SERVED


def ppn_share(law: Regulation) -> Decimal:
    """Return PPN as a fraction of the price without it (rate on a part of the price)."""
    given = law.parameters
    return Decimal(given["rate"] * given["base_numerator"]) / (given["base_denominator"] * WHOLE)


def with_tax(price: int, law: Regulation) -> int:
    """Return what a buyer pays for a price without PPN, in whole rupiah rounded half up."""
    return round_half_up(price * (1 + ppn_share(law)))


def without_tax(price: int, law: Regulation) -> int:
    """Return the part of a paid price that is not PPN, in whole rupiah rounded half up."""
    return round_half_up(price / (1 + ppn_share(law)))


def paid(price: int, kind: Kind, around: Around, *, is_without_tax: bool) -> int:
    """Return what a buyer pays in rupiah including tax, as it is stored.

    Raises OnlyTaxableWithoutTax, or PriceOutOfBounds when it is below 1 or above the bound.
    """
    if is_without_tax and not bears_tax(kind, is_taxable=around.is_taxable):
        raise OnlyTaxableWithoutTax
    total = with_tax(price, around.laws[PPN]) if is_without_tax and price > 0 else price
    if not 0 < total <= MOST_PRICE:
        raise PriceOutOfBounds(highest=MOST_PRICE, price=total)
    return total


def kind_of(code: str, around: Around) -> Kind:
    """Return the category of a listing. Raises CategoryUnknown."""
    try:
        return around.kinds[code]
    except KeyError:
        raise CategoryUnknown from None


def check_substance(wanted: Substance, around: Around) -> None:
    """Refuse what no officer needs to see.

    Raises CategoryUnknown, LettersMixed, PackageEmpty, VariantTwice, PriceOutOfBounds,
    HalalUnproven, AnswerMissing, or a refusal of the rules of certificates.
    """
    kind = kind_of(wanted.category_code, around)
    check_letters(wanted.name)
    check_letters(wanted.description, field="description")
    for content in wanted.contents:
        check_letters(content.name, field="contents")
    for photo in wanted.photos:
        check_letters(photo.caption, field="photos")
    _check_certificates(wanted, kind, around)
    if wanted.is_package and not wanted.contents:
        raise PackageEmpty
    _check_variants(wanted.variants)
    answered = {key for key, answer in wanted.answers if answer}
    for question in kind.questions:
        if question.is_required and question.key not in answered:
            raise AnswerMissing(
                field=f"answer-{question.key}",
                question=question.label,
                question_en=question.label_en,
            )


def _check_certificates(wanted: Substance, kind: Kind, around: Around) -> None:
    if wanted.origin == Origin.TKDN:
        check_tkdn(wanted.tkdn_hundredths, wanted.tkdn_certificate, wanted.tkdn_until, around.today)
    if kind.asks_sni:
        check_sni(wanted.sni_certificate, wanted.sni_until, around.today)
    if kind.is_food and wanted.halal == Halal.CERTIFIED and not around.has_halal:
        raise HalalUnproven


def _check_variants(variants: Sequence[Variant]) -> None:
    seen: set[str] = set()
    for variant in variants:
        check_letters(variant.name, field="variants")
        if variant.name.casefold() in seen:
            raise VariantTwice(name=variant.name)
        seen.add(variant.name.casefold())
        if not 0 < variant.price <= MOST_PRICE:
            raise PriceOutOfBounds(field="variants", highest=MOST_PRICE, price=variant.price)


def check_terms(wanted: Terms, around: Around) -> None:
    """Refuse areas that are not served and hours that are turned round."""
    if not set(wanted.areas) <= around.areas:
        raise AreaNotServed
    given = (wanted.open_from, wanted.open_until)
    if any(given) and (not all(given) or given[0] >= given[1]):  # type: ignore[operator]
        raise HoursTurned


def halal_finding(wanted: Substance, around: Around) -> Finding | None:
    """Return what the region's rule says of food that does not say whether it is halal."""
    kind, law = kind_of(wanted.category_code, around), around.laws.get(HALAL)
    stated = wanted.halal in {Halal.CERTIFIED, Halal.NOT_HALAL}
    if law is None or not kind.is_food or stated:
        return None
    return Finding(law, law.sentence, law.remedy, field="halal")


def check_may_submit(wanted: Substance, around: Around) -> None:
    """Refuse to send a proposal that the region's rule forbids. Raises HalalUnstated."""
    check_substance(wanted, around)
    finding = halal_finding(wanted, around)
    if finding is not None and finding.blocks:
        raise HalalUnstated(article=finding.article)


def tidied(wanted: Substance, around: Around) -> Substance:
    """Return the substance with what follows from the category: what is not food says so."""
    kind = kind_of(wanted.category_code, around)
    halal = wanted.halal
    if not kind.is_food:
        halal = Halal.NOT_FOOD
    elif halal in {Halal.NOT_FOOD, Halal.LAPSED}:
        halal = Halal.UNSTATED
    tkdn = wanted.origin == Origin.TKDN
    asked = {question.key for question in kind.questions}
    return replace(
        wanted,
        halal=halal,
        tkdn_hundredths=wanted.tkdn_hundredths if tkdn else None,
        tkdn_certificate=wanted.tkdn_certificate if tkdn else "",
        tkdn_until=wanted.tkdn_until if tkdn else None,
        sni_certificate=wanted.sni_certificate if kind.asks_sni else "",
        sni_until=wanted.sni_until if kind.asks_sni else None,
        contents=wanted.contents if wanted.is_package else (),
        answers=tuple(sorted((k, a) for k, a in wanted.answers if k in asked and a)),
    )


def check_list(points: Sequence[str], ticked: Mapping[str, bool]) -> None:
    """Refuse an approval while a point of the checklist is open. Raises ChecklistOpen."""
    if not all(ticked.get(point) for point in points):
        raise ChecklistOpen
