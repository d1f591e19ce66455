"""What people type to sign in, to change their password, and to appoint others."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from procure.accounts.models import Agency, Unit
from procure.accounts.rules import APPOINTABLE, MOST_PASSWORD
from procure.accounts.service import NewAppointment
from procure.kernel.actors import Role
from procure.web.forms import Form

T = TypeVar("T")


def given(value: T | None) -> T:
    """Return a value that `InputRequired` has let pass."""
    if value is None:
        raise ValueError("the form was not validated")
    return value


TOO_LONG = _l("Write at most %(max)d characters.")


class SignInForm(Form):
    """Address and password."""

    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Write your e-mail address.")),
            Length(max=254, message=TOO_LONG),
        ],
    )
    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Write your password.")),
            Length(max=MOST_PASSWORD, message=TOO_LONG),
        ],
    )

    def to_credentials(self) -> tuple[str, str]:
        """Return address and password."""
        return given(self.email.data), given(self.password.data)


class PasswordForm(Form):
    """The present password and the new one."""

    present_password = PasswordField(
        _l("Present password"),
        [
            InputRequired(_l("Write your present password.")),
            Length(max=MOST_PASSWORD, message=TOO_LONG),
        ],
    )
    new_password = PasswordField(
        _l("New password"), [InputRequired(_l("Write the password that you want from now on."))]
    )

    def to_passwords(self) -> tuple[str, str]:
        """Return the present and the new password."""
        return given(self.present_password.data), given(self.new_password.data)


class PreferenceForm(Form):
    """The language and the colours that a person likes."""

    language = RadioField(
        _l("Language"),
        choices=[SelectChoice("id", "Bahasa Indonesia"), SelectChoice("en", "English")],
    )
    theme = RadioField(
        _l("Colours"),
        choices=[
            SelectChoice("auto", _l("Follow the device")),
            SelectChoice("light", _l("Light")),
            SelectChoice("dark", _l("Dark")),
        ],
    )


class AppointmentForm(Form):
    """An appointment as the decree (SK) says it."""

    email = EmailField(
        _l("E-mail address of the person"),
        [InputRequired(_l("Write the e-mail address.")), Length(max=254, message=TOO_LONG)],
    )
    role = SelectField(_l("Role"), [InputRequired(_l("Choose the role."))])
    place = SelectField(_l("Where"), [Optional()])
    decree_number = StringField(
        _l("Number of the decree (SK)"),
        [
            InputRequired(_l("Write the number of the decree.")),
            Length(max=100, message=TOO_LONG),
        ],
    )
    decree_date = DateField(
        _l("Date of the decree"), [InputRequired(_l("Give the date of the decree."))]
    )
    starts_on = DateField(_l("First day"), [InputRequired(_l("Give the first day."))])
    ends_on = DateField(_l("Last day"), [Optional()])
    capacity = SelectField(
        _l("Capacity"),
        [Optional()],
        choices=[
            SelectChoice("", _l("Definitive")),
            SelectChoice("Plt.", _l("Plt. (acting, post vacant)")),
            SelectChoice("Plh.", _l("Plh. (acting for the day)")),
            SelectChoice("a.n.", _l("a.n. (on behalf of)")),
        ],
    )
    title = StringField(
        _l("Title as it stands under the signature"),
        [InputRequired(_l("Write the title.")), Length(max=120, message=TOO_LONG)],
    )
    certificate_number = StringField(
        _l("Number of the certificate (PBJ)"), [Optional(), Length(max=60, message=TOO_LONG)]
    )
    certificate_until = DateField(_l("Certificate valid until"), [Optional()])

    def offer(self, units: Sequence[tuple[Unit, Agency]]) -> None:
        """Offer the roles, and the region, its agencies and their units as places."""
        self.role.choices = [SelectChoice(role.value, _(role.label)) for role in APPOINTABLE]
        self._places: dict[str, tuple[UUID | None, UUID | None]] = {"": (None, None)}
        choices = [SelectChoice("", _("The whole region"), optgroup=_("Region"))]
        for unit, agency in units:
            if str(agency.id) not in self._places:
                self._places[str(agency.id)] = (agency.id, None)
                choices.append(
                    SelectChoice(str(agency.id), _("The whole agency"), optgroup=agency.name)
                )
            self._places[str(unit.id)] = (agency.id, unit.id)
            choices.append(SelectChoice(str(unit.id), unit.name, optgroup=agency.name))
        self.place.choices = choices

    def to_new_appointment(self) -> NewAppointment:
        """Return the appointment that was typed."""
        agency_id, unit_id = self._places[self.place.data or ""]
        return NewAppointment(
            email=given(self.email.data),
            role=Role(self.role.data),
            agency_id=agency_id,
            unit_id=unit_id,
            decree_number=given(self.decree_number.data).strip(),
            decree_date=given(self.decree_date.data),
            starts_on=given(self.starts_on.data),
            ends_on=self.ends_on.data,
            capacity=self.capacity.data or "",
            title=given(self.title.data).strip(),
            certificate_number=(self.certificate_number.data or "").strip(),
            certificate_until=self.certificate_until.data,
        )


class EndForm(Form):
    """The last day of an appointment, and why."""

    ends_on = DateField(_l("Last day"), [InputRequired(_l("Give the last day."))])
    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Write the reason.")),
            Length(min=10, max=1000, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )

    def to_end(self) -> tuple[date, str]:
        """Return the last day and the reason."""
        return given(self.ends_on.data), given(self.reason.data)
