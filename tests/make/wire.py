"""A person over plain HTTP, without a browser: reads pages, fills their forms, sends them."""

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

PASSWORD = "tenong-demo-2026"
KEPT_FOR = 3.0
"""Seconds after which an idle connection is opened anew; the server keeps it for five."""


@dataclass
class PageForm:
    """A form as it stands on a page: where it goes and what it would send."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def names(self) -> set[str]:
        """Return the names of its fields."""
        return {name for name, _ in self.fields}

    def with_values(self, values: dict[str, Any]) -> list[tuple[str, str]]:
        """Return what is sent when some fields are filled in; a list fills a field many times."""
        kept = [(name, value) for name, value in self.fields if name not in values]
        for name, value in values.items():
            many = value if isinstance(value, list | tuple) else [value]
            kept += [(name, str(one)) for one in many if one is not None]
        return kept


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._open: PageForm | None = None
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: str | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self._open = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in {"checkbox", "radio"} and "checked" not in given:
                return
            if kind not in {"submit", "button", "file"}:
                self._add(name, given.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select is not None:
            self._options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._area, self._text = name, []

    def _add(self, name: str, value: str) -> None:
        if self._open is not None:
            self._open.fields.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select" and self._select is not None:
            chosen = [value for value, selected in self._options if selected]
            first = [value for value, _ in self._options][:1]
            for value in chosen or first:
                self._add(self._select, value)
            self._select = None
        elif tag == "textarea" and self._area is not None:
            text = "".join(self._text).replace("\r\n", "\n")
            self._add(self._area, text.removeprefix("\n"))
            self._area = None


@dataclass
class WirePage:
    """An answer: status, address, headers, bytes."""

    status: int
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The answer as text."""
        return self.body.decode(errors="replace")

    @property
    def parsed(self) -> _Forms:
        """The forms and links of the page."""
        parser = _Forms()
        parser.feed(self.text)
        return parser

    def form(self, containing: str) -> PageForm:
        """Return the form whose action or fields contain the given words."""
        for candidate in self.parsed.forms:
            if containing in candidate.action or containing in candidate.names():
                return candidate
        raise AssertionError(f"no form with {containing!r} on {self.path} ({self.status})")

    def link(self, containing: str) -> str:
        """Return the first link whose address contains the given words."""
        return next(link for link in self.parsed.links if containing in link)


class WirePerson:
    """Somebody with a cookie and one connection that is kept."""

    def __init__(self, address: str, *, timeout: float = 30) -> None:
        """Talk to `http://host:port`."""
        parts = urlsplit(address)
        self.host, self.port, self.timeout = parts.hostname or "", parts.port or 80, timeout
        self.cookies: dict[str, str] = {}
        self._line: http.client.HTTPConnection | None = None
        self._used = 0.0
        self.last_path = "/"

    def sign_in(self, email: str) -> "WirePerson":
        """Sign in with the demo password."""
        page = self.get("/sign-in")
        answer = self.send(page.form("password"), email=email, password=PASSWORD)
        assert answer.status == 200, (email, answer.status)
        return self

    def get(self, path: str) -> WirePage:
        """Read a page; redirects are followed."""
        return self._follow(self.ask("GET", path))

    def send(self, form: PageForm, **values: Any) -> WirePage:
        """Send a form with some fields filled in; redirects are followed."""
        return self._follow(self.send_once(form, **values))

    def send_once(self, form: PageForm, **values: Any) -> WirePage:
        """Send a form and return the first answer."""
        body = urlencode(form.with_values(values))
        return self.ask("POST", urljoin(self.last_path, form.action), body)

    def _follow(self, page: WirePage) -> WirePage:
        for _ in range(5):
            if page.status not in {301, 302, 303, 307, 308}:
                return page
            page = self.ask("GET", page.headers["location"])
        raise AssertionError("redirected for ever")

    def ask(self, method: str, path: str, body: str | None = None) -> WirePage:
        """Ask once, on a kept connection."""
        parts = urlsplit(path)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._line is not None and time.monotonic() - self._used > KEPT_FOR:
            self.leave()
        line = self._line or http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        self._line, self._used = line, time.monotonic()
        try:
            line.request(method, path or "/", body, headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            line.close()
            self._line = None
            raise
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        self.last_path = path
        given = {name.lower(): value for name, value in answer.getheaders()}
        return WirePage(answer.status, path, given, content)

    def leave(self) -> None:
        """Close the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None
