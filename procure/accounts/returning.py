"""What somebody had typed when their session ended: kept over the sign-in, sent by them alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request
from werkzeug.datastructures import MultiDict

from procure.web.paths import safe_path

PATH, PREFIX = "kept_path", "kept__"
NEVER_KEPT = frozenset({"csrf_token"})
NOTHING_TO_KEEP = frozenset(
    {"accounts.sign_in", "accounts.sign_out", "accounts.stay", "web.language"}
)
"""Endpoints whose forms hold nothing that a person typed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was not done: where it goes, and its fields in order."""

    path: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.path)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The hidden fields of the sign-in form."""
        if not self:
            return []
        return [(PATH, self.path), *((PREFIX + name, value) for name, value in self.fields)]

    @property
    def typed(self) -> list[str]:
        """The texts that the person may want to see before sending."""
        return [v for name, v in self.fields if v.strip() and name != "idempotency_key"]

    @classmethod
    def from_request(cls) -> "Kept":
        """Keep the form of this request, without passwords and tokens."""
        if request.method != "POST" or request.endpoint in NOTHING_TO_KEEP:
            return cls()
        path = request.full_path if request.query_string else request.path
        return cls(safe_path(path), _clean(request.form.items(multi=True)))

    @classmethod
    def from_form(cls, form: MultiDict[str, str]) -> "Kept":
        """Read back what the sign-in form carried."""
        if not form.get(PATH):
            return cls()
        found = ((n, v) for n, v in form.items(multi=True) if n.startswith(PREFIX))
        return cls(safe_path(form[PATH]), _clean((n[len(PREFIX) :], v) for n, v in found))


def _clean(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value)
        for name, value in fields
        if name not in NEVER_KEPT and "password" not in name.casefold()
    )


def is_from_here() -> bool:
    """Whether a page of our own sent this form; what others send is not offered for sending."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
