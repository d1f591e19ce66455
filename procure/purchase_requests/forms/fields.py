"""Fields that keep what was typed, and lists that refuse what was not offered."""

import re
from functools import cached_property
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from wtforms import widgets
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError

from procure.web.controls import attributes
from procure.web.forms import CountField, RupiahField

LONGEST_NUMBER: Final = 24
LINE: Final = re.compile(r"lines-(\d{1,4})-(\w+)")
"""How the fields of a line are named."""


def clean(text: str | None) -> str:
    """Trim, and drop control signs that no database, paper or mail can hold."""
    kept = (sign for sign in (text or "") if sign.isprintable() or sign in "\n\t")
    return "".join(kept).strip()


def one_line(text: str | None) -> str:
    """Put a short text on one line, with single spaces."""
    return " ".join((text or "").replace("\0", "").split())


class AsTyped:
    """Numbers are shown again as they were typed, so that nothing jumps under the cursor."""

    raw_text: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Refuse what is far too long to be a number before it is read."""
        if valuelist and len(str(valuelist[0])) > LONGEST_NUMBER:
            self.raw_text = str(valuelist[0])[:LONGEST_NUMBER]
            raise ValueError(_("This number is too long."))
        super().process_formdata(valuelist)  # type: ignore[misc]

    def _value(self) -> str:
        return getattr(self, "raw_text", "") or super()._value()  # type: ignore[misc]


class TypedRupiah(AsTyped, RupiahField):
    """Whole rupiah per unit."""


class TypedCount(AsTyped, CountField):
    """A whole number of things."""


class Choices(dict[str, list[tuple[str, str]]]):
    """Groups of choices that many lists of a page share; the nameless group stands outside."""

    @cached_property
    def drawn(self) -> str:
        """The options in their groups, none chosen; drawn once for all lists."""
        parts: list[str] = []
        for name, options in self.items():
            inside = "".join(
                f'<option value="{escape(value)}">{escape(label)}</option>'
                for value, label in options
            )
            framed = f'<optgroup label="{escape(name)}">{inside}</optgroup>'
            parts.append(framed if name else inside)
        return "".join(parts)


class Select(widgets.Select):
    """A list of `Choices`."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        """Draw the list around the shared options, and mark the chosen one."""
        own = attributes({"id": field.id, "name": field.name, **kwargs})
        chosen = f'<option value="{escape(field.data or "")}"'
        options = field.choices.drawn.replace(chosen, f"{chosen} selected", 1)
        return Markup(f"<select {own}>{options}</select>")  # noqa: S704 - escaped when drawn


class Given:
    """A number must be there; what cannot be read has said so already."""

    def __init__(self, message: Any) -> None:
        """Keep what to say otherwise."""
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        """Refuse an empty field, and leave the rest to the next validator."""
        if field.data is None:
            raise StopValidation("" if field.errors else self.message)


class OneOf:
    """The choice must be in the list."""

    def __init__(self, message: Any) -> None:
        """Keep what to say otherwise."""
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        """Refuse a choice that was not offered."""
        if (field.data or "") not in {value for value, *_rest in field.iter_choices()}:
            raise ValidationError(self.message)


def longest(most: int) -> Length:
    """Refuse text of more characters than this."""
    return Length(max=most, message=_l("Write at most %(max)d characters."))


def required(message: Any) -> InputRequired:
    """Refuse an empty field with this sentence."""
    return InputRequired(message)


def within(number: int | None, most: int) -> int:
    """Return a usable number: 0 for what is missing, negative or beyond the bound."""
    return number if number is not None and 0 < number <= most else 0


def put_in_line(lines: Any, index: int, name: str, sentence: str) -> None:
    """Put a sentence at a field of one line; the list itself counts as faulty too."""
    field = lines[index].form[name]
    field.errors = [*field.errors, sentence]
    lines.errors = [*lines.errors, {name: [sentence]}]


def place_of(field: str | None) -> tuple[int, str] | None:
    """Return which line and which of its fields a name such as `lines-2-price` means."""
    found = LINE.fullmatch(field or "")
    return (int(found[1]), found[2]) if found else None
