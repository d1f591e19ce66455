"""Fields of the catalogue's forms: text as it is kept, and lists that refuse what is not theirs."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, widgets
from wtforms.validators import InputRequired, Length, ValidationError

from procure.catalogue.rules.writing import tidy, tidy_lines


def one_line(text: str | None) -> str:
    """Return a short text as it is kept."""
    return tidy(text or "")


def lines(text: str | None) -> str:
    """Return a longer text as it is kept."""
    return tidy_lines(text or "")


def longest(most: int) -> Length:
    """Refuse text of more characters than this."""
    return Length(max=most, message=_l("Write at most %(max)d characters."))


def required(message: Any) -> InputRequired:
    """Refuse an empty field with this sentence."""
    return InputRequired(message)


class OneOf:
    """The choice must be in the list."""

    def __init__(self, message: Any) -> None:
        """Keep what to say otherwise."""
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        """Refuse a choice that was not offered."""
        if (field.data or "") not in {value for value, *_rest in field.iter_choices()}:
            raise ValidationError(self.message)


class Boxes(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class PercentField(StringField):
    """A percentage with at most two decimals, kept in hundredths of a percent."""

    hundredths: int | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Accept `40,5` and `40.5`, with or without the sign."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data, self.hundredths = text, None
        bare = text.replace("%", "").replace(",", ".").strip()
        if not bare:
            return
        whole, _point, part = bare.partition(".")
        digits = whole + part
        if not (digits.isascii() and digits.isdigit() and len(whole) <= 3 and len(part) <= 2):  # noqa: PLR2004 - 100.00
            raise ValueError(_l("Write a percentage such as 40,5."))
        self.hundredths = int(whole or 0) * 100 + int(part.ljust(2, "0"))
