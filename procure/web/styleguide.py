"""A form with one field of each kind, for the style guide."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    FormField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from procure.web.forms import CountField, Form, RupiahField

CHOICES = [SelectChoice("a", _l("Direct purchase")), SelectChoice("b", _l("Request for quotation"))]
DAYS = [SelectChoice("mon", _l("Monday")), SelectChoice("tue", _l("Tuesday"))]


class SampleLine(PlainForm):
    """One row of a table of items."""

    item = StringField(_l("Item"))
    detail = StringField(_l("Specification"))
    quantity = CountField(_l("Quantity"))
    unit = StringField(_l("Unit"))
    price = RupiahField(_l("Price"))


class SampleForm(Form):
    """Every field that pages use."""

    purpose = StringField(_l("Purpose"))
    needed_on = DateField(_l("Needed on"))
    hour = TimeField(_l("Hour"))
    budget_line = SelectField(_l("Budget line"), choices=CHOICES)
    ceiling = RupiahField(_l("Ceiling"))
    people = CountField(_l("People"))
    password = PasswordField(_l("Password"))
    method = RadioField(_l("Method"), choices=CHOICES)
    days = SelectMultipleField(_l("Days"), choices=DAYS)
    agreed = BooleanField(_l("I agree"))
    remark = TextAreaField(_l("Remark"))
    letter = FileField(_l("Letter"))
    lines = FieldList(FormField(SampleLine), min_entries=2)
