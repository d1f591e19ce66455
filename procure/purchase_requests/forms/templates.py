"""The forms of routine purchases that an agency keeps."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from procure.purchase_requests.forms.fields import TypedCount, clean, longest
from procure.purchase_requests.rules import MOST_UNITS
from procure.purchase_requests.rules.templates import TemplateLine
from procure.web.forms import Between, Form


class KeepForm(Form):
    """What the template is called."""

    title = StringField(
        _l("Name of the template"), [InputRequired(), longest(100)], filters=[clean]
    )


class KeptLineForm(PlainForm):
    """How many of one thing, and whether that is for each person."""

    quantity = TypedCount(_l("How many"), [InputRequired(), Between(1, MOST_UNITS)])
    is_per_person = BooleanField(_l("For each person"))
    is_left_out = BooleanField(_l("Leave out"))


class ChangeForm(KeepForm):
    """The title and the lines of a template."""

    version = HiddenField()
    lines = FieldList(FormField(KeptLineForm))

    def to_lines(self, stored: Sequence[TemplateLine]) -> list[TemplateLine]:
        """Return the stored lines with what was typed, without those that are left out."""
        return [
            replace(
                line,
                quantity=typed.form.quantity.data or line.quantity,
                is_per_person=typed.form.is_per_person.data,
            )
            for line, typed in zip(stored, self.lines, strict=False)
            if not typed.form.is_left_out.data
        ]

    @property
    def seen(self) -> int:
        """The version that the page showed; 0 where it was tampered with."""
        typed = str(self.version.data)
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0  # noqa: PLR2004 - digits
