"""Names that deceive are refused, and the sign is named."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.kernel.errors import DomainError
from procure.suppliers.rules import naming


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Dapur   Bu\tSri ", "Dapur Bu Sri"),
        ("CV. Maju (Jaya) & Co.", "CV. Maju (Jaya) & Co."),
        ("Cafe\u0301 Rene\u0301", "Café René"),
        ("Toko 99", "Toko 99"),
        ("Nur'aini", "Nur'aini"),
    ],
)
def test_names_are_kept_folded(typed: str, kept: str) -> None:
    assert naming.name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("D\u0430pur Bu Sri", naming.ForeignLetter),  # a Cyrillic a
        ("\u0391ri", naming.ForeignLetter),  # a Greek A
        ("\uff24apur", naming.ForeignLetter),  # a full-width D
        ("\U0001d403apur", naming.ForeignLetter),  # a mathematical D
        ("Dapur Bu Sr\u0131", naming.ForeignLetter),  # an i without its dot
        ("Dap\u0251r", naming.ForeignLetter),  # a phonetic a
        ("Da\u0334pur", naming.ForeignLetter),  # struck through
        ("Dapur\u202eirS", naming.HiddenSign),
        ("Da\u200bpur", naming.HiddenSign),
        ("Dapur\x07", naming.HiddenSign),
        ("Dapur\u2066x", naming.HiddenSign),
        ("Dapur <b>", naming.SignNotForNames),
        ("=HYPERLINK", naming.SignNotForNames),
        ("Dapur \U0001f35a", naming.SignNotForNames),
        ("", naming.NameMissing),
        ("7", naming.NameMissing),
        ("99 - 99", naming.NameMissing),
        ("a" * 121, naming.NameTooLong),
    ],
)
def test_a_name_that_deceives_is_refused(typed: str, error: type[DomainError]) -> None:
    with pytest.raises(error) as refusal:
        naming.name(typed)
    assert refusal.value.text % refusal.value.facts


@given(st.text(max_size=60))
def test_what_is_kept_can_be_read_by_everybody(typed: str) -> None:
    try:
        kept = naming.name(typed)
    except DomainError:
        return
    assert kept == naming.name(kept)
    assert kept == unicodedata.normalize("NFC", kept)
    assert kept.isprintable()


@pytest.mark.parametrize(
    ("holder", "names", "same"),
    [
        ("SRI WAHYUNINGTYAS", ("Sri Wahyuningtyas",), True),
        ("Maju Jaya", ("Budi", "CV. Maju Jaya"), True),
        ("Sri W.", ("Sri Wahyuningtyas",), False),
        ("Sri", ("",), False),
    ],
)
def test_the_holder_of_an_account_is_the_owner_or_the_business(
    holder: str, names: tuple[str, ...], same: bool
) -> None:
    assert naming.same_holder(holder, *names) is same
