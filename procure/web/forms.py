"""The form base: CSRF on, words in the reader's language, refusals shown at their field."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from procure.kernel.errors import DomainError, StalePage
from procure.kernel.labels import N_
from procure.web import controls
from procure.web.errors import say_error, status_of


class Sentences:
    """WTForms' own sentences, in the reader's language."""

    def gettext(self, text: str) -> str:
        """Translate a sentence."""
        return _(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate a sentence with a count; the count itself is filled in by WTForms."""
        return _(one if number == 1 else many)


WTFORMS_SENTENCES = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Not a valid date value."),
    N_("Not a valid time value."),
    N_("Not a valid integer value."),
    N_("Invalid email address."),
    N_("Invalid Choice: could not coerce."),
    N_("Field must be at least %(min)d character long."),
    N_("Field must be at least %(min)d characters long."),
    N_("Field cannot be longer than %(max)d character."),
    N_("Field cannot be longer than %(max)d characters."),
    N_("Field must be between %(min)d and %(max)d characters long."),
    N_("Field must be exactly %(max)d character long."),
    N_("Field must be exactly %(max)d characters long."),
)
"""Sentences of WTForms that our forms can show."""


class Form(FlaskForm):  # type: ignore[misc]
    """Parent of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms has no Indonesian: its sentences are translated by our own catalogue."""

        def get_translations(self, form: object) -> "Sentences":
            """Return our catalogue."""
            return Sentences()

        def wrap_formdata(self, form: object, formdata: Any) -> Any:
            """Return what was typed, without NUL, which no database can hold; no files, no JSON."""
            if formdata is not None and not isinstance(formdata, MultiDict):
                formdata = (request.form or None) if request.method == "POST" else None
            if not formdata:
                return formdata
            typed = formdata.items(multi=True)
            return MultiDict((name, text.replace("\0", "")) for name, text in typed)

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Draw what is drawn often without WTForms' detours; see `controls`."""
            drawn = controls.drawn(field, render_kw)
            return drawn if drawn is not None else super().render_field(field, render_kw)

    refused: DomainError | None = None

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form: 200 until something is to correct."""
        if not self.errors:
            return 200
        return 422 if self.refused is None else status_of(self.refused)

    def show(self, error: DomainError) -> None:
        """Put a refusal at the field it names, else at the head of the form."""
        self.refused = error
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(say_error(error))
        else:
            field.errors = [*field.errors, say_error(error)]


class SeenForm(Form):
    """A form over a record that others may change: it carries the mark of what was shown."""

    seen = HiddenField()

    def over(self, mark: str) -> None:
        """Carry the mark of what is shown now.

        A form that is shown again for another fault keeps its own, so that a change in the
        meantime is still told; one that was refused for that change has now told it.
        """
        if not self.is_submitted() or isinstance(self.refused, StalePage):
            self.seen.data = mark

    @property
    def mark(self) -> str:
        """The mark that the page carried; blank where it had none."""
        return self.seen.data or ""


class ReasonForm(Form):
    """One reason, long enough to mean something."""

    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Write the reason.")),
            Length(min=10, max=1000, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )


class SeenReasonForm(SeenForm, ReasonForm):
    """A reason for a deed on a record that others may change."""


MOST_DIGITS = 24
"""More digits than any budget has; what is longer is a slip of the finger."""


class WholeNumberField(IntegerField):
    """A whole number, typed with or without dots; what was typed stays when it is refused."""

    refusal = N_("Write a whole number.")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Accept `1.250` and `1250`."""
        self.raw_text = str(valuelist[0]) if valuelist else ""
        self.data = None
        text = self.bare(self.raw_text)
        if not text:
            return
        digits = text.removeprefix("-")
        if not (digits.isdigit() and digits.isascii() and len(digits) <= MOST_DIGITS):
            raise ValueError(_(self.refusal))
        self.data = int(text)

    def bare(self, text: str) -> str:
        """Return the digits and the sign without what makes them easier to read."""
        return text.replace(".", "").replace(" ", "").strip()

    def _value(self) -> str:
        return getattr(self, "raw_text", "") if self.data is None else self.written(self.data)

    def written(self, number: int) -> str:
        """Write the number as it stands in the field."""
        return str(number)


class RupiahField(WholeNumberField):
    """Whole rupiah, typed with or without `Rp` and dots."""

    refusal = N_("Write whole rupiah, for example 28.500.")

    def bare(self, text: str) -> str:
        """Accept `Rp 1.250.000` as well."""
        return super().bare(text.replace("Rp", ""))

    def written(self, number: int) -> str:
        """Write the amount with dots."""
        return f"{number:,}".replace(",", ".")


class CountField(WholeNumberField):
    """A whole number of things."""


class Between:
    """A number must be given and lie between two bounds."""

    def __init__(self, least: int, most: int) -> None:
        """Keep the bounds, both allowed."""
        self.least, self.most = least, most

    def __call__(self, _form: Any, field: Field) -> None:
        """Refuse a missing number or one out of bounds."""
        if field.data is None:
            if not field.errors:
                raise ValidationError(_("Fill this in."))
            return
        if not self.least <= field.data <= self.most:
            raise ValidationError(
                _(
                    "Give a number from %(least)s to %(most)s.",
                    least=f"{self.least:,}".replace(",", "."),
                    most=f"{self.most:,}".replace(",", "."),
                )
            )
