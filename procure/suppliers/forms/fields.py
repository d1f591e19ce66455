"""Fields and checks that the forms of suppliers share."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, StringField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from procure.kernel.errors import DomainError
from procure.suppliers.rules import identifiers, naming
from procure.web.errors import say_error

TOO_LONG = _l("Write at most %(max)d characters.")
EMAIL = r"\s*[^@\s]+@[^@\s]+\.[^@\s]{2,}\s*$"


class Checked:
    """A rule of the room, asked while the form is looked at, so that all faults show at once."""

    def __init__(self, check: Callable[[str], Any]) -> None:
        """Keep the rule; a field that is left blank is not its business."""
        self.check = check

    def __call__(self, _form: Any, field: Field) -> None:
        """Refuse with the rule's own sentence."""
        if not (field.data or "").strip():
            return
        try:
            self.check(field.data)
        except DomainError as error:
            raise ValidationError(say_error(error)) from None


def name_field(label: Any, missing: Any) -> StringField:
    """Return a field for a name that must be given."""
    return StringField(label, [InputRequired(missing), Checked(naming.name)])


def phone_field() -> StringField:
    """Return a field for a mobile number."""
    return StringField(
        _l("Mobile phone number"),
        [InputRequired(_l("Write the mobile phone number.")), Checked(identifiers.phone)],
    )


def email_field() -> EmailField:
    """Return a field for an e-mail address."""
    return EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Write your e-mail address.")),
            Length(max=254, message=TOO_LONG),
            Regexp(EMAIL, message=_l("This is no e-mail address: it looks like name@place.id.")),
        ],
    )


def chosen(words: str = "") -> tuple[str, str]:
    """Return the first line of a list to choose from."""
    return ("", words or _("Choose"))
