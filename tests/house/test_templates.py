"""Pages stay within the strict content security policy and within the words they may use."""

import re
from pathlib import Path

import pytest

PAGES = sorted(Path("templates").rglob("*.html"))
FORBIDDEN = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    # Data for search engines is no script: browsers never run it, and the policy lets it be.
    "inline script": re.compile(
        r"<script(?! type=\"application/ld\+json\">\{\{ \w+ \| tojson \}\}</script>)"
        r"(?![^>]*\bsrc=)",
        re.IGNORECASE,
    ),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx that needs eval": re.compile(r"hx-on|js:|hx-vals\s*=\s*['\"]js", re.IGNORECASE),
    "unescaped value": re.compile(r"\|\s*safe\b"),
    "question about a status": re.compile(r"\{%\s*(el)?if[^%]*\.status\s*=="),
    "foreign address": re.compile(r"(?:src|href)\s*=\s*[\"']https?://(?!wa\.me)"),
}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_template_uses_nothing_forbidden(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []
