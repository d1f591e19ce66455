"""The template engine: Jinja's, with the steps that a page repeats a thousand times made short.

A page of ours calls its components' macros more than a thousand times. The shortcuts give what
Jinja gives; `tests/house/test_templates.py` compares them.
"""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro


class Scope(Context):
    """The names of a page; calls a macro without asking first what kind of thing it is."""

    def call(self, called: Any, /, *given: Any, **named: Any) -> Any:
        """Call what a template calls, as Jinja's `Context.call` does."""
        if type(called) is Macro:
            named.pop("_block_vars", None)
            named.pop("_loop_vars", None)
            return called(self.eval_ctx, *given, **named)
        return super().call(called, *given, **named)


class File(Template):
    """A template; the components it offers are made once.

    Jinja first compares all global names of who imports and who is imported. All our templates
    have those of the one environment.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


class Engine(Environment):
    """What the application draws its pages with; all templates have one set of globals."""

    context_class = Scope
    template_class = File

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template: those of all, unless it brings some of its own.

        Jinja lays an empty set before them for each template, which then is copied name by name.
        """
        return super().make_globals(d) if d else self.globals
