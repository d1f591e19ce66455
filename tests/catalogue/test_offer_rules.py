"""What must be true of a listing: prices, letters, certificates, questions."""

from datetime import time
from uuid import uuid4

import pytest

from procure.catalogue.models import Halal
from procure.catalogue.rules import offers as rules
from procure.catalogue.rules.bounds import MOST_PRICE
from procure.catalogue.rules.offers import Around, Content, Variant
from procure.catalogue.rules.writing import LettersMixed, check_letters, tidy
from procure.kernel.regulation import Regulation, Severity
from tests.make.shelves import MEAL, PAPER, a_substance, some_terms, surroundings


def a_law(code: str, severity: Severity = Severity.WARN, **parameters: int) -> Regulation:
    return Regulation(code, uuid4(), "Kalimat.", "ps. 1", severity, "Obat.", parameters)


PPN = a_law("ppn-rate", rate=1200, base_numerator=11, base_denominator=12)


@pytest.fixture
def around() -> Around:
    return surroundings({"ppn-rate": PPN, "halal-listing": a_law("halal-listing")})


@pytest.mark.parametrize("price", [0, -1, 10**15, MOST_PRICE + 1])
def test_a_price_that_nobody_can_pay_is_refused(around: Around, price: int) -> None:
    with pytest.raises(rules.PriceOutOfBounds) as refused:
        rules.paid(price, MEAL, around, is_without_tax=False)
    assert refused.value.facts["highest"] == MOST_PRICE


def test_a_price_without_ppn_is_stored_as_the_buyer_pays_it(around: Around) -> None:
    taxed = surroundings(around.laws, is_taxable=True)

    assert rules.paid(100_000, PAPER, taxed, is_without_tax=True) == 111_000
    assert rules.without_tax(111_000, PPN) == 100_000


@pytest.mark.parametrize(("kind", "taxable"), [(PAPER, False), (MEAL, True), (MEAL, False)])
def test_only_a_pkp_gives_prices_without_ppn_and_never_for_cooked_food(
    around: Around, kind: rules.Kind, taxable: bool
) -> None:
    with pytest.raises(rules.OnlyTaxableWithoutTax):
        rules.paid(1000, kind, surroundings(around.laws, is_taxable=taxable), is_without_tax=True)


@pytest.mark.parametrize(
    "name",
    [
        "Nаsi kotak",  # noqa: RUF001 - a Cyrillic letter is the point
        "Αyam bakar",  # noqa: RUF001 - so is a Greek one
        "ꓑulpen",  # noqa: RUF001 - and a Lisu one
    ],
)
def test_letters_that_only_look_like_ours_are_refused(around: Around, name: str) -> None:
    with pytest.raises(LettersMixed):
        rules.check_substance(a_substance(name=name), around)


def test_names_in_latin_letters_pass_and_lose_what_cannot_be_seen() -> None:
    check_letters("Kertas HVS 70 g/m² - µ Édam")
    assert tidy(" Nasi\u200b \u202ekotak\t \uff21\uff14 ") == "Nasi kotak A4"


def test_halal_is_claimed_only_with_a_certificate_that_holds(around: Around) -> None:
    wanted = a_substance(halal=Halal.CERTIFIED)
    with pytest.raises(rules.HalalUnproven):
        rules.check_substance(wanted, around)
    rules.check_substance(wanted, surroundings(around.laws, has_halal=True))


@pytest.mark.parametrize("severity", [Severity.WARN, Severity.BLOCK])
def test_food_that_says_nothing_is_warned_of_or_stopped_as_the_region_wants(
    around: Around, severity: Severity
) -> None:
    here = surroundings({**around.laws, "halal-listing": a_law("halal-listing", severity)})
    wanted = a_substance(halal=Halal.UNSTATED)

    assert rules.halal_finding(wanted, here) is not None
    assert rules.halal_finding(a_substance(halal=Halal.NOT_HALAL), here) is None
    if severity is Severity.BLOCK:
        with pytest.raises(rules.HalalUnstated):
            rules.check_may_submit(wanted, here)
    else:
        rules.check_may_submit(wanted, here)


def test_a_question_that_the_category_asks_is_answered(around: Around) -> None:
    paper = a_substance(category_code="ATK.01", halal=Halal.NOT_FOOD)
    with pytest.raises(rules.AnswerMissing) as refused:
        rules.check_substance(paper, around)
    assert refused.value.field == "answer-ukuran"
    rules.check_substance(a_substance(category_code="ATK.01", answers=(("ukuran", "A4"),)), around)


def test_packages_variants_areas_and_hours_make_sense(around: Around) -> None:
    with pytest.raises(rules.PackageEmpty):
        rules.check_substance(a_substance(is_package=True), around)
    twice = (Variant("Besar", 1), Variant("besar", 2))
    with pytest.raises(rules.VariantTwice):
        rules.check_substance(a_substance(variants=twice), around)
    with pytest.raises(rules.PriceOutOfBounds):
        rules.check_substance(a_substance(variants=(Variant("Besar", 10**15),)), around)
    with pytest.raises(rules.AreaNotServed):
        rules.check_terms(some_terms(areas=("11.01",)), around)
    for hours in ((time(9), time(9)), (time(17), time(8)), (time(8), None)):
        with pytest.raises(rules.HoursTurned):
            rules.check_terms(some_terms(open_from=hours[0], open_until=hours[1]), around)
    with pytest.raises(rules.CategoryUnknown):
        rules.check_substance(a_substance(category_code="XXX"), around)


def test_what_does_not_concern_the_category_falls_away(around: Around) -> None:
    wanted = a_substance(
        category_code="ATK.01",
        contents=(Content("Kertas", 1, "rim"),),
        tkdn_hundredths=4000,
        answers=(("ukuran", "A4"), ("lain", "x")),
    )
    kept = rules.tidied(wanted, around)

    assert (kept.halal, kept.contents, kept.tkdn_hundredths) == (Halal.NOT_FOOD, (), None)
    assert kept.answers == (("ukuran", "A4"),)
    assert rules.tidied(a_substance(halal=Halal.NOT_FOOD), around).halal is Halal.UNSTATED
