"""What a supplier types: papers, another bank account, an answer."""

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from procure.suppliers.forms.sent_files import UploadField, given
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.service import NewAccount, NewPaper
from procure.web.forms import Form, ReasonForm

TOO_LONG = _l("Write at most %(max)d characters.")
MOST_PASSWORD = 256


class PaperForm(Form):
    """One paper with its number, its last day and the file."""

    number = StringField(_l("Number on the paper"), [Optional(), Length(max=60, message=TOO_LONG)])
    valid_until = DateField(_l("Last day on which it is valid"), [Optional()])
    upload_id = UploadField(_l("Photo or PDF of the paper"))

    def validate_upload_id(self, field: UploadField) -> None:
        """Want a file."""
        if field.data is None:
            raise ValidationError(_("Send a photo or PDF of the paper, then tick it here."))

    def to_new_paper(self, kind: DocumentKind) -> NewPaper:
        """Return the paper."""
        upload_id: UUID = given(self.upload_id.data)
        return NewPaper(kind, self.number.data or "", self.valid_until.data, upload_id)


class AccountForm(Form):
    """Another bank account; the present password once more, so that no thief changes it."""

    bank_code = SelectField(_l("Bank"), [InputRequired(_l("Choose the bank."))])
    account = StringField(
        _l("Account number"),
        [InputRequired(_l("Write the account number.")), Length(max=40, message=TOO_LONG)],
    )
    holder = StringField(
        _l("Holder, as it stands on the bank book"),
        [InputRequired(_l("Write the holder's name.")), Length(max=120, message=TOO_LONG)],
    )
    book_upload_id = UploadField(_l("Page of the bank book"))
    password = PasswordField(
        _l("Your present password"),
        [
            InputRequired(_l("Write your password.")),
            Length(max=MOST_PASSWORD, message=TOO_LONG),
        ],
    )

    def offer(self, banks: list[tuple[str, str]]) -> None:
        """Offer the banks."""
        named = [(code, f"{name} ({code})") for code, name in banks]
        self.bank_code.choices = [("", _("Choose")), *named]

    def validate_book_upload_id(self, field: UploadField) -> None:
        """Want the page of the bank book."""
        if field.data is None:
            raise ValidationError(
                _("Send a photo of the bank book page with the number, then tick it here.")
            )

    def to_new_account(self) -> NewAccount:
        """Return the account."""
        return NewAccount(
            bank_code=self.bank_code.data or "",
            account=self.account.data or "",
            holder=self.holder.data or "",
            book_upload_id=given(self.book_upload_id.data),
        )


class ObjectForm(ReasonForm):
    """Why a change is stopped."""


class ReplyForm(Form):
    """The answer of a supplier to a sanction."""

    reply = TextAreaField(
        _l("Your answer"),
        [
            InputRequired(_l("Write your answer.")),
            Length(min=10, max=4000, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )
