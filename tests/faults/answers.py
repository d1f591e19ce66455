"""What pages say when they answer a form: its fields as they are filled, and what is refused."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl

from werkzeug.test import TestResponse

TYPED = {"text", "search", "email", "tel", "number", "date", "time", "textarea"}
FOR_SCRIPTS = {"uploads.finish", "uploads.receive"}
"""They answer the script that sends files, and show no form."""
SENTENCE = re.compile(
    r'(error-message" id="[^"]*-error">(<span[^>]*>[^<]*</span>)?\s*[^\s<])'
    r'|(error-summary__list">\s*<li>(<a[^>]*>)?[^\s<])'
)
POST_FORM = re.compile(r'(<form[^>]*method="post"[^>]*>)(.*?)</form>', re.DOTALL)
KEYLESS = re.compile(
    r'action="(/sign-in|/sign-out|/language|/account/stay|/uploads\b[^"]*|/register/links/[^"]*'
    r"|/suppliers/[^/\"]+/(reveal|export|inspect)|/bank-accounts/[^/\"]+/inspect)\""
)
"""Forms that need no key; `tests/house/test_form_keys.py` says why."""


@dataclass
class Shown:
    """A form on a page: its opening tag's attributes, and its fields by kind and value."""

    given: dict[str, str]
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)


class Reader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, page: str) -> None:
        """Read it."""
        super().__init__()
        self.forms: list[Shown] = []
        self._area: str | None = None
        self._is_open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_open = True
            self.forms.append(Shown(given))
        elif self._is_open and tag == "input":
            kind = given.get("type", "text")
            self.forms[-1].fields.setdefault(given.get("name", ""), (kind, given.get("value", "")))
        elif self._is_open and tag == "textarea":
            self._area = given.get("name", "")
            self.forms[-1].fields[self._area] = ("textarea", "")

    def handle_data(self, data: str) -> None:
        """Note what stands in a large field."""
        if self._area is not None:
            before = self.forms[-1].fields[self._area][1]
            self.forms[-1].fields[self._area] = ("textarea", before + data)

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self._is_open = False
        elif tag == "textarea":
            self._area = None


def bare(text: str) -> str:
    """Leave out what makes texts tidy and figures easy to read."""
    return re.sub(r"[\s.\0]|Rp", "", text)


def what_is_lost(answer: TestResponse, body: bytes, endpoint: str) -> list[str]:
    """Return what a refused form says wrong: no sentence, or fields without what was typed."""
    if endpoint in FOR_SCRIPTS:
        return []
    typed = dict(parse_qsl(body.decode(), keep_blank_values=True))
    forms = [one for one in Reader(answer.text).forms if set(typed) & set(one.fields)]
    form = max(forms, key=lambda one: len(set(typed) & set(one.fields)), default=None)
    if form is None:
        return ["the form is not shown again"]
    lost = [
        f"{name}: {form.fields[name][1][:40]!r} instead of {text[:40]!r}"
        for name, text in typed.items()
        if name in form.fields
        and form.fields[name][0] in TYPED
        and bare(form.fields[name][1]) != bare(text)
    ]
    return lost if SENTENCE.search(answer.text) else [*lost, "no sentence says what is wrong"]


def forms_without_key(answer: TestResponse, endpoint: str) -> list[str]:
    """Return the forms of a page that would be done again when they are sent again."""
    if answer.mimetype != "text/html" or endpoint == "suppliers.register":
        return []
    return [
        tag
        for tag, inside in re.findall(POST_FORM, answer.text)
        if 'name="idempotency_key"' not in inside and not KEYLESS.search(tag)
    ]
