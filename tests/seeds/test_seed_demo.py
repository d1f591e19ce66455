"""The demonstration loads whole, twice without change, and is clearly fiction."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person, Region
from procure.accounts.rules import check_compatible
from procure.budgets.models import BudgetLine
from procure.catalogue.models import Category, Listing, PriceStandard
from procure.kernel.actors import Role
from procure.kernel.money import rupiah
from procure.kernel.regulation import Severity
from procure.launcher.provision import Urls
from procure.orders.rules import TaxLaws
from procure.regulations.models import RegulationVersion
from procure.regulations.queries import COLUMNS
from procure.regulations.rules import Version, in_general
from procure.seeds.bulk import load_purchases
from procure.seeds.demo import PASSWORD, load_demo, sign_ins
from procure.seeds.laws import national_rules, regional_rules
from procure.seeds.names import named
from procure.suppliers.models import Supplier, SupplierCategory, SupplierIdentity

MOMENT = datetime(2026, 11, 24, 3, tzinfo=UTC)
TABLES = (Person, Appointment, BudgetLine, Listing, PriceStandard, RegulationVersion, Supplier)
PROMISED = {
    "direct-purchase-ceiling": {"rupiah"},
    "procurement-ceiling": {"rupiah"},
    "contract-form": {"receipt_up_to", "voucher_up_to", "work_order_up_to"},
    "own-estimate-required": {"above"},
    "budget-cover": set(),
    "price-standard": set(),
    "splitting": {"days", "first", "second", "third"},
    "meal-duration": {"hours"},
    "meal-portions": {"tolerance_percent"},
    "meal-guests": set(),
    "lead-time": {"days"},
    "budget-authority-above": {"rupiah"},
    "price-sources": {"least"},
    "invitations": {"least"},
    "quote-window": {"hours"},
    "closing-hours": {"from", "until"},
    "award-lowest": {"least_characters"},
    "offer-ceiling": set(),
    "order-response": {"hours", "remind_first", "remind_second"},
    "small-business-first": set(),
    "catalogue-check": set(),
    "late-penalty": {"per_mille"},
    "stamp-duty": {"above", "rupiah"},
}
KNOWN_FACTS = set(
    "available earliest given head_count item limit minutes needed portions price standard total "
    "unit".split()
)


@pytest.fixture
def demo(owner: Session) -> Session:
    """The demonstration, loaded."""
    load_demo(owner, "hash", MOMENT)
    owner.commit()
    return owner


def counts(owner: Session) -> list[int]:
    return [owner.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_loading_twice_changes_no_count(demo: Session) -> None:
    before = counts(demo)
    load_demo(demo, "hash", MOMENT)
    demo.commit()

    assert counts(demo) == before
    assert min(before) > 0


def test_loading_again_keeps_passwords_and_money_that_moved(demo: Session) -> None:
    person = demo.scalars(select(Person)).first()
    line = demo.scalars(select(BudgetLine)).first()
    assert person is not None
    assert line is not None
    person.password_hash, line.reserved = "mine", 1_000
    demo.commit()

    load_demo(demo, "hash", MOMENT)
    demo.commit()
    demo.expire_all()

    assert (person.password_hash, line.reserved) == ("mine", 1_000)


def test_everybody_is_fiction_and_reads_no_real_mail(demo: Session) -> None:
    people = demo.scalars(select(Person)).all()

    assert all(person.is_fiction and person.email.endswith(".example") for person in people)
    assert all(supplier.is_fiction for supplier in demo.scalars(select(Supplier)))


def test_identity_numbers_were_never_given_and_rest_encrypted(demo: Session) -> None:
    for identity in demo.scalars(select(SupplierIdentity)):
        assert re.fullmatch(r"\d{12}0000", identity.nik or "")
        assert re.fullmatch(r"9999\d{9}", identity.nib or "")
        assert re.fullmatch(r"\d{16}", identity.npwp or "")
    raw = demo.execute(text("SELECT nik FROM supplier_identities LIMIT 1")).scalar_one()
    assert b"0000" not in bytes(raw)


def test_each_agency_has_its_people_and_nobody_holds_two_clashing_duties(demo: Session) -> None:
    held: dict[Any, list[Role]] = {}
    for appointment in demo.scalars(select(Appointment)):
        check_compatible(appointment.role, held.get(appointment.person_id, []))
        held.setdefault(appointment.person_id, []).append(appointment.role)
    duties = [who.role for who in sign_ins(demo) if who.place == "DPMD"]

    assert sorted(duties) == sorted(
        [
            Role.REQUESTER,
            Role.REQUESTER,
            Role.COMMITMENT_OFFICER,
            Role.BUDGET_AUTHORITY,
            Role.PROCUREMENT_OFFICER,
            Role.TREASURER,
        ]
    )


def test_two_regions_wear_their_own_brand_and_one_only_practises(demo: Session) -> None:
    jateng, kbb = demo.scalars(select(Region).order_by(Region.slug))
    day = MOMENT.date()

    assert (jateng.brand, kbb.brand) == ("jateng", "bandung-barat")
    assert (jateng.is_practice(day), kbb.is_practice(day)) == (False, True)


def test_three_suppliers_can_be_invited_for_the_common_needs(demo: Session) -> None:
    for category in ("MKN.01", "MKN.02", "ATK.01"):
        for slug in ("jateng", "kbb"):
            found = demo.scalar(
                select(func.count())
                .select_from(Supplier)
                .join(SupplierCategory, SupplierCategory.supplier_id == Supplier.id)
                .where(
                    SupplierCategory.category_code == category,
                    Supplier.region_id == named("region", slug),
                )
            )
            assert (found or 0) >= 3, (category, slug)


def test_listings_lie_in_kinds_that_their_seller_offers(demo: Session) -> None:
    astray = demo.scalars(
        select(Listing.name).where(
            ~select(SupplierCategory)
            .where(
                SupplierCategory.supplier_id == Listing.supplier_id,
                SupplierCategory.category_code == Listing.category_code,
            )
            .exists()
        )
    ).all()

    assert astray == []
    assert (demo.scalar(select(func.count()).select_from(Category)) or 0) == 79


def test_every_promised_rule_has_exactly_its_parameters() -> None:
    rows = {row["code"]: row for row in national_rules()}

    assert {code: set(rows[code]["parameters"]) for code in PROMISED} == PROMISED


def test_tax_rules_are_complete(demo: Session) -> None:
    rows = demo.execute(select(*COLUMNS).where(RegulationVersion.region_id.is_(None)))

    laws = TaxLaws.of(Version(*row).as_rule() for row in rows)

    assert laws.ppn_rate.parameters == {"rate": 1200, "base_numerator": 11, "base_denominator": 12}
    assert laws.pph23.parameters["no_npwp_rate"] == 400


@pytest.mark.parametrize("row", national_rules(), ids=lambda row: str(row["code"]))
def test_rules_read_well_alone_and_ask_only_for_known_facts(row: Mapping[str, Any]) -> None:
    for column in ("sentence", "sentence_en"):
        facts = set(re.findall(r"%\((\w+)\)s", row[column]))
        assert facts <= KNOWN_FACTS
        assert row[column] % dict.fromkeys(facts, "x")
        assert "%" not in in_general(row[column])
        assert "{" not in row[column]
    assert row["source"].partition(":")[0] in ("verified", "secondary")
    assert row["article"]


def test_figures_in_sentences_are_those_of_the_parameters() -> None:
    for row in national_rules():
        for name, value in row["parameters"].items():
            if name in ("rupiah", "above"):
                assert rupiah(value) in row["sentence"], row["code"]


def test_the_regions_answer_differently() -> None:
    jateng, kbb = (
        {row["code"]: row for row in regional_rules(slug, named("region", slug))}
        for slug in ("jateng", "kbb")
    )

    assert jateng["price-standard"]["severity"] is Severity.BLOCK
    assert kbb["price-standard"]["severity"] is Severity.WARN
    assert jateng["splitting"]["parameters"]["days"] != kbb["splitting"]["parameters"]["days"]
    assert "treasurer" in kbb["pbjt-food"]["sentence_en"]
    assert jateng.keys() == kbb.keys()


def test_bulk_purchases_are_whole_and_their_trail_holds(demo: Session) -> None:
    made = load_purchases(demo, 40, MOMENT)
    demo.commit()
    load_purchases(demo, 20, MOMENT)
    demo.commit()

    seen = demo.execute(
        text(
            "SELECT (SELECT count(*) FROM public_orders), (SELECT count(*) FROM public_requests), "
            "(SELECT count(*) FROM audit_entries WHERE action = 'purchase_order.issue'), "
            "(SELECT count(DISTINCT agency_id) FROM purchase_orders), "
            "(SELECT count(*) FROM budget_holds h JOIN purchase_orders o "
            " ON o.purchase_request_id = h.purchase_id AND o.total = h.committed)"
        )
    ).one()

    assert made == 40
    assert tuple(seen) == (60, 20, 60, 4, 60)


def test_the_command_loads_and_lists_sign_ins(app: Flask, database: Urls) -> None:
    runner = app.test_cli_runner()

    loaded = runner.invoke(args=["seed", "demo"])
    listed = runner.invoke(args=["seed", "show"])

    assert loaded.exit_code == 0, loaded.output
    assert "ppk.dpmd@jateng.example" in listed.output
    assert PASSWORD in listed.output
