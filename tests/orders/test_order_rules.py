"""The legal form of an order by value, and the taxes at payment."""

from dataclasses import replace
from datetime import date
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.kernel.regulation import Regulation, Severity
from procure.orders.rules import (
    Collector,
    ContractForm,
    EntityType,
    SupplyKind,
    TaxableLine,
    TaxItem,
    TaxKind,
    TaxLaws,
    TaxProfile,
    TaxRuleMissing,
    TaxSheet,
    contract_form,
    document_title,
    form_line,
    taxes,
)

PAID_ON = date(2026, 11, 23)


def a_law(code: str, **parameters: int) -> Regulation:
    return Regulation(
        code=code,
        version=uuid5(NAMESPACE_URL, code),
        sentence=f"What {code} says.",
        article=f"Article of {code}",
        severity=Severity.INFORM,
        remedy="",
        parameters=parameters,
    )


ROWS = (
    a_law("ppn-rate", rate=1_200, base_numerator=11, base_denominator=12),
    a_law("ppn-collection-threshold", rupiah=2_000_000),
    a_law("ppn-not-on-served-food"),
    a_law("pph22", rate=150, no_npwp_rate=300),
    a_law("pph22-threshold", rupiah=2_000_000),
    a_law("pph23", rate=200, no_npwp_rate=400),
    a_law("pph21-services", rate=500, base_share=5_000, no_npwp_rate=600),
    a_law("individual-services", catering_article=23, service_article=21),
    a_law("final-umkm", rate=50, individual=1, sole_company=1, cooperative=1, narrowed_on=20260422),
    a_law("final-umkm-statement", rupiah=500_000_000, needs_letter=1),
    a_law("pph-exemption-letter"),
    a_law("no-npwp"),
    a_law("pbjt-food", rate=1_000, treasurer_withholds=0),
)
LAWS = TaxLaws.of(ROWS)
FORMS = a_law(
    "contract-form",
    receipt_up_to=10_000_000,
    voucher_up_to=50_000_000,
    work_order_up_to=200_000_000,
)

PKP_CV = TaxProfile(EntityType.PARTNERSHIP, is_pkp=True)
SMALL_CV = TaxProfile(EntityType.PARTNERSHIP)
LETTER_HOLDER = TaxProfile(
    EntityType.INDIVIDUAL,
    final_letter_from=date(2026, 1, 5),
    final_letter_until=date(2028, 12, 31),
)


def pay(
    amount: int,
    kind: SupplyKind = SupplyKind.GOODS,
    profile: TaxProfile = PKP_CV,
    laws: TaxLaws = LAWS,
) -> TaxSheet:
    return taxes([TaxableLine(amount, kind)], profile, PAID_ON, laws)


def only_tax(sheet: TaxSheet) -> TaxItem:
    (item,) = sheet.total.taxes
    return item


# The legal form


@pytest.mark.parametrize(
    ("total", "form"),
    [
        (1, ContractForm.RECEIPT),
        (10_000_000, ContractForm.RECEIPT),
        (10_000_001, ContractForm.VOUCHER),
        (50_000_000, ContractForm.VOUCHER),
        (50_000_001, ContractForm.WORK_ORDER),
        (200_000_000, ContractForm.WORK_ORDER),
        (200_000_001, ContractForm.AGREEMENT),
    ],
)
def test_the_form_follows_the_value(total: int, form: ContractForm) -> None:
    assert contract_form(total, FORMS) is form


def test_only_the_work_order_changes_the_title() -> None:
    assert document_title(ContractForm.WORK_ORDER) == "SURAT PERINTAH KERJA (SPK)"
    assert {document_title(form) for form in ContractForm if form != "work_order"} == {
        "SURAT PESANAN"
    }
    assert form_line(ContractForm.RECEIPT) == "Bentuk kontrak: bukti pembelian/pembayaran"
    assert form_line(ContractForm.VOUCHER) == "Bentuk kontrak: kuitansi"


# The five worked examples


def test_stationery_from_a_taxable_firm() -> None:
    sheet = pay(5_550_000)
    assert (sheet.total.dpp, sheet.total.ppn) == (5_000_000, 550_000)
    assert [(t.kind, t.amount, t.collector) for t in sheet.total.taxes] == [
        (TaxKind.PPN, 550_000, Collector.TREASURER),
        (TaxKind.PPH22, 75_000, Collector.TREASURER),
    ]
    assert sheet.total.paid_to_supplier == 4_925_000


def test_stationery_at_the_threshold_leaves_the_tax_to_the_supplier() -> None:
    sheet = pay(2_220_000)
    item = only_tax(sheet)
    assert sheet.total.dpp == 2_000_000
    assert (item.kind, item.base, item.amount) == (TaxKind.PPN, 1_833_333, 220_000)
    assert item.collector is Collector.SUPPLIER
    assert sheet.total.deductions == ()
    assert sheet.total.paid_to_supplier == 2_220_000


def test_stationery_from_an_individual_with_a_final_tax_letter() -> None:
    sheet = pay(3_000_000, profile=LETTER_HOLDER)
    item = only_tax(sheet)
    assert (item.kind, item.base, item.rate, item.amount) == (TaxKind.FINAL, 3_000_000, 50, 15_000)
    assert sheet.total.ppn == 0
    assert sheet.total.paid_to_supplier == 2_985_000


def test_catering_from_a_firm_with_a_tax_number() -> None:
    sheet = pay(1_500_000, SupplyKind.CATERING, SMALL_CV)
    item = only_tax(sheet)
    assert (item.kind, item.rate, item.amount) == (TaxKind.PPH23, 200, 30_000)
    assert item.article == "Article of pph23"
    assert sheet.total.paid_to_supplier == 1_470_000


def test_catering_without_a_tax_number_costs_double() -> None:
    sheet = pay(1_500_000, SupplyKind.CATERING, replace(SMALL_CV, npwp_valid=False))
    item = only_tax(sheet)
    assert (item.rate, item.amount) == (400, 60_000)
    assert sheet.total.paid_to_supplier == 1_440_000
    assert [finding.law.code for finding in sheet.findings] == ["no-npwp"]


# Boundaries


def test_one_rupiah_over_the_threshold_is_collected() -> None:
    at = taxes([TaxableLine(2_000_000, SupplyKind.GOODS)], PKP_CV, PAID_ON, LAWS, inclusive=False)
    over = taxes([TaxableLine(2_000_001, SupplyKind.GOODS)], PKP_CV, PAID_ON, LAWS, inclusive=False)
    assert (at.total.gross, at.total.withheld) == (2_220_000, 0)
    assert [(t.kind, t.amount) for t in over.total.deductions] == [
        (TaxKind.PPN, 220_000),
        (TaxKind.PPH22, 30_000),
    ]


def test_goods_tax_has_a_threshold_for_small_sellers_too() -> None:
    assert pay(2_000_000, profile=SMALL_CV).total.withheld == 0
    assert pay(2_000_001, profile=SMALL_CV).total.withheld == 30_000


def test_service_tax_has_no_threshold() -> None:
    assert pay(50_000, SupplyKind.SERVICE, SMALL_CV).total.withheld == 1_000


def test_half_a_rupiah_of_tax_is_rounded_up() -> None:
    assert pay(25, SupplyKind.SERVICE, SMALL_CV).total.withheld == 1
    assert pay(24, SupplyKind.SERVICE, SMALL_CV).total.withheld == 0


# Who pays which tax


@pytest.mark.parametrize("kind", [SupplyKind.CATERING, SupplyKind.RESTAURANT])
def test_served_food_bears_no_value_added_tax(kind: SupplyKind) -> None:
    sheet = pay(3_000_000, kind)
    assert sheet.total.ppn == 0
    assert "ppn-not-on-served-food" in {finding.law.code for finding in sheet.findings}


def test_food_bought_from_a_stall_is_goods() -> None:
    assert only_tax(pay(3_000_000, SupplyKind.RESTAURANT, SMALL_CV)).kind is TaxKind.PPH22


def test_packaged_food_bears_value_added_tax() -> None:
    assert pay(1_110_000, SupplyKind.PACKAGED_FOOD).total.ppn == 110_000


def test_printing_to_order_is_a_service() -> None:
    sheet = pay(1_110_000, SupplyKind.PRINTING)
    assert [tax.kind for tax in sheet.total.deductions] == [TaxKind.PPH23]
    assert sheet.total.withheld == 20_000


def test_the_regions_row_decides_for_individual_caterers() -> None:
    person = TaxProfile(EntityType.INDIVIDUAL)
    sheet = pay(1_000_000, SupplyKind.CATERING, person)
    assert only_tax(sheet).kind is TaxKind.PPH23
    assert [finding.law.code for finding in sheet.findings] == ["individual-services"]
    other = a_law("individual-services", catering_article=21, service_article=21)
    item = only_tax(
        pay(1_000_000, SupplyKind.CATERING, person, replace(LAWS, individual_services=other))
    )
    assert (item.kind, item.base, item.amount) == (TaxKind.PPH21, 500_000, 25_000)


def test_an_individuals_service_is_taxed_as_personal_income() -> None:
    person = TaxProfile(EntityType.INDIVIDUAL, npwp_valid=False)
    item = only_tax(pay(1_000_000, SupplyKind.SERVICE, person))
    assert (item.kind, item.base, item.amount) == (TaxKind.PPH21, 500_000, 30_000)


def test_an_exemption_letter_lifts_income_tax_until_its_last_day() -> None:
    profile = replace(SMALL_CV, exemption_letter_until=PAID_ON)
    assert pay(5_000_000, profile=profile).total.withheld == 0
    ended = replace(SMALL_CV, exemption_letter_until=date(2026, 11, 22))
    assert pay(5_000_000, profile=ended).total.withheld == 75_000


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2026, 11, 24), None), (date(2025, 1, 1), date(2026, 11, 22)), (None, None)],
)
def test_a_letter_not_valid_on_the_day_of_payment_changes_nothing(
    since: date | None, until: date | None
) -> None:
    profile = replace(SMALL_CV, final_letter_from=since, final_letter_until=until)
    assert only_tax(pay(5_000_000, profile=profile)).kind is TaxKind.PPH22


def test_a_firm_keeps_an_old_letter_but_gets_no_new_one() -> None:
    old = replace(SMALL_CV, final_letter_from=date(2026, 4, 21))
    new = replace(SMALL_CV, final_letter_from=date(2026, 4, 22))
    assert only_tax(pay(5_000_000, profile=old)).kind is TaxKind.FINAL
    sheet = pay(5_000_000, profile=new)
    assert only_tax(sheet).kind is TaxKind.PPH22
    assert [finding.law.code for finding in sheet.findings] == ["final-umkm"]


def test_a_statement_of_low_turnover_lifts_the_final_tax_this_year_only() -> None:
    this_year = replace(LETTER_HOLDER, yearly_statement_years=frozenset({2026}))
    last_year = replace(LETTER_HOLDER, yearly_statement_years=frozenset({2025}))
    assert pay(3_000_000, profile=this_year).total.withheld == 0
    assert pay(3_000_000, profile=last_year).total.withheld == 15_000
    without_letter = TaxProfile(EntityType.INDIVIDUAL, yearly_statement_years=frozenset({2026}))
    assert pay(3_000_000, profile=without_letter).total.withheld == 45_000
    lenient = replace(LAWS, final_umkm_statement=a_law("final-umkm-statement", needs_letter=0))
    assert pay(3_000_000, profile=without_letter, laws=lenient).total.withheld == 0


def test_a_region_may_let_its_treasurer_keep_the_food_tax() -> None:
    laws = replace(LAWS, pbjt_food=a_law("pbjt-food", rate=1_000, treasurer_withholds=1))
    sheet = pay(1_100_000, SupplyKind.CATERING, SMALL_CV, laws)
    assert [(t.kind, t.base, t.amount) for t in sheet.total.taxes] == [
        (TaxKind.PPH23, 1_100_000, 22_000),
        (TaxKind.PBJT, 1_000_000, 100_000),
    ]
    assert pay(1_110_000, laws=laws).total.withheld == 0


# Mixed orders


def test_a_mixed_order_taxes_each_line_by_its_kind() -> None:
    lines = [
        TaxableLine(3_330_000, SupplyKind.GOODS),
        TaxableLine(1_000_000, SupplyKind.CATERING),
        TaxableLine(1_110_000, SupplyKind.SERVICE),
    ]
    sheet = taxes(lines, PKP_CV, PAID_ON, LAWS)
    assert [(t.kind, t.base, t.amount) for t in sheet.total.taxes] == [
        (TaxKind.PPN, 3_666_667, 440_000),
        (TaxKind.PPH22, 3_000_000, 45_000),
        (TaxKind.PPH23, 2_000_000, 40_000),
    ]
    assert [[t.kind for t in line.taxes] for line in sheet.lines] == [
        [TaxKind.PPN, TaxKind.PPH22],
        [TaxKind.PPH23],
        [TaxKind.PPN, TaxKind.PPH23],
    ]
    assert {law.code for law in sheet.laws} == {
        "ppn-rate",
        "pph22",
        "pph23",
        "ppn-not-on-served-food",
    }


PROFILES = st.builds(
    TaxProfile,
    entity_type=st.sampled_from(list(EntityType)),
    is_pkp=st.booleans(),
    npwp_valid=st.booleans(),
    final_letter_from=st.none() | st.just(date(2025, 6, 1)),
)
LINES = st.lists(
    st.builds(
        TaxableLine,
        amount=st.integers(min_value=0, max_value=200_000_000),
        kind=st.sampled_from(list(SupplyKind)),
    ),
    max_size=60,
)


@given(LINES, PROFILES, st.booleans(), st.booleans())
def test_lines_add_up_to_the_total_to_the_last_rupiah(
    lines: list[TaxableLine], profile: TaxProfile, inclusive: bool, food_tax: bool
) -> None:
    pbjt = a_law("pbjt-food", rate=1_000, treasurer_withholds=int(food_tax))
    laws = replace(LAWS, pbjt_food=pbjt)
    sheet = taxes(lines, profile, PAID_ON, laws, inclusive=inclusive)
    total = sheet.total
    amounts = sum(line.amount for line in lines)
    assert (total.gross if inclusive else total.dpp) == amounts
    for taxed in (total, *sheet.lines):
        assert taxed.gross == taxed.dpp + taxed.ppn
        assert taxed.paid_to_supplier + taxed.withheld == taxed.gross
        assert min(taxed.dpp, taxed.ppn, taxed.paid_to_supplier) >= 0
    assert sum(line.paid_to_supplier for line in sheet.lines) == total.paid_to_supplier
    for item in total.taxes:
        parts = [part for line in sheet.lines for part in line.taxes if part.kind is item.kind]
        assert sum(part.base for part in parts) == item.base
        assert sum(part.amount for part in parts) == item.amount


@given(st.integers(min_value=1, max_value=10**12))
def test_a_price_with_tax_on_top_comes_back_from_its_total(price: int) -> None:
    added = taxes([TaxableLine(price, SupplyKind.GOODS)], PKP_CV, PAID_ON, LAWS, inclusive=False)
    back = taxes([TaxableLine(added.total.gross, SupplyKind.GOODS)], PKP_CV, PAID_ON, LAWS)
    assert back.total.dpp == price


def test_a_missing_row_is_named() -> None:
    with pytest.raises(TaxRuleMissing) as refusal:
        TaxLaws.of([row for row in ROWS if row.code != "pph23"])
    assert refusal.value.facts == {"code": "pph23"}
