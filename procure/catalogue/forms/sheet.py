"""Which uploaded file is imported."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from procure.catalogue.forms.fields import required
from procure.catalogue.forms.offer import as_id
from procure.web.forms import Form


class SheetForm(Form):
    """An uploaded sheet, by its id."""

    upload_id = HiddenField(_l("File"), [required(_l("Send a file first."))])

    def to_upload(self) -> UUID | None:
        """Return the id that was sent, None if it is not one."""
        return as_id(self.upload_id.data)
