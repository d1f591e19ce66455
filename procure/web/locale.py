"""Which language a page speaks: the reader's choice, else Indonesian."""

from typing import Any

from babel.support import Translations
from flask import Flask, g, session
from flask_babel import Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from procure.web.extensions import babel

_catalogues: dict[str, Translations] = {}
"""The sentences of each language, as they were read from the files."""


def chosen() -> str:
    """Return `id` or `en`: chosen in this browser, else kept with the person, else Indonesian."""
    return str(session.get("language") or getattr(g, "language", None) or "id")


def language() -> str:
    """Return the language that is spoken now, in two letters."""
    try:
        kept = g._get_current_object().__dict__  # noqa: SLF001 - a tenth of the time of g.get
    except RuntimeError:  # outside of the application
        return "id"
    # Flask-Babel keeps the locale of a request here; its own way to it is long, and a page asks
    # for it hundreds of times.
    locale = getattr(kept.get("_flask_babel"), "babel_locale", None) or get_locale()
    return str(locale.language) if locale else "id"


class Catalogues(Domain):
    """Our sentences; whose language it is, Flask-Babel would ask anew for each of them."""

    def get_translations(self) -> Translations:
        """Return the sentences of the language that is spoken now."""
        spoken = language()
        if spoken not in _catalogues:
            _catalogues[spoken] = super().get_translations()
        return _catalogues[spoken]


_ours = Catalogues()

_said: dict[tuple[str, str], Markup] = {}
"""Sentences as they stand on pages, by language; there are as many as templates say."""
MOST_SAID = 20_000


@pass_eval_context
def sentence(around: EvalContext, text: str, **facts: Any) -> str:
    """Say a sentence of a template in the reader's language, with its facts made harmless."""
    if not around.autoescape:
        plain = _ours.get_translations().gettext(str(text))
        return plain % facts if facts or "%" in plain else plain
    key = language(), str(text)
    said = _said.get(key)
    if said is None:
        if len(_said) >= MOST_SAID:
            _said.clear()
        # Our own sentences; facts are escaped as they come in.
        said = _said[key] = Markup(_ours.get_translations().gettext(key[1]))  # noqa: S704
    return said % facts if facts or "%" in said else said


@pass_eval_context
def counted(around: EvalContext, one: str, many: str, num: int, **facts: Any) -> str:
    """Say a sentence of a template for a number of things."""
    said = _ours.get_translations().ngettext(one, many, num)
    if around.autoescape:
        said = Markup(said)  # noqa: S704 - see above
    return said % {"num": num, **facts}


def speak(app: Flask) -> None:
    """Let Flask-Babel ask `chosen` and `Catalogues`, and templates speak without asking it."""
    babel.init_app(app, locale_selector=chosen)
    babel.domain_instance = _ours
    app.jinja_env.globals.update(_=sentence, gettext=sentence, ngettext=counted)
