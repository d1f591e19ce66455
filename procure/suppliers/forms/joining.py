"""Registering, following a link, inviting an operator, asking about one's data."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from procure.accounts.models import Region
from procure.accounts.rules import MOST_PASSWORD
from procure.suppliers.forms.fields import TOO_LONG, Checked, email_field, name_field, phone_field
from procure.suppliers.registry_models import DataRequestKind
from procure.suppliers.rules import naming
from procure.suppliers.service.registering import NewOwner
from procure.web.forms import Form


class RegisterForm(Form):
    """Who wants to sell, and where."""

    name = name_field(_l("Your name as on the identity card"), _l("Write your name."))
    email = email_field()
    phone = phone_field()
    new_password = PasswordField(
        _l("Choose a password"),
        [
            InputRequired(_l("Choose a password.")),
            Length(max=MOST_PASSWORD, message=TOO_LONG),
        ],
    )
    region = SelectField(_l("Region"), [InputRequired(_l("Choose the region."))])

    def offer(self, regions: Sequence[Region], here: UUID | None) -> None:
        """Offer the regions; the one of this site stands first chosen."""
        self.region.choices = [(str(one.id), one.name) for one in regions]
        if not self.is_submitted() and here is not None:
            self.region.data = str(here)

    def to_new_owner(self) -> NewOwner:
        """Return who registers."""
        return NewOwner(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            region_id=UUID(self.region.data),
            password=self.new_password.data or "",
        )


class BeginForm(Form):
    """For whom a coach begins a registration."""

    name = name_field(_l("Name of the owner"), _l("Write the name of the owner."))
    business = StringField(_l("Name of the business"), [Optional(), Checked(naming.name)])
    email = email_field()
    phone = phone_field()

    def to_new_owner(self, region_id: UUID) -> NewOwner:
        """Return for whom it is begun."""
        return NewOwner(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            region_id=region_id,
            business=self.business.data or "",
        )


class ConfirmForm(Form):
    """The consent, and a password where one is needed."""

    password = PasswordField(
        _l("Password"), [Optional(), Length(max=MOST_PASSWORD, message=TOO_LONG)]
    )
    agreed = BooleanField(
        _l("I agree, for myself"), [InputRequired(_l("Tick this to go on; nothing else does."))]
    )


class InviteForm(Form):
    """Who is to act for the business."""

    name = name_field(_l("Name"), _l("Write the name."))
    email = email_field()


class AnswerForm(Form):
    """What was done about somebody's data."""

    answer = TextAreaField(
        _l("Your answer"),
        [
            InputRequired(_l("Write what was done, or why not.")),
            Length(min=10, max=1000, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )


class AskForm(Form):
    """What is to be done with one's data."""

    kind = RadioField(
        _l("What do you ask for?"),
        [InputRequired(_l("Choose what you ask for."))],
        choices=[SelectChoice(str(kind), _l(kind.label)) for kind in DataRequestKind],
    )
    wish = TextAreaField(
        _l("What should be changed, and why?"),
        [
            InputRequired(_l("Write what should be changed.")),
            Length(min=10, max=1000, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )
