"""Which papers are asked of whom, how their numbers look, and until when they hold."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from procure.kernel.errors import DomainError
from procure.kernel.regulation import Regulation, Severity
from procure.suppliers.kinds import DocumentKind, EntityType, Need
from procure.suppliers.rules import identifiers
from procure.suppliers.rules import papers as rules

TODAY = date(2026, 11, 25)
HALAL = Regulation("halal-certificate", uuid4(), "s", "a", Severity.WARN, "r", {"since": 20261018})


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (DocumentKind.NIB, "9120 0012 34567", "9120001234567"),
        (DocumentKind.HALAL, "id 0011.0000123456789", "ID00110000123456789"),
        (DocumentKind.PIRT, "P-IRT 2063374010001-29", "206337401000129"),
        (DocumentKind.BPOM, "BPOM RI MD 2710 0900 1234", "MD271009001234"),
        (DocumentKind.NPWP, "01.109.137.8-000.000", "0011091378000000"),
        (DocumentKind.SLHS, "  503/12/SLHS  2026 ", "503/12/SLHS 2026"),
    ],
)
def test_a_number_is_kept_without_the_blanks_that_people_type(
    kind: DocumentKind, typed: str, kept: str
) -> None:
    assert rules.check_number(kind, typed, TODAY) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "refusal"),
    [
        (DocumentKind.NIB, "912000123456", identifiers.WrongLength),
        (DocumentKind.NIB, "", rules.NumberMissing),
        (DocumentKind.BPOM, " ", rules.NumberMissing),
        (DocumentKind.NPWP, "123", identifiers.WrongLength),
        (DocumentKind.NIK, "3374019902900001", identifiers.DayUnknown),
        (DocumentKind.HALAL, "0011", identifiers.PrefixWanted),
        (DocumentKind.HALAL, "ID 001", identifiers.LengthOutOfRange),
        (DocumentKind.PIRT, "206337401000", identifiers.WrongLength),
        (DocumentKind.PIRT, "206337401000199", identifiers.PirtExpiryUnknown),
        (DocumentKind.BPOM, "XX 271009001234", identifiers.PrefixWanted),
        (DocumentKind.BPOM, "MD 27100900", identifiers.WrongLength),
        (DocumentKind.NIB, "٩١٢٠٠٠١٢٣٤٥٦٧", identifiers.DigitsWanted),
    ],
)
def test_another_shape_is_refused_with_what_is_wanted(
    kind: DocumentKind, typed: str, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal) as found:
        rules.check_number(kind, typed, TODAY)
    assert found.value.field == "number"


@pytest.mark.parametrize(
    ("form", "number", "shown", "proven"),
    [
        (EntityType.INDIVIDUAL, "3374015208900001", {DocumentKind.NIK: "3374015208900001"}, True),
        (EntityType.INDIVIDUAL, "3374015208900001", {DocumentKind.NPWP: "3374015208900001"}, True),
        (EntityType.INDIVIDUAL, "3374015208900001", {DocumentKind.NIK: "3374015208900002"}, False),
        (EntityType.COMPANY, "0011091378000000", {DocumentKind.NPWP: "0011091378000000"}, True),
        (EntityType.COMPANY, "0011091378000000", {DocumentKind.NIK: "0011091378000000"}, False),
        (EntityType.COMPANY, None, {DocumentKind.NPWP: "0011091378000000"}, False),
        (EntityType.COMPANY, "0011091378000000", {}, False),
    ],
)
def test_a_tax_number_is_proven_by_the_paper_that_shows_it(
    form: EntityType, number: str | None, shown: dict[DocumentKind, str], proven: bool
) -> None:
    assert rules.proves_tax_number(form, number, shown) == proven


def test_a_paper_that_ended_yesterday_is_refused_and_today_still_counts() -> None:
    rules.check_end(DocumentKind.SLHS, TODAY, TODAY)
    with pytest.raises(rules.PaperOver):
        rules.check_end(DocumentKind.SLHS, TODAY - timedelta(days=1), TODAY)


def test_a_paper_that_must_end_needs_its_last_day() -> None:
    rules.check_end(DocumentKind.NIB, None, TODAY)
    with pytest.raises(rules.EndMissing):
        rules.check_end(DocumentKind.SLHS, None, TODAY)


def test_a_year_of_another_century_is_a_slip() -> None:
    with pytest.raises(rules.EndTooFar):
        rules.check_end(DocumentKind.HALAL, date(2126, 1, 1), TODAY)


def test_a_pirt_number_names_the_year_in_which_it_ends() -> None:
    rules.check_year(DocumentKind.PIRT, "206337401000129", date(2029, 3, 1))
    with pytest.raises(rules.YearsDiffer):
        rules.check_year(DocumentKind.PIRT, "206337401000129", date(2028, 3, 1))


ROWS = (
    rules.Requirement(DocumentKind.NIB, Need.RECOMMENDED),
    rules.Requirement(DocumentKind.NIB, Need.REQUIRED, EntityType.COMPANY),
    rules.Requirement(DocumentKind.HALAL, Need.RECOMMENDED, category_group="MKN"),
)


def test_what_is_asked_depends_on_legal_form_and_goods() -> None:
    cook = rules.asked_of(EntityType.INDIVIDUAL, ["MKN.01"], ROWS)
    printer = rules.asked_of(EntityType.COMPANY, ["CTK.01"], ROWS)
    assert [(a.kind, a.need) for a in cook] == [
        (DocumentKind.NIB, Need.RECOMMENDED),
        (DocumentKind.HALAL, Need.RECOMMENDED),
    ]
    assert [(a.kind, a.need) for a in printer] == [(DocumentKind.NIB, Need.REQUIRED)]


def test_a_region_settles_a_kind_of_paper_for_itself() -> None:
    own = rules.Requirement(
        DocumentKind.HALAL, Need.REQUIRED, category_group="MKN", is_regional=True
    )
    asked = rules.asked_of(EntityType.INDIVIDUAL, ["MKN.02"], (*ROWS, own))
    assert asked[0] == rules.Asked(DocumentKind.HALAL, Need.REQUIRED)


def test_only_required_papers_stop_an_acceptance() -> None:
    asked = [
        rules.Asked(DocumentKind.NIK, Need.REQUIRED),
        rules.Asked(DocumentKind.SLHS, Need.RECOMMENDED),
    ]
    rules.check_papers(asked, {DocumentKind.NIK})
    with pytest.raises(rules.PapersMissing) as refusal:
        rules.check_papers(asked, {DocumentKind.SLHS})
    assert refusal.value.facts["papers"] == (DocumentKind.NIK,)


@pytest.mark.parametrize(
    ("left", "notice"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_notices_are_due_thirty_and_seven_days_ahead(left: int, notice: int | None) -> None:
    assert rules.due_notice(TODAY + timedelta(days=left), TODAY, (30, 7)) == notice


@pytest.mark.parametrize(
    ("codes", "holds", "labelled", "day", "speaks"),
    [
        (["MKN.01"], False, False, date(2026, 10, 18), True),
        (["MKN.01"], False, False, date(2026, 10, 17), False),
        (["MKN.01"], True, False, date(2026, 10, 18), False),
        (["MKN.01"], False, True, date(2026, 10, 18), False),
        (["ATK.01"], False, False, date(2026, 10, 18), False),
    ],
)
def test_food_needs_a_certificate_or_a_label_after_17_october_2026(
    codes: list[str], holds: bool, labelled: bool, day: date, speaks: bool
) -> None:
    found = rules.about_halal(codes, holds=holds, is_labelled=labelled, day=day, law=HALAL)
    assert (found is not None) == speaks
