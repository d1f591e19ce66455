"""Pages stay within the strict content security policy and within the words they may use."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.templating import Environment
from jinja2 import DictLoader

from procure.web.engine import Engine

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


PARTS = {
    "parts": """{% macro row(a, b="two", c=none) %}
<p>{{ a }}{{ b }}{{ c }}{{ caller() if caller }}</p>
{% endmacro %}
{% macro any() %}{{ varargs | join("+") }}{{ kwargs | dictsort }}{% endmacro %}
{% macro hi() %}{{ greet("x") }}{% endmacro %}""",
    "page": """{% from "parts" import row, any, hi %}
{{ row("<b>", c=1) }}{{ any(1, 2, z="&") }}{{ hi() }}
{% for n in [1, 2] %}
{% call row(n) %}inside {{ n }} of {{ loop.length }}{% include "more" %}{% endcall %}
{% endfor %}
{% block tail %}{{ row(given, "x") }}{% endblock %}""",
    "more": """{% from "parts" import row %}{{ row(given) }}{{ greet(n) }}""",
}


def test_the_engine_draws_what_jinja_draws() -> None:
    drawn = []
    for kind in (Engine, Environment):
        environment = kind(Flask(__name__), autoescape=True, loader=DictLoader(PARTS))
        environment.globals["greet"] = lambda who: f"<hello {who}>"
        page = environment.get_template("page")
        drawn.append([page.render(given="<i>"), page.render(given="second")])
    assert drawn[0] == drawn[1]
    assert "&lt;b&gt;" in drawn[0][0]
    assert "second" in drawn[0][1]


def test_a_macro_refuses_what_it_does_not_know() -> None:
    environment = Engine(Flask(__name__), loader=DictLoader(PARTS))
    with pytest.raises(TypeError, match="no keyword argument 'd'"):
        environment.from_string('{% from "parts" import row %}{{ row(1, d=2) }}').render()
