"""Somebody with a browser of their own, who notices whatever is wrong with a page."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    expect,
)

from tests.journeys.words import as_pattern, in_language, other_words

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "tenong-demo-2026"
HEIGHT = {360: 740, 1366: 768}
MIXED = "/styleguide"
"""A page for developers, whose examples stand in both languages."""
SKELETON = """() => {
    const parts = [...document.body.querySelectorAll("*")].map(e =>
        `${e.tagName}.${e.getAttribute("class") || ""}.${e.getAttribute("role") || ""}`);
    const kinds = new Set(parts);
    return document.documentElement.dataset.theme + kinds.size + [...kinds].join();
}"""
READ = """() => {
    const copy = document.querySelector("main").cloneNode(true);
    copy.querySelectorAll(".left, script, input[type=hidden]").forEach(part => part.remove());
    return copy.textContent.replace(/\\s+/g, " ").trim();
}"""
"""What stands on a page, without the clocks that run on it."""


TEXTS = """() => {
    const spoken = document.documentElement.lang, found = new Set();
    const own = e => (e.closest("[lang]") || document.documentElement).lang === spoken;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.textContent.replace(/\\s+/g, " ").trim();
        if (text && own(walk.currentNode.parentElement)) found.add(text);
    }
    for (const name of ["aria-label", "placeholder", "title", "alt"])
        for (const e of document.querySelectorAll(`[${name}]`))
            if (own(e)) found.add(e.getAttribute(name));
    return [...found];
}"""
"""Every text of a page in its own language: parts that say another language are left out."""


@cache
def axe() -> str:
    """Return the checker of accessibility."""
    return Path("tests/vendor/axe.min.js").read_text(encoding="utf-8")


@dataclass
class Gallery:
    """Where screenshots hang, and which pages were seen: a page of the same build is seen once."""

    folder: Path
    seen: set[tuple[str, ...]] = field(default_factory=set)
    count: dict[str, int] = field(default_factory=dict)

    def is_new(self, *page: str) -> bool:
        """Whether nobody has looked at such a page before."""
        if page in self.seen:
            return False
        self.seen.add(page)
        return True

    def place(self, name: str) -> Path:
        """Return where to hang the next picture of this name."""
        self.folder.mkdir(exist_ok=True)
        self.count[name] = number = self.count.get(name, 0) + 1
        return self.folder / f"{name}{'' if number == 1 else f'-{number}'}.png"


class Visitor:
    """One person: signs in, goes to pages, presses buttons; each page they see is checked."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        gallery: Gallery,
        *,
        width: int = 1366,
        scripts: bool = True,
        language: str = "id",
    ) -> None:
        """Open a browser context of the given width, with or without JavaScript."""
        self._browser, self.address, self.gallery, self.width = browser, address, gallery, width
        self.scripts, self.language = scripts, language
        self.context = browser.new_context(
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": width, "height": HEIGHT.get(width, 800)},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._watch)
        if language == "en":
            self.page.goto(address)
            self.page.get_by_role("button", name="English", exact=True).first.click()
            self.look()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _watch(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def word(self, text: str, **facts: object) -> str:
        """Return words of the source in this person's language."""
        return in_language(self.language, text, **facts)

    def sign_in(self, email: str) -> None:
        """Sign in with the demo password."""
        self.go("/sign-in")
        self.enter("E-mail address", email)
        self.enter("Password", PASSWORD)
        self.main.get_by_role("button", name=self.word("Sign in"), exact=True).click()
        self.look()

    @property
    def main(self) -> Locator:
        """The page without its head and foot."""
        return self.page.locator("main")

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        self.look()

    def press(self, text: str, *, within: Locator | None = None, **facts: object) -> None:
        """Press a button, or follow a link, by its words."""
        self.control(text, within=within, **facts).first.click()
        self.look()

    def control(self, text: str, *, within: Locator | None = None, **facts: object) -> Locator:
        """Return the button or link of these words; those of the page's body go first."""
        name = self.word(text, **facts)
        for place in (within,) if within else (self.main, self.page):
            found = place.get_by_role("button", name=name, exact=True).or_(
                place.get_by_role("link", name=name, exact=True)
            )
            if found.count():
                return found
        raise AssertionError(f"nothing to press called {name!r}:\n{self.reads()[:3000]}")

    def open(self, words: str) -> None:
        """Follow a link whose words contain these, such as the title of a task."""
        self.main.get_by_role("link", name=words).first.click()
        self.look()

    def field(self, label: str, **facts: object) -> Locator:
        """Return the field of this label."""
        return self.page.get_by_label(self.word(label, **facts), exact=True).first

    def enter(self, label: str, value: str | int, **facts: object) -> None:
        """Type into the field of this label."""
        self.field(label, **facts).fill(str(value))

    def choose(self, label: str, value: str, **facts: object) -> None:
        """Choose from the list of this label, by the value or the words of the choice."""
        self.field(label, **facts).select_option(value)

    def tick(self, label: str, **facts: object) -> None:
        """Tick a box or choose one of several."""
        self.field(label, **facts).check()

    def reads(self) -> str:
        """Return what stands on the page, without the time that is left."""
        text: str = self.page.evaluate(READ)
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def sees(self, text: str, **facts: object) -> None:
        """Insist that words stand on the page, or come within a moment."""
        expect(self.main).to_contain_text(as_pattern(self.language, text, **facts))

    def misses(self, text: str, **facts: object) -> None:
        """Insist that words do not stand on the page."""
        found = as_pattern(self.language, text, **facts).search(self.reads())
        assert not found, f"{found!r} stands on {self.page.url}"

    def look(self) -> None:
        """Check a page of a new build: nothing scrolls sideways, axe finds nothing."""
        self.page.wait_for_load_state("load")
        path = re.sub(r"[0-9a-f-]{36}", "_", self.page.url.split("?")[0])
        name = path.removeprefix(self.address).strip("/").replace("/", "_") or "front"
        mode = f"{self.width}-{self.language}{'' if self.scripts else '-plain'}"
        if self.gallery.is_new(name, mode, self.page.evaluate(SKELETON)):
            self._photograph(f"{name}-{mode}")
            self._measure(path)

    def _photograph(self, name: str) -> None:
        self.page.screenshot(path=self.gallery.place(name), full_page=True)

    def _measure(self, path: str) -> None:
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{path} scrolls sideways by {wide} px at {self.width}"
        texts = set() if path.endswith(MIXED) else set(self.page.evaluate(TEXTS))
        foreign = other_words(self.language) & texts
        assert not foreign, f"{path} says in the other language: {foreign}"
        faults = [
            (fault["id"], [node["html"][:200] for node in fault["nodes"][:3]])
            for fault in self._ask_axe()
        ]
        assert not faults, f"axe on {path}: {faults}"

    def _ask_axe(self) -> list[dict[str, Any]]:
        page = self.page if self.scripts else self._twin()
        page.evaluate(axe())
        found: list[dict[str, Any]] = page.evaluate(
            "async tags => (await window.axe.run(document, "
            "{runOnly: tags, resultTypes: ['violations']})).violations",
            TAGS,
        )
        if page is not self.page:
            page.context.close()
        return found

    def _twin(self) -> Page:
        """Show the same page where the checker can run: it needs scripts, the page gets none."""
        html = self.page.content()
        context = self._browser.new_context(viewport=self.page.viewport_size)
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        page.route(self.page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(self.page.url)
        return page

    def leave(self) -> None:
        """Close the browser; complaints that its console made are faults."""
        self.context.close()
        assert not self.complaints, self.complaints
