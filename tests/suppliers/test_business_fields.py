"""Whether a supplier's business fields fit what it sells."""

from procure.suppliers.business_fields import unfitting


def test_a_caterer_with_the_field_of_catering_fits() -> None:
    assert unfitting(["MKN.01"], ["56210"]) == []


def test_a_field_of_something_else_is_told() -> None:
    assert unfitting(["MKN.01", "ATK.01"], ["56210"]) == ["ATK.01"]


def test_a_household_seller_without_fields_is_not_measured() -> None:
    assert unfitting(["MKN.01"], []) == []
