"""The template engine: Jinja's, with the two steps that a page repeats a thousand times made short.

A page of ours calls its components' macros more than a thousand times. Both shortcuts give what
Jinja gives; `tests/house/test_templates.py` compares them.
"""

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
    """What the application draws its pages with."""

    context_class = Scope
    template_class = File
