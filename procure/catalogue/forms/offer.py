"""A listing as its seller writes it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional

from procure.catalogue.forms.fields import (
    Boxes,
    PercentField,
    lines,
    longest,
    one_line,
    required,
)
from procure.catalogue.rules import bounds
from procure.catalogue.rules.kinds import Halal, Origin
from procure.catalogue.rules.offers import (
    Around,
    Content,
    Kind,
    Photo,
    Question,
    Substance,
    Terms,
    Variant,
    bears_tax,
)
from procure.kernel.errors import DomainError
from procure.web.errors import say_error
from procure.web.forms import Between, CountField, Form, RupiahField

ROWS: Final = re.compile(r"(contents|variants|photos)-(\d{1,3})-(\w+)")
MOST: Final = {
    "contents": bounds.MOST_CONTENTS,
    "variants": bounds.MOST_VARIANTS,
    "photos": bounds.MOST_PHOTOS,
}
TYPED: Final = ("name", "quantity", "price", "upload_id")


class ContentForm(PlainForm):
    """One thing in a package."""

    name = StringField(_l("What"), [longest(bounds.LONGEST_NAME)], filters=[one_line])
    quantity = CountField(_l("How many"), [Between(1, bounds.MOST_UNITS)])
    unit = StringField(_l("Unit"), [longest(bounds.LONGEST_UNIT)], filters=[one_line])


class VariantForm(PlainForm):
    """A size, colour or kind with its price."""

    name = StringField(_l("Variant"), [longest(bounds.LONGEST_NAME)], filters=[one_line])
    price = RupiahField(_l("Price with tax"), [Between(1, bounds.MOST_PRICE)])


class PhotoForm(PlainForm):
    """An uploaded photo and its caption."""

    upload_id = HiddenField()
    caption = StringField(_l("Caption"), [longest(bounds.LONGEST_NAME)], filters=[one_line])


class OfferForm(Form):
    """What is offered, at what price, and on which terms."""

    number = HiddenField()
    category_code = HiddenField()
    name = StringField(
        _l("Name"),
        [required(_l("Name what you offer.")), longest(bounds.LONGEST_NAME)],
        filters=[one_line],
    )
    description = TextAreaField(_l("Description"), [longest(bounds.LONGEST_TEXT)], filters=[lines])
    unit = StringField(
        _l("Unit"),
        [required(_l("Give the unit, for example box or ream.")), longest(bounds.LONGEST_UNIT)],
        filters=[one_line],
    )
    code = StringField(
        _l("Your own code (optional)"), [longest(bounds.LONGEST_CODE)], filters=[one_line]
    )
    price = RupiahField(_l("Price per unit"), [Between(1, bounds.MOST_PRICE)])
    is_price_without_tax = BooleanField(_l("This price is without PPN"))
    minimum_order = CountField(_l("Smallest order"), [Between(1, bounds.MOST_UNITS)])
    lead_days = CountField(_l("Days from order to delivery"), [Between(0, bounds.MOST_DAYS)])
    day_capacity = CountField(
        _l("Most per day (optional)"), [Optional(), Between(1, bounds.MOST_UNITS)]
    )
    stock = CountField(_l("Stock (optional)"), [Optional(), Between(0, bounds.MOST_UNITS)])
    open_from = TimeField(_l("Delivers from"), [Optional()])
    open_until = TimeField(_l("Delivers until"), [Optional()])
    areas = Boxes(_l("Delivery areas"), validate_choice=False)
    origin = RadioField(_l("Origin"), validate_choice=False)
    tkdn_hundredths = PercentField(_l("TKDN percent"), [Optional()])
    tkdn_certificate = StringField(
        _l("Number of the TKDN certificate"), [longest(bounds.LONGEST_ANSWER)], filters=[one_line]
    )
    tkdn_until = DateField(_l("The TKDN certificate ends on"), [Optional()])
    sni_certificate = StringField(
        _l("Number of the SPPT-SNI"), [longest(bounds.LONGEST_ANSWER)], filters=[one_line]
    )
    sni_until = DateField(_l("The SPPT-SNI ends on"), [Optional()])
    halal = RadioField(_l("Halal"), validate_choice=False)
    is_package = BooleanField(_l("This is a package, such as a menu"))
    contents = FieldList(FormField(ContentForm))
    variants = FieldList(FormField(VariantForm))
    photos = FieldList(FormField(PhotoForm))

    kind: Kind

    def offer(self, kind: Kind, around: Around, areas: Sequence[tuple[str, str]]) -> None:
        """Fill the lists to choose from, and leave out what does not concern the category."""
        self.kind = kind
        self.areas.choices = list(areas)
        self.origin.choices = [(one.value, _(one.label)) for one in Origin]
        self.halal.choices = [
            (one.value, _(one.label)) for one in Halal if one not in {Halal.NOT_FOOD, Halal.LAPSED}
        ]
        self.origin.data = self.origin.data or Origin.LOCAL.value
        self.halal.data = self.halal.data or Halal.UNSTATED.value
        if not bears_tax(kind, is_taxable=around.is_taxable):
            del self.is_price_without_tax
        if not kind.is_food:
            del self.halal
        if not kind.asks_sni:
            del self.sni_certificate, self.sni_until

    @property
    def questions(self) -> list[Field]:
        """The category's own questions."""
        return [self[_answer(question.key)] for question in self.kind.questions]

    def show(self, error: DomainError) -> None:
        """Put a refusal at the field it names, also at a question or a list."""
        field = (error.field or "").replace("answer-", "answer_")
        if field in ROW_LISTS and self[field].entries:
            first = next(iter(self[field].entries[0].form))
            first.errors = [*first.errors, say_error(error)]
            self[field].errors = [{first.short_name: [say_error(error)]}]
            return
        if field in self._fields and field not in ROW_LISTS:
            self[field].errors = [*self[field].errors, say_error(error)]
        else:
            self.form_errors.append(say_error(error))

    def to_substance(self) -> Substance:
        """Return a sound form's substance."""
        typed: dict[str, Any] = self.data
        return Substance(
            category_code=self.kind.code,
            name=typed["name"],
            unit=typed["unit"],
            description=typed["description"],
            is_package=typed["is_package"],
            origin=next((one for one in Origin if one == typed["origin"]), Origin.LOCAL),
            tkdn_hundredths=self.tkdn_hundredths.hundredths,
            tkdn_certificate=typed["tkdn_certificate"],
            tkdn_until=typed["tkdn_until"],
            sni_certificate=typed.get("sni_certificate", ""),
            sni_until=typed.get("sni_until"),
            halal=next((one for one in Halal if one == typed.get("halal")), Halal.UNSTATED),
            contents=tuple(
                Content(one["name"], one["quantity"], one["unit"]) for one in typed["contents"]
            ),
            variants=tuple(Variant(one["name"], one["price"]) for one in typed["variants"]),
            photos=tuple(
                Photo(upload_id, one["caption"])
                for one in typed["photos"]
                if (upload_id := as_id(one["upload_id"]))
            ),
            answers=tuple(
                sorted(
                    (question.key, self[_answer(question.key)].data or "")
                    for question in self.kind.questions
                )
            ),
        )

    def to_terms(self) -> Terms:
        """Return a sound form's terms."""
        typed: dict[str, Any] = self.data
        return Terms(
            price=typed["price"],
            is_price_without_tax=bool(typed.get("is_price_without_tax")),
            minimum_order=typed["minimum_order"],
            lead_days=typed["lead_days"],
            day_capacity=typed["day_capacity"],
            stock=typed["stock"],
            open_from=typed["open_from"],
            open_until=typed["open_until"],
            areas=tuple(sorted(set(typed["areas"] or ()))),
            code=typed["code"],
        )


ROW_LISTS: Final = tuple(MOST)


def _asked(question: Question, language: str) -> InputRequired:
    label = question.label_en if language == "en" else question.label
    return required(_l("Answer “%(question)s”: the category asks for it.", question=label))


@cache
def offer_form(questions: tuple[Question, ...], language: str) -> type[OfferForm]:
    """Return the form with the questions of a category in a language."""
    asked = {
        _answer(one.key): StringField(
            one.label_en if language == "en" else one.label,
            [
                *([_asked(one, language)] if one.is_required else []),
                longest(bounds.LONGEST_ANSWER),
            ],
            filters=[one_line],
        )
        for one in questions
    }
    return type("AskingForm", (OfferForm,), asked)


def form_for(kind: Kind, given: MultiDict[str, str] | None, data: Mapping[str, Any]) -> OfferForm:
    """Return a form for a category, filled from what was sent or from what is stored."""
    made = offer_form(kind.questions, str(get_locale()))
    return made(given, data=dict(data))


def stored(substance: Substance, terms: Terms, number: int) -> dict[str, Any]:
    """Return what is stored as the form's own values."""
    share = substance.tkdn_hundredths
    return {
        "number": str(number),
        "category_code": substance.category_code,
        "name": substance.name,
        "description": substance.description,
        "unit": substance.unit,
        "origin": substance.origin.value,
        "tkdn_hundredths": "" if share is None else f"{share / 100:g}".replace(".", ","),
        "tkdn_certificate": substance.tkdn_certificate,
        "tkdn_until": substance.tkdn_until,
        "sni_certificate": substance.sni_certificate,
        "sni_until": substance.sni_until,
        "halal": substance.halal.value,
        "is_package": substance.is_package,
        "contents": [
            {"name": one.name, "quantity": one.quantity, "unit": one.unit}
            for one in substance.contents
        ],
        "variants": [{"name": one.name, "price": one.price} for one in substance.variants],
        "photos": [
            {"upload_id": str(one.upload_id), "caption": one.caption} for one in substance.photos
        ],
        **{_answer(key): answer for key, answer in substance.answers},
        **{
            name: getattr(terms, name)
            for name in (
                *("code", "price", "is_price_without_tax", "minimum_order", "lead_days"),
                *("day_capacity", "stock", "open_from", "open_until"),
            )
        },
        "areas": list(terms.areas),
    }


def _answer(key: str) -> str:
    return f"answer_{key}"


def as_id(text: object) -> UUID | None:
    """Return an id that was typed or sent, None for anything else."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def arranged(given: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what was sent with its rows numbered from 0, after adding, moving or removing one.

    The pressed button is `act`: `add-contents`, `remove-variants-2`, `up-photos-1`, or one that
    leaves rows alone; rows in which nothing was typed fall away when the form is saved.
    """
    act = given.get("act", "")
    rest: MultiDict[str, str] = MultiDict()
    rows: dict[str, dict[int, dict[str, str]]] = {name: {} for name in MOST}
    for name, value in given.items(multi=True):
        found = ROWS.fullmatch(name)
        if found is None:
            rest.add(name, value)
        else:
            rows[found[1]].setdefault(int(found[2]), {})[found[3]] = value
    _add_uploads(rows["photos"], rest.poplist("upload_ids"))
    for name, most in MOST.items():
        kept = _moved(name, rows[name], act)
        if act in {"save", "submit"}:
            kept = [row for row in kept if any(row.get(one, "").strip() for one in TYPED)]
        if act == f"add-{name}":
            kept.append({"name": ""})
        for index, row in enumerate(kept[:most]):
            for field, value in row.items():
                rest.add(f"{name}-{index}-{field}", value)
    return rest


def _add_uploads(photos: dict[int, dict[str, str]], upload_ids: list[str]) -> None:
    """Put files that came while the form was open at the end of the photos."""
    known = {row.get("upload_id") for row in photos.values()}
    following = max(photos, default=-1) + 1
    fresh = [one for one in dict.fromkeys(upload_ids) if one not in known]
    for index, upload_id in enumerate(fresh, start=following):
        photos[index] = {"upload_id": upload_id, "caption": ""}


def _moved(name: str, rows: Mapping[int, dict[str, str]], act: str) -> list[dict[str, str]]:
    order = sorted(rows)
    verb, _dash, rest = act.partition("-")
    if rest.startswith(f"{name}-") and rest.removeprefix(f"{name}-").isdigit():
        index = int(rest.removeprefix(f"{name}-")[:4])
        if verb == "remove":
            order = [one for one in order if one != index]
        elif verb == "up" and index in order[1:]:
            place = order.index(index)
            order[place - 1], order[place] = order[place], order[place - 1]
    return [rows[index] for index in order]


class VariantPriceForm(PlainForm):
    """The price of a variant that exists."""

    name = HiddenField()
    price = RupiahField(_l("Price with tax"), [Between(1, bounds.MOST_PRICE)])


class PriceForm(Form):
    """A new price, at once."""

    price = RupiahField(_l("Price per unit"), [Between(1, bounds.MOST_PRICE)])
    is_price_without_tax = BooleanField(_l("This price is without PPN"))
    variants = FieldList(FormField(VariantPriceForm))


class StockForm(Form):
    """Stock and capacity, at once."""

    stock = CountField(_l("Stock (optional)"), [Optional(), Between(0, bounds.MOST_UNITS)])
    day_capacity = CountField(
        _l("Most per day (optional)"), [Optional(), Between(1, bounds.MOST_UNITS)]
    )
