"""What the registry officer fills in: checklists, samples, categories."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField
from wtforms import Form as PlainForm

from procure.catalogue.forms.fields import Boxes, OneOf, longest, one_line, required
from procure.catalogue.rules import bounds
from procure.catalogue.rules.kinds import SupplyKind
from procure.catalogue.rules.offers import Question
from procure.catalogue.service.sorting import NewCategory
from procure.web.forms import Form


class ChecklistForm(Form):
    """The points of the checklist, each to be ticked."""

    checklist = Boxes(_l("Checklist"), validate_choice=False)

    def ticked(self) -> dict[str, bool]:
        """Return the points that were ticked."""
        return dict.fromkeys(self.checklist.data or (), True)


class BatchForm(ChecklistForm):
    """The checklist for a whole sheet, after a look at the sample."""


class QuestionForm(PlainForm):
    """A question of a category."""

    key = StringField(_l("Key"), [longest(bounds.LONGEST_UNIT)], filters=[one_line])
    label = StringField(_l("Question (Indonesian)"), [longest(80)], filters=[one_line])
    label_en = StringField(_l("Question (English)"), [longest(80)], filters=[one_line])
    is_required = BooleanField(_l("Must be answered"))


class CategoryForm(Form):
    """A category and what it asks of its listings."""

    name = StringField(
        _l("Name (Indonesian)"), [required(_l("Fill this in.")), longest(120)], filters=[one_line]
    )
    name_en = StringField(
        _l("Name (English)"), [required(_l("Fill this in.")), longest(120)], filters=[one_line]
    )
    unit = StringField(_l("Unit"), [required(_l("Fill this in.")), longest(30)], filters=[one_line])
    account_code = StringField(
        _l("Account code"), [required(_l("Fill this in.")), longest(30)], filters=[one_line]
    )
    supply_kind = SelectField(
        _l("Kind of supply"), [OneOf(_l("Choose from the list."))], validate_choice=False
    )
    is_meal = BooleanField(_l("A meal for a meeting"))
    standard_key = StringField(
        _l("Key of the price standard"), [longest(bounds.LONGEST_CODE)], filters=[one_line]
    )
    asks_sni = BooleanField(_l("SNI is compulsory: each listing gives its SPPT-SNI"))
    questions = FieldList(FormField(QuestionForm))

    def offer(self) -> None:
        """Fill the list of kinds."""
        self.supply_kind.choices = [(one.value, str(_l(one.label))) for one in SupplyKind]

    def to_category(self) -> NewCategory:
        """Return a sound form as a value; rows without a question fall away."""
        typed = self.data
        questions = [
            Question(
                (one["key"] or one["label"]).casefold().replace(" ", "_")[:30],
                one["label"],
                one["label_en"] or one["label"],
                one["is_required"],
            )
            for one in typed["questions"]
            if one["label"]
        ]
        distinct = {one.key: one for one in questions}
        return NewCategory(
            name=typed["name"],
            name_en=typed["name_en"],
            unit=typed["unit"],
            account_code=typed["account_code"],
            supply_kind=SupplyKind(typed["supply_kind"]),
            is_meal=typed["is_meal"],
            standard_key=typed["standard_key"],
            asks_sni=typed["asks_sni"],
            questions=tuple(distinct.values()),
        )
