"""The request with its lines."""

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.validators import Optional

from procure.kernel.errors import DomainError
from procure.purchase_requests.forms.fields import (
    Choices,
    Given,
    OneOf,
    Select,
    TypedCount,
    TypedRupiah,
    clean,
    longest,
    one_line,
    place_of,
    put_in_line,
    required,
    within,
)
from procure.purchase_requests.queries import BudgetChoice, CategoryChoice, Offer
from procure.purchase_requests.rules import (
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_UNIT,
    MOST_LINES,
    MOST_RUPIAH,
    MOST_UNITS,
    Need,
    NeedLine,
    NewLine,
    NewPurchaseRequest,
    check_shape,
    gaps,
)
from procure.web.errors import say_error
from procure.web.forms import Between, Form
from procure.web.words import money

PAGES: Final = (2**30, 2**31 - 2**20)
"""Between these lies the number under which an open page keeps its draft."""

PLAIN: Final = (
    *("category_code", "purpose", "needed_on", "window_from", "window_until"),
    *("delivery_address", "delivery_contact", "delivery_regency_code", "event_name"),
    *("event_from", "event_until", "head_count", "has_guests", "splitting_reason"),
)
"""Fields that go into a request as they were typed."""


FEW_LINES: Final = 20
"""Up to so many lines, each offers every category; longer lists offer the groups in use."""


class LineForm(PlainForm):
    """One thing that is needed."""

    name = StringField(
        _l("Goods or service"),
        [required(_l("Name what you need.")), longest(LONGEST_NAME)],
        filters=[one_line],
        render_kw={"list": "offers"},
    )
    specification = TextAreaField(
        _l("Specification"), [Optional(), longest(LONGEST_TEXT)], filters=[clean]
    )
    category_code = SelectField(
        _l("Category"),
        [OneOf(_l("Choose a category from the list."))],
        validate_choice=False,
        widget=Select(),
    )
    quantity = TypedCount(_l("Quantity"), [Given(_l("Give the quantity.")), Between(1, MOST_UNITS)])
    unit = StringField(
        _l("Unit"),
        [required(_l("Give the unit, for example box or ream.")), longest(LONGEST_UNIT)],
        filters=[one_line],
    )
    price = TypedRupiah(
        _l("Estimated price"), [Given(_l("Give the estimated price.")), Between(1, MOST_RUPIAH)]
    )

    @property
    def amount(self) -> int:
        """Rupiah of the line as far as it can be told."""
        return within(self.quantity.data, MOST_UNITS) * within(self.price.data, MOST_RUPIAH)


class PurchaseRequestForm(Form):
    """A request with its lines."""

    version = HiddenField()
    page = HiddenField()
    budget_line_id = SelectField(
        _l("Budget line"),
        [OneOf(_l("Choose a budget line of your own unit."))],
        validate_choice=False,
    )
    category_code = SelectField(
        _l("Category"),
        [OneOf(_l("Choose a category from the list."))],
        validate_choice=False,
        widget=Select(),
    )
    purpose = StringField(
        _l("What is it for?"),
        [required(_l("Say what the purchase is for.")), longest(LONGEST_NAME)],
        filters=[one_line],
    )
    needed_on = DateField(_l("Needed on"), [required(_l("Give the day on which it is needed."))])
    window_from = TimeField(
        _l("Delivered from"), [required(_l("Give the hour from which it may be delivered."))]
    )
    window_until = TimeField(
        _l("Delivered until"), [required(_l("Give the hour until which it may be delivered."))]
    )
    delivery_address = TextAreaField(
        _l("Delivered to"), [Optional(), longest(500)], filters=[clean]
    )
    delivery_contact = StringField(
        _l("Who receives it"), [Optional(), longest(120)], filters=[one_line]
    )
    delivery_regency_code = SelectField(
        _l("Regency or city"),
        [OneOf(_l("Choose from the list."))],
        validate_choice=False,
        filters=[clean],
    )
    event_name = StringField(_l("Event"), [Optional(), longest(LONGEST_NAME)], filters=[one_line])
    event_from = TimeField(_l("Begins"), [Optional()])
    event_until = TimeField(_l("Ends"), [Optional()])
    head_count = TypedCount(_l("People who attend"), [Optional(), Between(1, MOST_UNITS)])
    has_guests = BooleanField(_l("People from other agencies or the public attend"))
    splitting_reason = TextAreaField(
        _l("Why this is a separate purchase"), [Optional(), longest(LONGEST_TEXT)], filters=[clean]
    )
    lines = FieldList(FormField(LineForm), min_entries=1)

    def offer(
        self,
        budget_lines: Iterable[BudgetChoice],
        categories: Sequence[CategoryChoice],
        regencies: Iterable[tuple[str, str]],
    ) -> None:
        """Fill the lists to choose from."""
        self.budget_line_id.choices = [
            ("", _("Choose")),
            *(
                (str(one.id), f"{one.activity_name} · {one.account_name} ({money(one.left)})")
                for one in budget_lines
            ),
        ]
        groups = grouped(categories)
        self.category_code.choices = Choices({"": [("", _("Choose"))], **groups})
        self.delivery_regency_code.choices = [("", _("Choose")), *regencies]
        if len(self.lines) > FEW_LINES:
            # Thousands of choices would make a long list slow on a phone.
            typed = {
                self.category_code.data,
                *(line.form.category_code.data for line in self.lines),
            }
            groups = {
                name: found
                for name, found in groups.items()
                if typed & {code for code, _name in found}
            }
        shared = Choices({"": [("", _("Category as above"))], **groups})
        for line in self.lines:
            line.form.category_code.choices = shared

    def is_sound(self) -> bool:
        """Whether the form can be saved as a draft; otherwise each fault stands at its field."""
        sound = self.validate()
        for name, sentence in (
            ("budget_line_id", _("Choose the budget line that pays for it.")),
            ("category_code", _("Choose the category.")),
        ):
            field: Field = self[name]
            if not field.data:
                field.errors = [sentence]
                sound = False
        if len(self.lines.entries) > MOST_LINES:
            self.form_errors.append(_("A request has at most %(most)s items.", most=MOST_LINES))
            sound = False
        if not sound:
            return False
        try:
            check_shape(self.to_new_purchase_request())
        except DomainError as error:
            self.show(error)
            return False
        return True

    def is_complete(self, *, is_meal: bool) -> bool:
        """Whether nothing is left open that a submission needs; a draft may leave it open."""
        missing = gaps(SimpleNamespace(**self.data), is_meal=is_meal)
        for name in missing:
            field: Field = self[name]
            if not field.errors:
                field.errors = [_("Fill this in before you submit.")]
        return not missing

    def show(self, error: DomainError) -> None:
        """Put a refusal at the field it names, also inside a line."""
        place = place_of(error.field)
        if place is None:
            super().show(error)
        else:
            put_in_line(self.lines, *place, say_error(error))

    def to_need(self) -> Need:
        """Return what has been typed so far, for the rules."""
        typed: dict[str, Any] = self.data
        own = typed["category_code"] or ""
        return Need(
            lines=tuple(
                NeedLine(
                    line["name"],
                    line["unit"],
                    within(line["quantity"], MOST_UNITS),
                    within(line["price"], MOST_RUPIAH),
                    line["category_code"] or own,
                )
                for line in typed["lines"][:MOST_LINES]
            ),
            category_code=own,
            needed_on=typed["needed_on"],
            event_from=typed["event_from"],
            event_until=typed["event_until"],
            head_count=within(typed["head_count"], MOST_UNITS) or None,
            has_guests=typed["has_guests"],
            splitting_reason=typed["splitting_reason"],
        )

    def to_new_purchase_request(self, offers: Sequence[Offer] = ()) -> NewPurchaseRequest:
        """Return a sound form as a value; a line named after an offer remembers its listing."""
        listings = {(one.name, one.unit): one.id for one in reversed(offers)}
        typed: dict[str, Any] = self.data
        own = typed["category_code"]
        return NewPurchaseRequest(
            budget_line_id=UUID(typed["budget_line_id"]),
            lines=tuple(
                NewLine(
                    **{**line, "category_code": line["category_code"] or own},
                    listing_id=listings.get((line["name"], line["unit"])),
                )
                for line in typed["lines"]
            ),
            **{name: typed[name] for name in PLAIN},
        )


def grouped(categories: Sequence[CategoryChoice]) -> dict[str, list[tuple[str, str]]]:
    """Return categories under the names of their groups, for a list to choose from."""
    names = {one.code: one.name for one in categories if one.is_group}
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in names.values()}
    for one in categories:
        if not one.is_group:
            groups.setdefault(names.get(one.group, ""), []).append((one.code, one.name))
    return {name: found for name, found in groups.items() if found}


@cache
def regencies(province: str) -> tuple[tuple[str, str], ...]:
    """Return the regencies and cities of a province (two digits) with their codes."""
    source = resources.files("procure").joinpath("reference", "regencies.csv")
    with source.open(encoding="utf-8") as rows:
        return tuple(
            (row["code"], row["name"])
            for row in csv.DictReader(rows)
            if row["code"].startswith(f"{province}.")
        )
