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


PARTS = {"Select": "select", "TextArea": "textarea"}
"""What the style sheet calls the kinds of control that are no inputs."""

TEXTS = ("inputmode", "autocomplete", "placeholder", "accept", "capture")
SWITCHES = ("readonly", "disabled", "autofocus")
"""Attributes that a control gets where they are asked for; switches stand alone."""


def control(field: Any, o: Mapping[str, Any]) -> Markup:
    """Draw the bare control of a field; the macros of `components/form.html` put the rest around.

    `o` may say: class, about (ids of what describes it), width, rows, label (spoken), and what is
    in TEXTS and SWITCHES. Limits of the value stay out: the server says them with a sentence.
    """
    widget, kind = type(field.widget).__name__, getattr(field.widget, "input_type", None)
    part = PARTS.get(widget) or ("file-upload" if kind == "file" else "input")
    classes = f"govuk-{part}"
    asked: dict[str, Any] = {name: o[name] for name in TEXTS if o.get(name)}
    asked |= {name: True for name in SWITCHES if o.get(name)}
    if field.errors:
        classes += f" govuk-{part}--error"
        asked["aria-invalid"] = "true"
    if width := o.get("width"):
        classes += f" w-{width}"
    if more := o.get("class"):
        classes += f" {more}"
    if about := o.get("about"):
        asked["aria-describedby"] = about
    if label := o.get("label"):
        asked["aria-label"] = label
    if widget == "TextArea":
        asked["rows"] = o.get("rows") or 4
    if kind == "number":
        kind = "text"
        asked.setdefault("inputmode", "numeric")
    asked |= {"class": classes, "type": kind or False, "min": False, "max": False, "step": False}
    own = drawn(field, asked)
    return own if own is not None else Markup(field(**asked))  # noqa: S704 - a widget escapes


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
    if draw is widgets.Select.__call__ and not (widget.multiple or field.has_groups()):
        return Markup(f"<select {_own(field, asked)}>{_options(field)}</select>")  # noqa: S704 - escaped
    if draw in INPUTS and getattr(field, "_datalist", None) is None:
        value = field._value()  # noqa: SLF001 - what widgets ask fields
        shown = {"type": widget.input_type, "value": value, **asked}
        if (step := getattr(widget, "step", None)) is not None:
            shown.setdefault("step", step)
        return Markup(f"<input {_own(field, shown)}>")  # noqa: S704 - escaped by `attributes`
    return None


def _options(field: Any) -> str:
    """Write the choices of a list."""
    return "".join(
        "<option {}>{}</option>".format(
            attributes(
                {"value": one.value, **(one.render_kw or {}), "selected": bool(one.selected)}
            ),
            escape(one.label or one.value),
        )
        for one in field.iter_choices()
    )


def _own(field: Any, asked: Mapping[str, Any]) -> str:
    known = field.widget.validation_attrs
    flags = {name: flag for name, flag in vars(field.flags).items() if name in known}
    return attributes(
        {"id": field.id, "name": field.name, **flags, **(field.render_kw or {}), **asked}
    )
