"""What keeps a supplier out of a purchase."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from procure.kernel.regulation import Regulation, Severity
from procure.suppliers.kinds import (
    BlacklistResult,
    InterestKind,
    MarkKind,
    SanctionKind,
    SupplierStatus,
    Verdict,
)
from procure.suppliers.rules import sanctions
from procure.suppliers.rules import standing as rules

TODAY = date(2026, 11, 25)
ONE, OTHER = sorted((uuid4(), uuid4()))
TIE = rules.Tie("Agus", "Dapur Sri", InterestKind.FAMILY)
WHY = "Satu-satunya yang melayani daerah ini."


def law(code: str, severity: Severity, **parameters: int) -> dict[str, Regulation]:
    return {code: Regulation(code, uuid4(), "s", "a", severity, "r", parameters)}


def a_standing(**given: object) -> rules.Standing:
    facts: dict[str, object] = {
        "supplier_id": ONE,
        "name": "Dapur Sri",
        "status": SupplierStatus.ACTIVE,
        **given,
    }
    return rules.Standing(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [s for s in SupplierStatus if s is not SupplierStatus.ACTIVE])
def test_only_an_active_supplier_takes_part(status: SupplierStatus) -> None:
    with pytest.raises(rules.SupplierSanctioned):
        rules.check_standing(a_standing(status=status), {})


def test_who_stands_in_the_blacklist_is_out_whatever_the_rows_say() -> None:
    listed = a_standing(last_check=(TODAY, BlacklistResult.LISTED))
    with pytest.raises(rules.SupplierBlacklisted):
        rules.check_standing(listed, {})


def test_a_missing_look_stops_only_where_the_region_says_so() -> None:
    unseen = a_standing(is_check_missing=True)
    rules.check_standing(unseen, law("blacklist-check", Severity.WARN))
    with pytest.raises(rules.BlacklistNotChecked):
        rules.check_standing(unseen, law("blacklist-check", Severity.BLOCK))


def test_a_tie_stops_warns_or_is_left_alone_as_the_row_says() -> None:
    tied, code = a_standing(ties=(TIE,)), "conflict-of-interest"
    rules.check_standing(tied, law(code, Severity.INFORM), "")
    with pytest.raises(rules.InterestConflicts):
        rules.check_standing(tied, law(code, Severity.BLOCK), WHY)
    with pytest.raises(rules.InterestNeedsReason):
        rules.check_standing(tied, law(code, Severity.WARN), "ya")
    rules.check_standing(tied, law(code, Severity.WARN), WHY)


def test_food_without_a_certificate_is_refused_or_noted_as_the_row_says() -> None:
    bare, code = a_standing(has_no_halal=True), "halal-certificate"
    with pytest.raises(rules.PaperKeepsOut):
        rules.check_standing(bare, law(code, Severity.BLOCK), WHY)
    rules.check_standing(bare, law(code, Severity.WARN), "")
    assert rules.notes(bare, law(code, Severity.WARN)) == [rules.Note.NO_HALAL]
    assert rules.notes(bare, {}) == []


NAMES: dict[UUID, str] = {ONE: "Dapur Sri", OTHER: "Toko Sri"}


def test_two_suppliers_of_one_owner_are_asked_with_a_reason_only() -> None:
    both = [rules.Likeness(ONE, OTHER, (MarkKind.NIK,))]
    with pytest.raises(rules.SameOwnerNeedsReason) as refusal:
        rules.check_likenesses(both, NAMES, law("same-owner", Severity.WARN), "")
    assert refusal.value.facts["marks"] == (MarkKind.NIK,)
    rules.check_likenesses(both, NAMES, law("same-owner", Severity.WARN), WHY)
    with pytest.raises(rules.SameOwnerInvited):
        rules.check_likenesses(both, NAMES, law("same-owner", Severity.BLOCK), WHY)


def test_a_coincidence_that_an_officer_settled_warns_nobody() -> None:
    settled = [rules.Likeness(ONE, OTHER, (MarkKind.PHONE,), Verdict.SEPARATE)]
    rules.check_likenesses(settled, NAMES, law("same-owner", Severity.BLOCK), "")


def test_each_pair_stands_once_with_all_it_has_in_common() -> None:
    rows = [
        (OTHER, ONE, MarkKind.PHONE),
        (ONE, OTHER, MarkKind.NIK),
        (ONE, OTHER, MarkKind.PHONE),
        (ONE, uuid4(), MarkKind.PHONE),
    ]
    found = rules.pairs(rows, {(ONE, OTHER): Verdict.SAME_OWNER}, {ONE, OTHER})
    assert found == [rules.Likeness(ONE, OTHER, (MarkKind.NIK, MarkKind.PHONE), Verdict.SAME_OWNER)]


def a_term(**given: object) -> sanctions.Term:
    facts: dict[str, object] = {
        "kind": SanctionKind.DEBARMENT,
        "decision_number": "027/1/2026",
        "decision_date": TODAY,
        "starts_on": TODAY,
        "ends_on": date(2027, 11, 24),
        **given,
    }
    return sanctions.Term(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"decision_number": " "}, sanctions.DecisionMissing),
        ({"decision_date": date(2026, 11, 26)}, sanctions.DecisionAhead),
        ({"starts_on": date(2026, 11, 24)}, sanctions.DecidedLater),
        ({"starts_on": date(2026, 11, 26)}, sanctions.StartsLater),
        ({"ends_on": None}, sanctions.EndMissing),
        (
            {"ends_on": date(2026, 11, 24), "decision_date": date(2026, 1, 1)},
            sanctions.EndsBeforeToday,
        ),
    ],
)
def test_a_decision_whose_days_cannot_be_is_refused(
    given: dict[str, object], refusal: type[Exception]
) -> None:
    sanctions.check_term(a_term(), TODAY)
    with pytest.raises(refusal):
        sanctions.check_term(a_term(**given), TODAY)


def test_a_suspension_may_be_without_a_last_day() -> None:
    sanctions.check_term(a_term(kind=SanctionKind.SUSPENSION, ends_on=None), TODAY)


def test_the_last_day_of_a_sanction_still_counts() -> None:
    assert not sanctions.is_over(TODAY, TODAY)
    assert sanctions.is_over(date(2026, 11, 24), TODAY)
    assert not sanctions.is_over(None, TODAY)


def test_a_find_in_the_blacklist_is_proven() -> None:
    sanctions.check_look(BlacklistResult.CLEAR, TODAY, TODAY, has_evidence=False)
    with pytest.raises(sanctions.EvidenceMissing):
        sanctions.check_look(BlacklistResult.LISTED, TODAY, TODAY, has_evidence=False)
    with pytest.raises(sanctions.CheckedAhead):
        sanctions.check_look(BlacklistResult.CLEAR, date(2026, 11, 26), TODAY, has_evidence=False)


def test_a_look_counts_for_the_days_of_the_row_and_a_doubtful_one_does_not() -> None:
    row = law("blacklist-check", Severity.WARN, days=30)["blacklist-check"]
    fresh, old = date(2026, 10, 26), date(2026, 10, 25)
    assert sanctions.about_blacklist([(fresh, BlacklistResult.CLEAR)], TODAY, row) is None
    assert sanctions.about_blacklist([(old, BlacklistResult.CLEAR)], TODAY, row) is not None
    assert sanctions.about_blacklist([(fresh, BlacklistResult.UNSURE)], TODAY, row) is not None


def test_the_right_of_reply_is_used_once_and_says_something() -> None:
    sanctions.check_reply("Kami sudah mengirim barang.", is_answered=False)
    with pytest.raises(sanctions.AnsweredAlready):
        sanctions.check_reply("Kami sudah mengirim barang.", is_answered=True)
    with pytest.raises(sanctions.ReplyTooShort):
        sanctions.check_reply("tidak", is_answered=False)
