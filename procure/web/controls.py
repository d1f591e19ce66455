"""Inputs, text areas and lists as HTML.

WTForms draws each attribute by itself, through several layers; a request of five lines has hundreds
of them. `tests/house/test_controls.py` holds what is drawn here against what WTForms draws.
"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape
from wtforms import widgets

INPUTS = frozenset(
    kind.__call__ for kind in (widgets.Input, widgets.NumberInput, widgets.DateInput)
)
"""How inputs are drawn that are a tag and nothing else."""


def attributes(given: Mapping[str, Any]) -> str:
    """Write the attributes of a tag; True stands alone, False is left out."""
    return " ".join(
        name if value is True else f'{name}="{escape(value)}"'
        for name, value in given.items()
        if value is not False
    )


def drawn(field: Any, asked: Mapping[str, Any]) -> Markup | None:
    """Return the control of a field with these attributes; None for kinds WTForms has to draw."""
    widget = field.widget
    draw = type(widget).__call__
    if draw is widgets.TextArea.__call__:
        text = escape(field._value())  # noqa: SLF001 - what widgets ask fields
        return Markup(f"<textarea {_own(field, asked)}>\r\n{text}</textarea>")  # noqa: S704 - escaped
    if draw in INPUTS and getattr(field, "_datalist", None) is None:
        value = field._value()  # noqa: SLF001 - what widgets ask fields
        shown = {"type": widget.input_type, "value": value, **asked}
        if (step := getattr(widget, "step", None)) is not None:
            shown.setdefault("step", step)
        return Markup(f"<input {_own(field, shown)}>")  # noqa: S704 - escaped by `attributes`
    return None


def _own(field: Any, asked: Mapping[str, Any]) -> str:
    known = field.widget.validation_attrs
    flags = {name: flag for name, flag in vars(field.flags).items() if name in known}
    return attributes(
        {"id": field.id, "name": field.name, **flags, **(field.render_kw or {}), **asked}
    )
