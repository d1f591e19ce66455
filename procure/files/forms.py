"""The small form that sends one file without JavaScript, and the last word of one that has it."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from procure.db.base import new_id
from procure.files.models import Purpose
from procure.files.service import Sent
from procure.web.forms import Between, CountField, Form

MOST_PIECES = 4096


def _purposes() -> list[tuple[str, str]]:
    return [(str(purpose), _(purpose.label)) for purpose in Purpose]


class UploadForm(Form):
    """One file, and what it is for."""

    purpose = SelectField(_l("What the file is"), [InputRequired()])
    id = HiddenField()
    file = FileField(_l("File"))

    def __init__(self) -> None:
        """Offer the purposes; the id makes it harmless to send the form twice."""
        super().__init__()
        self.purpose.choices = _purposes()

    @property
    def wanted(self) -> Purpose | None:
        """Return the purpose, if there is one of that name."""
        return Purpose(self.purpose.data) if self.purpose.data in list(Purpose) else None

    def validate_file(self, _field: FileField) -> None:
        """Want a file; an empty choice is sent as a file without a name."""
        if not self._sent().filename:
            raise ValidationError(_("Choose a file first."))

    def _sent(self) -> FileStorage:
        return request.files.get("file") or FileStorage()

    def to_sent(self) -> Sent:
        """Return what was sent."""
        file = self._sent()
        return Sent(_id(self.id.data), Purpose(self.purpose.data), file.filename or "", file.stream)


class FinishForm(Form):
    """All pieces are there: what they are together."""

    purpose = SelectField(_l("What the file is"), [InputRequired()])
    name = StringField(_l("Name"), [InputRequired()])
    count = CountField(_l("Pieces"), [Between(1, MOST_PIECES)])

    def __init__(self) -> None:
        """Offer the purposes."""
        super().__init__()
        self.purpose.choices = _purposes()


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return new_id()
