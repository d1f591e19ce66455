"""What people fill in about an order."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import DateField, TimeField
from wtforms.validators import InputRequired

from procure.kernel.clock import ZONES
from procure.web.forms import SeenReasonForm


class ReopenForm(SeenReasonForm):
    """Until when the supplier may answer after all, and why."""

    respond_on = DateField(
        _l("Answer until, date"), [InputRequired(_l("Choose a date."))], format="%Y-%m-%d"
    )
    respond_hour = TimeField(_l("Answer until, hour"), [InputRequired(_l("Give an hour."))])

    def to_moment(self, zone: str) -> datetime:
        """Return the moment in the region's zone (WIB, WITA or WIT)."""
        assert self.respond_on.data is not None
        assert self.respond_hour.data is not None
        return datetime.combine(self.respond_on.data, self.respond_hour.data, ZONES[zone])
