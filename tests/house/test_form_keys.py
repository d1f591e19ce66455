"""Every form that changes something carries a key, so that a double press is one deed."""

import re
from pathlib import Path

PAGES = sorted(Path("templates").rglob("*.html"))
LITERAL = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
CALLED = re.compile(r"\{%-? call (?:form_tag|a_form)\((?P<given>.*?)\) -?%\}")
KEYLESS = {
    "accounts/resume.html": "carries the key of the form that was kept",
    "accounts/sign_in.html": "nobody is signed in who could have a key; a failure must count",
    "components/page.html": "choosing a language twice chooses it once",
    "components/results.html": "keeping or dropping a favourite twice is doing it once",
    "components/upload.html": "a file has an id of its own, which the form carries",
    "layouts/base.html": "staying signed in twice is staying signed in",
    "layouts/staff.html": "signing out twice is signing out",
    "registry/account.html": "each look at an account in full is recorded",
    "registry/show.html": "each look at numbers in full is recorded",
    "suppliers/confirm.html": "the link in the letter works once",
    "suppliers/mine.html": "each look at numbers in full, each copy taken away, is recorded",
    "suppliers/register.html": "nobody is signed in; a second request sends the same letter",
}
"""Pages with a form that has no key, and why it needs none."""


def keyless(page: str) -> bool:
    """Whether a page has a form for deeds without a key."""
    literal = any("idempotency_key()" not in form for form in LITERAL.findall(page))
    called = (found["given"] for found in CALLED.finditer(page))
    return literal or any(re.search(r"key\s*=\s*false", given, re.I) for given in called)


def test_every_form_carries_a_key_or_says_why_not() -> None:
    forms = {str(page.relative_to("templates")): page.read_text("utf-8") for page in PAGES}
    forms["components/form.html"] = forms["components/form.html"].replace(
        "{% if key %}", ""
    )  # the macro that every `call form_tag` ends in
    assert {name for name, page in forms.items() if keyless(page)} == set(KEYLESS)


def test_forms_are_called_by_two_names() -> None:
    imported = re.compile(r"\bimport\b[^%]*\bform\b(?! as (?:form_tag|a_form)\b)")
    wrong = [str(page) for page in PAGES if imported.search(page.read_text("utf-8"))]
    assert wrong == []


def test_a_form_without_a_key_is_found() -> None:
    assert keyless('<form method="post"><button>Buy</button></form>')
    assert keyless('{% call form_tag("/buy", key=false) %}')
    assert not keyless('{% call form_tag("/buy") %}')
