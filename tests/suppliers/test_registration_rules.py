"""What a registration needs, and what follows from what was declared."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.kernel.errors import StalePage, WrongStatus
from procure.kernel.regulation import Regulation, Severity
from procure.suppliers.models import EntityType, SupplierStatus
from procure.suppliers.rules import registration as rules
from procure.suppliers.rules.registration import Filled, Letter, Step

LIMITS = {
    "micro_sales": 2_000_000_000,
    "small_sales": 15_000_000_000,
    "medium_sales": 50_000_000_000,
    "micro_capital": 1_000_000_000,
    "small_capital": 5_000_000_000,
    "medium_capital": 10_000_000_000,
}


def a_law(**parameters: int) -> Regulation:
    return Regulation("x", UUID(int=1), "sentence", "article", Severity.WARN, "", parameters)


ALL = frozenset(Step)
READY = Filled("individual", ALL, frozenset({"nik"}), has_account=True, is_confirmed=True)


def test_a_complete_registration_is_ready() -> None:
    assert rules.gaps(READY) == []
    rules.check_ready(READY)


def test_the_voluntary_step_is_never_missing() -> None:
    bare = Filled("individual", frozenset())
    assert [gap.step for gap in rules.gaps(bare)] == [s for s in Step if s is not Step.TAGS]


@pytest.mark.parametrize("form", EntityType)
def test_each_legal_form_gives_its_numbers(form: EntityType) -> None:
    wanted = {
        EntityType.INDIVIDUAL: "NIK",
        EntityType.SOLE_COMPANY: "NIB, NPWP, NIK",
    }.get(form, "NIB, NPWP")
    filled = Filled(str(form), ALL, has_account=True)
    (gap,) = rules.gaps(filled)
    assert gap.facts == {"names": wanted}


def test_what_a_coach_cannot_see_is_not_called_missing() -> None:
    assert rules.gaps(Filled("individual", ALL, seen_by_owner=False)) == []


def test_nothing_is_sent_before_the_owner_confirmed() -> None:
    with pytest.raises(rules.NotConfirmed):
        rules.check_ready(Filled("individual", ALL, frozenset({"nik"}), has_account=True))


@pytest.mark.parametrize("status", SupplierStatus)
def test_who_may_change_a_registration_in_which_status(status: SupplierStatus) -> None:
    open_to = {
        SupplierStatus.DRAFT: (True, True),
        SupplierStatus.RETURNED: (True, True),
        SupplierStatus.ACTIVE: (True, False),
        SupplierStatus.SUSPENDED: (True, False),
    }.get(status, (False, False))
    for is_owner, allowed in zip((True, False), open_to, strict=True):
        if allowed:
            rules.check_open(status, is_owner=is_owner)
        else:
            with pytest.raises(WrongStatus):
                rules.check_open(status, is_owner=is_owner)


def test_an_old_page_is_refused() -> None:
    rules.check_fresh("a", "a")
    with pytest.raises(StalePage):
        rules.check_fresh("a", "b")


def test_only_active_suppliers_are_checked_again_and_only_for_substance() -> None:
    assert rules.of_substance(["phone", "nib", "address"], "active") == ("address", "nib")
    assert rules.of_substance(["nib"], "draft") == ()
    assert rules.of_substance(["phone"], "active") == ()


@pytest.mark.parametrize(
    ("sales", "capital", "scale"),
    [
        (0, None, "micro"),
        (2_000_000_000, None, "micro"),
        (2_000_000_001, None, "small"),
        (15_000_000_000, 99_000_000_000, "small"),
        (15_000_000_001, None, "medium"),
        (50_000_000_000, None, "medium"),
        (None, 1_000_000_000, "micro"),
        (None, 1_000_000_001, "small"),
        (None, 5_000_000_001, "medium"),
    ],
)
def test_the_class_follows_from_sales_and_for_the_young_from_capital(
    sales: int | None, capital: int | None, scale: str
) -> None:
    assert rules.scale_of(sales, capital, a_law(**LIMITS)) == scale


def test_figures_that_are_missing_or_too_large_are_refused() -> None:
    with pytest.raises(rules.FiguresMissing):
        rules.scale_of(None, None, a_law(**LIMITS))
    for sales, capital in ((50_000_000_001, None), (None, 10_000_000_001)):
        with pytest.raises(rules.LargerThanMedium):
            rules.scale_of(sales, capital, a_law(**LIMITS))


@given(st.integers(0, 50_000_000_000), st.integers(0, 50_000_000_000))
def test_who_sells_more_is_never_of_a_smaller_class(less: int, more: int) -> None:
    order = ["micro", "small", "medium"]
    first, second = (rules.scale_of(n, None, a_law(**LIMITS)) for n in sorted((less, more)))
    assert order.index(first) <= order.index(second)


FINAL = a_law(narrowed_on=20260422, individual=1, sole_company=1, cooperative=1)


@pytest.mark.parametrize(
    ("form", "since", "warned"),
    [
        ("partnership", date(2026, 4, 21), False),
        ("partnership", date(2026, 4, 22), True),
        ("company", date(2026, 5, 1), True),
        ("individual", date(2026, 5, 1), False),
        ("sole_company", date(2026, 5, 1), False),
        ("cooperative", date(2026, 5, 1), False),
        ("company", None, False),
    ],
)
def test_a_late_letter_of_a_cv_or_pt_is_warned_of(
    form: str, since: date | None, warned: bool
) -> None:
    found = rules.letter_findings(form, Letter("S-1", since, since), FINAL)
    assert bool(found) is warned
    assert rules.letter_findings(form, Letter("S-1", since, since), None) == []


@pytest.mark.parametrize(
    ("letter", "error"),
    [
        (Letter("S-1", None, None), rules.LetterIncomplete),
        (Letter("", date(2026, 1, 1), date(2026, 2, 1)), rules.LetterIncomplete),
        (Letter("S-1", date(2026, 1, 1), None), rules.LetterIncomplete),
        (Letter("S-1", date(2026, 2, 1), date(2026, 1, 1)), rules.EndsBeforeItBegins),
    ],
)
def test_a_letter_with_gaps_is_refused(letter: Letter, error: type[rules.LetterIncomplete]) -> None:
    with pytest.raises(error):
        rules.check_letter(letter)


def test_no_letter_and_a_whole_letter_are_fine() -> None:
    rules.check_letter(Letter("", None, None))
    rules.check_letter(Letter("S-1", date(2026, 1, 1), date(2026, 1, 1)))


def test_the_turnover_statement_is_for_individuals() -> None:
    rules.check_statement_year("individual", 2026, 2026)
    rules.check_statement_year("individual", 2025, 2026)
    rules.check_statement_year("company", None, 2026)
    with pytest.raises(rules.OnlyForPersons):
        rules.check_statement_year("company", 2026, 2026)


def test_each_year_keeps_its_statement_and_only_open_years_are_taken_back() -> None:
    assert rules.statement_years([2024, 2025], 2026, 2026) == [2024, 2025, 2026]
    assert rules.statement_years([2026], 2026, 2026) == [2026]
    assert rules.statement_years([2024, 2025, 2026], None, 2026) == [2024]


@pytest.mark.parametrize("year", [0, 2024, 2027])
def test_a_turnover_statement_is_of_this_year_or_the_last(year: int) -> None:
    with pytest.raises(rules.StatementTooOld):
        rules.check_statement_year("individual", year, 2026)


def test_addresses_are_compared_by_their_words() -> None:
    one = rules.address_core("Jl. Anggrek 5, RT.03/RW.02", "Pekunden", "33.74.01")
    assert one == rules.address_core("jl anggrek 5  rt 03 rw 02", "PEKUNDEN", "33.74.01")
    assert one != rules.address_core("jl anggrek 5  rt 03 rw 02", "Pekunden", "33.74.02")
