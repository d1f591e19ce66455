"""What we draw of forms is what WTForms draws: the same tags, attributes and values."""

from datetime import date, time
from html.parser import HTMLParser
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from procure.web import controls
from procure.web.forms import RupiahField

SHARP = "\"><script>'&amp; {{ 1 }} \u2019"


def option(value: Any, label: str, more: dict[str, str] | None = None) -> Any:
    return SelectChoice(value=value, label=label, render_kw=more)


class Every(PlainForm):
    """A field of each kind that we draw ourselves."""

    text = StringField(validators=[InputRequired(), Length(min=3, max=40)])
    listed = StringField(render_kw={"list": "offers"})
    note = TextAreaField(validators=[Length(max=500)])
    amount = RupiahField()
    count = IntegerField(validators=[NumberRange(min=1, max=9)])
    day = DateField()
    hour = TimeField()
    mail = EmailField()
    secret = HiddenField()
    choice = SelectField(
        choices=[option("", SHARP), option("3", "<b>", {"data-x": SHARP}), option(SHARP, "x")],
        validators=[Optional()],
    )
    needed = SelectField(
        choices=[option(1, "satu"), option(2, "")], coerce=int, validators=[InputRequired()]
    )


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_data(self, data: str) -> None:
        self.found.append(data)


FIELDS = [name for name in vars(Every) if not name.startswith("_")]


@pytest.fixture
def typed() -> Every:
    numbers = {"amount": "28500", "count": "7", "day": "2026-02-30", "hour": "11:00"}
    return Every(MultiDict({name: numbers.get(name, SHARP) for name in FIELDS}))


@pytest.mark.parametrize("name", FIELDS)
def test_a_control_is_drawn_as_wtforms_draws_it(typed: Every, name: str) -> None:
    filled = Every(text=SHARP, note=SHARP, amount=1, count=2, day=date(2026, 1, 2), hour=time(9))
    asked = {
        "class": "w-5",
        "aria-label": SHARP,
        "readonly": True,
        "rows": False,
        "disabled": False,
    }
    for form in (typed, filled, Every()):
        field: Field = form[name]
        for given in ({}, asked):
            ours = controls.drawn(field, given)
            assert ours is not None
            theirs = DefaultMeta().render_field(field, given)
            assert Tags(str(ours)).found == Tags(str(theirs)).found
