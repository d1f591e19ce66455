"""What people fill in while suppliers are asked and chosen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from procure.kernel.clock import ZONES
from procure.kernel.regulation import Regulation
from procure.sourcing.service import NewDirectPurchase, NewQuote, NewRfq, Source
from procure.web.forms import Between, Form, ReasonForm, RupiahField, SeenForm

MOST_LINES = 200
MOST_RUPIAH = 10**12
YES, NO = "yes", "no"


class AtMost:
    """An amount may be left out; given, it lies between two bounds."""

    def __init__(self, least: int) -> None:
        """Keep the least amount (rupiah) that is allowed."""
        self.between = Between(least, MOST_RUPIAH)

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse an amount out of bounds."""
        if field.data is not None:
            self.between(form, field)


def _text(label: Any, most: int, *, least: int = 0, needed: bool = False) -> TextAreaField:
    length = Length(
        min=least, max=most, message=_l("Write between %(min)d and %(max)d characters.")
    )
    first = InputRequired(_l("Write something here.")) if needed else Optional()
    return TextAreaField(label, [first, length])


class ClosingFields(SeenForm):
    """The day and the full hour at which quotes close."""

    closes_on = DateField(_l("Closing date"), [InputRequired(_l("Choose a date."))])
    closes_hour = SelectField(_l("Closing hour"), coerce=int)

    def offer_hours(self, law: Regulation | None, zone: str) -> None:
        """Offer the full hours that the region's rule allows."""
        since, until = (law.parameters["from"], law.parameters["until"]) if law else (8, 16)
        self.closes_hour.choices = [
            SelectChoice(h, f"{h:02d}.00 {zone}") for h in range(since, until + 1)
        ]

    def propose(self, moment: datetime) -> None:
        """Fill in a deadline (in the region's zone) that the rules allow."""
        self.closes_on.data, self.closes_hour.data = moment.date(), moment.hour

    def to_moment(self, zone: str) -> datetime:
        """Return the deadline in the region's zone (WIB, WITA or WIT)."""
        assert self.closes_on.data is not None
        return datetime.combine(self.closes_on.data, time(self.closes_hour.data), ZONES[zone])


class PublishForm(ClosingFields):
    """Whom to ask, until when, and what the national catalogue offers."""

    supplier_ids = SelectMultipleField(_l("Suppliers to invite"))
    reason = _text(_l("Why these suppliers"), 1000)
    few_invited_reason = _text(_l("Why fewer suppliers are enough"), 1000)
    catalogue_found = RadioField(
        _l("Does the national catalogue offer this?"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(NO, _l("No")), SelectChoice(YES, _l("Yes"))],
    )
    catalogue_note = _text(_l("When and where you looked, and what you found"), 1000)

    def offer(self, suppliers: Iterable[tuple[UUID, str]]) -> None:
        """Offer suppliers by id and name."""
        self.supplier_ids.choices = [SelectChoice(str(id_), name) for id_, name in suppliers]

    def to_new_rfq(self, zone: str) -> NewRfq:
        """Return what the officer decided."""
        return NewRfq(
            supplier_ids=tuple(UUID(value) for value in self.supplier_ids.data or ()),
            closes_at=self.to_moment(zone),
            catalogue_found=self.catalogue_found.data == YES,
            catalogue_note=self.catalogue_note.data or "",
            reason=self.reason.data or "",
            few_invited_reason=self.few_invited_reason.data or "",
        )


class ExtendForm(ClosingFields, ReasonForm):
    """A later deadline, and why."""


class QuestionForm(Form):
    """A question that everybody will be able to read."""

    text = _text(_l("Your question"), 1000, least=10, needed=True)


class AnswerForm(Form):
    """An answer that goes to all invited suppliers."""

    answer = _text(_l("Answer for all invited suppliers"), 2000, least=2, needed=True)


class PriceForm(PlainForm):
    """The unit price of one line; blank when it is not offered."""

    price = RupiahField(_l("Price per unit"), [AtMost(1)])


class QuoteForm(SeenForm):
    """What a supplier offers."""

    lines = FieldList(FormField(PriceForm), _l("Prices"), max_entries=MOST_LINES)
    delivery_cost = RupiahField(_l("Delivery cost for everything"), [AtMost(0)])
    note = _text(_l("Note for the officer"), 1000)

    def fill_up(self, count: int) -> None:
        """Have a price field for each line, also for one that the browser left out."""
        while len(self.lines.entries) < count:
            self.lines.append_entry()

    @property
    def prices(self) -> list[int | None]:
        """The prices as typed, in the order of the lines."""
        return [entry.form.price.data for entry in self.lines.entries]

    def to_new_quote(self, positions: Sequence[int]) -> NewQuote:
        """Return the offer by line position."""
        given: Mapping[int, int | None] = dict(zip(positions, self.prices, strict=False))
        return NewQuote(given, self.delivery_cost.data or 0, self.note.data or "")


class AwardForm(SeenForm):
    """The chosen quote, and why."""

    quote_id = RadioField(_l("Choose the supplier"), [InputRequired(_l("Choose a supplier."))])
    reason = _text(_l("Reason for the choice"), 2000, needed=True)

    def offer(self, quotes: Iterable[tuple[UUID, str]]) -> None:
        """Offer quotes by id and the supplier's name."""
        self.quote_id.choices = [SelectChoice(str(id_), name) for id_, name in quotes]


class SourceForm(PlainForm):
    """A place where a price was looked up; a row that is all blank is left out."""

    name = StringField(_l("Source"), [Length(max=200)])
    evidence = StringField(_l("Where it can be seen"), [Length(max=1000)])
    total = RupiahField(_l("Total there"), [AtMost(1)])

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not (self.name.data or self.evidence.data or self.total.data)

    def validate_total(self, field: RupiahField) -> None:
        """A source that is named has a total."""
        if (self.name.data or self.evidence.data) and field.data is None:
            raise ValidationError(_("Write the total of this source."))

    def validate_name(self, field: StringField) -> None:
        """A total comes from somewhere."""
        if not field.data and not self.is_blank:
            raise ValidationError(_("Name the source."))


class FullPriceForm(PlainForm):
    """The unit price of one line."""

    price = RupiahField(_l("Price per unit"), [Between(1, MOST_RUPIAH)])


class BuyForm(SeenForm):
    """A direct purchase: prices, price sources and the reason."""

    lines = FieldList(FormField(FullPriceForm), _l("Prices"), max_entries=MOST_LINES)
    delivery_cost = RupiahField(_l("Delivery cost for everything"), [AtMost(0)])
    sources = FieldList(FormField(SourceForm), _l("Price sources"), max_entries=6)
    reason = _text(_l("Reason for the choice"), 2000, needed=True)

    @property
    def prices(self) -> list[int | None]:
        """The prices as typed, in the order of the lines."""
        return [entry.form.price.data for entry in self.lines.entries]

    def fill_up(self, count: int, sources: int) -> None:
        """Have a price field for each line, and rows for the price sources."""
        while len(self.lines.entries) < count:
            self.lines.append_entry()
        while len(self.sources.entries) < sources:
            self.sources.append_entry()

    def to_purchase(self, supplier_id: UUID) -> NewDirectPurchase:
        """Return what the officer decided."""
        return NewDirectPurchase(
            supplier_id=supplier_id,
            prices=tuple(price for price in self.prices if price is not None),
            delivery_cost=self.delivery_cost.data or 0,
            sources=tuple(
                Source(
                    row.form.name.data or "", row.form.evidence.data or "", row.form.total.data or 0
                )
                for row in self.sources.entries
                if not row.form.is_blank
            ),
            reason=self.reason.data or "",
        )
