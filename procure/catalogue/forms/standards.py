"""What the registry officer fills in for a price standard."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional

from procure.catalogue.forms.fields import OneOf, longest, one_line, required
from procure.catalogue.rules import bounds
from procure.catalogue.rules.standards import NewStandard
from procure.web.forms import Between, Form, RupiahField


class StandardForm(Form):
    """A ceiling price, by which decree, from when until when."""

    category_code = SelectField(
        _l("Category"), [OneOf(_l("Choose from the list."))], validate_choice=False
    )
    item = StringField(
        _l("Item"),
        [required(_l("Fill this in.")), longest(bounds.LONGEST_NAME)],
        filters=[one_line],
    )
    unit = StringField(
        _l("Unit"),
        [required(_l("Fill this in.")), longest(bounds.LONGEST_UNIT)],
        filters=[one_line],
    )
    price = RupiahField(_l("Highest price per unit, with tax"), [Between(1, bounds.MOST_PRICE)])
    key = StringField(
        _l("Key of the price standard"), [longest(bounds.LONGEST_CODE)], filters=[one_line]
    )
    decree = StringField(
        _l("Decree"),
        [required(_l("Name the decree: without a source nobody can check it.")), longest(200)],
        filters=[one_line],
    )
    valid_from = DateField(_l("First day"), [required(_l("Write the first day."))])
    valid_until = DateField(_l("Last day"), [Optional()])

    def offer(self, categories: Iterable[tuple[str, str]]) -> None:
        """Fill the list of categories."""
        self.category_code.choices = list(categories)

    def to_standard(self, category_code: str = "") -> NewStandard:
        """Return a sound form as a value; the category is given where the form does not ask."""
        typed: dict[str, Any] = {"category_code": category_code, **self.data}
        return NewStandard(**{one.name: typed[one.name] for one in fields(NewStandard)})


class EndForm(Form):
    """The last day of a price standard."""

    valid_until = DateField(_l("Last day"), [required(_l("Write the last day."))])
