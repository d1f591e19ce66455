"""What officers type: remarks, decisions, looks into the blacklist, verdicts on likenesses."""

from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from procure.kernel.labels import Labelled
from procure.suppliers.forms.sent_files import UploadField, given
from procure.suppliers.kinds import BlacklistResult, InterestKind, ReviewItem, Verdict
from procure.suppliers.service import NewInterest, NewLook, NewSanction
from procure.web.forms import Form, ReasonForm

TOO_LONG = _l("Write at most %(max)d characters.")


def words_of(kinds: type[Labelled]) -> list[tuple[str, str]]:
    """Return the members of an enumeration with their words, for choices."""
    return [(str(kind), _(kind.label)) for kind in kinds]


def _remark(label: str) -> TextAreaField:
    return TextAreaField(label, [Optional(), Length(max=500, message=TOO_LONG)])


class AskAgainForm(ReasonForm):
    """One reason for the whole, and what is wrong in each part."""

    identity = _remark(_l("Who you are, and your numbers"))
    place = _remark(_l("Address and where you deliver"))
    offer = _remark(_l("What you sell"))
    tax = _remark(_l("Tax"))
    papers = _remark(_l("Papers"))
    bank = _remark(_l("Bank account"))

    def to_remarks(self) -> dict[ReviewItem, str]:
        """Return what was written for each part."""
        return {item: self[str(item)].data or "" for item in ReviewItem}


class SanctionForm(ReasonForm):
    """A decision as it was signed."""

    decision_number = StringField(
        _l("Number of the decision"),
        [
            InputRequired(_l("Write the number of the decision.")),
            Length(max=100, message=TOO_LONG),
        ],
    )
    decision_date = DateField(
        _l("Date of the decision"), [InputRequired(_l("Write the date of the decision."))]
    )
    starts_on = DateField(_l("First day"), [InputRequired(_l("Write the first day."))])
    ends_on = DateField(_l("Last day"), [Optional()])

    def to_new_sanction(self) -> NewSanction:
        """Return the decision."""
        return NewSanction(
            decision_number=self.decision_number.data or "",
            decision_date=given(self.decision_date.data),
            starts_on=given(self.starts_on.data),
            ends_on=self.ends_on.data,
            reason=self.reason.data or "",
        )


class LookForm(Form):
    """When somebody looked into the national blacklist, and what it showed."""

    checked_on = DateField(_l("Day of the look"), [InputRequired(_l("Write the day."))])
    result = RadioField(_l("What it showed"), [InputRequired(_l("Choose what it showed."))])
    note = TextAreaField(_l("Note"), [Optional(), Length(max=1000, message=TOO_LONG)])
    evidence_upload_id = UploadField(_l("Evidence"))

    def offer(self) -> None:
        """Offer the results."""
        self.result.choices = words_of(BlacklistResult)

    def propose(self, today: date) -> None:
        """Propose today."""
        self.checked_on.data = self.checked_on.data or today

    def to_new_look(self) -> NewLook:
        """Return the look."""
        return NewLook(
            checked_on=given(self.checked_on.data),
            result=BlacklistResult(self.result.data),
            note=self.note.data or "",
            evidence_upload_id=self.evidence_upload_id.data,
        )


class JudgeForm(ReasonForm):
    """What two suppliers are to each other."""

    verdict = RadioField(_l("Your decision"), [InputRequired(_l("Choose a decision."))])

    def offer(self) -> None:
        """Offer the verdicts."""
        self.verdict.choices = words_of(Verdict)


class BookForm(Form):
    """That the officer has seen the page of the bank book."""

    book_seen = BooleanField(
        _l("Account number, holder and bank book page agree; I have seen the page.")
    )


class InterestForm(Form):
    """A tie as the official declares it."""

    supplier_id = SelectField(_l("Supplier"), [InputRequired(_l("Choose the supplier."))])
    kind = RadioField(_l("How you have to do with it"), [InputRequired(_l("Choose one."))])
    starts_on = DateField(_l("Since"), [InputRequired(_l("Write since when."))])
    text = TextAreaField(_l("In a few words"), [Optional(), Length(max=500, message=TOO_LONG)])

    def offer(self, suppliers: list[tuple[UUID, str]]) -> None:
        """Offer the suppliers of the region and the kinds of ties."""
        named = [(str(supplier_id), name) for supplier_id, name in suppliers]
        self.supplier_id.choices = [("", _("Choose")), *named]
        self.kind.choices = words_of(InterestKind)

    def to_new_interest(self) -> NewInterest:
        """Return the declaration."""
        return NewInterest(
            supplier_id=UUID(self.supplier_id.data),
            kind=InterestKind(self.kind.data),
            starts_on=given(self.starts_on.data),
            text=self.text.data or "",
        )
