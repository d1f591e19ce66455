"""Small forms: where to begin, what to look for, what to decide."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
)
from wtforms import Form as PlainForm
from wtforms.validators import Optional

from procure.kernel.errors import DomainError
from procure.purchase_requests.forms.fields import (
    TypedCount,
    TypedRupiah,
    clean,
    longest,
    place_of,
    put_in_line,
    within,
)
from procure.purchase_requests.queries import Wanted
from procure.purchase_requests.rules import (
    MOST_RUPIAH,
    MOST_UNITS,
)
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.web.errors import say_error
from procure.web.forms import Between, SeenForm


class OwnPriceForm(PlainForm):
    """The commitment officer's price of one line (HPS), and the mark of the line it is for."""

    line = HiddenField()
    price = TypedRupiah(_l("Own estimate per unit"), [Optional(), Between(1, MOST_RUPIAH)])


class DecisionForm(SeenForm):
    """The own estimate (HPS), line by line, over the request that the page showed."""

    lines = FieldList(FormField(OwnPriceForm))

    def to_own_prices(self) -> list[int]:
        """Return the prices in the order of the lines; none at all when all are left empty."""
        prices = [within(line.form.price.data, MOST_RUPIAH) for line in self.lines]
        return prices if any(prices) else []

    def fill_up(self, marks: Sequence[str]) -> None:
        """Have a price field for each line, also for one that the page did not have."""
        for mark in marks[len(self.lines.entries) :]:
            self.lines.append_entry({"line": mark})

    def by_line(self) -> dict[str, int]:
        """Return the prices by the mark of the line they were typed for."""
        typed = ((line.form.line.data, line.form.price.data) for line in self.lines)
        return {line: price for line, price in typed if line and price}

    def show(self, error: DomainError) -> None:
        """Put a refusal at its line, else on top."""
        place = place_of(error.field)
        if place is None:
            super().show(error)
        else:
            self.refused = error
            put_in_line(self.lines, *place, say_error(error))


class StartForm(PlainForm):
    """How many people a routine purchase is for."""

    people = TypedCount(_l("People who attend"), [Between(1, MOST_UNITS)])


class FilterForm(PlainForm):
    """What a reader looks for in the list; it travels in the address."""

    q = StringField(_l("Words or number"), [longest(100)], filters=[clean])
    status = SelectField(_l("Status"), validate_choice=False)
    mine = BooleanField(_l("Only mine"))

    def offer(self) -> None:
        """Fill the list of statuses."""
        self.status.choices = [
            ("", _("All")),
            *((status.value, _(status.label)) for status in PurchaseRequestStatus),
        ]

    def to_wanted(self) -> Wanted:
        """Return the filters; what is not a status does not limit."""
        chosen = next((one for one in PurchaseRequestStatus if one == self.status.data), None)
        return Wanted(clean(self.q.data)[:100], chosen, bool(self.mine.data))
